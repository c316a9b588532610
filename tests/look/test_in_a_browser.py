"""The component page in a real Chromium: nothing for axe to find, keys work, nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.look.chromium import chromium, served, visited
from tests.look.pages import kit_page

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
    page = visited(browser, address, width=width, scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    page.close()


@pytest.mark.parametrize("width", [1440, 768, 390, 320])
def test_nothing_scrolls_the_page_sideways(browser: Browser, address: str, width: int) -> None:
    page = visited(browser, address, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_policy_of_the_house_is_never_broken(browser: Browser, address: str) -> None:
    page = visited(browser, address)
    assert [said for said in page.complaints if "Policy" in said] == []  # type: ignore[attr-defined]
    page.close()


def test_the_sprite_takes_the_colours_of_the_page(browser: Browser, address: str) -> None:
    """The tick inside a sign is paper: white by day, dark by night, though it is another file."""
    ticks = []
    for scheme in ("light", "dark"):
        page = visited(browser, address, scheme=scheme)
        sign = page.locator("#status .status.ok svg").first
        box = sign.bounding_box()
        assert box is not None
        assert box["width"] > 10
        ticks.append(sign.screenshot())
        page.close()
    assert ticks[0] != ticks[1]


def test_keys_choose_a_verdict_and_stay_off_inside_fields(browser: Browser, address: str) -> None:
    page = visited(browser, address)
    chosen = "document.querySelector('[name=kit_verdict]:checked').value"
    page.keyboard.press("3")
    assert page.evaluate(chosen) == "does_not_conform"
    page.locator("#kit_name").focus()
    page.keyboard.press("1")
    assert page.evaluate(chosen) == "does_not_conform"
    assert "1" in page.locator("#kit_name").input_value()
    page.close()


def test_keys_can_be_switched_off_and_stay_off(browser: Browser, address: str) -> None:
    page = visited(browser, address)
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("?")
    assert page.locator("#all-keys[open]").count() == 0
    page.close()


def test_a_menu_closes_on_escape_and_gives_the_focus_back(browser: Browser, address: str) -> None:
    page = visited(browser, address)
    summary = page.locator("#menu details.switch summary").first
    summary.click()
    assert page.locator("#menu details[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#menu details[open]").count() == 0
    assert summary.evaluate("one => one === document.activeElement")
    page.close()


def test_a_dialog_opens_and_closes_by_its_buttons(browser: Browser, address: str) -> None:
    page = visited(browser, address)
    page.locator("[data-opens=kit-modal]").click()
    assert page.locator("#kit-modal").evaluate("one => one.matches(':modal')")
    page.locator("#kit-modal [data-closes]").click()
    assert page.locator("#kit-modal[open]").count() == 0
    page.close()


def test_a_page_mirrors_for_languages_that_run_the_other_way(
    browser: Browser, address: str
) -> None:
    page = visited(browser, address)
    page.evaluate("document.documentElement.dir = 'rtl'")
    heading = page.locator("#verdict h2").bounding_box()
    example = page.locator("#verdict .kit-show").bounding_box()
    assert heading is not None
    assert example is not None
    assert heading["x"] > example["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    page.close()
