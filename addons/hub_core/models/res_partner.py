from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_list


class ResPartner(models.Model):
    _inherit = "res.partner"

    #: As in ``hub.ground.mixin``: a visitor sees herself and the organisations for which she acts.
    _ground_paths = {"self": "id", "representation": "id"}

    is_beneficiary = fields.Boolean(
        string="Received by the hub",
        index=True,
        readonly=True,
        copy=False,
        help="A person whose file is open to the hub's staff alone.",
    )
    name_ar = fields.Char(
        string="Arabic name",
        index="trigram",
        help="The organisation's own name in Arabic, as documents write it.",
    )
    hub_kind_ids = fields.Many2many(
        "hub.organization.kind",
        "hub_organization_kind_partner_rel",
        "partner_id",
        "kind_id",
        string="Kinds of organisation",
        help="What the organisation is to the hub: association, employer, institution, funder, …",
    )
    founded_on = fields.Date(
        string="Founded on", help="An association is newly created in its first years; courses for it depend on that."
    )
    hub_representative_ids = fields.One2many(
        "hub.representation",
        "organization_id",
        string="Who acts for it",
        groups="hub_core.group_hub_user,hub_core.group_auditor",
        help="People who act for the organisation, or have been invited to.",
    )
    hub_representation_ids = fields.One2many(
        "hub.representation",
        "partner_id",
        string="Acts for",
        groups="hub_core.group_hub_user,hub_core.group_auditor",
        help="Organisations for which this person acts, or has acted.",
    )
    hub_delivery_count = fields.Integer(string="Services received", compute="_compute_hub_delivery_count")

    _beneficiary_without_parent = models.Constraint(
        "CHECK (is_beneficiary IS NOT TRUE OR parent_id IS NULL)",
        "A person received by the hub cannot be the contact of an organisation: what is done for her would count "
        "as done for it. Take her out of the organisation first.",
    )

    @api.depends("is_beneficiary", "is_company", "partner_share")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """A many2one shows its record's name to whoever reads the row, so the name itself is withheld
        from those to whom the person's file is closed."""
        result = super()._compute_display_name()
        for partner in self._get_nameless():
            partner.display_name = self._get_withheld_name()
        return result

    def _get_nameless(self):
        """Those whose name is withheld from this user: people received whose file is closed to her; from visitors
        with an account every person whom they may not read, save the hub's own staff."""
        if self.env.user._is_portal():
            people = self.filtered(lambda partner: not partner.is_company and partner.partner_share)
        else:
            people = self.filtered("is_beneficiary")
        return people - people.sudo(False)._filtered_access("read") if people else people

    def _get_withheld_name(self):
        if self.env.user._is_portal():
            return self.env._("A person")  # a visitor does not learn either whether the hub receives her
        return self.env._("A person received by the hub")

    def _get_shown_name(self):
        """The name as this user may see it."""
        self.ensure_one()
        return self._get_withheld_name() if self._is_withheld() else self.name

    def _is_withheld(self):
        """Whether her name is withheld from this user. The label is computed for all who are shown together."""
        return bool(self) and self.display_name == self._get_withheld_name()

    @api.depends_context("uid")
    def _compute_hub_delivery_count(self):
        deliveries = self.env["hub.service.delivery"]
        counts = {}
        if deliveries.has_access("read"):
            counts = dict(deliveries._read_group([("partner_id", "in", self.ids)], ["partner_id"], ["__count"]))
        for partner in self:
            partner.hub_delivery_count = counts.get(partner, 0)

    @api.constrains("parent_id", "is_beneficiary")
    def _check_no_contact_of_beneficiary(self):
        # sudo: the rule holds for those as well who do not see the person.
        above = self.sudo().filtered("parent_id.is_beneficiary") | self.sudo().filtered("is_beneficiary").child_ids
        if above:
            raise ValidationError(
                self.env._(
                    "A contact below a person received by the hub would show who she is to everybody: %(names)s",
                    names=format_list(self.env, above.mapped("name")),
                )
            )

    @api.model
    def _search_display_name(self, operator, value):
        """An organisation is found by its name in either script."""
        domain = super()._search_display_name(operator, value)
        if not value or operator in Domain.NEGATIVE_OPERATORS:
            return domain
        return Domain(domain) | Domain("name_ar", operator, value)

    def write(self, vals):
        if vals.get("active") is False:
            # sudo: nobody acts for an organisation that is no more, whoever put it away.
            roles = self.sudo().hub_representative_ids.filtered(lambda role: role.state != "ended")
            roles._end(self.env._("The organisation was archived"))
        return super().write(vals)

    def action_open_hub_deliveries(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hub_core.hub_service_delivery_action")
        return {**action, "domain": [("partner_id", "in", self.ids)], "context": {}}

    @api.private
    @api.model
    def _get_hub_dimensions(self, served):
        """What recipients are on the days of their services, to be frozen in the ledger.

        Addons extend the values of the partners they know, with as many queries for a thousand
        services as for one.

        :param set served: pairs of a partner's id and the day of a service
        :return: ``{(partner id, day): {"dim_...": value}}``, every pair of ``served``, ids for records
        """
        partners = self.browse({partner_id for partner_id, _day in served})
        self.flush_model(["state_id", "is_beneficiary"])
        # Two columns of a thousand partners, and not all that a record brings along.
        rows = self.env.execute_query(
            SQL("SELECT id, state_id, is_beneficiary FROM res_partner WHERE id IN %s", partners._ids or (0,))
        )
        organizations = partners.browse(partner_id for partner_id, _state, is_person in rows if not is_person)
        kinds = {partner.id: partner._get_hub_kind() for partner in organizations}
        today = {
            partner_id: {
                "dim_sex": "unknown",
                "dim_age": 0,
                "dim_age_band": "unknown",
                "dim_nationality_id": False,
                "dim_region_id": state_id or False,
                "dim_kind": kinds.get(partner_id, "person"),
            }
            for partner_id, state_id, _is_person in rows
        }
        return {(partner_id, day): dict(today[partner_id]) for partner_id, day in served}

    def _get_hub_kind(self):
        self.ensure_one()
        if self.is_beneficiary:
            return "person"
        # A contact person of an organisation stands for it.
        kind = (self.hub_kind_ids or self.commercial_partner_id.hub_kind_ids).sorted()[:1]
        if not kind:
            return "unknown"
        known = dict(self.env["hub.service.delivery"]._fields["dim_kind"].selection)
        return kind.code if kind.code in known else "other"

    def _get_hub_name(self):
        """The organisation's name in the reader's script, where it has one there."""
        self.ensure_one()
        is_arabic = (self.env.lang or "").startswith("ar")
        return (is_arabic and self.name_ar) or self.name

    def _get_hub_other_name(self):
        """Its name in the other script, or nothing."""
        self.ensure_one()
        return next((name for name in (self.name, self.name_ar) if name and name != self._get_hub_name()), "")
