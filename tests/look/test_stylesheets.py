"""The style sheets stay small, layered and self-contained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.look.pages import STATIC, TEMPLATES

SHEETS = sorted(STATIC.glob("*.css"))


LOADED = re.findall(r"isonomy/([a-z]+\.css)", (TEMPLATES / "base/skeleton.html").read_text())


def test_the_style_sheets_of_a_page_stay_under_fifty_kilobytes_together() -> None:
    assert {path.name for path in SHEETS} - set(LOADED) == {"kit.css"}
    assert sum((STATIC / name).stat().st_size for name in LOADED) < 50_000


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_rule_stands_in_a_layer(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    text = re.sub(r'url\("[^"]*"\)', "url()", text)
    outside, depth, head = [], 0, ""
    for sign in text:
        if sign == "{":
            if depth == 0:
                outside.append(head.strip())
                head = ""
            depth += 1
        elif sign == "}":
            depth -= 1
            assert depth >= 0
        elif sign == ";" and depth == 0:
            outside.append(head.strip())
            head = ""
        elif depth == 0:
            head += sign
    assert depth == 0
    assert outside
    assert [rule for rule in outside if not re.match(r"@layer |@font-face$", rule)] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_file_a_style_sheet_names_is_ours_and_exists(path: Path) -> None:
    for address in re.findall(r'url\("?([^")]+)"?\)', path.read_text()):
        assert (STATIC / address).is_file(), address


def test_no_direction_is_fixed_so_that_pages_mirror() -> None:
    physical = re.compile(
        r"(?<![\w-])(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:left|right)\s*:|text-align:\s*(?:left|right)"
    )
    for path in SHEETS:
        assert physical.findall(path.read_text()) == [], path.name


def test_fonts_have_their_licences_beside_them() -> None:
    families = {"commissioner", "source-sans-3", "source-code-pro"}
    for font in (STATIC / "fonts").glob("*.woff2"):
        assert any(font.name.startswith(family) for family in families), font.name
    for family in families:
        text = (STATIC / f"fonts/OFL-{family}.txt").read_text()
        assert "SIL OPEN FONT LICENSE" in text.upper()
