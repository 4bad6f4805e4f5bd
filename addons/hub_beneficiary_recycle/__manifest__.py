{
    "name": "Hub Beneficiaries and Data Recycle",
    "summary": "Files of people are never recycled",
    "version": "19.0.1.0.0",
    "author": "Hub suite contributors",
    "website": "https://github.com/hub-suite/hub-suite",
    "category": "Hub",
    "license": "AGPL-3",
    "depends": ["hub_beneficiary", "data_recycle"],
    "auto_install": True,
}
