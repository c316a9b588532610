"""Reads of the parties room: who may act for whom, and the lists of an organisation's own things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models

from isonomy.base.access import Actor, Role
from isonomy.parties.models import (
    ApiToken,
    Headcount,
    Membership,
    Organisation,
    Person,
    Site,
    TokenUse,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """An organisation for which a person may act today, and as what."""

    membership: Membership
    organisation: Organisation

    @property
    def role(self) -> Role:
        """The role as the enum."""
        return Role(self.membership.role)


def acting_on(today: date) -> models.Q:
    """The condition for a membership that lets its person act on a day."""
    ends_later = models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today)
    return models.Q(starts_on__lte=today, ended_at__isnull=True) & ends_later


def standings(person: Person, today: date) -> list[Standing]:
    """The organisations for which a person may act on a day, by name."""
    found = (
        Membership.objects.unscoped("a person's own memberships, before any organisation is chosen")
        .filter(acting_on(today), person=person)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
    return [Standing(membership, membership.organisation) for membership in found]


def actor_for(
    person: Person, standing: Standing, *, via: str = "web", request_id: str = ""
) -> Actor:
    """The actor that a person is when acting in one of their standings."""
    return Actor(person.pk, standing.organisation.pk, standing.role, person.name, via, request_id)


def organisation(actor: Actor) -> Organisation:
    """The organisation the actor acts for."""
    return Organisation.objects.for_(actor).get()


def open_sites(actor: Actor) -> Sequence[Site]:
    """The sites in use, in the order in which they were entered."""
    return list(Site.objects.for_(actor).filter(closed_on__isnull=True).order_by("pk"))


def people_at_sites(actor: Actor) -> dict[int, int]:
    """How many people work at each site, over all categories, by site id."""
    counts = (
        Headcount.objects.for_(actor)
        .values_list("site_id")
        .annotate(total=models.Sum("people"))
        .order_by()
    )
    return dict(counts)


def colleagues(actor: Actor, today: date) -> list[Person]:
    """The people who act for the organisation on a day, by name."""
    found = (
        Membership.objects.for_(actor)
        .filter(acting_on(today))
        .select_related("person")
        .order_by("person__name", "pk")
    )
    return [membership.person for membership in found]


def may_found(person: Person, today: date) -> bool:
    """Whether a person may set up a further organisation: operators and administrators may."""
    if person.is_operator:
        return True
    return any(standing.role is Role.ADMINISTRATOR for standing in standings(person, today))


def sites_with_people(actor: Actor) -> list[tuple[Site, int]]:
    """Every site with its people, those in use first."""
    people = people_at_sites(actor)
    sites = Site.objects.for_(actor).order_by(models.F("closed_on").asc(nulls_first=True), "pk")
    return [(site, people.get(site.pk, 0)) for site in sites]


def headcounts(actor: Actor, site: Site) -> list[Headcount]:
    """Who works at a site, in the order of the categories."""
    order = list(Headcount.Category.values)
    rows = Headcount.objects.for_(actor).filter(site=site)
    return sorted(rows, key=lambda row: order.index(row.category))


@dataclass(frozen=True, slots=True)
class Member:
    """A membership with whether it lets its person act today."""

    membership: Membership
    acts: bool


def memberships(actor: Actor, today: date) -> list[Member]:
    """Everyone who acts or once acted for the organisation, those who act today first."""
    found = (
        Membership.objects.for_(actor)
        .select_related("person")
        .annotate(acts=models.Q(acting_on(today)))
        .order_by("-acts", "person__name", "pk")
    )
    return [Member(row, bool(row.acts)) for row in found]


def everyone_ever(actor: Actor) -> list[tuple[int, str]]:
    """Id and name of everyone who ever acted for the organisation, by name."""
    return list(
        Membership.objects.for_(actor)
        .order_by("person__name")
        .values_list("person_id", "person__name")
    )


def own_tokens(actor: Actor) -> models.QuerySet[ApiToken]:
    """The tokens an actor may see: their own, or all of the organisation's for an administrator."""
    found = ApiToken.objects.for_(actor)
    if actor.role is not Role.ADMINISTRATOR:
        found = found.filter(person_id=actor.person_id or 0)
    return found


@dataclass(frozen=True, slots=True)
class Token:
    """A token with when it was last used."""

    token: ApiToken
    used_at: datetime | None


def tokens(actor: Actor) -> list[Token]:
    """The tokens an actor may see, newest first."""
    found = list(own_tokens(actor).select_related("person").order_by("-pk"))
    used = dict(
        TokenUse.objects.filter(token_hash__in=[row.token_hash for row in found]).values_list(
            "token_hash", "at"
        )
    )
    return [Token(row, used.get(row.token_hash)) for row in found]
