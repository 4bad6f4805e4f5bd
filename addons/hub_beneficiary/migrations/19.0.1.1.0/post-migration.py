"""To 19.0.1.1.0: the ledger knows the household in which a person is counted."""

from openupgradelib import openupgrade


@openupgrade.migrate()
def migrate(env, version):
    freeze_households(env)


def freeze_households(env):
    """Lines of before get the household of their day, chosen as posting chooses it."""
    openupgrade.logged_query(
        env.cr,
        """
        UPDATE hub_service_delivery delivery
           SET dim_household_id = counted.household_id
          FROM (
                SELECT DISTINCT ON (line.id) line.id, member.household_id
                  FROM hub_service_delivery line
                  JOIN hub_beneficiary person ON person.partner_id = line.partner_id
                  JOIN hub_household_member member ON member.beneficiary_id = person.id
                 WHERE line.dim_household_id IS NULL
                   AND member.is_primary
                   AND member.date_start <= line.date
                   AND (member.date_end IS NULL OR member.date_end >= line.date)
                 ORDER BY line.id, member.date_start DESC, member.id DESC
               ) counted
         WHERE counted.id = delivery.id
        """,
    )
