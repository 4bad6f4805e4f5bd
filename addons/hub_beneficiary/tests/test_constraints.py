from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon

CONSTRAINTS = {
    "hub.beneficiary": (
        "partner_uniq",
        "ref_uniq",
        "name_given",
        "birthdate_precision_known",
        "birthdate_possible",
        "anonymised_holds_no_name",
        "exit_reason_given",
        "name_lengths",
        "cluster_uniq",
        "cluster_fk",
        "root_of_itself",
    ),
    "hub.beneficiary.merge": ("two_files", "reason_given", "family_of_household"),
    "hub.duplicate.pair": ("ordered", "decided"),
    "hub.beneficiary.category": ("code_uniq",),
    "hub.beneficiary.category.line": ("period_ordered",),
    "hub.beneficiary.identity": (
        "number_given",
        "period_ordered",
        "renews_another",
        "receipt_explained",
        "renewal_of",
    ),
    "hub.household": ("ref_uniq", "merged_into_another"),
    "hub.household.member": (
        "member_overlap",
        "main_overlap",
        "head_overlap",
        "period_ordered",
        "end_explained",
        "role_head",
        "head_on_file",
        "somebody",
        "name_once",
    ),
    "hub.consent.purpose": ("code_uniq",),
    "hub.disclosure.field": ("code_uniq",),
    "hub.privacy.notice": ("version_uniq",),
    "hub.consent": ("guardian_named", "period_ordered"),
    "hub.enrolment": ("period_ordered", "outcome_at_end", "no_overlap"),
    "hub.referral": ("ref_uniq", "outbound_person", "sent_when", "declined_why", "inbound_consent", "due_while_open"),
    "hub.need.type": ("code_uniq",),
    "hub.retention.proposal": ("takes_two", "kept_for_a_reason"),
    "hub.retention.rule": ("months_positive", "reason_of_exit"),
    "crm.lead": ("hub_type", "hub_no_partner", "beneficiary_hub_only", "hub_oriented"),
    "calendar.event": ("hub_private",),
}
INDEXES = {
    "hub.beneficiary": (
        *(
            "name_keys_array",
            "name_keys_trigram",
            "name_folded_trigram",
            "phone_trigram",
            "restricted_idx",
            "birthdate_idx",
        ),
        *("_phone_e164_index", "_ref_index", "root_idx"),
    ),
    "res.partner": ("email_normalized_idx",),
    "hub.duplicate.pair": ("pair_uniq", "queue_idx", "different_idx"),
    "hub.beneficiary.category.line": ("open_uniq",),
    "hub.beneficiary.identity": ("number_uniq", "renewed_once"),
    "hub.household.member": ("present_idx",),
    "hub.consent": ("latest_idx",),
    "hub.referral": ("open_uniq", "inbound_request_uniq", "organization_idx", "due_idx"),
    "hub.retention.proposal": ("open_uniq",),
    "hub.service.delivery": ("dim_household_idx",),
    "crm.stage": ("hub_code_uniq",),
    "crm.lead": ("hub_queue_idx", "_is_hub_request_index"),
}


class TestConstraints(BeneficiaryCommon):
    """What the models promise stands in the database."""

    def test_constraints_are_in_the_database(self):
        self.env.cr.execute("SELECT conname FROM pg_constraint WHERE convalidated")
        present = {name for (name,) in self.env.cr.fetchall()}
        for model, names in CONSTRAINTS.items():
            for name in names:
                with self.subTest(model=model, name=name):
                    self.assertIn(f"{self.env[model]._table}_{name}", present)

    def test_indexes_are_in_the_database(self):
        self.env.cr.execute("SELECT indexname FROM pg_indexes")
        present = {name for (name,) in self.env.cr.fetchall()}
        for model, names in INDEXES.items():
            for name in names:
                with self.subTest(model=model, name=name):
                    self.assertIn(f"{self.env[model]._table}_{name}", present)

    def test_every_constraint_of_the_addon_is_named_here(self):
        for model in (*CONSTRAINTS, *INDEXES):
            ours = {
                name.removeprefix(f"{self.env[model]._table}_")
                for name, item in self.env[model]._table_objects.items()
                if item._module == "hub_beneficiary"
            }
            with self.subTest(model=model):
                self.assertLessEqual(ours, {*CONSTRAINTS.get(model, ()), *INDEXES.get(model, ())})

    def test_consents_are_guarded_by_a_trigger(self):
        self.env.cr.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'hub_consent'::regclass AND tgenabled = 'O'")
        self.assertIn("hub_consent_append_only", {name for (name,) in self.env.cr.fetchall()})
