"""To 19.0.1.2.0: one record per person."""

from openupgradelib import openupgrade


@openupgrade.migrate()
def migrate(env, version):
    date_exits(env)
    close_dependants(env)
    close_restricted_in_portal(env)
    fill_purposes(env)
    follow_names(env)
    renew_name_keys(env)
    withhold_senders(env)


def close_dependants(env):
    """The rule of household members covers dependants without a file; noupdate keeps the old one otherwise."""
    rule = env.ref("hub_beneficiary.hub_household_member_rule_global", raise_if_not_found=False)
    if rule and rule.domain_force == "user._get_hub_file_part_domain()":
        rule.domain_force = "user._get_hub_household_member_domain()"


def close_restricted_in_portal(env):
    """A restricted file is shown in the portal when somebody has opened it there; nobody has yet."""
    openupgrade.logged_query(
        env.cr,
        "UPDATE hub_beneficiary SET portal_closed = TRUE WHERE is_restricted AND portal_closed IS NULL",
    )
    env.cr.execute("UPDATE hub_beneficiary SET portal_closed = FALSE WHERE portal_closed IS NULL")
    env["hub.beneficiary"].invalidate_model(["portal_closed"])


def date_exits(env):
    """Since when somebody has left: the last change of the file is the latest day on which it can have been.

    The time of keeping begins with it; a file without any would be kept by its other dates alone.
    """
    openupgrade.logged_query(
        env.cr,
        "UPDATE hub_beneficiary SET exited_on = write_date::date WHERE state = 'exited' AND exited_on IS NULL",
    )


def fill_purposes(env):
    """What the agreement to pass on to partners covers: the purpose was there before, and noupdate leaves it as it is.

    Without it nothing could be shared with anybody. It says “what is needed”, and so has not covered the categories.
    """
    purpose = env.ref("hub_beneficiary.purpose_partners", raise_if_not_found=False)
    if purpose and not purpose.field_ids:
        purpose.field_ids = env["hub.disclosure.field"].search([("code", "!=", "categories")])


def follow_names(env):
    """What is shown and searched, and the contact, follow the names that the first part has cleaned."""
    people = env["hub.beneficiary"].with_context(active_test=False, tracking_disable=True)
    people = people.search([("name_keys", "=", False)])
    for name in ("name", "name_folded"):
        env.add_to_compute(people._fields[name], people)
    for person in people.filtered(lambda person: person.name and person.name != person.partner_id.name):
        person.partner_id.name = person.name


def renew_name_keys(env):
    """Names are heard more finely, and the table of spellings gives keys: who is on file is found by both."""
    people = env["hub.beneficiary"].with_context(active_test=False)
    last = 0
    while batch := people.search([("id", ">", last)], order="id", limit=5000):
        batch._renew_name_keys()
        last = batch[-1].id
        env.invalidate_all()
    env["hub.name.spelling"].search([("is_due", "=", True)]).is_due = False


def withhold_senders(env):
    """What people wrote is from the hub: the messages of before say who sent them, to whoever reads the thread."""
    people = env["res.partner"].with_context(active_test=False).search([("is_beneficiary", "=", True)])
    env["mail.message"].search([("author_id", "in", people.ids)])._withhold_senders()
