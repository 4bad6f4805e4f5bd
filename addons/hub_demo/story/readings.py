"""Who has read what: today, and what the access log shows to whoever looks for the unusual."""

SATURDAY = 5
# who opened whose file today
TODAY = [
    ("counsellor", "brice"),
    ("counsellor", "aminata"),
    ("counsellor", "cheikh"),
    ("counsellor2", "naima"),
    ("counsellor2", "clarisse"),
    ("manager", "khadija"),
]
# who opened whose file on a Saturday evening
EVENING = [("22:30", "counsellor", "serge"), ("22:34", "counsellor", "fanta"), ("22:41", "counsellor", "thierno")]
# who had whose letter printed, days ago
PRINTED = [("reception", "zineb", 12), ("counsellor2", "meryem", 8)]
#: Everybody, exported on one day for the yearly report.
EXPORT = ("manager", 16)


def log_readings(story):
    for login, key in TODAY:
        story.persons[key].with_user(story.staff[login])._log_hub_access("form")
    clock = story.clock
    saturday = clock.weekday_from(-9, SATURDAY)
    login, days = EXPORT
    everybody = story.env["hub.beneficiary"].union(*story.persons.values())
    _log(
        story,
        [
            *((clock.at(saturday, time), login, "form", story.persons[key]) for time, login, key in EVENING),
            *(
                (clock.at(clock.days_ago(days), "11:20"), login, "report", story.persons[key])
                for login, key, days in PRINTED
            ),
            (clock.at(clock.days_ago(days), "15:05"), login, "export", everybody),
        ],
    )


def _log(story, readings):
    """Rows of days that are over; a reading logs itself at the moment at which it happens."""
    story.env["hub.access.log"].create(
        [
            {
                "date": moment,
                "user_id": story.staff[login].id,
                "how": how,
                "model": records._name,
                "record_count": len(records),
                **(
                    {"res_id": records.id, "reference": records._get_access_reference()}
                    if len(records) == 1
                    else {"res_ids": records.ids}
                ),
            }
            for moment, login, how, records in readings
        ]
    )
