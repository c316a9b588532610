"""A person reads in the language of the account, a stranger in that of the browser or of their choice."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format, localize
from django.utils.translation import gettext

from isonomy.gap.papers.words import Words
from isonomy.gap.queries.results import working
from isonomy.norms.gap.state import State
from tests.language.visible import Page
from tests.world import World

GERMAN = {"Accept-Language": "de-AT,de;q=0.9"}


def language_of(html: str) -> str:
    page = Page()
    page.feed(html)
    return page.language


def test_a_stranger_chooses_german_and_keeps_it(db: None) -> None:
    browser = Client()
    english = browser.get("/account/login/").content.decode()
    assert "Sign in" in english
    assert '<button class="aslink" name="language" value="de" lang="de">Deutsch</button>' in english
    browser.post("/language", {"language": "de", "next": "/account/login/"})
    page = browser.get("/account/login/").content.decode()
    assert language_of(page) == "de"
    assert "Anmelden" in page


def test_a_browser_that_asks_for_german_gets_it(db: None) -> None:
    page = Client(headers=GERMAN).get("/account/login/").content.decode()
    assert language_of(page) == "de"


def test_the_account_decides_over_the_browser(world: World) -> None:
    browser = world.client("mei")
    browser.post("/language", {"language": "de", "next": "/"})
    world.people["mei"].refresh_from_db()
    assert world.people["mei"].language == "de"
    elsewhere = world.client("mei")  # another browser of hers, without the choice
    page = elsewhere.get("/o/aldermoor-foods/organisation/").content.decode()
    assert language_of(page) == "de"
    assert "Standorte" in page


def test_an_unknown_language_is_not_kept(world: World) -> None:
    browser = world.client("mei")
    browser.post("/language", {"language": "xx", "next": "/"})
    world.people["mei"].refresh_from_db()
    assert world.people["mei"].language == ""


@pytest.mark.parametrize("address", ["/nothing-here/", "/o/somebody-else/"])
def test_a_missing_page_says_so_in_german(address: str, world: World) -> None:
    world.people["mei"].language = "de"
    world.people["mei"].save()
    answer = world.client("mei").get(address)
    assert answer.status_code == 404
    assert "An dieser Adresse gibt es nichts" in answer.content.decode()


def test_a_wrong_password_is_refused_in_german(world: World) -> None:
    answer = Client(headers=GERMAN).post(
        "/account/login/", {"login": "mei@aldermoor.example", "password": "wrong"}
    )
    page = answer.content.decode()
    assert language_of(page) == "de"
    assert "not correct" not in page


def test_a_count_of_points_has_the_decimal_mark_of_the_language() -> None:
    counts = {State.CONFORMS: 2, State.PARTLY: 1, State.NOT_ASSESSED: 1}
    with translation.override("de"):
        assert ("Punkte", "2,5", "total") in working(counts)
        assert Words(gettext).amount(54.5) == "54,5"
    with translation.override("en"):
        assert ("Points", "2.5", "total") in working(counts)
        assert Words(gettext).amount(54.5) == "54.5"


def test_german_writes_dates_and_figures_as_germans_do() -> None:
    day = date(2026, 11, 22)
    with translation.override("de"):
        assert date_format(day, "j M Y") == "22. Nov. 2026"
        assert date_format(day, "j F Y") == "22. November 2026"
        assert date_format(day, "D j M") == "So, 22. Nov."
        assert date_format(day, "DATE_FORMAT") == "22. Nov. 2026"
        assert date_format(date(2026, 3, 2), "j M") == "2. März"
        assert localize(3.5) == "3,5"
    with translation.override("en"):
        assert date_format(day, "j M Y") == "22 Nov 2026"
        assert date_format(day, "DATE_FORMAT") == "22 Nov 2026"
        assert localize(3.5) == "3.5"
