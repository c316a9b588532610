"""Every page of the house as people see it: nothing for axe to find, nothing sideways, no complaint."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from tests.journeys.houses import House
from tests.journeys.left_out import NOT_A_PAGE, ONLY_SENT
from tests.journeys.looking import Scheme, faults, signed_in, window

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

Places = dict[str, list[str]]
ADMINISTRATOR, MANAGER = "ruth@aldermoor.example", "ines@aldermoor.example"
OTHERWISE = {
    "parties:first": 410,  # the link was used
    "socialaccount_login_error": 401,
    "mfa_deactivate_totp": 404,  # no app is connected
    "mfa_view_recovery_codes": 404,
}
"""Pages that are shown with another status than 200."""

OF_STRANGERS = (
    "account",
    "mfa",
    "socialaccount",
    "start",
    "about",
    "parties:accept",
    "parties:first",
)


@pytest.fixture(scope="session")
def places(demo: House) -> Places:
    """The addresses of all pages, by name."""
    program = "from tests.journeys.addresses import tell; tell()"
    told = demo.run("-m", "isonomy.cli", "shell", "--no-imports", "-c", program)
    found: Places = json.loads(told.splitlines()[-1])
    return found


def test_every_address_is_looked_at_or_left_out_with_a_reason(places: Places) -> None:
    assert [name for name, addresses in places.items() if "?" in addresses] == []
    assert not set(NOT_A_PAGE) & ONLY_SENT
    assert not (set(NOT_A_PAGE) | ONLY_SENT) & set(places)
    assert len(places) > 70


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_every_page_of_an_administrator(
    browser: Browser, demo: House, places: Places, width: int, scheme: Scheme
) -> None:
    state = signed_in(browser, demo, ADMINISTRATOR)
    found, statuses = [], {}
    with window(browser, width=width, scheme=scheme, state=state) as opened:
        for name, addresses in places.items():
            for address in addresses:
                statuses[name] = opened.open(demo.address + address)
                found += [f"{address}: {fault}" for fault in faults(opened)]
    assert "\n".join(found) == ""
    assert {name: code for name, code in statuses.items() if code != 200} == OTHERWISE


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_every_page_of_a_manager_in_german(
    browser: Browser, demo: House, places: Places, width: int, scheme: Scheme
) -> None:
    state = signed_in(browser, demo, MANAGER)
    found = []
    with window(browser, width=width, scheme=scheme, state=state, language="de-DE") as opened:
        for addresses in places.values():
            assert opened.open(demo.address + addresses[0]) < 500
            found += [f"{addresses[0]}: {fault}" for fault in faults(opened)]
            if opened.page.evaluate("document.documentElement.lang") != "de":
                found.append(f"{addresses[0]}: it is not in German")
    assert "\n".join(found) == ""


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_every_page_of_a_stranger(
    browser: Browser, demo: House, places: Places, width: int, scheme: Scheme
) -> None:
    found, language = [], "de-DE" if scheme == "dark" else "en-GB"
    with window(browser, width=width, scheme=scheme, language=language) as opened:
        for name, addresses in places.items():
            if name.startswith(OF_STRANGERS):
                assert opened.open(demo.address + addresses[0]) < 500
                found += [f"{addresses[0]}: {fault}" for fault in faults(opened)]
    assert "\n".join(found) == ""


def test_an_address_that_leads_nowhere_says_so(browser: Browser, demo: House) -> None:
    with window(browser, width=390) as opened:
        assert opened.open(f"{demo.address}/about/nothing/") == 404
        assert faults(opened) == []
        assert "There is nothing at this address" in opened.page.locator("h1").inner_text()
