"""The hub itself: its name, address and emblem, as letters and the login page show them."""

import base64

from odoo.tools import file_open


def name_hub(story):
    company = story.env.ref("base.main_company")
    with file_open("hub_core/static/description/icon.png", "rb") as emblem:
        company.write(
            {
                "name": "Hub d'innovation sociale et digitale",
                "street": "12, rue des Orangers",
                "city": "Rabat",
                "state_id": story.id("hub_core.state_ma_04"),
                "phone": "+212 7 00 00 00 00",
                "email": "accueil@hub.example",
                "logo": base64.b64encode(emblem.read()),
            }
        )
    company.partner_id.name_ar = "مركز الابتكار الاجتماعي والرقمي"
