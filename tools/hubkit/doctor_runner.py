"""Runs inside the virtual environment: ``python doctor_runner.py CONFIG [DATABASE]``; prints JSON."""

import contextlib
import datetime
import io
import json
import sys
import unicodedata
import zoneinfo
from importlib.metadata import version

import odoo.release
import pytz
from odoo.tools import config

#: Local noon on days when Morocco's clock was unusual: Ramadan, a summer, after 2026-09-20.
SAMPLES = ("2025-03-15", "2025-07-15", "2026-06-15", "2026-10-15", "2027-01-15")
ZONE = "Africa/Casablanca"
ARABIC = "مركز الابتكار الاجتماعي والرقمي بالرباط"


def main(config_file: str, database: str = "") -> int:
    config.parse_config(["-c", config_file, "--no-http", "--log-level=critical"])
    results = versions()
    import odoo.sql_db

    with odoo.sql_db.db_connect(database or "postgres", allow_uri=True).cursor() as cr:
        cr.execute("SHOW server_version")
        results.append(("ok", "PostgreSQL", cr.fetchone()[0]))
        results.append(time_zones(cr))
        if database:
            results += table_objects(database, cr)
            results += wall_clocks(database, cr)
    results.append(arabic_pdf())
    print(json.dumps(results))
    return 0


def versions() -> list[tuple]:
    names = ("lxml", "reportlab", "weasyprint", "Werkzeug")
    return [
        ("ok", "Python", sys.version.split()[0]),
        ("ok", "Odoo", odoo.release.version),
        *(("ok", name, version(name)) for name in names),
    ]


def time_zones(cr) -> tuple:
    """Compare what pytz, zoneinfo and PostgreSQL say of Morocco's clock on the same days."""
    differences = []
    for sample in SAMPLES:
        noon = datetime.datetime.fromisoformat(f"{sample}T12:00:00")
        with_pytz = pytz.timezone(ZONE).localize(noon).utcoffset()
        with_zoneinfo = noon.replace(tzinfo=zoneinfo.ZoneInfo(ZONE)).utcoffset()
        cr.execute("SELECT %s::timestamp - (%s::timestamp AT TIME ZONE %s AT TIME ZONE 'UTC')", (noon, noon, ZONE))
        hours = {
            "pytz": with_pytz.total_seconds() / 3600,
            "zoneinfo": with_zoneinfo.total_seconds() / 3600,
            "PostgreSQL": cr.fetchone()[0].total_seconds() / 3600,
        }
        if len(set(hours.values())) > 1:
            differences.append(f"{sample} " + ", ".join(f"{name} {value:+g} h" for name, value in hours.items()))
    if differences:
        return (
            "warn",
            "time zones",
            f"sources disagree, the suite follows pytz {pytz.OLSON_VERSION}: " + "; ".join(differences),
        )
    return ("ok", "time zones", f"pytz {pytz.OLSON_VERSION}, zoneinfo and PostgreSQL agree on {ZONE}")


def table_objects(database: str, cr) -> list[tuple]:
    """Each constraint and index that a hub model declares must be in the database: Odoo only logs
    when it could not create one."""
    import odoo.modules.registry

    registry = odoo.modules.registry.Registry(database)
    cr.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
    present = {row[0] for row in cr.fetchall()}
    expected = [
        item.full_name(model)
        for model in registry.models.values()
        if model._auto and not model._abstract
        for item in model._table_objects.values()
        if item._module.startswith("hub_")
    ]
    missing = sorted(set(expected) - present)
    if missing:
        return [("PROBLEM", "constraints", f"{len(missing)} are missing: {', '.join(missing)}")]
    return [("ok", "constraints", f"{len(expected)} declared, {len(expected)} present")]


def wall_clocks(database: str, cr) -> list[tuple]:
    """Dates to come whose instants no longer follow from the hour that was agreed: pytz was renewed."""
    import odoo.api
    import odoo.modules.registry

    registry = odoo.modules.registry.Registry(database)
    if "hub.wall.clock.mixin" not in registry:
        return []
    mixin = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})["hub.wall.clock.mixin"]
    moved = sum(len(model._find_clock_changes()) for model in mixin._get_wall_clock_models())
    if not moved:
        return [("ok", "wall clocks", "all dates to come are at the hour that was agreed")]
    repair = 'env["hub.wall.clock.mixin"]._rederive_utc_everywhere(); env.cr.commit()'
    return [("PROBLEM", "wall clocks", f"{moved} dates to come follow old zone data; in ./hub shell: {repair}")]


def arabic_pdf() -> tuple:
    """Render an Arabic sentence and read it back."""
    from pdfminer.high_level import extract_text
    from weasyprint import HTML

    html = f"<p lang='ar' dir='rtl' style='font-family: Noto Naskh Arabic'>{ARABIC}</p>"
    with contextlib.redirect_stderr(io.StringIO()):
        text = unicodedata.normalize("NFKC", extract_text(io.BytesIO(HTML(string=html).write_pdf())))
    words = {word for line in text.split() for word in (line, line[::-1])}
    lost = [word for word in ARABIC.split() if word not in words]
    if lost:
        return ("PROBLEM", "Arabic in PDF", f"words are lost: {' '.join(lost)}")
    return ("ok", "Arabic in PDF", "all words of the sample are there")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
