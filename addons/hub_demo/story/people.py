"""The people of data/people.csv. All are invented, and so is every phone number.

Some are two rows or three: the same person, written down again; see twice.py.

No operator gives numbers as round as 06 00 00 00 01, and no ministry numbers papers DEMO.
"""

from collections import namedtuple
from dataclasses import dataclass
from datetime import date

from .households import HOUSEHOLDS, get_family_keys
from .requests import REQUESTS
from .story import read_table

Place = namedtuple("Place", "city region")
PLACES = {
    "rabat": Place("Rabat", "04"),
    "sale": Place("Salé", "04"),
    "temara": Place("Témara", "04"),
    "kenitra": Place("Kénitra", "04"),
    "casa": Place("Casablanca", "06"),
    "fes": Place("Fès", "03"),
    "tanger": Place("Tanger", "01"),
    "oujda": Place("Oujda", "02"),
    "agadir": Place("Agadir", "09"),
}
SPOKEN = {
    "ma": "darija, français",
    "sy": "arabe",
    "sn": "wolof, français",
    "ml": "bambara, français",
    "ci": "français",
    "gn": "peul, français",
    "cm": "français, anglais",
    "mr": "hassaniya, arabe, français",
}
READS_ARABIC = ("ma", "sy", "mr")
YOUNG = range(15, 36)
#: How the people left whose time with the hub is over, and so many days ago.
EXITS = {
    "rachid": ("completed", 280),
    "yao": ("completed", 255),
    "ghita": ("completed", 80),
    "samer": ("completed", 205),
    "abdelilah": ("transferred", 190),
    "hamza": ("ineligible", 125),
    "saliou": ("lost_contact", 58),
    "nabila": ("withdrawn", 25),
    "noura": ("withdrawn", 150),
    # His request still stands in follow-up: somebody has to close it.
    "thierno": ("lost_contact", 1),
    # long ago: see retention.py
    "abdelkader": ("completed", 2230),
    "pierre": ("transferred", 2260),
    "aminatou": ("lost_contact", 2215),
    "lalla_zahra": ("deceased", 740),
}


#: Told of on the telephone, not here yet: to be registered when they come.
DRAFTS = ("yassir",)


@dataclass(frozen=True)
class Person:
    """One row of the table; ``age`` is today's, None when nobody knows it."""

    key: str
    given: str
    family: str
    arabic: str
    sex: str
    age: int | None
    #: how exact the birth date is; or the date itself, or "=" and whose it is, too
    birth: str
    country: str
    place: str
    education: str
    #: years since the arrival in Morocco, None for who was born here
    years_here: float | None
    #: "own", "none", a number of her own that is known elsewhere, or the key of the person whose phone it is
    phone: str
    channel: str
    lang: str
    #: interpreter, leave_no_message, restricted
    flags: tuple[str, ...]
    note: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip() or self.arabic

    @property
    def is_child(self) -> bool:
        return self.age is not None and self.age < 18

    @property
    def reads(self) -> str:
        return self.lang or ("ar_MA" if self.country in READS_ARABIC else "fr_FR")

    @property
    def shares_phone(self) -> bool:
        return self.phone not in ("own", "none") and not self.phone[0].isdigit()


def _read_person(row):
    return Person(
        **{
            **row,
            "age": int(row["age"]) if row["age"] else None,
            "years_here": float(row["years_here"]) if row["years_here"] else None,
            "flags": tuple(row["flags"].split(";")),
        }
    )


def find_birth(clock, person):
    """Birth date and how exact it is."""
    if person.birth.startswith("="):
        return find_birth(clock, PEOPLE[person.birth[1:]])
    if person.birth[0].isdigit():
        return date.fromisoformat(person.birth), "day"
    return person.age is not None and clock.birthdate(person.key, person.age, person.birth), person.birth


def _get_first_days():
    """``{key: days ago}`` of each one's first reception; who asked for nothing came with the family."""
    first = {}
    for request in REQUESTS:
        first[request.who] = max(request.days, first.get(request.who, 0))
    for head, *others in HOUSEHOLDS.values():
        for key, _role in others:
            first.setdefault(key, first[head])
    return first


