"""The component page in a real Chromium: nothing for axe to find, keys work, nothing scrolls sideways."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, sync_playwright

from tests.look.pages import kit_page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'"


class Pages(BaseHTTPRequestHandler):
    """Serves the component page and the static files, under the policy of the house."""

    kit = ""

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/kit/":
            self._send(Pages.kit.encode(), "text/html; charset=utf-8")
            return
        found = finders.find(path.removeprefix("/static/"))
        if isinstance(found, str):
            kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
            self._send(Path(found).read_bytes(), kind)
        else:
            self.send_error(404)

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing while tests run."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    Pages.kit = kit_page()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/kit/"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def opened(browser: Browser, address: str, *, width: int = 1440, scheme: str = "light") -> Page:
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda said: page.complaints.append(said.text))  # type: ignore[attr-defined]
    page.goto(address)
    page.evaluate("document.fonts.ready")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(browser: Browser, address: str, width: int, scheme: str) -> None:
    page = opened(browser, address, width=width, scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    page.close()


@pytest.mark.parametrize("width", [1440, 768, 390, 320])
def test_nothing_scrolls_the_page_sideways(browser: Browser, address: str, width: int) -> None:
    page = opened(browser, address, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_policy_of_the_house_is_never_broken(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    assert [said for said in page.complaints if "Policy" in said] == []  # type: ignore[attr-defined]
    page.close()


def test_the_sprite_takes_the_colours_of_the_page(browser: Browser, address: str) -> None:
    """The tick inside a sign is paper: white by day, dark by night, though it is another file."""
    ticks = []
    for scheme in ("light", "dark"):
        page = opened(browser, address, scheme=scheme)
        sign = page.locator("#status .status.ok svg").first
        box = sign.bounding_box()
        assert box is not None
        assert box["width"] > 10
        ticks.append(sign.screenshot())
        page.close()
    assert ticks[0] != ticks[1]


def test_keys_choose_a_verdict_and_stay_off_inside_fields(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    chosen = "document.querySelector('[name=kit_verdict]:checked').value"
    page.keyboard.press("3")
    assert page.evaluate(chosen) == "does_not_conform"
    page.locator("#kit_name").focus()
    page.keyboard.press("1")
    assert page.evaluate(chosen) == "does_not_conform"
    assert "1" in page.locator("#kit_name").input_value()
    page.close()


def test_keys_can_be_switched_off_and_stay_off(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("?")
    assert page.locator("#all-keys[open]").count() == 0
    page.close()


def test_a_menu_closes_on_escape_and_gives_the_focus_back(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    summary = page.locator("#menu details.switch summary").first
    summary.click()
    assert page.locator("#menu details[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#menu details[open]").count() == 0
    assert summary.evaluate("one => one === document.activeElement")
    page.close()


def test_a_dialog_opens_and_closes_by_its_buttons(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.locator("[data-opens=kit-modal]").click()
    assert page.locator("#kit-modal").evaluate("one => one.matches(':modal')")
    page.locator("#kit-modal [data-closes]").click()
    assert page.locator("#kit-modal[open]").count() == 0
    page.close()


def test_a_page_mirrors_for_languages_that_run_the_other_way(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.evaluate("document.documentElement.dir = 'rtl'")
    heading = page.locator("#verdict h2").bounding_box()
    example = page.locator("#verdict .kit-show").bounding_box()
    assert heading is not None
    assert example is not None
    assert heading["x"] > example["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    page.close()
