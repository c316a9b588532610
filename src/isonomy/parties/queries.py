"""Reads of the parties room: who may act for whom, and the lists of an organisation's own things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models

from isonomy.base.access import Actor, Role
from isonomy.parties.models import Headcount, Membership, Organisation, Person, Site


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
