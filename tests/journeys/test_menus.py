"""Everybody gets in, in their language and its direction of writing."""

import pytest

#: login → language, as the page declares it, direction of writing
LANGUAGES = {"journey_fr": ("fr_FR", "fr-FR", "ltr"), "journey_ar": ("ar_MA", "ar-MA", "rtl")}


@pytest.fixture(scope="module")
def people(live):
    live.run(f"""
for login, (lang, _tag, _direction) in {LANGUAGES!r}.items():
    env["res.users"].with_context(no_reset_password=True).create({{
        "name": login, "login": login, "password": login, "lang": lang, "tz": "Africa/Casablanca",
        "odoobot_state": "disabled",
        "group_ids": [odoo.fields.Command.set([env.ref("base.group_user").id])],
    }})
""")


@pytest.mark.parametrize("login", list(LANGUAGES)[:1])
def test_log_in(visit, people, login):
    someone = visit()
    someone.log_in(login)
    assert (someone.language, someone.direction) == LANGUAGES[login][1:]
    assert someone.overflowing() == []
