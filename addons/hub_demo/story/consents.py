"""What people decided about their data: most agreed, some refused, some were not asked yet."""

from odoo.fields import Command

from .people import FIRST_DAYS, PEOPLE

REFUSED = ("abdelilah", "thierno", "hajar", "sidi")
#: Agreed, then changed her mind so many days ago.
WITHDRAWN = {"nabila": 25}
#: Not asked yet: who is waiting today, and some whom everybody forgot to ask.
NOT_ASKED = ("abdeslam", "modibo", "hawa", "lahcen", "mariama", "aichetou", "hadja", "naima", "alpha", "ousmane")
#: The purposes to which every fourth agreed, or which she refused; the others all of them.
FEWER = ("hub_beneficiary.purpose_service", "hub_beneficiary.purpose_statistics")
METHODS = ("signature", "oral", "paper")


def create_consents(story):
    """One decision for each who was asked, on the day of the first reception; then who changed her mind."""
    asked = [key for key in PEOPLE if key not in NOT_ASKED]
    vals_list = [
        {
            **_prepare_consent_vals(story, key, "refused" if key in REFUSED else "granted", FIRST_DAYS[key]),
            "method": METHODS[index % len(METHODS)],
            **({"purpose_ids": [Command.set(story.ids(*FEWER))]} if index % 4 == 3 else {}),
            **_get_giver(PEOPLE[key]),
        }
        for index, key in enumerate(asked)
    ]
    vals_list += [_prepare_consent_vals(story, key, "withdrawn", days) for key, days in WITHDRAWN.items()]
    story.env["hub.consent"].create(vals_list)


def _prepare_consent_vals(story, key, decision, days):
    login = "reception_ar" if PEOPLE[key].reads == "ar_MA" else "reception"
    return {
        "beneficiary_id": story.persons[key].id,
        "decision": decision,
        "date": story.clock.days_ago(days),
        "method": "oral",
        "user_id": story.staff[login].id,
    }


def _get_giver(person):
    if not person.is_child:
        return {}
    return {"given_by": "guardian", "guardian_name": PEOPLE[person.phone].name, "method": "signature"}
