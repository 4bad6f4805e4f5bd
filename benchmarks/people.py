"""What working with many people costs: lists, searches, files, the check for duplicates, saving a person.

Each is done as its screen asks for it, by somebody of the reception, beside the same with a tenth of the people in a
database of its own: what grows with the number of people shows. Saving is beside a bare ``create()`` of a contact.
"""

from itertools import cycle

from odoo import Command

#: The duplicate check: milliseconds, and how much slower it may be than with a tenth of the people.
GOAL_CHECK, GOAL_GROWTH = 50, 1.3
#: Saving a person, against a contact without any logic of the hub.
GOAL_SAVE = 2.0
#: Typed at entry: the most frequent names there are, rare ones, both scripts, with a date and without.
DESCRIBED = (
    {"given_name": "Mohamed", "family_name": "Alaoui"},
    {"given_name": "Fatima", "family_name": "El Idrissi", "birthdate": "1985-03-02", "sex": "female"},
    {"name_ar": "محمد العلوي", "phone": "0612345678"},
    {"given_name": "Fatoumata", "family_name": "Diallo", "birthdate": "1990-01-01", "birthdate_precision": "year"},
    {"name_ar": "خديجة بناني", "birthdate": "1979-11-23"},
    {"given_name": "Lhoussaine", "family_name": "Ait Hmidouch", "documents": [("cin", "AB0070007")]},
    {"given_name": "Mamadou", "family_name": "Bah", "birthdate": "1995-06-12", "nationality_id": False},
    {"given_name": "Aicha", "family_name": "Tazi", "phone": "+212661223344", "birthdate": "2001-09-09"},
    {"given_name": "Youssef"},
    {"given_name": "Zoulikha", "family_name": "Quelquune", "birthdate": "1966-05-05"},
)
#: Filters of the list that no column answers.
FILTERED = {
    "consent not asked": ("consent_state", "=", "unknown"),
    "consent refused": ("consent_state", "=", "refused"),
    "agreed to an older notice": ("has_older_notice", "=", True),
    "not regular today": ("stay_answer", "=", "no"),
    "not known whether regular": ("stay_answer", "=", "unknown"),
}
SEARCHED = {"Latin": "Fatima Alaoui", "Latin, one frequent name": "Mohamed", "Arabic": "خديجة بناني", "phone": "0677"}


class Screens:
    """What the screens ask of the server, in one database, as somebody of the reception."""

    def __init__(self, env):
        group = env.ref("hub_beneficiary.group_reception")
        user = env["res.users"].with_context(no_reset_password=True).create(
            {"name": "Reader", "login": "bench_people", "group_ids": [Command.set(group.ids)]}
        )  # fmt: skip
        self.env = env(user=user)
        self.people = self.env["hub.beneficiary"]
        self.views = {kind: self._get_specification(kind) for kind in ("list", "kanban", "form")}
        self.described = cycle(DESCRIBED)
        self.files = cycle(self.people.search([], limit=50, offset=200).ids)

    def _get_specification(self, kind):
        """The fields of a view, as the web client asks for them."""
        models = self.people.get_views([(False, kind)])["models"]["hub.beneficiary"]["fields"]
        arch = self.people.get_view(view_type=kind)["arch"]
        names = [name for name in models if f'name="{name}"' in arch]
        return {name: self._get_field_specification(self.people._fields[name]) for name in names}

    def _get_field_specification(self, field):
        if field.type == "many2one":
            return {"fields": {"display_name": {}}}
        if field.type in ("one2many", "many2many"):
            return {"fields": {"display_name": {}}, "limit": 40}
        return {}

    def open_list(self, domain=(), view="list"):
        return self.people.web_search_read(list(domain), self.views[view], limit=80, count_limit=10001)

    def open_groups(self, *groupby):
        return self.people.web_read_group([], groupby=list(groupby), aggregates=["__count"], limit=80)

    def open_form(self):
        person = self.people.browse(next(self.files))
        person.web_read(self.views["form"])
        person.get_timeline()

    def check_duplicates(self):
        return self.people.find_duplicates(next(self.described))

    def save_person(self, number):
        return self.people.create(
            {"given_name": f"Salma {number}", "family_name": "Benchmark", "phone": f"06618{number:05}", "sex": "female",
             "birthdate": "1994-04-04"}
        )  # fmt: skip


def measure(env, compare):
    large, small = Screens(env), Screens(compare.small_env())

    def beside(title, action, goal=None, milliseconds=None):
        compare(
            f"people: {title}",
            lambda: action(large),
            "the same with a tenth of the people",
            lambda: action(small),
            goal=goal,
            milliseconds=milliseconds,
        )

    beside("the list, with its count", Screens.open_list)
    beside("the cards", lambda screens: screens.open_list(view="kanban"))
    for field in ("state", "user_id", "nationality_id", "reception_date:month"):
        beside(f"the list grouped by {field}", lambda screens, field=field: screens.open_groups(field))
    for script, text in SEARCHED.items():
        domain = [("display_name", "ilike", text)]
        beside(f"search in the list, {script}", lambda screens, domain=domain: screens.open_list(domain))
    for title, condition in FILTERED.items():
        beside(f"the list, {title}", lambda screens, one=condition: screens.open_list([one]))
    for script, text in SEARCHED.items():
        beside(
            f"search of contacts, {script}",
            lambda screens, text=text: screens.env["res.partner"].name_search(text, limit=8),
        )
    for script, text in SEARCHED.items():
        beside(
            f"search at the desk, {script}",
            lambda screens, text=text: screens.env["hub.desk"].search_people(text),
        )
    beside("a file with its timeline", Screens.open_form)
    beside("the desk's day", lambda screens: screens.env["hub.desk"].get_day())
    beside(
        f"{len(DESCRIBED)} checks for duplicates at entry",
        lambda screens: [screens.check_duplicates() for _one in DESCRIBED],
        goal=GOAL_GROWTH,
        milliseconds=GOAL_CHECK * len(DESCRIBED),
    )
    _measure_saving(env, large, compare)


def _measure_saving(env, screens, compare):
    """As the reception saves: one person, then the next."""
    partners = env["res.partner"]

    def save_people():
        for number in range(20):
            screens.save_person(number)
            env.flush_all()

    def create_contacts():
        for number in range(20):
            partners.create({"name": f"Salma {number} Benchmark", "phone": f"06618{number:05}", "lang": "fr_FR"})
            env.flush_all()

    compare(
        "people: 20 people saved one by one",
        save_people,
        "20 contacts by a bare create()",
        create_contacts,
        goal=GOAL_SAVE,
    )
