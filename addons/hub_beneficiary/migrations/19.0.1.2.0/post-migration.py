"""To 19.0.1.2.0: one record per person."""

from openupgradelib import openupgrade


@openupgrade.migrate()
def migrate(env, version):
    close_dependants(env)


def close_dependants(env):
    """The rule of household members covers dependants without a file; noupdate keeps the old one otherwise."""
    rule = env.ref("hub_beneficiary.hub_household_member_rule_global", raise_if_not_found=False)
    if rule and rule.domain_force == "user._get_hub_file_part_domain()":
        rule.domain_force = "user._get_hub_household_member_domain()"
