"""What is done once, when the addon is installed."""

from odoo.exceptions import UserError

from .story import tell


def post_init_hook(env):
    """Tell the story, unless this database knows real people: its logins have known passwords."""
    if env["hub.beneficiary"].with_context(active_test=False).search_count([], limit=1):
        raise UserError(env._("The demo story is told to an empty hub only: this database holds people already."))
    tell(env)
