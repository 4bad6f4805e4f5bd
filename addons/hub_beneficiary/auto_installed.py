"""Modules that install themselves beside this addon: see ``auto_installed.py`` of hub_core."""

AUTO_INSTALLED = {
    "crm_iap_enrich": "Would send the domains of people's e-mail addresses to Odoo's server: closed, its cron is off.",
    "crm_iap_mine": "Would buy leads from Odoo's server: closed.",
    "crm_sms": "An SMS button on requests; its way out is closed with sms.",
    "iap_crm": "A field for leads that were bought; calls nobody.",
    "resource_mail": "Shows the avatar of a resource; calls nobody.",
}
