"""Who reads her own file in the portal, and what she asked for there.

Each was given a link at the desk and has made her account by it. Only one login is in data/logins.csv; of the others,
too, the password is the login.
"""

from datetime import timedelta

from .messages import mark_sent
from .people import PEOPLE

#: Who has an account, since how many days; one of them is a mother, who reads there what she allowed for her son.
ACCOUNTS = {"mint_sidi": 20, "aissatou": 35, "zineb": 31, "fatima_zahra": 12}
#: Asked for a copy of her file so many days ago.
COPY_ASKED = ("aissatou", 4)
#: Gave another number so many days ago; staff have not called it so far.
NEW_NUMBER = ("zineb", "06 00 00 00 89", 2)


def open_accounts(story):
    for key, days in ACCOUNTS.items():
        story.accounts[key] = _open_account(story, key, days)
        _get_own_file(story, key)._log_own_visit()
    _ask_for_copy(story)
    _give_new_number(story)


def _open_account(story, key, days):
    """The desk sends the link; the account is made by it."""
    reads = PEOPLE[key].reads
    person = story.person(key, "reception_ar" if reads == "ar_MA" else "reception")
    message = story.env["hub.phone.message"].browse(person.action_send_access()["res_id"])
    mark_sent(story, message, reads)
    moment = story.clock.at(story.clock.days_ago(days), "15:40")
    message.sudo().sent_at = moment
    link = message.sudo().link_id
    link._use_or_explain()
    link.last_used_at = moment + timedelta(hours=3)
    login = person.phone.replace(" ", "")
    return story.env["res.users"].with_context(lang=reads)._create_visitor(story.persons[key].partner_id, login, login)


def _ask_for_copy(story):
    key, days = COPY_ASKED
    person = _get_own_file(story, key)
    person._ask_for_copy()
    asked = story.clock.days_ago(days)
    person.copy_asked_at = story.clock.at(asked, "20:10")
    _date_activities(story, person, "hub_beneficiary.activity_type_copy", asked)


def _give_new_number(story):
    key, number, days = NEW_NUMBER
    person = _get_own_file(story, key)
    person._propose_phone(number)
    given = story.clock.days_ago(days)
    person.phone_proposed_at = story.clock.at(given, "21:30")
    _date_activities(story, person, "hub_beneficiary.activity_type_phone", given)


def _get_own_file(story, key):
    """As her pages do: the ground says which file is hers, and she has no rights of her own on it."""
    return story.by(key)["hub.beneficiary"]._get_own_files(story.accounts[key])._get_roots()


def _date_activities(story, person, activity_type, day):
    """Staff were asked on that day."""
    kind = story.env.ref(activity_type)
    activities = person.activity_ids.filtered(lambda activity: activity.activity_type_id == kind)
    activities.date_deadline -= story.clock.today - day
