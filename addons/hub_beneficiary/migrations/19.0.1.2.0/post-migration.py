"""To 19.0.1.2.0: one record per person."""

from openupgradelib import openupgrade


@openupgrade.migrate()
def migrate(env, version):
    """Nothing yet."""
