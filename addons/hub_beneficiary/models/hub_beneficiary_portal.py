from odoo import api, fields, models
from odoo.addons.hub_core.tools.document import long_date
from odoo.fields import Domain
from odoo.tools import format_list

#: What a person reads of her file, in the order of the page: who she is, and how the hub reaches her.
IDENTITY_FACTS = (
    "given_name", "family_name", "name_ar", "birthdate", "sex", "nationality_id", "other_nationality_ids",
    "arrival_date", "education", "spoken_languages", "interpreter_needed", "category_ids", "reception_date",
)  # fmt: skip
CONTACT_FACTS = ("phone_shared", "phone_owner", "email", "preferred_channel", "leave_no_message", "city", "state_id")
#: Past appointments on the page.
PAST = 10
#: Of a document's number, the end is enough to know it by; others may look at her telephone.
SHOWN_SIGNS = 4


class HubBeneficiary(models.Model):
    """A person's own file in the portal: which one is hers, and what she reads of it.

    Visitors have no rights on files, since a program could then read every column. Pages ask the ground of
    access (:meth:`_get_own_files`) and show in superuser mode what the methods here put into words.
    """

    _name = "hub.beneficiary"
    _inherit = ["hub.beneficiary", "hub.ground.mixin"]

    _ground_paths = {"self": "partner_id"}

    portal_closed = fields.Boolean(
        "Closed in the portal",
        readonly=True,
        copy=False,
        tracking=True,
        help="Her account shows nothing of this file. A file that is restricted is closed until somebody who may see "
        "it opens it: whoever threatens a person may hold her telephone.",
    )

    is_portal_closed = fields.Boolean(compute="_compute_is_portal_closed", export_string_translation=False)

    @api.depends("root_id.cluster_ids.portal_closed")
    def _compute_is_portal_closed(self):
        # sudo: whether it is closed does not depend on which of the files one sees.
        closed = self.sudo()._get_clusters().filtered("portal_closed").root_id
        for person in self:
            person.is_portal_closed = person.sudo().root_id in closed or person.portal_closed

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [{"portal_closed": True, **vals} if vals.get("is_restricted") else vals for vals in vals_list]
        )

    def write(self, vals):
        if vals.get("is_restricted") and "portal_closed" not in vals:
            self.check_access("write")
            # sudo: it follows from the restriction, and is written by no call.
            self.sudo().filtered(lambda person: not person.is_restricted).portal_closed = True
        return super().write(vals)

    # ------------------------------------------------------------
    # Whose it is
    # ------------------------------------------------------------
    @api.model
    def _get_own_domain(self, user):
        """Files that are shown to the person whom they are about. Of stored columns alone: see ``hub.ground``."""
        hers = Domain("partner_id", "=", user.partner_id.id) & Domain("active", "in", [True, False])
        shown = self._get_shown_domain() & Domain("cluster_ids", "any!", hers)
        return Domain("root_id", "any!", shown) & Domain("active", "in", [True, False])

    @api.model
    def _get_shown_domain(self):
        """Main files of which anything is shown in the portal at all."""
        return (
            Domain("active", "=", True)
            & Domain("state", "!=", "anonymised")
            & (Domain("exit_reason", "=", False) | Domain("exit_reason", "!=", "deceased"))
            & ~Domain("cluster_ids", "any!", self._get_closed_domain())
        )

    @api.model
    def _get_closed_domain(self):
        """One closed file closes all of its person: what was merged would come out with the others."""
        return Domain("portal_closed", "=", True) & Domain("active", "in", [True, False])

    @api.model
    def _get_own_files(self, user):
        """All files of the visitor if they are open to her now, in superuser mode; nothing for staff."""
        # sudo: visitors have no rights on files; the ground below says which are hers.
        people = self.sudo().browse()
        # sudo: visitors have no rights on files; the ground says which are hers.
        return people.search(self.env["hub.ground"]._get_domain(self._name, user)) if user._is_portal() else people

    def _log_own_visit(self):
        """The person has looked at her own file: one line of the log, however many pages she opens."""
        self.env["hub.access.log"]._log(self._get_roots(), "portal", once=True)

    # ------------------------------------------------------------
    # In words
    # ------------------------------------------------------------
    def _get_facts(self, names):
        """``[(label, words)]`` of what is recorded in these fields, in the language of the environment."""
        self.ensure_one()
        pairs = [(self._fields[name]._description_string(self.env), self._get_fact(name)) for name in names]
        return [(label, words) for label, words in pairs if words]

    def _get_fact(self, name):
        """What a field says, or an empty text."""
        value, field = self[name], self._fields[name]
        of_its_own = {"birthdate": self._get_birth_words, "lang": self._get_language_words}
        if name in of_its_own:
            return of_its_own[name]()
        if field.type == "boolean":
            return self.env._("Yes") if value else ""
        if field.type == "date":
            return long_date(value, self.env.lang or "en_US")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.relational:
            # A region by its name alone: its label adds the code of the country.
            words = "name" if name == "state_id" else "display_name"
            return format_list(self.env, value.mapped(words)) if value else ""
        return value or ""

    def _get_language_words(self):
        """The language she reads, as it calls itself: Odoo's label says it in English first."""
        return self.env["res.lang"]._get_data(code=self.lang).name.rpartition("/")[2].strip() if self.lang else ""

    def _get_birth_words(self):
        """The birth date as exactly as it is known."""
        if not self.birthdate:
            return ""
        whole = long_date(self.birthdate, self.env.lang or "en_US")
        year = str(self.birthdate.year)
        if self.birthdate_precision == "month":
            return whole.partition(" ")[2]
        if self.birthdate_precision == "year":
            return year
        return whole if self.birthdate_precision == "day" else self.env._("about %(year)s", year=year)

    def _get_own_documents(self):
        """The identity documents of these files: ``name``, ``number`` (its end), ``validity``, ``is_over``."""
        lang = self.env.lang or "en_US"
        kinds = dict(self.identity_ids._fields["type"]._description_selection(self.env))
        documents = self.identity_ids.sorted(lambda one: (one.is_expired, one.expires_on or fields.Date.today()))
        return [
            {
                "name": kinds[document.type],
                "number": f"…{document.number_normalized[-SHOWN_SIGNS:]}",
                "validity": document._get_validity_words(lang),
                "is_over": document.is_expired,
            }
            for document in documents
        ]

    def _get_own_requests(self):
        """What the person asked of the hub, the last first."""
        domain = Domain("is_hub_request", "=", True) & Domain("beneficiary_id", "in", self.ids)
        return self.env["crm.lead"].search(domain, order="id desc")

    def _get_own_appointments(self):
        """Those to come, the next first; a cancelled one only where she was told that it takes place."""
        events = self.env["calendar.event"].with_context(active_test=False)
        domain = Domain("hub_beneficiary_id", "in", self.ids) & Domain("stop", ">=", fields.Datetime.now())
        told = Domain("active", "=", True) | Domain("hub_told_at", "!=", False)
        return events.search(domain & told, order="start, id")

    def _get_own_past_appointments(self):
        domain = Domain("hub_beneficiary_id", "in", self.ids) & Domain("stop", "<", fields.Datetime.now())
        return self.env["calendar.event"].search(domain, order="start desc, id desc", limit=PAST)

    def _get_own_readings(self):
        """Who opened these files, as in the copy on paper; the latest first."""
        lang = self.env.lang or "en_US"
        return [{**line, "when": long_date(line["day"], lang)} for line in self._get_roots()._get_copy_readings()]

    def _get_own_referrals(self):
        """To whom the hub referred her and what became of it: ``name``, ``day``, ``state``."""
        referrals = self.env["hub.referral"].search(
            [("beneficiary_id", "in", self.ids), ("direction", "=", "outbound"), ("sent_at", "!=", False)]
        )
        lang = self.env.lang or "en_US"
        states = dict(referrals._fields["state"]._description_selection(self.env))
        return [
            {
                "name": referral.organization_id._get_hub_name(),
                "day": long_date(fields.Datetime.context_timestamp(self, referral.sent_at).date(), lang),
                "state": states[referral.state],
            }
            for referral in referrals
        ]

    # ------------------------------------------------------------
    # What she decides
    # ------------------------------------------------------------
    def _choose_language(self, code):
        """The language in which the hub writes to her, and in which her account speaks."""
        if self.env["res.lang"]._get_code(code):
            self.partner_id.write({"lang": code})

    # ------------------------------------------------------------
    # What staff decide
    # ------------------------------------------------------------
    def action_close_portal(self):
        """Her account shows nothing of the file from the next click on."""
        return self._set_portal_closed(True)

    def action_open_portal(self):
        return self._set_portal_closed(False)

    def _set_portal_closed(self, closed):
        files = self._get_clusters()
        files.check_access("write")
        # sudo: her files, which one may change; the column is written by no call.
        return files.sudo().write({"portal_closed": closed})


class HubBeneficiaryIdentity(models.Model):
    _inherit = "hub.beneficiary.identity"

    def _get_validity_words(self, lang):
        if not self.expires_on:
            return self.env._("No end of validity recorded")
        day = long_date(self.expires_on, lang)
        if self.is_expired:
            return self.env._("Expired on %(day)s", day=day)
        return self.env._("Valid until %(day)s", day=day)


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _get_told_title(self):
        """What the person asked for, told to herself."""
        return ", ".join(filter(None, self.need_type_ids.mapped("name"))) or self.env._("Request")

    def _get_told_state(self):
        """What became of the request, told to the person who made it."""
        if self.stage_code == "closed":
            return self.env._("Closed")
        if self.orientation_outcome == "not_eligible":
            return self.env._("The hub cannot help with this; ask us why")
        if self.orientation_service_id:
            return self.env._("The hub directs you to: %(service)s", service=self.orientation_service_id.name)
        return self.env._("Received; the hub looks at it")

    def _get_told_day(self):
        day = self.received_on or fields.Datetime.context_timestamp(self, self.create_date).date()
        return long_date(day, self.env.lang or "en_US")
