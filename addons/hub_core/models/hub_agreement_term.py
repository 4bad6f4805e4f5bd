from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, split_every

from .hub_agreement import REMINDER

BATCH = 100


class HubAgreement(models.Model):
    """What the calendar does with agreements, every night."""

    _inherit = "hub.agreement"

    def _get_next_end(self):
        """The last day of the term after the current one, as long as the one that was signed.

        Counted from the first day each time: terms that end on the 31st do not creep to the 28th.
        """
        self.ensure_one()
        first_end = self.signed_end or self.date_end
        length = relativedelta(first_end + timedelta(days=1), self.date_start)
        terms, end = 1, first_end
        while end <= self.date_end:
            terms += 1
            end = self.date_start + length * terms - timedelta(days=1)
        return end

    @api.model
    def _cron_follow_terms(self):
        """End what is over, begin the next tacit term, remind before a term is over."""
        today = fields.Date.context_today(self)
        active = Domain("state", "=", "active")
        self._walk(active & Domain("terminated_on", "<=", today), "_end_by_notice")
        self._walk(active & Domain("date_end", "<", today), "_end_term")
        self._walk(active & Domain("remind_on", "<=", today) & Domain("terminated_on", "=", False), "_remind")

    @api.model
    def _walk(self, domain, method):
        """Call ``method`` on the agreements of the domain, in batches that are kept one by one."""
        ids = self.search(domain, order="id").ids
        for done, batch in enumerate(split_every(BATCH, ids)):
            # Somebody may have changed them meanwhile, or does so now: the next night comes.
            agreements = self.browse(batch).exists().try_lock_for_update(allow_referencing=True)
            getattr(agreements.filtered_domain(domain), method)()
            self.env["ir.cron"]._commit_progress(len(batch), remaining=len(ids) - done * BATCH - len(batch))

    def _end_by_notice(self):
        self.write({"state": "terminated"})

    def _end_term(self):
        tacit = self.filtered(lambda agreement: agreement.renewal == "tacit" and not agreement._is_followed())
        (self - tacit).write({"state": "expired"})
        (self - tacit).activity_unlink([REMINDER])
        for agreement in tacit:
            agreement._begin_next_term()

    def _is_followed(self):
        """Whether another agreement is in force in its place."""
        return any(agreement.state == "active" for agreement in self.next_ids)

    def _begin_next_term(self):
        former = self.date_end
        today = fields.Date.context_today(self)
        while self.date_end < today:
            self._write_term({"date_end": self._get_next_end()})
        self.activity_unlink([REMINDER])
        lang = self.user_id.lang or self.env.company.partner_id.lang
        agreement = self.with_context(lang=lang)
        agreement.message_post(
            body=agreement.env._(
                "Nobody gave notice before %(former)s: tacitly renewed until %(end)s.",
                former=format_date(agreement.env, former),
                end=format_date(agreement.env, self.date_end),
            )
        )

    def _remind(self):
        """One activity for each end of term; who did it, or deleted it, is not asked again."""
        for agreement in self:
            user = agreement._get_reminded_user()
            if user and not agreement.next_ids:
                agreement.with_context(lang=user.lang)._schedule_reminder(user)
            agreement._write_term({"reminded_for": agreement.date_end})

    def _schedule_reminder(self, user):
        if self.renewal == "tacit":
            note = self.env._(
                "It renews itself after %(end)s, unless notice is given by %(day)s.",
                end=format_date(self.env, self.date_end),
                day=format_date(self.env, self.decide_by),
            )
        else:
            note = self.env._(
                "It ends on %(end)s. Renew it, or agree with the parties on what follows.",
                end=format_date(self.env, self.date_end),
            )
        self.activity_schedule(REMINDER, date_deadline=self.decide_by, note=note, user_id=user.id)

    def _get_reminded_user(self):
        """The responsible, or who answers for the programme, or any programme manager."""
        users = self.user_id | self.program_id.manager_id
        users = users.filtered("active")
        if not users:
            group = self.env.ref("hub_core.group_program_manager")
            users = group.all_user_ids.filtered(lambda user: user.active and not user.share).sorted("id")
            users = users.filtered(lambda user: user.id > 2) or users
        return users[:1]
