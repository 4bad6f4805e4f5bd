"""To 19.0.1.1.0: whoever opens an organisation whose ICE was also another's reads why it is marked; logins that are
telephone numbers are found in every writing."""

from odoo.addons.hub_core.tools import normalize_phone
from openupgradelib import openupgrade


@openupgrade.migrate()
def migrate(env, version):
    explain_marked_ices(env)
    normalize_logins(env)


def explain_marked_ices(env):
    """A note in each organisation that lost a shared number to another, once."""
    env.cr.execute(
        r"""
        SELECT marked.id, first.id
          FROM res_partner marked
          JOIN res_partner first ON first.company_registry = left(marked.company_registry, 15)
                                AND first.is_company AND first.parent_id IS NULL
         WHERE marked.company_registry ~ '^[0-9]{15} \([0-9]+\)$'
        """
    )
    for marked_id, first_id in env.cr.fetchall():
        partners = env["res.partner"].with_context(lang=env.company.partner_id.lang)
        partners.browse(marked_id)._explain_marked_ice(partners.browse(first_id))


def normalize_logins(env):
    """As writing keeps them from now on: + and digits. Where two would be the same, both stay as they are and log in
    as they were typed; an administrator decides."""
    users = env["res.users"].with_context(active_test=False).search([])
    numbers = {user: normalize_phone(user.login, env.company.country_id.code) for user in users}
    for user, number in numbers.items():
        twins = [other for other in users if number in (other.login, numbers[other]) and other != user]
        if number and number != user.login and not twins:
            user.login = number
