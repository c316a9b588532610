"""The component page is complete: whoever builds a page finds every part there."""

from __future__ import annotations

import re

from isonomy.base.kit import EXAMPLES
from tests.look.pages import SRC, TEMPLATES, kit_page

COMPONENTS = {path.stem.replace("_", "-") for path in (TEMPLATES / "cotton").glob("*.html")}


def test_every_component_stands_on_the_component_page() -> None:
    written = "".join(path.read_text() for path in (TEMPLATES / "base/kit").glob("*.html"))
    shown = set(re.findall(r"<c-([a-z-]+)", written)) - {"slot", "vars"}
    assert COMPONENTS - shown == set()
    assert shown - COMPONENTS == set()


def test_every_example_has_its_row_and_every_row_its_example() -> None:
    files = {path.stem for path in (TEMPLATES / "base/kit").glob("*.html")}
    assert {example.slug for example in EXAMPLES} == files
    page = kit_page()
    for example in EXAMPLES:
        assert f'<section class="kit-row" id="{example.slug}">' in page
        assert str(example.sentence) in page.replace("&#x27;", "'")


def test_no_component_is_printed_raw_and_none_is_left_empty() -> None:
    page = re.sub(r"<pre class=\"code\".*?</pre>", "", kit_page(), flags=re.S)
    assert "<c-" not in page
    assert "{%" not in page
    shows = re.findall(r'<div class="kit-show">(.*?)<details class="how no-print"', page, re.S)
    assert len(shows) == len(EXAMPLES)
    assert min(len(re.sub(r"\s", "", show)) for show in shows) > 80


def test_every_component_says_what_it_is_for_and_what_it_takes() -> None:
    for path in (TEMPLATES / "cotton").glob("*.html"):
        first = path.read_text().splitlines()[0]
        assert first.startswith("{# "), path.name
        assert len(first) > 30, path.name


def test_a_page_has_one_heading_of_the_first_rank() -> None:
    assert len(re.findall(r"<h1[ >]", kit_page())) == 1


def test_every_component_that_a_page_uses_exists() -> None:
    unknown = {
        f"{path.name}: c-{name}"
        for path in SRC.rglob("templates/**/*.html")
        for name in re.findall(r"<c-([a-z-]+)", path.read_text())
        if name not in COMPONENTS | {"slot", "vars"}
    }
    assert unknown == set()


def test_every_attribute_given_to_a_component_is_one_it_takes() -> None:
    """A misspelt attribute would vanish without an error."""
    strange = set()
    for path in SRC.rglob("templates/**/*.html"):
        if path.parent.name == "cotton":
            continue
        for name, given in re.findall(
            r"<c-([a-z-]+)((?:\s+[^\s=/>]+=\"[^\"]*\")+)", path.read_text()
        ):
            if name in {"slot", "vars"}:
                continue
            source = (TEMPLATES / f"cotton/{name.replace('-', '_')}.html").read_text()
            if "{{ attrs }}" in source:
                continue
            takes = set(re.findall(r"[\s:]([a-z_]+)=", source.split("<c-vars")[-1].split("/>")[0]))
            wanted = {word.replace("-", "_") for word in re.findall(r"\s:?([a-z-]+)=\"", given)}
            strange |= {f"{path.name}: c-{name} {word}" for word in wanted - takes}
    assert strange == set()
