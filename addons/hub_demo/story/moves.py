"""What happened to households: a couple separated, a family was found twice, a child is there by name alone."""

from odoo.fields import Command

# household, who leaves (the first heads the new one), days ago, as told, the new household
SEPARATED = (
    "Famille Ndiaye",
    ("awa", "fatou"),
    45,
    "Séparation d'un commun accord",
    {"name": "Awa et Fatou Ndiaye", "street": "Hay Nahda, rue 7", "city": "Rabat"},
)
# household, who answers for the child, how the child is called, sex, how old
DEPENDANTS = [
    ("Famille Sow", "mariama", "Maïmouna", "Sow", "female", 4),
    ("عائلة سو", "ibrahima_register", "Cheikh", "Sow", "male", 8),
]
# household, the one that is the same family, why
FOUND_TWICE = ("عائلة سو", "Famille Sow", "Même adresse, mêmes parents : deux registres de la même famille.")


def move_households(story):
    _separate(story)
    _add_dependants(story)
    name, other, reason = FOUND_TWICE
    found, family = (story.households[key].with_env(story.by("reception")) for key in (name, other))
    found._merge_into(family, reason)


def _separate(story):
    """By the dialog of the desk, which asks for what it needs."""
    name, leaving, days, reason, home = SEPARATED
    household = story.households[name]
    stays = household.member_ids.grouped("beneficiary_id")
    stays = [stays[story.persons[key]] for key in leaving]
    changes = story.by("reception")["hub.household.change"]
    action = changes.create(
        {
            "kind": "separate",
            "household_id": household.id,
            "member_ids": [Command.set([stay.id for stay in stays])],
            "new_head_id": stays[0].id,
            "day": story.clock.days_ago(days),
            "reason": reason,
        }
    ).action_apply()
    founded = story.env["hub.household"].browse(action["res_id"])
    founded.write({**home, "state_id": household.state_id.id})
    story.households[home["name"]] = founded


def _add_dependants(story):
    """Received by nobody so far: her parents have told of her."""
    members = story.by("reception")["hub.household.member"]
    members.create(
        [
            {
                "household_id": story.households[household].id,
                "role": "child",
                "dependant_of_id": story.persons[parent].id,
                "stub_given_name": given,
                "stub_family_name": family,
                "stub_sex": sex,
                "stub_birthdate": story.clock.in_days(-round(365.25 * (age + 0.5))).replace(month=1, day=1),
                "stub_year_only": True,
                "date_start": story.clock.days_ago(120),
            }
            for household, parent, given, family, sex, age in DEPENDANTS
        ]
    )
