"""One year of a hub, told through the models. Read the tables in data/: they are the story."""

from . import (
    agenda,
    agreements,
    complaints,
    consents,
    households,
    hub,
    messages,
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
    users,
)
from .clock import Clock
from .story import Story

#: The day on which the story was told (ir.config_parameter).
TOLD_ON = "hub_demo.told_on"


def tell(env, now=None):
    """Create the whole story in an empty hub, as seen from ``now`` (a naive UTC datetime)."""
    # Nobody is mailed and nothing is tracked: it has all happened already.
    quiet = ("tracking_disable", "mail_create_nosubscribe", "mail_activity_quick_update", "no_reset_password")
    env = env(context=dict(env.context, **dict.fromkeys(quiet, True)))
    story = Story(env, Clock(now))
    env["ir.config_parameter"].set_param(TOLD_ON, story.clock.today.isoformat())
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
    referrals.create_referrals(story)
    referrals.create_enrolments(story)
    referrals.pass_on(story)
    referrals.propose_decisions(story)
    readings.log_readings(story)
    complaints.create_complaints(story)
    registers.upload_registers(story)
    return story
