"""The named people and organisations that every test meets, built through the services.

Two organisations with people in every role, one consultant who serves both, a stranger who acts for
nobody, and the operator of the installation. Rooms add their part in a module of their own here:
`ROUTE_ARGS` gives the arguments of their addresses, `CALL_ARGS` those of their calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from django.test import Client
from django.utils import timezone

from isonomy.base.access import Actor, Role
from isonomy.parties.models import Membership, Organisation, Person, Site
from isonomy.parties.queries import actor_for, standings
from isonomy.parties.services import (
    Count,
    accept_invitation,
    add_identifier,
    found_organisation,
    invite,
    issue_token,
    name_person,
    open_site,
    record_headcount,
)

PASSWORD = "plumb line of the house"

ALDERMOOR = {
    "ines": ("Ines Okafor", Role.ADMINISTRATOR),
    "tomasz": ("Tomasz Lindgren", Role.MANAGER),
    "priya": ("Priya Nair", Role.CONTRIBUTOR),
    "mei": ("Mei Huang", Role.READER),
}
KESTREL = {
    "jonas": ("Jonas Weber", Role.ADMINISTRATOR),
    "amara": ("Amara Diallo", Role.MANAGER),
    "luis": ("Luis Ortega", Role.CONTRIBUTOR),
    "hana": ("Hana Sato", Role.READER),
}


@dataclass
class World:
    """The people and organisations by name."""

    aldermoor: Organisation
    kestrel: Organisation
    people: dict[str, Person]
    sites: dict[str, Site] = field(default_factory=dict)

    def actor(self, who: str, where: Organisation | None = None) -> Actor:
        """A person acting for an organisation; the consultant must say for which."""
        person = self.people[who]
        for standing in standings(person, timezone.localdate()):
            if where is None or standing.organisation.pk == where.pk:
                return actor_for(person, standing)
        raise LookupError(f"{who} acts for nobody here")

    def client(self, who: str | None = None) -> Client:
        """A browser, signed in or not."""
        browser = Client()
        if who is not None:
            browser.force_login(
                self.people[who], "allauth.account.auth_backends.AuthenticationBackend"
            )
        return browser

    def token(
        self,
        who: str,
        where: Organisation | None = None,
        scopes: tuple[str, ...] = ("read", "write"),
    ) -> str:
        """A fresh API token of a person, in clear."""
        _, secret = issue_token(
            self.actor(who, where),
            name=f"token of {who}",
            scopes=scopes,
            expires_at=timezone.now() + timedelta(days=1),
        )
        return secret

    def member(self, who: str, where: Organisation | None = None) -> Membership:
        """The membership of a person."""
        owner = where or self.aldermoor
        found = Membership.objects.unscoped("a test looks at what is there")
        return found.get(person=self.people[who], organisation=owner)


def make_world() -> World:
    """Build the world through the services, as people would."""
    ines = name_person(email="ines@aldermoor.example", name="Ines Okafor", password=PASSWORD)
    jonas = name_person(email="jonas@kestrel.example", name="Jonas Weber", password=PASSWORD)
    people = {"ines": ines, "jonas": jonas}
    aldermoor = found_organisation(
        ines, name="Aldermoor Foods", country="GB", time_zone="Europe/London"
    )
    kestrel = found_organisation(
        jonas, name="Kestrel Instruments", country="DE", time_zone="Europe/Berlin"
    )
    world = World(aldermoor, kestrel, people)
    _let_in(world, "ines", "aldermoor", ALDERMOOR)
    _let_in(world, "jonas", "kestrel", KESTREL)
    people["carla"] = name_person(
        email="carla@northgauge.example", name="Carla Hofer", password=PASSWORD
    )
    for host in ("ines", "jonas"):
        _invite(world, host, "carla", Role.CONSULTANT, name="")
    people["nils"] = name_person(email="nils@nowhere.example", name="Nils Frisk", password=PASSWORD)
    people["olga"] = name_person(
        email="olga@installation.example", name="Olga Petrova", password=PASSWORD
    )
    people["olga"].is_operator = True
    people["olga"].save()
    _furnish(world)
    return world


def _let_in(world: World, host: str, house: str, folk: Mapping[str, tuple[str, Role]]) -> None:
    for who, (name, role) in folk.items():
        if who != host:
            world.people[who] = name_person(
                email=f"{who}@{house}.example", name=name, password=PASSWORD
            )
            _invite(world, host, who, role, name=name)


def _invite(world: World, host: str, who: str, role: Role, *, name: str) -> None:
    ends = timezone.localdate() + timedelta(days=90) if role is Role.CONSULTANT else None
    person = world.people[who]
    invited = invite(world.actor(host), email=person.email, role=role, ends_on=ends)
    accept_invitation(invited.secret, person=person)


def _furnish(world: World) -> None:
    ines, jonas = world.actor("ines"), world.actor("jonas")
    world.sites["aldermoor"] = open_site(
        ines, name="Aldermoor", country="GB", city="Aldermoor", time_zone="Europe/London"
    )
    world.sites["selwyn"] = open_site(
        ines, name="Port Selwyn", country="GB", city="Port Selwyn", time_zone="Europe/London"
    )
    world.sites["kestrel"] = open_site(
        jonas, name="Ulm", country="DE", city="Ulm", time_zone="Europe/Berlin"
    )
    counts = {"full_time": Count(240, shifts=3, largest_shift=90)}
    record_headcount(
        ines, world.sites["aldermoor"], {**counts, "part_time": Count(58, Decimal(20))}
    )
    add_identifier(ines, scheme="register", issuer="Companies House", value="04571832")
    add_identifier(jonas, scheme="vat", value="DE123456789")


Arguments = dict[str, Callable[[World], dict[str, Any]]]


def _gathered(name: str) -> Arguments:
    gathered: Arguments = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem != "__init__":
            gathered.update(getattr(import_module(f"tests.world.{path.stem}"), name, {}))
    return gathered


def route_args() -> Arguments:
    """Url name to a function that gives the arguments of an example at Aldermoor."""
    return _gathered("ROUTE_ARGS")


def call_args() -> Arguments:
    """Name of a call to a function that gives the arguments of an example at Aldermoor."""
    return _gathered("CALL_ARGS")
