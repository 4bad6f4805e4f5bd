from dateutil.relativedelta import relativedelta
from markupsafe import Markup
from odoo import api, fields, models

from .hub_complaint import OFFICER_GROUP

ACTIVITY = "mail.mail_activity_data_todo"
#: Parameter, and what holds without it: months after which a closed complaint is made anonymous.
KEEP_PARAMETER = "hub_core.complaint_keep_months"
KEEP_MONTHS = 24
BATCH = 100


class HubComplaint(models.Model):
    # One file for each of its concerns: who is told of a complaint, and when its content goes.
    _inherit = "hub.complaint"

    # ------------------------------------------------------------
    # Who is told: officers, and of the reference alone
    # ------------------------------------------------------------
    @api.model
    def _get_officers(self):
        # sudo: who has which role is not for everybody to read.
        group = self.env.ref(OFFICER_GROUP, raise_if_not_found=False)
        return group.sudo().all_user_ids if group else self.env["res.users"].sudo()

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        complaints._notify_officers_of_arrival()
        return complaints

    def _notify_officers_of_arrival(self):
        officers = self._get_officers()
        for complaint in self:
            if officers:
                complaint._tell(
                    officers - self.env.user, lambda env, ref: env._("A complaint has arrived: %(ref)s", ref=ref)
                )
        if self and not officers:
            self._tell_that_nobody_reads()

    def _notify_officers_of_message(self):
        officers = self._get_officers()
        for complaint in self:
            complaint._tell(
                complaint.officer_id & officers or officers,
                lambda env, ref: env._("The person has added something to %(ref)s", ref=ref),
            )

    def _tell(self, users, say):
        """Tell each of ``users`` in their language.

        :param say: from an environment and the reference to the sentence; it never holds what was written
        """
        self.ensure_one()
        # sudo: languages of officers, whoever sends.
        for lang, readers in users.sudo().grouped("lang").items():
            env = self.with_context(lang=lang).env
            sentence = say(env, self.ref)
            link = Markup("<a href='/odoo/hub-complaints/%s'>%s</a>") % (self.id, self.ref)
            self._notify_quietly(readers, sentence, link)

    @api.model
    def _notify_quietly(self, users, sentence, more=""):
        """A notification that hangs on no record: who may read no complaint learns of none by it."""
        # sudo: whoever sends a complaint may notify nobody.
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=users.partner_id.ids,
            author_id=self.env.ref("base.partner_root").id,
            subject=sentence,
            body=Markup("<p>%s</p><p>%s</p>") % (sentence, more),
        )

    @api.model
    def _tell_that_nobody_reads(self):
        """Administrators learn, once a day, that complaints wait for an officer. Not what they say."""
        # sudo: whoever sends the complaint may not read who administers, nor the limits.
        administrators = self.env.ref("hub_core.group_hub_admin").sudo().all_user_ids
        administrators -= self.env.ref("base.user_root")
        if not administrators or self.env["hub.rate.limit"].sudo()._hit("complaint_unread", "all", 1, 24 * 60):
            return
        for lang, readers in administrators.grouped("lang").items():
            env = self.with_context(lang=lang).env
            self._notify_quietly(
                readers,
                env._("A complaint waits, and nobody is named to read it"),
                env._("Name a complaints and safeguarding officer: Hub, Configuration, Complaints officers."),
            )

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """What is written on a complaint reaches officers, in their inbox: nobody else by following or by a
        mention, and no text leaves by e-mail, where others could read it."""
        officers = set(self._get_officers().ids)
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        return [{**one, "notif": "inbox"} for one in recipients if one["uid"] in officers]

    def _notify_thread_by_web_push(self, message, recipients_data, msg_vals=False, **kwargs):
        """A push shows the text on a locked phone."""
        return

    # ------------------------------------------------------------
    # Reminders
    # ------------------------------------------------------------
    def action_take(self):
        result = super().action_take()
        for complaint in self:
            complaint.activity_schedule(
                ACTIVITY,
                date_deadline=complaint.answer_by,
                summary=self.env._("Answer %(ref)s", ref=complaint.ref),
                user_id=self.env.uid,
            )
        return result

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals and vals["state"] != "in_review":
            self.activity_unlink([ACTIVITY])
        return result

    @api.model
    def _cron_remind(self):
        """Each day, officers are told what is late."""
        officers = self._get_officers()
        late = self.search([("is_late", "=", True)])
        if late and not officers:
            return self._tell_that_nobody_reads()
        for complaint in late:
            complaint._tell(
                complaint.officer_id & officers or officers,
                lambda env, ref: env._("%(ref)s is late: it should have been read or answered", ref=ref),
            )
        return None

    # ------------------------------------------------------------
    # The end
    # ------------------------------------------------------------
    @api.model
    def _cron_anonymise(self):
        """Of what was closed long ago, keep kind, outcome and dates."""
        # sudo: how long complaints are kept is a system parameter.
        parameters = self.env["ir.config_parameter"].sudo()
        months = int(parameters.get_param(KEEP_PARAMETER) or KEEP_MONTHS)
        before = fields.Date.context_today(self) - relativedelta(months=months)
        old = [("state", "=", "closed"), ("anonymised_on", "=", False), ("closed_on", "<", before)]
        complaints = self.search(old, limit=BATCH, order="id")
        complaints._anonymise()
        self.env["ir.cron"]._commit_progress(len(complaints), remaining=self.search_count(old))

    def _anonymise(self):
        """Nobody knows afterwards who said what: neither fields nor messages, files or links are left."""
        if not self:
            return
        self.env["ir.attachment"].search([("res_model", "=", self._name), ("res_id", "in", self.ids)]).unlink()
        self.message_ids.unlink()
        self.activity_ids.unlink()
        self.message_follower_ids.unlink()
        self._get_signed_links()._revoke()
        names = ["text", "answer", "contact_name", "contact_phone", "contact_email", "contact_hours", "referred_to"]
        self.with_context(tracking_disable=True, mail_notrack=True).write(
            {**dict.fromkeys(names, False), "contact_wish": "none", "anonymised_on": fields.Date.context_today(self)}
        )
