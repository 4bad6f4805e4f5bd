from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

#: Set while a file is made anonymous. Not a key of the context: a client could send that one.
_anonymising = ContextVar("hub_anonymising", default=False)
#: What the log of readings calls a change of who sees a file.
RESTRICTION = {True: "restricted", False: "unrestricted"}


@contextmanager
def _inside_anonymising():
    token = _anonymising.set(True)
    try:
        yield
    finally:
        _anonymising.reset(token)


def is_anonymising():
    """Whether a file is being made anonymous in this thread."""
    return _anonymising.get()


class HubBeneficiary(models.Model):
    """A file made anonymous: what was counted stays counted, and nobody can tell any more who it was.

    There is no way back: nothing is kept aside. All files of one person (a cluster of merged ones) go together, in
    one transaction. What is cleaned, and where, is :mod:`.hub_anonymiser`.
    """

    # One file for each of its concerns.
    _inherit = "hub.beneficiary"

    anonymised_on = fields.Date("Made anonymous on", readonly=True, copy=False)
    exited_on = fields.Date("Left on", readonly=True, copy=False)
    retention_proposal_ids = fields.One2many("hub.retention.proposal", "beneficiary_id", "Proposals to make anonymous")

    _anonymised_holds_no_name = models.Constraint(
        """CHECK (state <> 'anonymised' OR (
            anonymised_on IS NOT NULL AND NOT active
            AND COALESCE(given_name, family_name, name_ar, phone_e164, phone_owner, spoken_languages, note) IS NULL
            AND COALESCE(name, '') = '' AND COALESCE(name_keys, '') = ''
            AND birthdate_precision IN ('estimated', 'unknown')
        ))""",
        "An anonymous file holds no name, no telephone number, no exact birth date and no notes.",
    )

    # ------------------------------------------------------------
    # An anonymous file does not change
    # ------------------------------------------------------------
    def write(self, vals):
        if not _anonymising.get():
            self._verify_not_anonymised(vals)
        # Who had left has left on that day, also when the reason is corrected: the time of keeping runs from it.
        leaving = self.filtered(lambda person: person.state != "exited") if vals.get("state") == "exited" else None
        if vals.get("state") in ("registered", "active"):
            vals = {**vals, "exited_on": False}
        changes = self._get_restriction_changes(vals)
        result = super().write(vals)
        if leaving and not vals.get("exited_on"):
            super(HubBeneficiary, leaving).write({"exited_on": fields.Date.context_today(self)})
        for how, people in changes:
            people._log_hub_access(how)
        return result

    def _verify_not_anonymised(self, vals):
        if vals.get("state") == "anonymised":
            raise UserError(
                self.env._("A file becomes anonymous by a proposal that somebody else confirms, not by its status.")
            )
        # sudo: it holds for all of them, whoever sees which.
        anonymous = self.sudo().filtered(lambda person: person.state == "anonymised")
        if anonymous:
            raise UserError(
                self.env._(
                    "These files were made anonymous, nothing is written in them any more: %(people)s.",
                    people=format_list(self.env, anonymous.mapped("ref")),
                )
            )

    def _get_restriction_changes(self, vals):
        """Who sees a file is on record beyond the file: ``[(how, people)]`` of what these values change."""
        changes = []
        if "is_restricted" in vals:
            closed = bool(vals["is_restricted"])
            changed = self.filtered(lambda person: person.is_restricted != closed)
            changes.append((RESTRICTION[closed], changed))
        if "user_id" in vals and vals.get("is_restricted", True):
            changed = self.filtered(lambda person: person.is_restricted and person.user_id.id != vals["user_id"])
            changes.append(("assigned", changed))
        return changes

    # ------------------------------------------------------------
    # Making anonymous
    # ------------------------------------------------------------
    def _get_anonymise_cluster(self):
        """All files of these people, in superuser mode: merged ones are one person."""
        # sudo: she has one identity, whoever sees which of her files.
        return self.sudo().with_context(active_test=False)._get_clusters()

    def _get_anonymise_preview(self):
        """What would become of what, for the eyes of who decides.

        :return: ``(open, parts)``: lists of :class:`Open` and :class:`Part` that are not empty
        """
        anonymiser = self.env["hub.anonymiser"].sudo()  # sudo: all of it goes, also what she does not see
        people = self._get_anonymise_cluster()
        found = [one for one in anonymiser._get_open(people) if one.records]
        return found, [part for part in anonymiser._get_parts(people) if part.records]

    @api.private
    def _anonymise(self, close_open=False):
        """Clean everything that tells who these people are. Who may is the caller's to verify.

        :param close_open: end first what can be ended: requests, appointments, roles
        :return: the files that became anonymous, in superuser mode; those that were already are left alone
        """
        people = self._get_anonymise_cluster().with_context(
            tracking_disable=True, mail_notrack=True, mail_create_nolog=True, no_reset_password=True
        )
        people._lock_alone_or_explain()
        people = people.filtered(lambda person: person.state != "anonymised")
        if not people:
            return people
        people._end_what_is_open(close_open)
        self.env.flush_all()
        with _inside_anonymising():
            for part in people.env["hub.anonymiser"]._get_parts(people):
                part.apply()
                # What a later part searches, or removes, is as the earlier ones left it.
                self.env.flush_all()
        self.env.invalidate_all()
        for person in people:
            self.env["hub.access.log"]._log(person, "anonymised")
        return people

    def _lock_alone_or_explain(self):
        """Lock the files so that nothing new hangs on them meanwhile: who refers to one waits, and then reads that
        it is anonymous."""
        if self.try_lock_for_update() != self:
            raise UserError(
                self.env._(
                    "Somebody is working on these files at this moment: %(people)s. Try again in a minute.",
                    people=format_list(self.env, self.mapped("ref")),
                )
            )
        self.invalidate_recordset()

    def _end_what_is_open(self, close):
        """End what can be ended when ``close``; raise with all that stands in the way."""
        found = [one for one in self.env["hub.anonymiser"]._get_open(self) if one.records]
        stuck = [one for one in found if not (close and one.close)]
        if stuck:
            raise UserError(
                self.env._(
                    "Something still goes on: %(what)s. End it first, or let it be ended.",
                    what=format_list(self.env, [f"{one.label} ({len(one.records)})" for one in stuck]),
                )
            )
        for one in found:
            one.close()

    def action_propose_anonymising(self):
        """The dialog in which somebody proposes to make these files anonymous."""
        self.check_access("read")
        self._verify_not_anonymised({})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose to make anonymous"),
            "res_model": "hub.anonymise.propose",
            "view_mode": "form",
            "target": "new",
            "context": {"default_beneficiary_ids": self.ids},
        }


class HubBeneficiaryPartMixin(models.AbstractModel):
    """What hangs on a person's file: nothing is added to one that is anonymous."""

    _name = "hub.beneficiary.part.mixin"
    _description = "Part of a person's file"

    #: The field that says whose it is.
    _part_field = "beneficiary_id"

    def _verify_file_open(self):
        # sudo: it holds whoever sees the file.
        people = self.sudo()[self._part_field]
        anonymous = people.filtered(lambda person: person.state == "anonymised")
        if anonymous and not _anonymising.get():
            raise ValidationError(
                self.env._(
                    "These files were made anonymous, nothing is added to them: %(people)s.",
                    people=format_list(self.env, anonymous.mapped("ref")),
                )
            )

    @api.constrains(lambda self: (self._part_field,))
    def _check_file_open(self):
        self._verify_file_open()
