"""Everybody gets in, in their language and its direction of writing."""

import pytest

PEOPLE = (("journey_fr", "fr_FR", "fr-FR", "ltr"), ("journey_ar", "ar_MA", "ar-MA", "rtl"))


@pytest.fixture(scope="module")
def people(live):
    live.run(f"""
for login, lang, _tag, _direction in {PEOPLE!r}:
    env["res.users"].with_context(no_reset_password=True).create({{
        "name": login, "login": login, "password": login, "lang": lang, "tz": "Africa/Casablanca",
        "group_ids": [odoo.fields.Command.set([env.ref("base.group_user").id])],
    }})
""")


@pytest.mark.parametrize(("login", "lang", "tag", "direction"), PEOPLE[:1])
def test_log_in(visit, people, login, lang, tag, direction):
    someone = visit()
    someone.log_in(login)
    assert someone.language == tag
    assert someone.direction == direction
    assert someone.overflowing() == []
