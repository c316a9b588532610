"""The component page in a real Chromium: nothing for axe to find, keys work, nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.look.chromium import chromium, served, visited
from tests.look.pages import kit_page
from tests.look.test_layouts import ALDERMOOR, FENWICK, page, place

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(kit_page()) as stage:
        yield stage.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(browser: Browser, address: str, width: int, scheme: str) -> None:
    window = visited(browser, address, width=width, scheme=scheme)
    found = Axe().run(window).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    window.close()


@pytest.mark.parametrize("width", [1440, 768, 390, 320])
def test_nothing_scrolls_the_page_sideways(browser: Browser, address: str, width: int) -> None:
    window = visited(browser, address, width=width)
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    window.close()


@pytest.mark.parametrize("width", [1440, 1100, 768, 390, 320])
def test_a_long_name_of_an_organisation_leaves_room_for_the_rest(
    browser: Browser, width: int
) -> None:
    name = "Vereinigte Molkereien und Käsereien des südlichen Allgäus eG"
    long = [{**ALDERMOOR, "name": name}, FENWICK]
    shown = page(
        organisations=long, is_demo=True, navigation=[place(f"Place {n}") for n in range(6)]
    )
    with served(shown) as stage:
        window = visited(browser, stage.address, width=width)
        assert window.evaluate("document.documentElement.scrollWidth") <= width
        account = window.locator(".account summary").bounding_box()
        assert account is not None
        assert account["x"] + account["width"] <= width
        window.close()


def test_the_policy_of_the_house_is_never_broken(browser: Browser, address: str) -> None:
    window = visited(browser, address)
    assert [said for said in window.complaints if "Policy" in said] == []  # type: ignore[attr-defined]
    window.close()


def test_the_sprite_takes_the_colours_of_the_page(browser: Browser, address: str) -> None:
    """The tick inside a sign is paper: white by day, dark by night, though it is another file."""
    ticks = []
    for scheme in ("light", "dark"):
        window = visited(browser, address, scheme=scheme)
        sign = window.locator("#status .status.ok svg").first
        box = sign.bounding_box()
        assert box is not None
        assert box["width"] > 10
        ticks.append(sign.screenshot())
        window.close()
    assert ticks[0] != ticks[1]


def test_keys_choose_a_verdict_and_stay_off_inside_fields(browser: Browser, address: str) -> None:
    window = visited(browser, address)
    chosen = "document.querySelector('[name=kit_verdict]:checked').value"
    window.keyboard.press("3")
    assert window.evaluate(chosen) == "does_not_conform"
    window.locator("#kit_name").focus()
    window.keyboard.press("1")
    assert window.evaluate(chosen) == "does_not_conform"
    assert "1" in window.locator("#kit_name").input_value()
    window.close()


def test_keys_can_be_switched_off_and_stay_off(browser: Browser, address: str) -> None:
    window = visited(browser, address)
    window.keyboard.press("?")
    window.locator("[data-keys-switch]").uncheck()
    window.keyboard.press("Escape")
    window.reload()
    window.keyboard.press("?")
    assert window.locator("#all-keys[open]").count() == 0
    window.close()


def test_a_menu_closes_on_escape_and_gives_the_focus_back(browser: Browser, address: str) -> None:
    window = visited(browser, address)
    summary = window.locator("#menu details.switch summary").first
    summary.click()
    assert window.locator("#menu details[open]").count() == 1
    window.keyboard.press("Escape")
    assert window.locator("#menu details[open]").count() == 0
    assert summary.evaluate("one => one === document.activeElement")
    window.close()


def test_a_dialog_opens_and_closes_by_its_buttons(browser: Browser, address: str) -> None:
    window = visited(browser, address)
    window.locator("[data-opens=kit-modal]").click()
    assert window.locator("#kit-modal").evaluate("one => one.matches(':modal')")
    window.locator("#kit-modal [data-closes]").click()
    assert window.locator("#kit-modal[open]").count() == 0
    window.close()


def test_a_page_mirrors_for_languages_that_run_the_other_way(
    browser: Browser, address: str
) -> None:
    window = visited(browser, address)
    window.evaluate("document.documentElement.dir = 'rtl'")
    heading = window.locator("#verdict h2").bounding_box()
    example = window.locator("#verdict .kit-show").bounding_box()
    assert heading is not None
    assert example is not None
    assert heading["x"] > example["x"]
    assert window.evaluate("document.documentElement.scrollWidth") <= 1440
    window.close()
