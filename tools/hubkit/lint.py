"""``./hub lint``: ruff, pylint-odoo, XML and manifest checks. 0 findings, or it fails."""

import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from .addons import manifests
from .console import say, step
from .packages import environment
from .settings import ADDONS, Settings

#: Checks that do not apply, with the reason.
PYLINT_OFF = {
    "consider-merging-classes-inherited": "a large model is split by topic, a file each",
    "missing-readme": "the texts are in readme/*.md, which manifest_findings() checks",
}
OCA_OFF = {
    "xml-field-numeric-without-eval": "Odoo converts the text of a numeric field itself",
    "xml-header-wrong": "utf-8 and UTF-8 are the same encoding",
}
PO_OFF = {
    "po-pretty-format": "it empties translations that equal their source; ./hub i18n writes the format",
}
REQUIRED = ("name", "version", "summary", "author", "website", "category", "license", "depends")


def run(settings: Settings) -> int:
    """Print every finding; return 0 when there is none."""
    findings: list[str] = []
    with step("lint"):
        findings += _program(settings, "ruff", "check", "--quiet", "--output-format=concise", ".")
        findings += _program(settings, "ruff", "format", "--check", "--quiet", ".")
        if manifests():
            paths = [str(ADDONS / name) for name in manifests()]
            jobs = str(os.cpu_count() or 1)
            findings += _program(
                settings, "pylint", f"-j{jobs}", "--rcfile=config/pylintrc", f"--disable={','.join(PYLINT_OFF)}", *paths
            )
            findings += _program(settings, "oca-checks-odoo-module", f"--disable={','.join(OCA_OFF)}", *paths)
            files = [str(file) for file in sorted(ADDONS.glob("*/i18n/*.po"))]
            if files:
                findings += _program(settings, "oca-checks-po", f"--disable={','.join(PO_OFF)}", *files)
        findings += xml_findings()
        findings += manifest_findings()
    for finding in findings:
        print(finding)
    say(f"lint: {len(findings)} findings")
    return 1 if findings else 0


def _program(settings: Settings, program: str, *arguments: str) -> list[str]:
    done = subprocess.run(
        [str(settings.venv / "bin" / program), *arguments], cwd=settings.root, capture_output=True, text=True,
        check=False, env=environment(settings),
    )  # fmt: skip
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip() and "*****" not in line]
    if done.returncode and not lines:
        lines = [f"{program} failed with exit status {done.returncode}"]
    return lines if done.returncode else []


def xml_findings() -> list[str]:
    """Files that do not parse, twice-used ids, and XML that no manifest loads."""
    findings = []
    for name, manifest in manifests().items():
        seen: dict[str, Path] = {}
        loaded = {*manifest.get("data", ()), *manifest.get("demo", ())}
        for file in sorted((ADDONS / name).rglob("*.xml")):
            inside = file.relative_to(ADDONS / name)
            try:
                root = ElementTree.parse(file).getroot()
            except ElementTree.ParseError as error:
                findings.append(f"{file}: {error}")
                continue
            if inside.parts[0] in ("static", "tests"):
                continue
            if str(inside) not in loaded:
                findings.append(f"{file}: no manifest loads it")
            for node in root.iter():
                xml_id = node.get("id")
                if node.tag not in ("record", "template", "menuitem") or not xml_id:
                    continue
                if xml_id in seen and node.tag != "record":
                    findings.append(f"{file}: the id {xml_id} is in {seen[xml_id]} too")
                seen[xml_id] = file
                if node.tag == "record" and not node.get("model"):
                    findings.append(f"{file}: the record {xml_id} has no model")
    return findings


def manifest_findings() -> list[str]:
    findings = []
    for name, manifest in manifests().items():
        file = ADDONS / name / "__manifest__.py"
        findings += [f"{file}: no '{key}'" for key in REQUIRED if key not in manifest]
        if not str(manifest.get("version", "")).startswith("19.0."):
            findings.append(f"{file}: the version does not start with 19.0.")
        if manifest.get("license") != "AGPL-3":
            findings.append(f"{file}: the licence is not AGPL-3")
        for path in (*manifest.get("data", ()), *manifest.get("demo", ())):
            if not (ADDONS / name / path).is_file():
                findings.append(f"{file}: there is no {path}")
        for path in ("static/description/icon.png", "i18n/ar.po", "i18n/fr.po", "readme/DESCRIPTION.md"):
            if not (ADDONS / name / path).is_file():
                findings.append(f"{ADDONS / name}: there is no {path}")
    return findings
