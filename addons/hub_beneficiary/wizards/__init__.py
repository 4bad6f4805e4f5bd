from . import (
    base_partner_merge,
    hub_anonymise_wizard,
    hub_consent_withdrawal,
    hub_duplicate_decision,
    hub_exit_wizard,
    hub_household_change,
    hub_household_family,
    hub_household_file,
    hub_orientation_wizard,
    hub_referral_answer,
    hub_share,
    hub_stay_question,
)
