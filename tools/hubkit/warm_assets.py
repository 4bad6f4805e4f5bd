"""A script for shell_runner: builds the style sheets and scripts of both directions of writing.

They become part of a template, so that nobody waits for them: not the first person who opens the
page, and not each test run.
"""

#: Bundle → has scripts, has style sheets
BUNDLES = {
    "web.assets_web": (True, True),
    "web.assets_web_print": (False, True),
    "web.assets_frontend": (True, True),
    "web.assets_frontend_minimal": (True, False),
    "web.assets_frontend_lazy": (True, False),
    "bus.websocket_worker_assets": (True, False),
    "web_tour.interactive": (True, False),
}

qweb = env["ir.qweb"]  # noqa: F821 - shell_runner gives env
for name, (scripts, styles) in BUNDLES.items():
    if scripts:
        qweb._get_asset_bundle(name, css=False, js=True).js()
    if styles:
        for rtl in (False, True):
            qweb._get_asset_bundle(name, css=True, js=False, rtl=rtl).css()
