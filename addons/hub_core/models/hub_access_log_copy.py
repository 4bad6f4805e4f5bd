from odoo import api, fields, models

#: Parameter (hub_core.…): "1" where the person is told the names of those who read her file, too.
NAMES_PARAMETER = "access_copy_names"
#: Lines of the log that are no reading.
_NO_READING = ("officer", "no_officer", "restricted", "unrestricted", "assigned", "anonymised", "paused", "resumed")


class HubAccessLog(models.Model):
    # One file for each of its concerns: what a person is told of who read her file.
    _inherit = "hub.access.log"

    @api.model
    def _get_copy_lines(self, record, partner):
        """Who read this record, as its person is told: by day, in the language of the environment.

        Law 09-08 gives her the recipients or their categories: the role is always told, the name where the
        hub has decided so. Roles are those of today; the log does not keep which role somebody had.

        :param record: one record of a logged model
        :param partner: the person whom the record is about
        :return: list of {"day", "how", "who", "name", "times"}, the latest first
        """
        # sudo: who prints the copy for the person may not read the log; of each line only this much goes out.
        logs = self.sudo()._get_readings(record).filtered(lambda log: log.how not in _NO_READING)
        labels = dict(self._fields["how"]._description_selection(self.env))
        has_names = self._get_parameter(NAMES_PARAMETER, "0") == "1"
        roles = {user: self._get_recipient_role(user, partner) for user in logs.user_id}
        times = {}
        for log in logs:
            day = fields.Datetime.context_timestamp(self, log.date).date()
            line = (day, labels[log.how], roles[log.user_id], log.user_id.name if has_names else "")
            times[line] = times.get(line, 0) + 1
        return [
            {"day": day, "how": how, "who": who, "name": name, "times": number}
            for (day, how, who, name), number in times.items()
        ]

    @api.model
    def _get_recipient_role(self, user, partner):
        """What a person is told of who somebody is: the highest of the hub's roles."""
        if user.partner_id == partner:
            return self.env._("The person herself or himself")
        if user._is_public():
            return self.env._("Whoever had the link that was sent")
        roles = user.all_group_ids.filtered(
            lambda group: group.privilege_id.category_id == self.env.ref("hub_core.module_category_hub")
        )
        if roles:
            return max(roles, key=lambda role: (len(role.all_implied_ids), role.sequence)).name
        return self.env._("Visitor with an account") if user.share else self.env._("Other staff of the hub")
