"""The repository speaks of the product alone: nothing in it belongs to one machine."""

import re

import pytest

from tests.support.repository import ROOT, tracked_texts

#: What a text may not hold. Each pattern is written so that it does not match itself.
FORBIDDEN = {
    "a package registry": r"\b(?:pypi|npmjs|pythonhosted)\.(?:org|com)|https?://[\w.-]*(?:registry|mirror|nexus)",
    "a package index": r"--(?:extra-)?index[-]url|--find[-]links",
    "a path of one machine": r"(?<![\w.{}])/(?:work|home|root|Users|mnt)/\w",
    "a folder beside the repository": r"\.\./(?:shared|data)/",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_text_refers_to(what):
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []
