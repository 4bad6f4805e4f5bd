"""To 19.0.1.1.0: an ICE belongs to one organisation, so numbers of before are put in order first."""

import logging

from odoo.addons.hub_core.tools.ice import normalize_registry
from openupgradelib import openupgrade
from stdnum.ma import ice

_logger = logging.getLogger(__name__)


@openupgrade.migrate()
def migrate(env, version):
    normalize_ices(env)
    mark_shared_ices(env)
    report_invalid_ices(env)


def normalize_ices(env):
    """As writing keeps them from now on: without blanks, in Western digits."""
    env.cr.execute("SELECT id, company_registry FROM res_partner WHERE company_registry IS NOT NULL")
    for partner_id, number in env.cr.fetchall():
        normalized = normalize_registry(number)
        if normalized != number:
            env.cr.execute(
                "UPDATE res_partner SET company_registry = %s WHERE id = %s", [normalized or None, partner_id]
            )


def mark_shared_ices(env):
    """The first organisation keeps the number, the others keep it marked: nothing is lost, and the index stands."""
    openupgrade.logged_query(
        env.cr,
        """
        UPDATE res_partner partner
           SET company_registry = partner.company_registry || ' (' || ranked.rank || ')'
          FROM (
                SELECT id, row_number() OVER (PARTITION BY company_registry ORDER BY active DESC, id) AS rank
                  FROM res_partner
                 WHERE is_company AND parent_id IS NULL AND company_registry ~ '^[0-9]{15}$'
               ) ranked
         WHERE ranked.id = partner.id AND ranked.rank > 1
        """,
    )


def report_invalid_ices(env):
    """They stay: whoever next changes such a number is told what is wrong with it."""
    env.cr.execute(
        """
        SELECT partner.id, partner.company_registry
          FROM res_partner partner
          JOIN res_country country ON country.id = partner.country_id
         WHERE country.code = 'MA' AND partner.is_company AND partner.parent_id IS NULL
           AND partner.company_registry IS NOT NULL
        """
    )
    invalid = [partner_id for partner_id, number in env.cr.fetchall() if not ice.is_valid(number)]
    if invalid:
        _logger.info("Organisations whose ICE is to be corrected, by id: %s", invalid)
