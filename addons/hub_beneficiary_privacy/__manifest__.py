{
    "name": "Hub Beneficiaries and Privacy Look-up",
    "summary": "Where does a person without an e-mail address occur?",
    "version": "19.0.1.0.0",
    "author": "Hub suite contributors",
    "website": "https://github.com/hub-suite/hub-suite",
    "category": "Hub",
    "license": "AGPL-3",
    "depends": ["hub_beneficiary", "privacy_lookup"],
    "data": ["wizards/privacy_lookup_wizard_views.xml"],
    "auto_install": True,
}
