from contextlib import contextmanager

from odoo import api, models

#: What may make somebody a complaints officer, or end it.
_OF_GROUPS = frozenset({"user_ids", "all_user_ids", "implied_ids", "implied_by_ids"})
_OF_USERS = frozenset({"group_ids", "active"})


@contextmanager
def watch_officers(env, vals_list, names):
    """Write into the access log, and tell all of them, who becomes a complaints officer and who is one no more."""
    if not any(names.intersection(vals) or any(name.startswith("in_group_") for name in vals) for vals in vals_list):
        yield
        return
    before = env["hub.complaint"]._get_officers()
    yield
    env["hub.complaint"]._after_officers_changed(before)


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        with watch_officers(self.env, vals_list, _OF_GROUPS):
            return super().create(vals_list)

    def write(self, vals):
        with watch_officers(self.env, [vals], _OF_GROUPS):
            return super().write(vals)


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        with watch_officers(self.env, vals_list, _OF_USERS):
            return super().create(vals_list)

    def write(self, vals):
        with watch_officers(self.env, [vals], _OF_USERS):
            return super().write(vals)


class HubComplaint(models.Model):
    _inherit = "hub.complaint"

    @api.model
    def _after_officers_changed(self, before):
        """Nobody becomes an officer in silence, by whatever right."""
        after = self._get_officers()
        for users, how in ((after - before, "officer"), (before - after, "no_officer")):
            for user in users:
                self.env["hub.access.log"]._log(user, how)
                self._tell_of_officer(user, how, (before | after) - self.env.user)

    @api.model
    def _tell_of_officer(self, user, how, readers):
        for lang, officers in readers.grouped("lang").items():
            env = self.with_context(lang=lang).env
            names = {"who": self.env.user.name, "user": user.name}
            if how == "officer":
                sentence = env._("%(who)s has made %(user)s a complaints and safeguarding officer", **names)
            else:
                sentence = env._(
                    "%(who)s has taken the role of complaints and safeguarding officer from %(user)s", **names
                )
            self._notify_quietly(officers, sentence)
