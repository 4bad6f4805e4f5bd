"""Which addon may depend on which, and what every addon brings."""

import re

import pytest

from tests.support.repository import ADDONS, DEMO, glue_addons, manifest, product_addons, texts_of

#: Addon → exactly what its manifest depends on. Glue addons follow their own rule below.
EDGES = {
    "hub_core": {"mail", "contacts", "portal", "calendar", "phone_validation"},
    "hub_beneficiary": {"hub_core", "crm"},
}
#: Addons that serve people next to each other: two of them meet in a glue addon only.
SERVICES = {"hub_rooms", "hub_jobs", "hub_incubator", "hub_training"}

every_addon = pytest.mark.parametrize("addon", sorted(manifest()))


def reachable(addon: str) -> set[str]:
    """The suite's addons that ``addon`` needs, directly or not."""
    direct = {name for name in manifest()[addon]["depends"] if name in manifest()}
    return direct.union(*(reachable(name) for name in direct))


def test_each_addon_depends_on_what_the_table_allows_and_nothing_else():
    found = {
        name: set(values["depends"])
        for name, values in manifest().items()
        if name in product_addons() and name not in glue_addons()
    }
    assert found == EDGES


def test_service_addons_never_depend_on_each_other():
    services = SERVICES & set(manifest())
    assert {(one, other) for one in services for other in reachable(one) & SERVICES} == set()


def test_nothing_depends_on_the_demo_story():
    assert [name for name in manifest() if DEMO in reachable(name)] == []


def test_glue_installs_itself_and_is_named_after_what_it_joins():
    for addon in glue_addons():
        depends = manifest()[addon]["depends"]
        assert len(depends) > 1, f"{addon} joins nothing"
        assert any(addon.startswith(f"{name}_") for name in depends), f"{addon} is not named after what it joins"


def test_glue_has_no_menus():
    files = [file for addon in glue_addons() for file in texts_of(ADDONS / addon, ".xml")]
    assert [str(path) for path, text in files if "<menuitem" in text] == []


@every_addon
def test_addon_says_who_may_do_what_with_each_of_its_models(addon):
    files = [text for _path, text in texts_of(ADDONS / addon, ".py")]
    defines = any("models.Model" in text and re.search(r"^    _name = ", text, re.MULTILINE) for text in files)
    listed = "security/ir.model.access.csv" in manifest()[addon].get("data", [])
    assert listed or not defines, "the manifest loads no security/ir.model.access.csv"


@every_addon
def test_addon_has_tests_texts_for_readers_and_an_icon(addon):
    folder = ADDONS / addon
    assert list((folder / "tests").glob("test_*.py")), "there is no test"
    assert (folder / "readme" / "DESCRIPTION.md").is_file(), "there is no readme/DESCRIPTION.md"
    assert (folder / "static" / "description" / "icon.png").is_file(), "there is no icon"


@every_addon
def test_every_test_file_is_imported(addon):
    folder = ADDONS / addon / "tests"
    imported = set(re.findall(r"\w+", (folder / "__init__.py").read_text()))
    missing = [path.name for path in folder.glob("test_*.py") if path.stem not in imported]
    assert missing == [], "Odoo's own runner would pass these by: add them to tests/__init__.py"
