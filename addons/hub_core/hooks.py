"""What is done once, when the addon is installed."""

from odoo.modules.db import has_trigram, has_unaccent

LANGUAGES = ("ar_MA", "fr_FR")


def pre_init_hook(env):
    """Names are searched without their accents and by part; a database not made by Odoo may lack what that takes."""
    env.cr.execute(
        """
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE EXTENSION IF NOT EXISTS unaccent;
        -- As Odoo does in its own databases, so that an index can use it. Needs its owner.
        DO $$ BEGIN
            ALTER FUNCTION unaccent(text) IMMUTABLE;
        EXCEPTION WHEN insufficient_privilege THEN NULL;
        END $$;
        """
    )
    env.registry.has_unaccent = has_unaccent(env.cr)
    env.registry.has_trigram = has_trigram(env.cr)


def post_init_hook(env):
    _load_languages(env)
    _set_company_defaults(env)


def _load_languages(env):
    """Activate the languages and load their terms for the modules that were there before us.

    Modules installed later load them by themselves.
    """
    for code in LANGUAGES:
        env["res.lang"]._activate_lang(code)
    # This addon itself is still being installed.
    installed = env["ir.module.module"].search(["|", ("state", "=", "installed"), ("name", "=", "hub_core")])
    installed._update_translations(list(LANGUAGES))


def _set_company_defaults(env):
    """Make the main company a Moroccan one, unless somebody has said where it is."""
    company = env.ref("base.main_company")
    if company.country_id and company.country_id != env.ref("base.us"):
        return
    currency = env.ref("base.MAD")
    currency.active = True
    company.write({"country_id": env.ref("base.ma").id, "currency_id": currency.id})
    company.partner_id.write({"lang": "fr_FR", "tz": "Africa/Casablanca"})
    # Who gets a user account without a choice of zone lives where the company is.
    templates = env.ref("base.user_admin") | env.ref("base.user_root")
    templates |= env.ref("base.template_portal_user_id", raise_if_not_found=False) or templates.browse()
    templates.filtered(lambda user: not user.tz).tz = "Africa/Casablanca"