FIRST_DAYS = _get_first_days()
#: In the order of their first reception, as their references are.
PEOPLE = {
    row["key"]: _read_person(row) for row in sorted(read_table("people"), key=lambda row: -FIRST_DAYS[row["key"]])
}


def create_people(story):
    phones = _give_phones()
    counsellors = {request.who: story.staff[request.by] for request in REQUESTS if request.by}
    created = story.env["hub.beneficiary"].create(
        [
            {
                **_prepare_person_vals(story, person),
                "phone": phones.get(key),
                "reception_date": key not in DRAFTS and story.clock.days_ago(FIRST_DAYS[key]),
                "user_id": key in counsellors and counsellors[key].id,
            }
            for key, person in PEOPLE.items()
        ]
    )
    story.persons = dict(zip(PEOPLE, created, strict=True))
    (created - created.browse(story.persons[key].id for key in DRAFTS)).action_register()


def _give_phones():
    """Phone by key: 06 for the first half of those who have one, then 07; families share one."""
    owners = [key for key, person in PEOPLE.items() if person.phone == "own"]
    half = (len(owners) + 1) // 2
    own = {key: f"0{6 if index < half else 7} 00 00 00 {index % half + 1:02}" for index, key in enumerate(owners)}
    own |= {key: person.phone for key, person in PEOPLE.items() if person.phone[0].isdigit()}
    return own | {key: own[person.phone] for key, person in PEOPLE.items() if person.shares_phone}


def _prepare_person_vals(story, person):
    place, clock = PLACES[person.place], story.clock
    birthdate, precision = find_birth(clock, person)
    return {
        "given_name": person.given,
        "family_name": person.family,
        "name_ar": person.arabic,
        "sex": person.sex,
        "birthdate": birthdate,
        "birthdate_precision": precision,
        "nationality_id": story.id(f"base.{person.country}"),
        "phone_shared": person.shares_phone,
        "phone_owner": PEOPLE[person.phone].name if person.shares_phone else False,
        "email": f"{person.key}@personnes.example" if person.channel == "email" else False,
        "lang": person.reads,
        "city": place.city,
        "state_id": story.id(f"hub_core.state_ma_{place.region}"),
        "preferred_channel": person.channel,
        "leave_no_message": "leave_no_message" in person.flags,
        "spoken_languages": SPOKEN[person.country],
        "interpreter_needed": "interpreter" in person.flags,
        "arrival_date": person.years_here is not None and clock.days_ago(int(person.years_here * 365.25)),
        "education": person.education,
        "is_restricted": "restricted" in person.flags,
        "note": person.note,
    }


def create_categories(story):
    """Categories since the first reception: the ledger freezes those of the day."""
    story.env["hub.beneficiary.category.line"].create(
        [
            {
                "beneficiary_id": story.persons[key].id,
                "category_id": story.id(f"hub_beneficiary.category_{code}"),
                "date_from": story.persons[key].reception_date,
            }
            for key, person in PEOPLE.items()
            for code in _get_categories(person)
        ]
    )


def _get_categories(person):
    migrant = person.country != "ma"
    needs = {request.need for request in REQUESTS if request.who == person.key}
    reasons = {
        "youth": person.age in YOUNG,
        "regular_migrant": migrant and not person.is_child,
        "migrant_family": migrant and person.key in get_family_keys(),
        "job_seeker": not needs.isdisjoint({"employment", "internship"}),
        "project_holder": "enterprise" in needs,
    }
    return [code for code, true in reasons.items() if true]


def follow_stages(story):
    """Whoever was oriented is active, and some have left."""
    oriented = {request.who for request in REQUESTS if request.to and request.to != "not_eligible"}
    people = story.env["hub.beneficiary"].union(*(story.persons[key] for key in oriented))
    people.filtered(lambda person: person.state == "registered").action_activate()
    for key, (reason, days) in EXITS.items():
        story.persons[key].action_exit(reason)
        story.persons[key].exited_on = story.clock.days_ago(days)
