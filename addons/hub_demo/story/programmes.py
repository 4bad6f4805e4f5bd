"""Three programmes: the one the hub opened with, which it ships, and two that run now."""

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
        "days": (-400, 695),
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
}


def create_programmes(story):
    created = story.env["hub.program"].create([_prepare_program_vals(story, told) for told in PROGRAMMES.values()])
    for program, told in zip(created, PROGRAMMES.values(), strict=True):
        program.update_field_translations("name", told["names"])
    created.action_activate()
    story.programs = dict(zip(PROGRAMMES, created, strict=True))


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
