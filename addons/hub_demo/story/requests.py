"""What people asked of the hub over the year, and how far it went: data/requests.csv, oldest first.

The ledger follows from these: every reception and every orientation has its request.
"""

from dataclasses import dataclass

from odoo.fields import Command

from .story import read_table


@dataclass(frozen=True)
class Request:
    """One row of the table."""

    who: str
    #: received so many days ago; 0 is today
    days: int
    need: str
    stage: str
    #: where the person was oriented
    to: str
    #: login of the counsellor
    by: str
    channel: str
    #: empty for those of years ago
    program: str
    urgent: bool
    #: minutes in the queue, 0 for who is not in it
    waiting: int
    #: days from the reception to the orientation, and from there to the end
    oriented_after: int
    closed_after: int
    text: str


def _read_request(row):
    numbers = ("days", "waiting", "oriented_after", "closed_after")
    return Request(**{**row, "urgent": row["urgent"] == "yes", **{name: int(row[name] or 0) for name in numbers}})


REQUESTS = [_read_request(row) for row in read_table("requests")]
#: Nobody's yet: name as typed, phone, need, what they wrote.
PUBLIC_FORM = [
    ("Ilham S.", "07 00 00 00 91", "computer_course", "Bonjour, la prochaine formation commence quand ?"),
    ("عمر", "06 00 00 00 92", "employment", "أبحث عن عمل في التوصيل"),
    ("Fatoumata D.", "06 00 00 00 93", "enterprise", "J'ai un projet de restaurant."),
]
SERVICES = {
    "employment_desk": "service_employment_desk",
    "incubator": "service_incubator",
    "training": "service_training",
    "referral": "service_external_referral",
}


def create_requests(story):
    created = story.env["crm.lead"].create([_prepare_request_vals(story, request) for request in REQUESTS])
    story.requests = {request.who: record for request, record in zip(REQUESTS, created, strict=True)}


def _prepare_request_vals(story, request):
    clock = story.clock
    oriented_days = max(request.days - request.oriented_after, 1)
    closed_days = max(oriented_days - request.closed_after, 3)
    service = SERVICES.get(request.to)
    return {
        "is_hub_request": True,
        "beneficiary_id": story.persons[request.who].id,
        "need_type_ids": [Command.link(story.id(f"hub_beneficiary.need_{request.need}"))],
        "stage_id": story.id(f"hub_beneficiary.stage_{request.stage}"),
        "entry_channel": request.channel,
        "urgency": "urgent" if request.urgent else "normal",
        "user_id": request.by and story.staff[request.by].id,
        "program_id": request.program and story.programs[request.program].id,
        "hub_note": request.text,
        # Who waits, or only called, was not received yet.
        "received_on": request.stage != "welcome" and clock.days_ago(request.days),
        "arrived_at": request.waiting and clock.minutes_ago(request.waiting),
        "orientation_service_id": service and story.id(f"hub_core.{service}"),
        "orientation_outcome": request.to or False,
        "oriented_on": request.to and clock.days_ago(oriented_days),
        "hub_closed_on": request.stage == "closed" and clock.days_ago(closed_days),
    }


def create_public_requests(story):
    story.env["crm.lead"].create(
        [
            {
                "is_hub_request": True,
                "contact_name": name,
                "phone": phone,
                "need_type_ids": [Command.link(story.id(f"hub_beneficiary.need_{need}"))],
                "entry_channel": "public_form",
                "hub_note": text,
            }
            for name, phone, need, text in PUBLIC_FORM
        ]
    )
