"""What each model that tells of a person does when she is made anonymous, and that nothing hangs on her afterwards."""

from odoo import fields, models
from odoo.addons.hub_core.tools import ERASED, cleaning
from odoo.fields import Command
from odoo.tools import SQL

from .hub_beneficiary_anonymise import is_anonymising

PART = "hub.beneficiary.part.mixin"


class HubAppendOnlyPartMixin(models.AbstractModel):
    """A line of an append-only table about a person: the columns that ``make_append_only`` was told are emptied."""

    _name = "hub.append.only.part.mixin"
    _description = "Append-only part of a person's file"

    #: Columns of free text; ``init`` gives them to ``make_append_only``.
    _append_only_cleanable = ()

    def _anonymise_records(self):
        self._empty_columns(self._append_only_cleanable)

    def _empty_columns(self, names):
        emptied = SQL(", ").join(
            SQL("%(name)s = CASE WHEN %(name)s IS NOT NULL THEN %(mark)s END", name=SQL.identifier(name), mark=ERASED)
            for name in names
        )
        if emptied:
            with cleaning(self.env.cr):
                query = SQL("UPDATE %s SET %s WHERE id IN %s", SQL.identifier(self._table), emptied, self._ids)
                self.env.cr.execute(query)
            self.invalidate_recordset()


class ResPartner(models.Model):
    _inherit = "res.partner"

    _anonymise_keeps = frozenset({"tz"})

    def _prepare_anonymised_vals(self):
        return {**super()._prepare_anonymised_vals(), "active": False, "user_id": False}


class ResUsers(models.Model):
    _inherit = "res.users"

    def _notify_security_setting_update(self, *args, **kwargs):
        """Nobody is told by mail that the account she asked to forget has changed."""
        if is_anonymising():
            return self.env["mail.mail"]
        return super()._notify_security_setting_update(*args, **kwargs)


class HubBeneficiaryIdentity(models.Model):
    _name = "hub.beneficiary.identity"
    _inherit = ["hub.beneficiary.identity", PART]

    _anonymise_how = "delete"


class HubServiceDelivery(models.Model):
    """A service that was rendered stays counted as it was."""

    _inherit = "hub.service.delivery"

    _anonymise_keeps = frozenset({"res_model"})

    def _freeze_anew(self):
        """What is left of an anonymous file says less than its lines do: they stay as they are."""
        # sudo: which files are anonymous does not depend on who freezes.
        people = self.env["hub.beneficiary"].sudo().with_context(active_test=False)
        anonymous = people.search([("partner_id", "in", self.partner_id.ids), ("state", "=", "anonymised")]).partner_id
        lines = self.filtered(lambda line: line.partner_id not in anonymous)
        return super(HubServiceDelivery, lines)._freeze_anew()


class CalendarEvent(models.Model):
    _name = "calendar.event"
    _inherit = ["calendar.event", PART]

    _part_field = "hub_beneficiary_id"

    def _prepare_anonymised_vals(self):
        """An appointment is called by the reference; only what was typed about it goes."""
        return {"description": False, "location": False, "videocall_location": False}


class HubRegisterImportLine(models.Model):
    _inherit = "hub.register.import.line"

    # An import may end at a file that its user does not see: she does not see the row then either.
    _names_closed_files = True
    # A digest of the whole row: with it the same file does not bring her back.
    _anonymise_keeps = frozenset({"fingerprint", "receipt"})


class HubConsent(models.Model):
    _name = "hub.consent"
    _inherit = ["hub.consent", PART, "hub.append.only.part.mixin"]

    _append_only_cleanable = ("guardian_name", "note")
    # Whose guardian somebody is: the consent is the child's.
    _anonymise_paths = ("beneficiary_id",)


class HubDisclosure(models.Model):
    """Which fields were passed on to whom, by their names: it holds none of what they held."""

    _inherit = "hub.disclosure"

    _anonymise_how = "keep"


class HubBeneficiaryMerge(models.Model):
    _name = "hub.beneficiary.merge"
    _inherit = ["hub.beneficiary.merge", "hub.append.only.part.mixin"]

    _append_only_cleanable = ("reason",)


class HubBeneficiaryCategoryLine(models.Model):
    _name = "hub.beneficiary.category.line"
    _inherit = ["hub.beneficiary.category.line", PART]


class HubEnrolment(models.Model):
    _name = "hub.enrolment"
    _inherit = ["hub.enrolment", PART]


class HubHousehold(models.Model):
    _inherit = "hub.household"

    _anonymise_keeps = frozenset({"ref"})


class HubHouseholdMember(models.Model):
    _name = "hub.household.member"
    _inherit = ["hub.household.member", PART]

    def _anonymise_records(self):
        """A dependant who has no file of her own loses her name with who answers for her."""
        self.write({"end_reason": False})
        stubs = self.filtered("is_stub")
        stubs.write({"stub_given_name": ERASED, "stub_family_name": False})
        for stub in stubs.filtered("stub_birthdate"):
            stub.write({"stub_birthdate": stub.stub_birthdate.replace(month=1, day=1), "stub_year_only": True})


class HubReferral(models.Model):
    _name = "hub.referral"
    _inherit = ["hub.referral", PART]

    _anonymise_keeps = frozenset({"ref"})

    def _verify_agreed(self, vals):
        # What was told stays told; here it is forgotten.
        return None if is_anonymising() else super()._verify_agreed(vals)


class HubDuplicatePair(models.Model):
    """Two files that somebody compared. What nobody has decided is asked no more."""

    _inherit = "hub.duplicate.pair"

    def _anonymise_records(self):
        self.filtered(lambda pair: pair.decision == "pending").unlink()
        return super(HubDuplicatePair, self.exists())._anonymise_records()


class CrmLead(models.Model):
    """A request keeps its title, a reference and a need; of a sales lead nothing that was typed is left."""

    _name = "crm.lead"
    _inherit = ["crm.lead", PART]

    _anonymise_keeps = frozenset({"lang_code"})


class HubBeneficiary(models.Model):
    _inherit = "hub.beneficiary"

    _anonymise_keeps = frozenset({"ref"})

    def _anonymise_records(self):
        """One UPDATE for each file: the database checks that nothing of a name is left in an anonymous one."""
        common = self._prepare_anonymised_vals()
        for person in self:
            person.write({**common, **person._prepare_anonymised_dates()})
            person.partner_id.name = person.ref  # a contact follows the name of the file, and always has one

    def _prepare_anonymised_vals(self):
        return {
            **super()._prepare_anonymised_vals(),
            "state": "anonymised",
            "anonymised_on": fields.Date.context_today(self),
            "active": False,
            "phone_shared": False,
            "leave_no_message": False,
            "interpreter_needed": False,
            "preferred_channel": False,
            "other_nationality_ids": [Command.clear()],
        }

    def _prepare_anonymised_dates(self):
        """Of a birth date the band of five years is left; of the arrival the year."""
        self.ensure_one()
        born, arrived = self.birthdate, self.arrival_date
        return {
            "birthdate": born and born.replace(year=max(born.year - born.year % 5, 1900), month=1, day=1),
            "birthdate_precision": "estimated" if born else "unknown",
            "arrival_date": arrived and arrived.replace(month=1, day=1),
        }
