"""What the database needs before the addon is installed."""


def pre_init_hook(env):
    """Part of a name or of a number is searched by trigrams; databases not made by Odoo may lack them."""
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
