"""What the chapters of the story share."""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .clock import Clock

DATA = Path(__file__).parent.parent / "data"


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of ``data/<name>.csv``."""
    with open(DATA / f"{name}.csv", newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@dataclass
class Story:
    """The database in which it happens, its clock, and what it made so far, by key."""

    env: Any
    clock: Clock
    staff: dict[str, Any] = field(default_factory=dict)
    #: who logs in to the portal
    visitors: dict[str, Any] = field(default_factory=dict)
    #: the account of each person who has one
    accounts: dict[str, Any] = field(default_factory=dict)
    organisations: dict[str, Any] = field(default_factory=dict)
    programs: dict[str, Any] = field(default_factory=dict)
    persons: dict[str, Any] = field(default_factory=dict)
    #: the latest request of each person
    requests: dict[str, Any] = field(default_factory=dict)
    households: dict[str, Any] = field(default_factory=dict)
    #: the appointment of each person
    appointments: dict[str, Any] = field(default_factory=dict)

    def ids(self, *xml_ids: str) -> list[int]:
        return [self.env.ref(xml_id).id for xml_id in xml_ids]

    def id(self, xml_id: str) -> int:
        return self.env.ref(xml_id).id

    def by(self, who: str) -> Any:
        """The environment of somebody who acts: a login, or the key of a person who has an account. What she writes
        is in her language."""
        user = self.staff.get(who) or self.visitors.get(who) or self.accounts[who]
        return self.env(user=user, context={**self.env.context, "lang": user.lang, "tz": user.tz})

    def person(self, key: str, login: str) -> Any:
        """The file of a person, as this member of the staff has it before her."""
        return self.persons[key].with_env(self.by(login))

    def organisation(self, key: str) -> Any:
        """One of the story, or one that the suite ships."""
        return self.organisations.get(key) or self.env.ref(f"hub_core.partner_{key}")
