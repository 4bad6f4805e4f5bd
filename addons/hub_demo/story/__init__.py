"""One year of a hub, told through the models. Read the tables in data/: they are the story."""

from odoo.fields import Datetime

from . import (
    accounts,
    agenda,
    agreements,
    complaints,
    consents,
    disclosures,
    enrolments,
    households,
    hub,
    messages,
    moves,
    nights,
    open_days,
    organisations,
    papers,
    people,
    programmes,
    readings,
    referrals,
    registers,
    representatives,
    requests,
    retention,
    twice,
    users,
)
from .clock import Clock
from .story import Story

#: The day on which the story was told, and the moment at which all of it was written (ir.config_parameter).
TOLD_ON, TOLD_AT = "hub_demo.told_on", "hub_demo.told_at"


def tell(env, now=None):
    """Create the whole story in an empty hub, as seen from ``now`` (a naive UTC datetime)."""
    # Nobody is mailed and nothing is tracked: it has all happened already.
    quiet = ("tracking_disable", "mail_create_nosubscribe", "mail_activity_quick_update", "no_reset_password")
    env = env(context=dict(env.context, **dict.fromkeys(quiet, True)))
    story = Story(env, Clock(now))
    env["ir.config_parameter"].set_param(TOLD_ON, story.clock.today.isoformat())
    mails = env["mail.mail"].search([])
    hub.name_hub(story)
    users.create_users(story)
    organisations.create_organisations(story)
    representatives.create_representatives(story)
    programmes.create_programmes(story)
    programmes.create_targets(story)
    agreements.create_agreements(story)
    open_days.create_open_days(story)
    people.create_people(story)
    people.create_categories(story)
    households.create_households(story)
    papers.create_papers(story)
    consents.create_consents(story)
    requests.create_requests(story)
    requests.create_public_requests(story)
    people.follow_stages(story)
    agenda.create_appointments(story)
    agenda.create_activities(story)
    agenda.post_notes(story)
    messages.tell_people(story)
    moves.move_households(story)
    enrolments.create_enrolments(story)
    referrals.create_referrals(story)
    referrals.receive_referrals(story)
    disclosures.hand_out_sheets(story)
    consents.change_minds(story)
    twice.merge_files(story)
    twice.propose_pairs(story)
    accounts.open_accounts(story)
    retention.let_years_pass(story)
    retention.forget(story)
    nights.let_night_pass(env)
    retention.keep(story)
    readings.log_readings(story)
    complaints.create_complaints(story)
    registers.upload_registers(story)
    (env["mail.mail"].search([]) - mails).unlink()  # what was mailed has left, and is kept no longer than that
    env["ir.config_parameter"].set_param(TOLD_AT, Datetime.to_string(story.programs["work"].create_date))
    return story
