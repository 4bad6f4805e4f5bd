{
    "name": "Hub Core",
    "summary": "Who we work with, what we promised, what we did",
    "version": "19.0.1.0.0",
    "author": "Hub suite contributors",
    "website": "https://github.com/hub-suite/hub-suite",
    "category": "Hub",
    "license": "AGPL-3",
    "depends": ["mail", "contacts", "portal", "calendar", "phone_validation"],
    "data": [
        "security/res_groups.xml",
        "security/ir.model.access.csv",
        "wizards/hub_document_wizard_views.xml",
        "report/document_layout.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "hub_core/static/src/document/*.js",
        ],
    },
    "external_dependencies": {"python": ["babel", "weasyprint"]},
    "application": True,
}
