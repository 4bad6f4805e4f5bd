"""What the manifests say: which addons there are, in which order they install."""

import ast
from functools import cache
from pathlib import Path

from .console import HubError
from .settings import ADDONS

DEMO = "hub_demo"


@cache
def manifests(folder: Path = ADDONS) -> dict[str, dict]:
    """Manifest of each addon of the suite, by name."""
    found = {}
    for file in sorted(folder.glob("*/__manifest__.py")):
        try:
            found[file.parent.name] = ast.literal_eval(file.read_text())
        except (SyntaxError, ValueError) as error:
            raise HubError(f"{file} cannot be read: {error}.") from None
    return found


def in_order(names) -> list[str]:
    """``names`` and the suite's addons they depend on, dependencies first."""
    known, ordered = manifests(), []

    def add(name, path=()):
        if name in path:
            raise HubError(f"The addons depend on each other in a circle: {' → '.join((*path, name))}.")
        if name in known and name not in ordered:
            for dependency in known[name]["depends"]:
                add(dependency, (*path, name))
            ordered.append(name)

    for name in names:
        add(name)
    return ordered


def product() -> list[str]:
    """What a hub installs: all addons but the demo story and the glue, dependencies first.

    Glue (``auto_install``) installs itself where the addons that it joins meet.
    """
    return in_order(name for name, manifest in manifests().items() if name != DEMO and not manifest.get("auto_install"))


def everything() -> list[str]:
    return in_order(manifests())


def with_demo() -> list[str]:
    return in_order([*product(), *([DEMO] if DEMO in manifests() else [])])


def glue_for(installed: set[str]) -> list[str]:
    """The glue that a database lacks although it has all that the glue joins: Odoo installs it with new addons."""
    return [
        name
        for name, manifest in manifests().items()
        if manifest.get("auto_install") and name not in installed and set(manifest["depends"]) <= installed
    ]
