"""What the scheduled actions find in the night before: called by their parts, since they keep each batch at once."""

from odoo import fields


def let_night_pass(env):
    """Files that may be one person's, files whose time is over, documents that end, referrals that wait too long."""
    _find_duplicates(env)
    _propose_retention(env)
    remind(env)


def _find_duplicates(env):
    pairs, people = env["hub.duplicate.pair"], env["hub.beneficiary"]
    pairs._propose(people._get_match_batch(people.search(pairs._get_unsearched_domain()).ids))


def _propose_retention(env):
    proposals = env["hub.retention.proposal"]
    for rule in env["hub.retention.rule"].search([]):
        proposals.create([rule._prepare_proposal_vals(*row) for row in rule._get_overdue()])


def remind(env):
    """Whoever follows it has an activity for each document that ends soon, and for each referral that is late."""
    identities, today = env["hub.beneficiary.identity"], fields.Date.context_today(env.user)
    identities.search(identities._get_reminder_domain(today))._remind(today)
    env["hub.referral"].search([("is_late", "=", True), ("is_reminded", "=", False)])._remind()
