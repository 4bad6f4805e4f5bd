"""The security tables that each addon keeps beside its groups, read as one."""

import csv
from collections.abc import Iterator

from .repository import ADDONS, manifest
from .roles import LIKE, ROLES

OPERATIONS = "crud"


def access_table() -> dict[str, dict[str, str]]:
    """``{"model" or "model:variant": {role: "cr-d"}}``; letters are create, read, update, delete."""
    table: dict[str, dict[str, str]] = {}
    for row in _rows("access_table.csv"):
        key = row.pop("model")
        assert key not in table, f"{key} is in the access table twice"
        rights = {role: letters for role, letters in row.items() if letters}
        for role in ROLES:  # in this order a role follows the one that it is like
            rights.setdefault(role, rights.get(LIKE.get(role), ""))
        wrong = {role: letters for role, letters in rights.items() if not _is_rights(letters)}
        assert not wrong, f"{key}: {wrong} is not written as in 'cr-d'"
        table[key] = rights
    return table


def routes_table() -> list[dict[str, str]]:
    """Rows: route, auth, who may, an example to ask for ("-": asked for by another row), and what
    each outsider gets. A route stands there as "/url", or as "POST /url" where it takes a method."""
    return [*_rows("routes.csv")]


def _is_rights(letters: str) -> bool:
    return len(letters) == 4 and all(one in ("-", wanted) for one, wanted in zip(letters, OPERATIONS, strict=True))


def _rows(name: str) -> Iterator[dict[str, str]]:
    for addon in manifest():
        file = ADDONS / addon / "security" / name
        if file.is_file():
            with open(file, newline="", encoding="utf-8") as lines:
                yield from csv.DictReader(lines)
