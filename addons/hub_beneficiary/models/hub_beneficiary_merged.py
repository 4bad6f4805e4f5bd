from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: A search that meets more merged files than these says too little.
MERGED_LIMIT = 200
#: What the system itself writes on a merged file: its pointers, and what mail and activities keep.
_OF_THE_SYSTEM = frozenset({"merged_into_id", "root_id", "message_follower_ids", "activity_ids", "message_ids"})


class HubBeneficiary(models.Model):
    """One person on all screens: what stands on any of her files is told on her main file.

    A merged file shows what is its own, and is not written on any more.
    """

    _inherit = "hub.beneficiary"

    def _get_files_told(self):
        """``{person: the files whose facts are told on hers}``: all of a main file, the one of a merged file."""
        files = defaultdict(self.browse)
        for file in self._origin._get_clusters():
            files[file.root_id] |= file
        return {
            person: files[person._origin] if person._origin in files and not person.merged_into_id else person._origin
            for person in self
        }

    # ------------------------------------------------------------
    # Counts and states
    # ------------------------------------------------------------
    def _compute_request_count(self):
        told = self._get_files_told()
        files = self.browse().union(*told.values())
        counts = dict(
            self.env["crm.lead"]._read_group([("beneficiary_id", "in", files.ids)], ["beneficiary_id"], ["__count"])
        )
        for person in self:
            person.request_count = sum(counts.get(file, 0) for file in told[person])

    @api.depends("partner_id")
    def _compute_deliveries(self):
        told = self._get_files_told()
        partners = self.browse().union(*told.values()).partner_id
        deliveries = self.env["hub.service.delivery"].search([("partner_id", "in", partners.ids)])
        by_partner = deliveries.grouped("partner_id")
        for person in self:
            found = [by_partner.get(partner, deliveries.browse()) for partner in told[person].partner_id]
            person.delivery_ids = deliveries.browse().union(*found)
            person.delivery_count = len(person.delivery_ids)

    def _get_categories(self, date):
        files = self._get_files_told()[self] if self.id and len(self.cluster_ids) > 1 else self.browse()
        categories = super()._get_categories(date)
        for file in files - self:
            categories |= super(HubBeneficiary, file)._get_categories(date)
        return categories

    @api.depends("is_restricted")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """A merged file names its main file to whoever reads it, and labels are read past the rights: those to
        whom the main file is closed read its reference."""
        result = super()._compute_display_name()
        # sudo: whether a file is closed to her is asked for whoever reads a label.
        restricted = self._origin.sudo().filtered("is_restricted").sudo(False)
        if restricted and self.env.user._is_internal():
            closed = set((restricted - restricted._filtered_access("read"))._ids)
            for file in self.filtered(lambda file: file._origin.id in closed):
                # sudo: the reference is what everybody may know.
                file.display_name = file.sudo().ref
        return result

    # ------------------------------------------------------------
    # What her form opens
    # ------------------------------------------------------------
    def action_open_requests(self):
        files = self.browse().union(*self._get_files_told().values())
        action = super().action_open_requests()
        action["domain"] = [("is_hub_request", "=", True), ("beneficiary_id", "in", files.ids)]
        action["context"] = {**action["context"], "default_beneficiary_id": self[:1]._get_roots().id}
        return action

    def action_open_deliveries(self):
        files = self.browse().union(*self._get_files_told().values())
        return files.partner_id.action_open_hub_deliveries()

    def action_new_request(self):
        return super(HubBeneficiary, self._get_roots()).action_new_request()

    def action_schedule_appointment(self):
        return super(HubBeneficiary, self._get_roots()).action_schedule_appointment()

    def action_open_root(self):
        self.ensure_one()
        return self.root_id.get_formview_action()

    def action_open_files(self):
        """All files of this person, the merged ones too."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("All files of this person"),
            "res_model": "hub.beneficiary",
            "views": [(False, "list"), (False, "form")],
            "domain": [("root_id", "=", self.root_id.id)],
            "context": {"active_test": False},
        }

    def _become_active(self):
        """A request on a merged file is her main file's work."""
        return super(HubBeneficiary, self._get_roots())._become_active()

    # ------------------------------------------------------------
    # Filters: what stands on a merged file is true of the person
    # ------------------------------------------------------------
    def _search_category_ids(self, operator, value):
        domain = super()._search_category_ids(operator, value)
        if domain is NotImplemented or (operator == "in" and not any(value)):
            return domain
        # Two conditions, each with its index: merged files are few.
        return domain | Domain("cluster_ids", "any", Domain("merged_into_id", "!=", False) & domain)

    # ------------------------------------------------------------
    # Finding: who is found by what stands on a merged file is shown by the main one
    # ------------------------------------------------------------
    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if domain is NotImplemented or Domain(domain).is_true():
            return domain
        # Asked apart: one condition on the files themselves keeps its index, and merged ones are few.
        merged = self.with_context(active_test=False).search_fetch(
            Domain("merged_into_id", "!=", False) & Domain(domain), ["root_id"], limit=MERGED_LIMIT
        )
        return Domain(domain) | Domain("id", "in", merged.root_id.ids) if merged else domain

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """What is chosen in a form is a person: her main file."""
        main = Domain(domain or Domain.TRUE) & Domain("merged_into_id", "=", False)
        return super().name_search(name, main, operator, limit)

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------
    def write(self, vals):
        merged = self.filtered("merged_into_id")
        if merged and not self.env.su and not _OF_THE_SYSTEM.issuperset(vals):
            raise UserError(
                self.env._(
                    "These files were merged, nobody writes on them any more: %(files)s. Write on the person's main "
                    "file: %(main)s.",
                    files=merged._format_refs(),
                    main=merged._get_roots()._format_refs(),
                )
            )
        return super().write(vals)

    @api.model
    def _use_roots(self, vals_list, name="beneficiary_id"):
        """What is made for a merged file is made for the person: ``vals_list`` with main files, in one query."""
        ids = {vals[name] for vals in vals_list if vals.get(name)}
        # sudo: where it belongs; whether the user may write there is asked as always.
        merged = (
            self.sudo()
            .with_context(active_test=False)
            .search_fetch([("id", "in", list(ids)), ("merged_into_id", "!=", False)], ["root_id"])
        )
        roots = {file.id: file.root_id.id for file in merged}
        if not roots:
            return vals_list
        return [{**vals, name: roots[vals[name]]} if vals.get(name) in roots else vals for vals in vals_list]


class CrmLead(models.Model):
    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self.env["hub.beneficiary"]._use_roots(vals_list))


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self.env["hub.beneficiary"]._use_roots(vals_list, "hub_beneficiary_id"))


class HubConsent(models.Model):
    _inherit = "hub.consent"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self.env["hub.beneficiary"]._use_roots(vals_list))


class HubDesk(models.AbstractModel):
    _inherit = "hub.desk"

    def _rank_people(self, query, people):
        """Found by what stands on a merged file, shown by the person's main one; once."""
        mains = people._get_roots() - people
        closed = mains - mains._filtered_access("read")
        ranked = {}
        for person, found in super()._rank_people(query, people):
            if person._get_roots() not in closed:
                ranked.setdefault(person._get_roots(), found)
        return list(ranked.items())

    def _browse_checked(self, model, res_id):
        record = super()._browse_checked(model, res_id)
        return record._get_roots() if model == "hub.beneficiary" else record

    def _get_caseload_domain(self):
        return [*super()._get_caseload_domain(), ("merged_into_id", "=", False)]
