import secrets

from odoo import api, models
from odoo.addons.hub_core.tools import ERASED
from odoo.fields import Domain

from .hub_anonymiser import Open, Part

#: Models of Odoo that keep, by her account, how and from where she logs in.
ACCOUNT_MODELS = {
    "res.users.apikeys": "user_id",
    "auth_totp.device": "user_id",
    "res.device.log": "user_id",
    "auth.passkey.key": "create_uid",
}
#: Models of Odoo that keep, by her contact, a number, an address or a device.
CONTACT_MODELS = {
    "sms.sms": "partner_id",
    "snailmail.letter": "partner_id",
    "res.partner.bank": "partner_id",
    "mail.push.device": "partner_id",
    "mail.followers": "partner_id",
}


class HubAnonymiser(models.AbstractModel):
    """Places that hold no person's file and still tell of her: account, family, registers, what she wrote."""

    _inherit = "hub.anonymiser"

    # ------------------------------------------------------------
    # What she wrote and where she is followed: words of others stay
    # ------------------------------------------------------------
    @api.model
    def _get_written_parts(self, people):
        partners = people.partner_id
        written = self.env["mail.message"].search(
            [("author_id", "in", partners.ids), "|", ("email_from", "!=", False), ("reply_to", "!=", False)]
        )
        tracked = self._get_tracked(people)
        parts = [
            Part(
                self.env._("Name of the sender of what she or he wrote"),
                written,
                "clean",
                run=lambda: written.write({"email_from": False, "reply_to": False}),
            ),
            Part(
                self.env._("Name in changes of other records"),
                tracked,
                "clean",
                run=lambda: self._clean_tracked(tracked, people),
            ),
        ]
        for name, field in CONTACT_MODELS.items():
            if name in self.env:
                found = self.env[name].with_context(active_test=False).search([(field, "in", partners.ids)])
                parts.append(self._prepare_deletion(found))
        parts += [self._prepare_deletion(records) for records in self._get_by_address(people)]
        answered = self.env["hub.consent"].search(
            [("guardian_id", "in", people.ids), ("beneficiary_id", "not in", people.ids)]
        )
        parts.append(
            Part(
                self.env._("Name of the guardian in the consents of others"),
                answered,
                "clean",
                run=lambda: answered._empty_columns(("guardian_name",)),
            )
        )
        told = self.env["mail.notification"].search(
            [("res_partner_id", "in", partners.ids), ("mail_email_address", "!=", False)]
        )
        parts.append(
            Part(
                self.env._("Addresses to which mails went"),
                told,
                "clean",
                run=lambda: told.write({"mail_email_address": False}),
            )
        )
        return parts

    @api.model
    def _get_tracked(self, people):
        """Changes logged on other records that name a person: a request that went from one to another."""
        values = self.env["mail.tracking.value"]
        found = values.browse()
        for records in (people, people.partner_id):
            domain = Domain("field_id.relation", "=", records._name)
            ids = Domain("old_value_integer", "in", records.ids) | Domain("new_value_integer", "in", records.ids)
            found |= values.search(domain & ids)
        return found

    @api.model
    def _clean_tracked(self, tracked, people):
        """The reference stands where the name stood, so that the change can still be followed."""
        references = {person.id: person.ref for person in people}
        references_of_partners = {person.partner_id.id: person.ref for person in people}
        for value in tracked:
            of_people = value.field_id.relation == people._name
            known = references if of_people else references_of_partners
            vals = {}
            if value.old_value_integer in known:
                vals["old_value_char"] = known[value.old_value_integer]
            if value.new_value_integer in known:
                vals["new_value_char"] = known[value.new_value_integer]
            value.write(vals)

    @api.model
    def _get_by_address(self, people):
        """Rows of Odoo's that know her by her address or number alone: refusals of mail, mails on their way."""
        emails = [email for email in people.partner_id.mapped("email_normalized") if email]
        numbers = self._get_own_numbers(people)
        found = []
        if emails:
            found.append(self.env["mail.blacklist"].with_context(active_test=False).search([("email", "in", emails)]))
            found.append(self.env["mail.mail"].search(Domain.OR(Domain("email_to", "ilike", one) for one in emails)))
        if numbers:
            blocked = self.env["phone.blacklist"].with_context(active_test=False)
            found.append(blocked.search([("number", "in", numbers)]))
            messages = self.env["hub.phone.message"]
            found.append(messages.search([("phone", "in", numbers), ("partner_id", "=", False)]))
        return found

    @api.model
    def _get_own_numbers(self, people):
        """Their telephone numbers, but for those that others share."""
        return [person.phone_e164 for person in people if person.phone_e164 and not person.phone_shared]

    # ------------------------------------------------------------
    # Her account
    # ------------------------------------------------------------
    @api.model
    def _get_account_parts(self, people):
        users = self._get_accounts(people)
        parts = [
            self._prepare_deletion(self.env[name].search([(field, "in", users.ids)]))
            for name, field in ACCOUNT_MODELS.items()
            if name in self.env
        ]
        roles = self.env["hub.representation"].search([("partner_id", "in", people.partner_id.ids)])
        return [
            *parts,
            Part(self.env._("Account in the portal"), users, "clean", run=lambda: self._close_accounts(users)),
            Part(
                self.env._("Roles for organisations"),
                roles,
                "clean",
                run=lambda: roles.write({"name": ERASED, "phone": False, "email": False, "end_reason": False}),
            ),
        ]

    @api.model
    def _get_accounts(self, people):
        # Searched: a contact's list of accounts may be older than its accounts.
        users = self.env["res.users"].with_context(active_test=False)
        return users.search([("partner_id", "in", people.partner_id.ids)])

    @api.model
    def _close_accounts(self, users):
        for user in users:
            user.write({"login": f"anonymised-{user.id}", "password": secrets.token_urlsafe(32), "signature": False})
        users.action_archive()

    # ------------------------------------------------------------
    # Her family
    # ------------------------------------------------------------
    @api.model
    def _get_family_parts(self, people):
        """A household keeps its name while somebody else lives or lived in it: it is theirs as well."""
        households = people.with_context(active_test=False).member_ids.household_id
        others = households.with_context(active_test=False).member_ids.beneficiary_id - people
        others = others.filtered(lambda person: person.state != "anonymised")
        shared = households.filtered(lambda household: household.member_ids.beneficiary_id & others)
        own = households - shared
        return [
            *self._get_thread_parts(own),
            Part(self.env._("Household of nobody else"), own, "clean"),
            Part(
                self.env._("Household with others"),
                shared,
                "keep",
                self.env._("Its name, its address and its notes are the others', too."),
            ),
        ]

    @api.model
    def _get_thread_parts(self, records):
        domain = [("model", "=", records._name), ("res_id", "in", records.ids)]
        files = [("res_model", "=", records._name), ("res_id", "in", records.ids), ("id", "!=", False)]
        return [
            self._prepare_deletion(self.env["mail.message"].search(domain)),
            self._prepare_deletion(self.env["ir.attachment"].search(files)),
        ]

    # ------------------------------------------------------------
    # Registers
    # ------------------------------------------------------------
    @api.model
    def _get_register_parts(self, people):
        """A register's rows of her are emptied with what hangs on her; the uploaded file holds them, too."""
        lines = self.env["hub.register.import.line"].search([("beneficiary_id", "in", people.ids)])
        registers = lines.import_id
        files = self.env["ir.attachment"].search(
            [("res_model", "=", registers._name), ("res_id", "in", registers.ids), ("id", "!=", False)]
        )
        return [
            Part(
                self.env._("Uploaded registers with a row about her or him"),
                files,
                "delete",
                self.env._("The rows that were read from them stay."),
                run=files.unlink,
            ),
            Part(
                self.env._("Samples of the columns of these registers"),
                registers.column_ids,
                "clean",
                run=lambda: registers.column_ids.write({"sample": False}),
            ),
        ]

    # ------------------------------------------------------------
    # The file itself
    # ------------------------------------------------------------
    @api.model
    def _get_file_parts(self, people):
        names = self.env["ir.model.data"].search(
            [("model", "in", (people._name, "res.partner")), ("module", "in", ("__import__", "__export__"))]
        )
        mine = {(people._name, id_) for id_ in people.ids} | {("res.partner", id_) for id_ in people.partner_id.ids}
        names = names.filtered(lambda name: (name.model, name.res_id) in mine)
        return [
            self._prepare_deletion(names),
            Part(
                self.env._("Contact"),
                people.partner_id,
                "clean",
                self.env._("The region stays."),
                run=lambda: self._clean_contacts(people),
            ),
            Part(
                self.env._("Person's file"),
                people,
                "clean",
                self.env._("Reference, sex, band of birth years, nationality, region, education and categories stay."),
            ),
        ]

    @api.model
    def _clean_contacts(self, people):
        """A contact always has a name; here it is the reference."""
        common = people.partner_id._prepare_anonymised_vals()
        for person in people:
            # Odoo looks for open accounts of a contact that goes, and would take closed ones for such.
            person.partner_id.with_context(active_test=True).write({**common, "name": person.ref})

    # ------------------------------------------------------------
    # What must end before
    # ------------------------------------------------------------
    @api.model
    def _get_open(self, people):
        work = people._get_open_work()
        labels = people._get_open_work_labels()
        # An outcome for enrolments, words for all else.
        reasons = {"enrolment": "left", "referral": self.env._("Made anonymous")}
        roles = self.env["hub.representation"].search(
            [("partner_id", "in", people.partner_id.ids), ("state", "in", ("pending", "active"))]
        )
        staff = self._get_accounts(people).filtered(lambda user: user.active and not user.share)
        rows = self.env["hub.register.import.line"].search(
            [("beneficiary_id", "in", people.ids), ("state", "in", ("todo", "pending"))]
        )
        present = people.filtered(lambda person: person.state in ("registered", "active"))
        return [
            *super()._get_open(people),
            Open(self.env._("Rows of registers to decide or to import"), rows),
            Open(self.env._("Accounts of people who work here"), staff),
            *(
                Open(labels[kind], records, lambda kind=kind: people._end_open_work({kind: reasons.get(kind, "")}))
                for kind, records in work.items()
            ),
            Open(self.env._("Roles for organisations"), roles, lambda: roles._end(self.env._("Made anonymous"))),
            Open(self.env._("Files of people who have not left"), present, lambda: present.action_exit("withdrawn")),
        ]
