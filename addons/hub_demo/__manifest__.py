{
    "name": "Hub Demo Story",
    "summary": "One year of a hub that is alive, to try the suite with: never in production",
    "version": "19.0.1.0.0",
    "author": "Hub suite contributors",
    "website": "https://github.com/hub-suite/hub-suite",
    "category": "Hub",
    "license": "AGPL-3",
    "depends": ["hub_core", "hub_beneficiary"],
    "data": [
        "views/web_login_templates.xml",
    ],
    "post_init_hook": "post_init_hook",
    "installable": True,
}
