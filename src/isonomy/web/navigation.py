"""The main navigation: the rooms that exist, and where you are among them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from isonomy.base.access import ACCESS, Actor


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: its label, its sign, its address, and the addresses that count as being there."""

    label: str | Promise
    icon: str
    view: str
    rooms: tuple[str, ...]


PLACES = (
    Place(_("Home"), "home", "home", ("home",)),
    Place(_("Gap analysis"), "gap", "gap:home", ("gap",)),
    Place(_("Standards"), "book", "catalogue:editions", ("catalogue",)),
    Place(_("Imports"), "upload", "exchange:imports", ("exchange",)),
    Place(_("Organisation"), "building", "parties:organisation", ("parties",)),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as this person sees it now."""

    label: str | Promise
    icon: str
    url: str
    current: bool
    count: int = 0


def navigation(request: HttpRequest) -> list[Entry]:
    """The places this person may go to in the organisation of this page; none outside of one."""
    actor: Actor | None = getattr(request, "actor", None)
    organisation = getattr(request, "organisation", None)
    if actor is None or organisation is None:
        return []
    match = request.resolver_match
    here = (match.app_name or match.view_name) if match else ""
    return [
        Entry(
            place.label,
            place.icon,
            reverse(place.view, args=[organisation.slug]),
            here in place.rooms,
        )
        for place in PLACES
        if _open(place, actor)
    ]


def _open(place: Place, actor: Actor) -> bool:
    rule = ACCESS.rule(place.view)
    return isinstance(rule, frozenset) and actor.may(rule)
