"""What of people's files went to organisations on paper, each time with their agreement."""

from odoo.fields import Command

# person, organisation, what the sheet said, who printed it, days ago
SHEETS = [
    ("fanta", "amal", ("name", "phone"), "counsellor", 30),
    ("affoue", "tissage", ("name", "phone", "education"), "counsellor", 16),
    ("serge", "amal", ("name", "phone", "languages"), "counsellor", 4),
    ("rana", "jeunes", ("name", "name_ar", "languages"), "counsellor2", 9),
]


def hand_out_sheets(story):
    """The door is asked as for a sheet of today; the line that it would write is of the day of the sheet."""
    lines = story.env["hub.disclosure"]
    for key, organisation, codes, login, days in SHEETS:
        person, recipient = story.person(key, login), story.organisation(organisation)
        asked = person._verify_disclosure("partners", recipient, codes)
        lines.create(
            {
                "beneficiary_id": person.id,
                "recipient_id": recipient.id,
                "purpose_id": asked.purpose.id,
                "consent_id": asked.consent.id,
                "field_ids": [Command.set(asked.items.ids)],
                "how": "sheet",
                "user_id": story.staff[login].id,
                "date": story.clock.at(story.clock.days_ago(days), "12:05"),
                "res_model": person._name,
                "res_id": person.id,
            }
        )
