"""Light or dark and the language are one click away, for strangers too, and stay."""

from __future__ import annotations

import pytest
from django.test import Client

from isonomy.parties.models import Person
from isonomy.parties.services.person import name_person


def test_a_stranger_chooses_dark_on_this_computer() -> None:
    answer = Client().post("/appearance", {"theme": "dark", "next": "/account/login/"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/account/login/"
    assert answer.cookies["theme"].value == "dark"


@pytest.mark.parametrize("page", ["https://elsewhere.test/", "//elsewhere.test", "javascript:x"])
def test_the_way_back_never_leads_to_another_site(page: str) -> None:
    for address, field in (("/appearance", "theme"), ("/language", "language")):
        answer = Client().post(address, {field: "dark", "next": page})
        assert answer.headers["Location"] == "/"


def test_a_scheme_or_language_that_does_not_exist_changes_nothing() -> None:
    assert "theme" not in Client().post("/appearance", {"theme": "pink"}).cookies
    assert "isonomy_language" not in Client().post("/language", {"language": "xx"}).cookies


def test_looking_changes_nothing() -> None:
    assert Client().get("/appearance").status_code == 405


@pytest.mark.django_db
def test_a_person_finds_the_choice_on_another_computer() -> None:
    person = name_person(email="ines@aldermoor.test", name="Ines Okafor")
    here, there = Client(), Client()
    here.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    here.post("/appearance", {"theme": "dark"})
    there.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert Person.objects.get(pk=person.pk).theme == "dark"
    assert '<html lang="en" data-theme="dark">' in there.get("/kit/").content.decode()


@pytest.mark.django_db
def test_the_pages_change_their_language_at_once() -> None:
    person = name_person(email="ines@aldermoor.test", name="Ines Okafor")
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/language", {"language": "de"})
    assert '<html lang="de">' in client.get("/kit/").content.decode()
