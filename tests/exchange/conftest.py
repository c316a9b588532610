"""Two organisations with people in two roles, a target to import into, and a store of files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from isonomy.base.access import Actor, Role
from isonomy.exchange import taking
from isonomy.exchange.models import Import
from isonomy.parties.models import Person
from isonomy.parties.services import add_member, found_organisation, open_site
from tests.exchange.sites import SitesTaker


@dataclass
class Firm:
    """An organisation with an administrator and a reader, each with a browser."""

    slug: str
    actor: Actor
    browser: Client
    reader: Client

    def url(self, rest: str = "") -> str:
        """An address of the exchange room."""
        return f"/o/{self.slug}/exchange/{rest}"

    def bring(self, data: bytes, name: str = "sites.csv") -> Any:
        """Send a file and follow to the next page."""
        upload = SimpleUploadedFile(name, data)
        return self.browser.post(self.url("new/"), {"into": "sites:", "file": upload}, follow=True)

    def latest(self) -> Import:
        """The newest import."""
        found = Import.objects.for_(self.actor).order_by("-pk").first()
        assert found is not None
        return found


@pytest.fixture
def file_store(settings: Any, tmp_path: Path) -> Path:
    """A store of its own."""
    settings.DATA = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    return tmp_path / "files"


@pytest.fixture
def sites_target() -> Iterator[None]:
    """Sites may be imported while this test runs."""
    taking.declare(SitesTaker())
    yield
    taking.withdraw("sites")


def found(name: str) -> Firm:
    """An organisation with two sites."""
    boss = Person.objects.create_user(f"boss@{name}.example", None, name="Berta Boss")
    reader = Person.objects.create_user(f"reader@{name}.example", None, name="Rita Reader")
    organisation = found_organisation(boss, name=name, slug=name)
    actor = Actor(boss.pk, organisation.pk, Role.ADMINISTRATOR, boss.name)
    add_member(actor, person=reader, role=Role.READER)
    open_site(actor, name="Works North", city="Hamburg", country="DE")
    open_site(actor, name="Works South", city="München", country="DE")
    clients = []
    for person in (boss, reader):
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        clients.append(client)
    return Firm(name, actor, clients[0], clients[1])


@pytest.fixture
def firm(db: None, file_store: Path, sites_target: None) -> Firm:
    """The organisation that imports."""
    return found("aldermoor")


@pytest.fixture
def stranger(firm: Firm) -> Firm:
    """Another organisation."""
    return found("beech")
