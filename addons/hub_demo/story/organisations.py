"""Organisations that the hub works with, beside the partners that it ships."""

from odoo.fields import Command

# key: name, Arabic name, kind, city, region, founded how many days ago (None: long ago)
ORGANISATIONS = {
    "amal": ("Association Amal pour l'insertion", "جمعية أمل للإدماج", "association", "Salé", "04", 420),
    "jeunes": ("Association Jeunes et Numérique", "جمعية الشباب والرقمنة", "association", "Témara", "04", 250),
    "racines": ("Association Racines du Sud", "جمعية جذور الجنوب", "association", "Agadir", "09", 800),
    "oriental": ("Association Femmes de l'Oriental", "جمعية نساء الشرق", "association", "Oujda", "02", 1500),
    "tissage": ("Coopérative Tissage de Kénitra", "تعاونية النسيج القنيطرة", "cooperative", "Kénitra", "04", 2100),
    "relation": ("Maghreb Services Relation Client", "مغرب خدمات الزبناء", "employer", "Rabat", "04", None),
    "ateliers": ("Ateliers du Bouregreg", "ورشات أبي رقراق", "employer", "Salé", "04", None),
    "hotel": ("Hôtel Jardins de Rabat", "فندق حدائق الرباط", "employer", "Rabat", "04", None),
}
#: Of those who have shown it.
ICE = {"amal": "001561191000066", "relation": "002136093000040", "ateliers": "001512572000078"}


def create_organisations(story):
    created = story.env["res.partner"].create(
        [
            {
                "name": name,
                "name_ar": name_ar,
                "is_company": True,
                "lang": "fr_FR",
                "hub_kind_ids": [Command.link(story.id(f"hub_core.organization_kind_{kind}"))],
                "city": city,
                "state_id": story.id(f"hub_core.state_ma_{region}"),
                "country_id": story.id("base.ma"),
                "founded_on": story.clock.days_ago(founded) if founded else False,
                "company_registry": ICE.get(key),
            }
            for key, (name, name_ar, kind, city, region, founded) in ORGANISATIONS.items()
        ]
    )
    story.organisations = dict(zip(ORGANISATIONS, created, strict=True))
