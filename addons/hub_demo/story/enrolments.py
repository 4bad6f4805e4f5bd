"""Who takes part in a programme: some do, some have ended, one has come back."""

# person, programme, first day and last day (days ago), what came of it
ENROLMENTS = [
    ("moussa", "digital", 300, 210, "completed"),
    ("solange", "digital", 268, 180, "completed"),
    ("soufiane", "work", 214, 120, "left"),
    ("bakary", "work", 220, 95, "transferred"),
    ("bakary", "digital", 95, None, None),
    ("mint_sidi", "work", 174, None, None),
    ("fanta", "work", 140, None, None),
    ("othmane", "digital", 124, None, None),
    ("awa", "work", 106, None, None),
    ("meryem", "work", 98, None, None),
    ("zineb", "digital", 44, None, None),
    # He left for an internship, and is back with a project of his own.
    ("soufiane", "work", 5, None, None),
]


def create_enrolments(story):
    """By the counsellor of each; who came back ended the first time before."""
    clock = story.clock
    for key, program, start, end, outcome in ENROLMENTS:
        person = story.persons[key]
        enrolment = story.by(person.user_id.login)["hub.enrolment"].create(
            {
                "beneficiary_id": person.id,
                "program_id": story.programs[program].id,
                "request_id": story.requests[key].id,
                "date_start": clock.days_ago(start),
            }
        )
        if outcome:
            enrolment.action_end(outcome, clock.days_ago(end))
