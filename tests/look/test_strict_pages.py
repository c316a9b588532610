"""A strict content security policy holds: nothing in a template needs to be excused from it."""

from __future__ import annotations

import re

import pytest

from tests.look.pages import SRC, STATIC, kit_page

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "a style element": re.compile(r"<style[\s>]"),
    "a script inside the page": re.compile(
        r"<script(?![^>]*\s(?:src=|type=[\"']application/json))[^>]*>"
    ),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']"),
    "a javascript address": re.compile(r"javascript:", re.I),
    "an htmx expression that needs eval": re.compile(r"hx-(on|vals)[:=]\s*[\"']?js:|hx-on:"),
    "something from another site": re.compile(
        r"<(script|link|img|iframe)[^>]*(src|href)=[\"']https?:"
    ),
}
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 60


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    found = [
        f"{path.relative_to(SRC)}: {hit.group(0)[:80]}"
        for path in TEMPLATES
        for hit in FORBIDDEN[what].finditer(re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S))
    ]
    assert found == []


def test_the_drawn_component_page_holds_none_of_it_either() -> None:
    page = re.sub(r"<pre class=\"code\".*?</pre>", "", kit_page(), flags=re.S)
    for what, pattern in FORBIDDEN.items():
        assert pattern.search(page) is None, what


def test_scripts_never_build_code_from_text() -> None:
    for path in (STATIC / "js").glob("*.js"):
        text = path.read_text()
        assert not re.search(r"\beval\(|new Function\(|innerHTML|document\.write", text), path.name
        assert len(text.splitlines()) < 200, path.name
