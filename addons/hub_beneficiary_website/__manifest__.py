{
    "name": "Hub Beneficiaries and Website",
    "summary": "The website's own lead form does not get round the hub's public form",
    "version": "19.0.1.0.0",
    "author": "Hub suite contributors",
    "website": "https://github.com/hub-suite/hub-suite",
    "category": "Hub",
    "license": "AGPL-3",
    "depends": ["hub_beneficiary", "website_crm"],
    "data": [
        "data/ir_model_data.xml",
    ],
    "auto_install": True,
}
