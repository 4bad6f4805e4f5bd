"""Runs inside the virtual environment: ``python i18n_runner.py CONFIG DATABASE ADDONS NAME…``.

For each addon: export ``i18n/NAME.pot``, merge it into ``ar.po`` and ``fr.po`` (polib), and print
one line for each text that is missing, fuzzy, or whose placeholders or markup differ.
"""

import io
import re
import sys
from pathlib import Path

import odoo.api
import odoo.modules.registry
import polib
from odoo.tools import config
from odoo.tools.translate import trans_export

LANGUAGES = {"ar": "ar_MA", "fr": "fr_FR"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}|<(\w+)|\$\{[^}]*\}|#\{[^}]*\}")


def main(config_file: str, database: str, folder: str, *names: str) -> int:
    config.parse_config(["-c", config_file, "-d", database, "--no-http", "--log-level=critical"])
    registry = odoo.modules.registry.Registry(database)
    findings = []
    with registry.cursor() as cr:
        env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
        for name in names:
            source = export(env, name)
            target = Path(folder) / name / "i18n"
            target.mkdir(exist_ok=True)
            source.save(str(target / f"{name}.pot"))
            for short, code in LANGUAGES.items():
                findings += merge(target / f"{short}.po", source, code)
    print("".join(f"{finding}\n" for finding in findings), end="")
    return 0


def export(env, name: str) -> polib.POFile:
    buffer = io.BytesIO()
    trans_export(None, [name], buffer, "po", env)
    pot = polib.pofile(buffer.getvalue().decode())
    # What changes at each export says nothing.
    for key in ("POT-Creation-Date", "PO-Revision-Date"):
        pot.metadata.pop(key, None)
    pot.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    return pot


def merge(file: Path, source: polib.POFile, code: str) -> list[str]:
    po = polib.pofile(str(file)) if file.exists() else polib.POFile()
    po.metadata = {
        **source.metadata,
        "Language": file.stem,
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n > 1);" if file.stem == "fr" else "nplurals=1; plural=0;",
    }
    po.header = f"Translation of the hub suite: {code}"
    po.merge(source)
    for entry in po.obsolete_entries():
        po.remove(entry)
    po.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    po.save(str(file))
    findings = []
    for entry in po:
        where = f"{file.parent.parent.name}/{file.name}: {entry.msgid[:70]!r}"
        if entry.fuzzy:
            findings.append(f"{where} is fuzzy")
        elif not entry.msgstr:
            findings.append(f"{where} is missing")
        elif sorted(marks(entry.msgid)) != sorted(marks(entry.msgstr)):
            findings.append(f"{where} has other placeholders or markup than its source")
    return findings


def marks(text: str) -> list[str]:
    return [found[0] for found in PLACEHOLDER.finditer(text)]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
