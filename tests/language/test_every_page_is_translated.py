"""No page shows a word that was not put up for translation.

The house speaks a pretended language in which every translated word is in Greek letters. What is
still Latin must be data: what people and packs brought, names and addresses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.test import Client

from isonomy.parties.models import Person
from isonomy.web.demo.load import load_demo
from tests.house.test_access_matrix import LIBRARIES, address
from tests.house.test_every_address_has_a_rule import routes
from tests.language.crawling import walk
from tests.language.known import Known, file_of_a_framework, places, rows_of_people, texts_of_packs
from tests.language.pseudo import CODE, speaking_greek, without_german
from tests.language.visible import visible
from tests.world import World

LEFT_OUT = {
    "kit": "the component page shows invented examples, in English as the code beside them",
}
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


def forgotten(known: Known, pages: Iterator[tuple[str, str]]) -> dict[str, set[str]]:
    """Shown strings that nobody translated, with the kinds of pages they stand on."""
    found = defaultdict(set)
    for name, text in pages:
        for shown in visible(text):
            if name not in LEFT_OUT and known.forgotten(shown):
                found[shown].add(name)
    return dict(found)


def told(found: dict[str, set[str]]) -> str:
    """What was found, one string a line, for whoever has to put it up for translation."""
    return "\n".join(f"{', '.join(sorted(names))}: {text}" for text, names in found.items())


def browser_of(person: Person) -> Client:
    """A browser of somebody who reads in the pretended language."""
    Person.objects.filter(pk=person.pk).update(language=CODE)
    browser = Client()
    browser.force_login(Person.objects.get(pk=person.pk), SIGN_IN)
    return browser


@pytest.mark.matrix
def test_no_page_of_the_demo_shows_an_untranslated_word(db: None) -> None:
    load_demo()
    known = Known(rows_of_people(), texts_of_packs(), places())
    with speaking_greek() as language:
        browser = browser_of(Person.objects.get(email="ruth@aldermoor.example"))
        pages = [(page.name, page.text) for page in walk(browser, "/", "/kit/", "/about/", "/api/")]
    assert len({name for name, _ in pages}) > 50
    assert not (missing := without_german(language.asked)), sorted(missing)
    assert not (found := forgotten(known, iter(pages))), told(found)


@pytest.mark.matrix
def test_no_address_of_the_house_shows_an_untranslated_word(world: World) -> None:
    given = [(name, address(name, pattern, world)) for name, pattern in sorted(routes().items())]
    known = Known(rows_of_people(), texts_of_packs(), places(), file_of_a_framework())
    with speaking_greek() as language:
        pages = list(opened(world, [(n, a) for n, a in given if a and n not in LIBRARIES]))
    assert len({name for name, _ in pages}) > 60
    assert not (missing := without_german(language.asked)), sorted(missing)
    assert not (found := forgotten(known, iter(pages))), told(found)


def opened(world: World, addresses: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pages at addresses, as an administrator, a stranger and the operator meet them."""
    people = [browser_of(world.people[who]) for who in ("ines", "olga")]
    stranger = Client(headers={"Accept-Language": CODE})
    for name, place in addresses:
        for browser in [*people, stranger]:
            with patch("django.utils.translation.get_language_from_request", return_value=CODE):
                answer = browser.get(place)
            if "html" in answer.headers.get("Content-Type", "") and not answer.streaming:
                yield name, answer.content.decode()


def test_a_planted_word_is_found() -> None:
    known = Known(["Aldermoor Foods", "Leadership and commitment"])
    page = '<p>Αλδερμοορ</p><h1 title="Open">Aldermoor Foods</h1><td>5.1 Leadership and commitment</td>'
    assert forgotten(known, iter([("home", page)])) == {"Open": {"home"}}


def test_what_a_person_wrote_is_no_untranslated_word() -> None:
    known = Known(["We check ovens weekly.\nSee the oven log."])
    page = "<p>See the oven log.</p><p>We check ovens…</p><code>anything goes</code>"
    assert forgotten(known, iter([("home", page)])) == {}
