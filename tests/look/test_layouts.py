"""The frame of every page: who you are, for whom you act, where you can go, what happened."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import render_to_string

from tests.look.pages import request


def place(label: str, *, current: bool = False) -> dict[str, Any]:
    return {"label": label, "icon": "home", "url": f"/{label}", "current": current, "count": 0}


ALDERMOOR = {"name": "Aldermoor", "role": "Manager", "url": "/o/a/", "until": None, "current": True}
FENWICK = {"name": "Fenwick", "role": "Consultant", "url": "/o/f/", "until": None, "current": False}


def page(body: str = "", extends: str = "base/page.html", **context: Any) -> str:
    """A page with the given blocks, drawn for Ines who acts for Aldermoor."""
    template = engines["django"].from_string(f'{{% extends "{extends}" %}}{body}')
    surroundings = {
        "actor": SimpleNamespace(name="Ines Okafor"),
        "organisations": [ALDERMOOR, FENWICK],
        "navigation": [place("Home", current=True), place("Gap")],
        "find_url": "/find",
    }
    return template.render({**surroundings, **context}, request("/o/a/"))


def test_a_page_without_surroundings_has_no_empty_column() -> None:
    assert "beside" not in page("{% block content %}x{% endblock %}")
    assert "beside" in page("{% block aside %}y{% endblock %}")
    assert "<aside" not in page("", "base/working.html")


def test_the_bar_names_the_organisation_and_leads_to_the_others() -> None:
    shown = page()
    switcher = shown[shown.index('<details class="switch">') : shown.index("</details>")]
    assert '<span class="name">Aldermoor</span>' in switcher
    assert '<a href="/o/f/"><b>Fenwick</b>' in switcher


def test_the_current_place_is_said_to_a_screen_reader() -> None:
    assert '<a href="/Home" aria-current="page">' in page()
    assert shown_count(page(), 'aria-current="page"') == 1


def shown_count(text: str, what: str) -> int:
    return text.count(what)


@pytest.mark.parametrize(("many", "more"), [(5, False), (6, True)])
def test_a_phone_shows_five_places_at_most(many: int, more: bool) -> None:
    shown = page(navigation=[place(f"P{n}") for n in range(many)])
    assert ('<details class="more">' in shown) is more
    nav = shown[shown.index('<nav class="nav"') : shown.index("</nav>")]
    direct = nav.split('<details class="more">')[0]
    assert direct.count("<a ") == many
    assert direct.count('class="extra"') == (many - 4 if more else 0)


def test_nothing_of_the_bar_points_nowhere() -> None:
    assert re.findall(r'href="(?:#|)"', page()) == []


def test_what_went_well_is_a_toast_and_what_went_wrong_stands_on_the_page() -> None:
    said = [
        Message(constants.SUCCESS, "Baseline frozen."),
        Message(constants.ERROR, "The file was not saved."),
    ]
    shown = page(messages=said)
    toasts = shown[shown.index('id="toasts"') :]
    assert "Baseline frozen." in toasts
    assert "The file was not saved." not in toasts
    assert re.search(r'role="alert"><p>The file was not saved\.', shown)


def test_a_chosen_scheme_is_written_on_the_page_and_a_strange_one_is_not() -> None:
    template = engines["django"].from_string("<html{% page_attributes %}>")
    for cookie, written in [("dark", '<html data-theme="dark">'), ('x" onload="', "<html>")]:
        asked = request()
        asked.COOKIES["theme"] = cookie
        assert template.render({}, asked) == written


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "413", "429", "500"])
def test_an_error_page_needs_nothing_and_says_what_to_do(code: str) -> None:
    shown = render_to_string(f"{code}.html")
    assert code[:3] in shown
    lead = re.search(r'<p class="read">(.*?)</p>', shown, re.S)
    assert lead is not None
    assert len(lead.group(1)) > 60
    assert 'class="btn"' in shown
    assert "!" not in lead.group(1)


def test_a_wizard_names_its_steps_and_leads_back() -> None:
    steps = [
        {"label": "Standards", "state": "done", "url": "/1"},
        {"label": "Sites", "state": "current", "url": "/2"},
        {"label": "Scope", "state": "ahead", "url": ""},
    ]
    shown = page("", "base/wizard.html", steps=steps, back_url="/1")
    assert '<a href="/1">Standards</a>' in shown
    assert re.search(r'aria-current="step"><span>Sites</span>', shown)
    assert '<a class="btn" href="/1">' in shown


def test_a_letter_shows_its_link_as_text_too() -> None:
    context = {"act_url": "https://example.test/i/1", "act_label": "Set a password"}
    for name in ("base/mail.html", "base/mail.txt"):
        letter = render_to_string(name, context)
        assert letter.count("https://example.test/i/1") >= 1
        assert "Set a password" in letter
        assert "style=" not in letter
