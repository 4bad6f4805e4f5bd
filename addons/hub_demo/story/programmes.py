"""Programmes: the one the hub opened with, which it ships, two that run now, one in preparation; and their targets."""

from odoo.fields import Command

# key: names in three languages, start and end in days from today, funders, services
PROGRAMMES = {
    "work": {
        "code": "WORK",
        "names": {
            "en_US": "Young people and migrants towards work",
            "fr_FR": "Jeunes et migrants vers l'emploi",
            "ar_MA": "الشباب والمهاجرون نحو الشغل",
        },
        "days": (-365, 730),
        "funders": ("partner_founding_foundation",),
        "services": ("reception", "orientation", "employment_desk", "incubator", "external_referral"),
    },
    "digital": {
        "code": "DIGITAL",
        "names": {
            "en_US": "Computers for everybody",
            "fr_FR": "L'informatique pour tous",
            "ar_MA": "المعلوميات للجميع",
        },
        "days": (-380, 350),
        "funders": ("partner_swiss_foundation",),
        "services": ("reception", "orientation", "training"),
    },
    "cooperatives": {
        "code": "COOP",
        "names": {
            "en_US": "Women's cooperatives on the market",
            "fr_FR": "Coopératives de femmes sur le marché",
            "ar_MA": "تعاونيات النساء في السوق",
        },
        "days": (60, 790),
        "funders": (),
        "services": ("training", "incubator"),
    },
}
#: Nothing is promised yet.
IN_PREPARATION = ("cooperatives",)
# programme, indicator, target, first and last day (in days from today, None: the programme's)
TARGETS = [
    ("work", "hub_core.indicator_people_received", 100, None),
    ("work", "hub_core.indicator_young_people_received", 150, None),
    ("work", "hub_core.indicator_services_delivered", 270, None),
    ("work", "hub_beneficiary.indicator_regular_migrants_received", 15, (-365, -1)),
    ("digital", "hub_core.indicator_people_received", 15, None),
    # Nobody has posted a service for an organisation so far.
    ("digital", "hub_core.indicator_organizations_supported", 20, None),
]


def create_programmes(story):
    created = story.env["hub.program"].create([_prepare_program_vals(story, told) for told in PROGRAMMES.values()])
    for program, told in zip(created, PROGRAMMES.values(), strict=True):
        program.update_field_translations("name", told["names"])
    story.programs = dict(zip(PROGRAMMES, created, strict=True))
    created.browse(story.programs[key].id for key in PROGRAMMES if key not in IN_PREPARATION).action_activate()


def create_targets(story):
    story.env["hub.indicator.target"].create(
        [
            {
                "program_id": story.programs[program].id,
                "indicator_id": story.id(indicator),
                "sequence": sequence,
                "target": target,
                **(dict(zip(("date_from", "date_to"), map(story.clock.in_days, days), strict=True)) if days else {}),
            }
            for sequence, (program, indicator, target, days) in enumerate(TARGETS)
        ]
    )


def _prepare_program_vals(story, told):
    start, end = (story.clock.in_days(days) for days in told["days"])
    return {
        "code": told["code"],
        "name": told["names"]["en_US"],
        "manager_id": story.staff["manager"].id,
        "date_start": start,
        "date_end": end,
        "funder_ids": [Command.set(story.ids(*(f"hub_core.{xml_id}" for xml_id in told["funders"])))],
        "service_ids": [Command.set(story.ids(*(f"hub_core.service_{code}" for code in told["services"])))],
    }
