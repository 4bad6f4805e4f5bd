"""Whoever passes the rights says why, beside it."""

import ast
import re

import pytest

from tests.support.repository import ADDONS, DEMO, manifest, texts_of

_REASON = re.compile(r"#.*\b(sudo|reason|see above)\b|superuser")


def get_unexplained(text: str) -> list[int]:
    """Lines that call ``sudo()`` without a comment in a function where none before it, or its docstring, says why."""
    lines = text.splitlines()
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    missing = []
    for number, line in enumerate(lines, 1):
        if ".sudo()" not in line.partition("#")[0]:
            continue
        if "#" in line or lines[number - 2].lstrip().startswith("#"):
            continue
        around = [node for node in functions if node.lineno <= number <= node.end_lineno]
        start = max((node.lineno for node in around), default=number)
        if not _REASON.search("\n".join(lines[start - 1 : number])):
            missing.append(number)
    return missing


def test_a_call_without_a_reason_is_found():
    bare = "def one(self):\n    return self.sudo().name\n"
    assert get_unexplained(bare) == [2]
    assert get_unexplained(bare.replace("    return", "    # sudo: the name is public.\n    return")) == []
    assert get_unexplained("# sudo: elsewhere\n" + bare) == [3], "a function says it for itself"


# The demo story is told by the superuser.
@pytest.mark.parametrize("addon", [name for name in manifest() if name != DEMO])
def test_every_sudo_says_why(addon):
    found = [
        f"{path.relative_to(ADDONS)}:{number}"
        for path, text in texts_of(ADDONS / addon, ".py")
        if "tests" not in path.parts
        for number in get_unexplained(text)
    ]
    assert not found, "sudo() without its reason:\n" + "\n".join(found)
