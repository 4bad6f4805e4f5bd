"""Who was sent on to an association or takes part in a programme, what was told, and what waits to be decided."""

from datetime import timedelta

#: Told once a referral is accepted; what a data sheet holds.
TOLD = ["name", "phone"]
#: Days since it was sent, urgency and need, in turns; those of before yesterday are late when they were urgent.
SENT = ((9, "immediate", "social_help"), (2, "normal", "computer_course"), (6, "urgent", "employment"))
#: Files that somebody has to look at: the same person, or two?
PAIRS = (("youssef", "soufiane"), ("salma", "ghita"))
#: Days since they began and, for those who have ended, how.
ENROLLED = ((120, False), (90, False), (200, "completed"), (60, False), (150, "left"), (30, False))


def create_referrals(story):
    """To an association that waits with its answer, and to another that has received the request."""
    able = _get_able(story)
    needs = story.env["hub.need.type"].search([])
    for number, (days, urgency, code) in enumerate(SENT):
        referral = (
            story.env["hub.referral"]
            .with_user(story.staff["counsellor"])
            .create(
                {
                    "beneficiary_id": able[number].id,
                    "organization_id": story.organisations["amal"].id,
                    "need_type_id": (needs.filtered(lambda need, code=code: need.code == code) or needs)[:1].id,
                    "urgency": urgency,
                    "user_id": story.staff["counsellor"].id,
                }
            )
        )
        referral.action_send()
        # The story writes as the clock would have: it was sent some days ago.
        referral.sudo().write(
            {
                "sent_at": referral.sent_at - timedelta(days=days),
                "due_on": referral.due_on - timedelta(days=days),
            }
        )


def create_enrolments(story):
    program = story.programs["work"]
    enrolments = story.env["hub.enrolment"]
    for person, (days, outcome) in zip(_get_able(story), ENROLLED, strict=False):
        start = max(story.clock.days_ago(days), person.reception_date or story.clock.today)
        enrolment = enrolments.create({"beneficiary_id": person.id, "program_id": program.id, "date_start": start})
        if outcome:
            enrolment.action_end(outcome, max(story.clock.days_ago(days - 25), start))


def pass_on(story):
    """A data sheet went to the association, with the agreement of the person."""
    for person in _get_able(story)[3:5]:
        person.with_user(story.staff["counsellor"])._disclose("partners", story.organisations["amal"], TOLD, "sheet")


def propose_decisions(story):
    """Two pairs of files that somebody has to look at, and a file that a person asked to be made anonymous."""
    pairs = [(story.persons[left], story.persons[right]) for left, right in PAIRS]
    story.env["hub.duplicate.pair"]._propose([(one.id, other.id, one._compare_files(other)) for one, other in pairs])
    story.env["hub.retention.proposal"].with_user(story.staff["manager"]).create(
        {"beneficiary_id": story.persons["saliou"].id, "ground": "asked", "note": "Demande écrite, reçue à l'accueil."}
    )


def _get_able(story):
    """People of whom the association may be told, in the order of the story."""
    return [
        person
        for person in story.persons.values()
        if person.state in ("registered", "active")
        and not person.is_restricted
        and person._may_disclose("partners", story.organisations["amal"], TOLD)[0]
    ]
