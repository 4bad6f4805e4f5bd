{
    "name": "Hub Demo Story",
    "summary": "One year of a hub that is alive, to try the suite with: never in production",
    "version": "19.0.1.2.0",
    "author": "Hub suite contributors",
    "website": "https://github.com/hub-suite/hub-suite",
    "category": "Hub",
    "license": "AGPL-3",
    "depends": ["hub_core", "hub_beneficiary"],
    "data": [
        "data/ir_cron_data.xml",
        "views/web_login_templates.xml",
    ],
    # Read by story/, which the hook runs.
    "oca_data_manual": ["data/logins.csv", "data/people.csv", "data/requests.csv"],
    "post_init_hook": "post_init_hook",
}
