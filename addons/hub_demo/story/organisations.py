"""Organisations that the hub works with, beside the partners that it ships."""

from odoo.fields import Command

# name, Arabic name, kind, city, region, founded how many days ago (None: long ago)
ORGANISATIONS = [
    ("Association Amal pour l'insertion", "جمعية أمل للإدماج", "association", "Salé", "04", 420),
    ("Association Jeunes et Numérique", "جمعية الشباب والرقمنة", "association", "Témara", "04", 250),
    ("Association Racines du Sud", "جمعية جذور الجنوب", "association", "Agadir", "09", 800),
    ("Association Femmes de l'Oriental", "جمعية نساء الشرق", "association", "Oujda", "02", 1500),
    ("Coopérative Tissage de Kénitra", "تعاونية النسيج القنيطرة", "cooperative", "Kénitra", "04", 2100),
    ("Maghreb Services Relation Client", "مغرب خدمات الزبناء", "employer", "Rabat", "04", None),
    ("Ateliers du Bouregreg", "ورشات أبي رقراق", "employer", "Salé", "04", None),
    ("Hôtel Jardins de Rabat", "فندق حدائق الرباط", "employer", "Rabat", "04", None),
]


def create_organisations(story):
    story.env["res.partner"].create(
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
            }
            for name, name_ar, kind, city, region, founded in ORGANISATIONS
        ]
    )
