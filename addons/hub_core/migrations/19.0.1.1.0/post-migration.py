"""To 19.0.1.1.0: whoever opens an organisation whose ICE was also another's reads why it is marked."""

from openupgradelib import openupgrade


@openupgrade.migrate()
def migrate(env, version):
    explain_marked_ices(env)


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
