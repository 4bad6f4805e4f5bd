from dateutil.relativedelta import relativedelta
from lxml import etree
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from stdnum.ma import ice

from ..tools.ice import normalize_registry

#: An association is newly created during its first years, unless the parameter says otherwise.
NEW_YEARS = 3
ICE = r"^[0-9]{15}$"


class ResPartner(models.Model):
    """What the hub knows of an organisation: its number, its age, its agreements."""

    _inherit = "res.partner"

    is_newly_created = fields.Boolean(
        string="Newly created",
        compute="_compute_is_newly_created",
        search="_search_is_newly_created",
        help="Founded less than three years ago; the system parameter hub_core.new_association_years changes it.",
    )
    hub_agreement_party_ids = fields.One2many(
        "hub.agreement.party",
        "partner_id",
        string="Agreements signed",
        groups="hub_core.group_hub_user,hub_core.group_auditor",
    )
    hub_agreement_ids = fields.Many2many(
        "hub.agreement",
        string="Agreements",
        compute="_compute_hub_agreement_ids",
        groups="hub_core.group_hub_user,hub_core.group_auditor",
        help="Agreements that it signs, as the organisation that they are with or as another party.",
    )
    hub_agreement_count = fields.Integer(
        string="Agreements in force",
        compute="_compute_hub_agreement_count",
        groups="hub_core.group_hub_user,hub_core.group_auditor",
    )
    hub_representative_count = fields.Integer(
        string="People who act for it",
        compute="_compute_hub_representative_count",
        groups="hub_core.group_hub_user,hub_core.group_auditor",
    )
    hub_service_totals = fields.Html(
        string="What the hub did",
        compute="_compute_hub_service_totals",
        groups="hub_core.group_hub_user,hub_core.group_auditor",
    )

    # Foreign numbers and those that are no ICE are not its business, nor are the contacts below an organisation.
    _ice_uniq = models.UniqueIndex(
        f"(company_registry) WHERE is_company AND parent_id IS NULL AND company_registry ~ '{ICE}'",
        "Another organisation has this ICE: look for it before you create one anew.",
    )

    # ------------------------------------------------------------
    # ICE
    # ------------------------------------------------------------
    def _get_company_registry_labels(self):
        labels = super()._get_company_registry_labels()
        # Also while nobody has said where the organisation is: most are here.
        return {**labels, "MA": self.env._("ICE"), **({False: self.env._("ICE")} if self._is_hub_moroccan() else {})}

    @api.depends("country_id")
    def _compute_company_registry_placeholder(self):
        result = super()._compute_company_registry_placeholder()
        for partner in self:
            if partner._has_ice():
                partner.company_registry_placeholder = self.env._("15 digits")
        return result

    @api.model
    def _is_hub_moroccan(self):
        return self.env.company.country_id.code == "MA"

    def _has_ice(self):
        """Whether its registration number is an ICE: in Morocco, and where nobody has said another country."""
        self.ensure_one()
        return self.country_id.code == "MA" if self.country_id else self._is_hub_moroccan()

    @api.constrains("company_registry", "country_id", "is_company", "parent_id")
    def _check_company_ice(self):
        # By its name before the looser check of l10n_ma, whose sentence names nobody.
        for partner in self:
            number = partner.company_registry
            if not number or not partner.is_company or partner.parent_id or not partner._has_ice():
                continue
            if not ice.is_valid(number):
                raise ValidationError(
                    self.env._(
                        "ICE of %(organization)s: “%(number)s” is not an ICE. An ICE has 15 digits, the last two of "
                        "which check the others: compare it with the certificate. For an organisation abroad choose "
                        "its country.",
                        organization=partner.name,
                        number=number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_is_company")
        vals_list = [
            {**vals, "company_registry": normalize_registry(vals["company_registry"])}
            if "company_registry" in vals
            else vals
            for vals in vals_list
        ]
        tops = [vals for vals in vals_list if vals.get("is_company", default) and not vals.get("parent_id")]
        self._verify_ice_free({vals["company_registry"] for vals in tops if vals.get("company_registry")})
        return super().create(vals_list)

    def write(self, vals):
        if "company_registry" not in vals:
            return super().write(vals)
        vals = {**vals, "company_registry": normalize_registry(vals["company_registry"])}
        if vals["company_registry"] and not vals.get("parent_id"):
            tops = self.filtered(lambda partner: vals.get("is_company", partner.is_company) and not partner.parent_id)
            if tops:
                tops._verify_ice_free({vals["company_registry"]})
        return super().write(vals)

    def _verify_ice_free(self, numbers):
        """Say whose number it is; that two organisations never share one, the database makes sure."""
        if not numbers:
            return
        # sudo: archived and hidden organisations keep their number.
        other = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("company_registry", "in", [*numbers]),
                    ("company_registry", "=like", "_" * 15),
                    ("is_company", "=", True),
                    ("parent_id", "=", False),
                    ("id", "not in", self.ids),
                ],
                limit=1,
            )
        )
        if other:
            raise ValidationError(
                self.env._(
                    "ICE: %(number)s is that of %(organization)s%(archived)s. Open that organisation instead of "
                    "creating it anew, or correct the number.",
                    number=other.company_registry,
                    organization=other.name,
                    archived="" if other.active else self.env._(" (archived)"),
                )
            )

    def _explain_marked_ice(self, first):
        """For the update from a version that did not verify numbers: say why this one is marked, once."""
        self.ensure_one()
        if self.message_ids.filtered(lambda message: self.company_registry in (message.body or "")):
            return
        self._message_log(
            body=self.env._(
                "%(number)s: this ICE was also that of %(organization)s, and no two organisations share one. "
                "Archive this organisation if both are the same; otherwise correct the number.",
                number=self.company_registry,
                organization=first.name,
            )
        )

    # ------------------------------------------------------------
    # Directory
    # ------------------------------------------------------------
    @api.model
    def default_get(self, fields_list):
        """An organisation that is written down here is most often Moroccan and reads French."""
        values = super().default_get(fields_list)
        if self.env.context.get("hub_organization"):
            company = self.env.company
            defaults = {"country_id": company.country_id.id, "lang": company.partner_id.lang, "is_company": True}
            context = self.env.context
            values.update(
                {
                    name: value
                    for name, value in defaults.items()
                    if name in fields_list and value and f"default_{name}" not in context
                }
            )
        return values

    @api.model
    def _get_newly_created_since(self):
        # sudo: how long an association is new does not depend on who asks.
        years = str(self.env["ir.config_parameter"].sudo().get_param("hub_core.new_association_years", ""))
        years = int(years) if years.isdecimal() else NEW_YEARS
        return fields.Date.context_today(self) - relativedelta(years=years)

    @api.depends("founded_on")
    def _compute_is_newly_created(self):
        since, today = self._get_newly_created_since(), fields.Date.context_today(self)
        for partner in self:
            partner.is_newly_created = bool(partner.founded_on) and since < partner.founded_on <= today

    def _search_is_newly_created(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        return Domain("founded_on", ">", self._get_newly_created_since()) & Domain(
            "founded_on", "<=", fields.Date.context_today(self)
        )

    @api.depends("hub_agreement_party_ids")
    def _compute_hub_agreement_ids(self):
        for partner in self:
            partner.hub_agreement_ids = partner.hub_agreement_party_ids.agreement_id.sorted()

    @api.depends("hub_agreement_party_ids")
    def _compute_hub_agreement_count(self):
        in_force = Domain("agreement_id.is_in_force", "=", True) & Domain("partner_id", "in", self.ids)
        counts = dict(self.env["hub.agreement.party"]._read_group(in_force, ["partner_id"], ["__count"]))
        for partner in self:
            partner.hub_agreement_count = counts.get(partner, 0)

    @api.depends("hub_representative_ids.state")
    def _compute_hub_representative_count(self):
        active = Domain("organization_id", "in", self.ids) & Domain("state", "=", "active")
        counts = dict(self.env["hub.representation"]._read_group(active, ["organization_id"], ["__count"]))
        for partner in self:
            partner.hub_representative_count = counts.get(partner, 0)

    @api.depends_context("uid", "lang")
    def _compute_hub_service_totals(self):
        groups = self.env["hub.service.delivery"]._read_group(
            [("partner_id", "in", self.ids)],
            ["partner_id", "service_id"],
            ["__count", "quantity:sum", "date:max"],
        )
        units = dict(self.env["hub.service"]._fields["unit"]._description_selection(self.env))
        rows = {}
        for partner, service, *totals in groups:
            unit = units[service.unit] if service.unit != "service" else ""
            rows.setdefault(partner, []).append((service, *totals, unit))
        for partner in self:
            partner.hub_service_totals = self.env["ir.qweb"]._render(
                "hub_core.organization_service_totals", {"rows": rows.get(partner, [])}
            )

    def action_open_hub_agreements(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hub_core.hub_agreement_action")
        return {
            **action,
            "domain": [("party_ids.partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def action_invite_representative(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invite a representative"),
            "res_model": "hub.representation.invite",
            "view_mode": "form",
            "target": "new",
            "context": {"default_organization_id": self.id},
        }

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        """A long name is read in full, over several lines.

        ``partner_autocomplete``, which installs itself, puts a widget of one line into every form of
        contacts, for suggestions from a server outside.
        """
        result = super().get_view(view_id, view_type, **options)
        if view_type == "form" and not self.env["hub.outgoing"]._is_allowed("partner_autocomplete"):
            arch = etree.fromstring(result["arch"])
            for node in arch.xpath("//field[@name='name'][@widget='field_partner_autocomplete']"):
                if "line_breaks" in (node.get("options") or ""):
                    node.set("widget", "text")
            result["arch"] = etree.tostring(arch, encoding="unicode")
        return result

    def get_formview_id(self, access_uid=None):
        """An organisation of the hub opens on the hub's page of it, wherever its name is pressed."""
        user = self.env["res.users"].browse(access_uid) if access_uid else self.env.user
        if len(self) == 1 and self.is_company and self.hub_kind_ids and user._can_see_beneficiaries():
            return self.env.ref("hub_core.organization_view_form").id
        return super().get_formview_id(access_uid=access_uid)
