{
    "name": "Hub Beneficiaries",
    "summary": "One record per person, whatever the spelling",
    "version": "19.0.1.0.0",
    "author": "Hub suite contributors",
    "website": "https://github.com/hub-suite/hub-suite",
    "category": "Hub",
    "license": "AGPL-3",
    "depends": ["hub_core", "crm"],
    "data": [
        "security/res_groups.xml",
    ],
    "application": True,
}
