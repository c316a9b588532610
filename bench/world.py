"""A database with one organisation or a thousand, and a person who is signed in to the first."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from bench.scenarios import FILLINGS
from isonomy.base.access import Actor, Role
from isonomy.parties.models import Organisation, Person
from isonomy.parties.services.organisation import found_organisation

PASSWORD = "slate-orchid-tunnel-41"


@dataclass(slots=True)
class World:
    """What scenarios work with: the organisation, its people and a signed-in browser."""

    organisations: int
    connection: BaseDatabaseWrapper
    person: Person
    organisation: Organisation
    client: Client = field(default_factory=Client)

    @property
    def actor(self) -> Actor:
        """The administrator of the first organisation."""
        return Actor(
            self.person.pk, self.organisation.pk, Role.ADMINISTRATOR, self.person.name, "bench"
        )

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Let queries go to this world's database."""
        usual = connections["default"]
        connections["default"] = self.connection  # type: ignore[assignment]
        try:
            yield
        finally:
            connections["default"] = usual


def build(organisations: int, *, fresh: bool) -> World:
    """A migrated and filled database, kept between runs; made anew with `fresh`."""
    connection: Any = connections.create_connection("default")
    made = _make_database(connection, f"bench_{organisations}", fresh=fresh)
    usual = connections["default"]
    connections["default"] = connection
    try:
        if made:
            _fill(organisations)
        person = Person.objects.get(email="bench@example.org")
        organisation = Organisation.objects.unscoped("measurements").order_by("pk")[0]
        world = World(organisations, connection, person, organisation)
        world.client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        return world
    finally:
        connections["default"] = usual


def _make_database(connection: Any, name: str, *, fresh: bool) -> bool:
    """An empty migrated database under this name, unless a filled one is there already."""
    connection.settings_dict = {**connection.settings_dict}
    if connection.vendor == "sqlite":
        path = Path(settings.DATA) / f"{name}.sqlite3"
        connection.settings_dict["NAME"] = path
        there = path.exists()
        if there and fresh:
            for old in path.parent.glob(f"{name}.sqlite3*"):
                old.unlink()
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            there = cursor.fetchone() is not None
            if there and fresh:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            if fresh or not there:
                cursor.execute(f'CREATE DATABASE "{name}"')
        connection.settings_dict["NAME"] = name
    if there and not fresh:
        return False
    usual = connections["default"]
    connections["default"] = connection
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connections["default"] = usual
    return True


def _fill(organisations: int) -> None:
    person = Person.objects.create_user("bench@example.org", PASSWORD, name="Bench Marker")
    for number in range(1, organisations + 1):
        founder = person
        if number > 1:
            founder = Person.objects.create_user(f"n{number}@example.org", None, name=f"N {number}")
        organisation = found_organisation(founder, name=f"Organisation {number}", via="bench")
        actor = Actor(founder.pk, organisation.pk, Role.ADMINISTRATOR, founder.name, "bench")
        for fill in FILLINGS:
            fill(actor, organisation)


def gather_static() -> None:
    """Pages name static files by their digests, so they must have been gathered."""
    root = Path(settings.STATIC_ROOT)
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
