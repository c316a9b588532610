"""A real Chromium: sign in, switch on an app's codes, add a passkey and enter by it alone."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.conftest import Installation
from tests.look.chromium import chromium
from tests.parties.test_at_the_door import code_now
from tests.world import PASSWORD

pytestmark = pytest.mark.browser
PAGES = (
    "/o/aldermoor-foods/organisation/",
    "/o/aldermoor-foods/organisation/people/",
    "/o/aldermoor-foods/organisation/people/invite/",
    "/o/aldermoor-foods/organisation/sites/new/",
    "/o/aldermoor-foods/organisation/tokens/",
    "/o/aldermoor-foods/organisation/trail/",
    "/account/",
    "/account/2fa/",
    "/account/sessions/",
    "/account/email/",
    "/account/password/change/",
    "/api/",
)


@contextmanager
def serving(installation: Installation) -> Iterator[str]:
    """The installation with the world in it, served at an address of this computer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    installation.environment.update(ISONOMY_URL=address, ISONOMY_DEBUG="1")
    installation.python("from tests.world import make_world; make_world()")
    server = installation.start("runserver", "--noreload", str(port))
    try:
        for _ in range(200):
            try:
                urlopen(f"{address}/account/login/")  # noqa: S310
                break
            except URLError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def house(installation: Installation) -> Iterator[str]:
    with serving(installation) as address:
        yield address


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def sign_in(page: Page, house: str, who: str = "ines@aldermoor.example") -> None:
    page.goto(f"{house}/account/login/")
    page.fill("[name=login]", who)
    page.fill("[name=password]", PASSWORD)
    page.click("form.form button[type=submit]")
    page.wait_for_load_state()


def watched(browser: Browser, **options: Any) -> tuple[Page, list[str]]:
    """A page, and what the browser complains about while it is used."""
    page = browser.new_page(**options)
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


def test_a_passkey_and_codes_open_the_door(house: str, browser: Browser) -> None:
    page, complaints = watched(browser)
    sign_in(page, house)
    page.goto(f"{house}/account/2fa/totp/activate/")
    page.fill("[name=password]", PASSWORD)
    page.click("button.primary")
    secret = page.inner_text("#secret").strip()
    page.fill("[name=code]", code_now(secret))
    page.click("button.primary")
    page.wait_for_url("**/recovery-codes/")
    assert len(re.findall(r"\d{8}", page.input_value("#recovery_codes"))) == 10

    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(f"{house}/account/2fa/webauthn/add/")
    page.fill("[name=name]", "work phone")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/account/2fa/")
    page.goto(f"{house}/account/2fa/webauthn/")
    assert "work phone" in page.inner_text("main")

    page.context.clear_cookies()
    page.goto(f"{house}/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/account/login" not in url)
    page.goto(f"{house}/account/")
    assert "Ines Okafor" in page.input_value("[name=name]")
    assert complaints == []


def test_a_passkey_that_is_not_known_is_explained(house: str, browser: Browser) -> None:
    page, _ = watched(browser)
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    page.goto(f"{house}/account/login/")
    assert page.is_hidden("[data-passkey-failed]")
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}},
    )
    page.click("#passkey_login")
    page.wait_for_selector("[data-passkey-failed] .callout", state="visible", timeout=90_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_can_be_used_by_everyone(
    scheme: Any, width: int, house: str, browser: Browser
) -> None:
    page, complaints = watched(
        browser, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page.goto(f"{house}/account/login/")
    assert found(page) == []
    sign_in(page, house)
    for place in PAGES:
        page.goto(house + place)
        assert found(page) == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
    assert complaints == []


def found(page: Page) -> list[str]:
    """What axe finds on a page, with the first place of each."""
    results = Axe().run(page).response
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in results["violations"]]
