"""To 19.0.1.2.0: one record per person."""

from openupgradelib import openupgrade


@openupgrade.migrate()
def migrate(env, version):
    fill_roots(env)


def fill_roots(env):
    """Every file is its own main file until somebody merges it. Before the constraints that say so."""
    if not openupgrade.column_exists(env.cr, "hub_beneficiary", "root_id"):
        env.cr.execute("ALTER TABLE hub_beneficiary ADD COLUMN root_id integer")
    openupgrade.logged_query(env.cr, "UPDATE hub_beneficiary SET root_id = id WHERE root_id IS NULL")
