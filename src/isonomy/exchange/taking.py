"""What a room offers so that tables can be taken into it, and the list of all that is offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from isonomy.base.access import Actor
from isonomy.exchange.reading.plan import PlannedRow, Resolver
from isonomy.exchange.reading.target import Target


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows may go in a room, such as one gap analysis; `url` shows it afterwards."""

    key: str
    label: str
    url: str = ""


class Taker(Protocol):
    """A room's side of an import. Values are JSON, by the names of the target's fields."""

    target: Target

    def places(self, actor: Actor) -> Sequence[Place]:
        """Where this actor may bring rows in; none means that the target is not offered."""
        ...

    def resolver(self, actor: Actor, place: str) -> Resolver:
        """Made once per dry run: says for each row which record it means, or why none.

        Load what is needed here, in a query or two; the resolver is called for every row.
        """
        ...

    def current(
        self, actor: Actor, place: str, subjects: Sequence[str]
    ) -> Mapping[str, Mapping[str, Any]]:
        """The values now of records by subject; those that do not exist are left out."""
        ...

    def write(self, actor: Actor, place: str, rows: Sequence[PlannedRow]) -> None:
        """Create or update one record per row, each field to the `new` of its change.

        Called inside the import's transaction and recording: use bulk writes, open no event.
        """
        ...

    def unwrite(self, actor: Actor, place: str, rows: Sequence[PlannedRow]) -> None:
        """Set each field back to the `old` of its change; take away what the import created.

        Called inside the undo's transaction and recording, once nothing changed since.
        """
        ...


_TAKERS: dict[str, Taker] = {}


def declare(taker: Taker) -> None:
    """Offer a target; called by a room when the app is ready. A name belongs to one taker."""
    known = _TAKERS.setdefault(taker.target.name, taker)
    if known is not taker:
        raise ValueError(f"{taker.target.name} is declared twice")


def withdraw(name: str) -> None:
    """Offer a target no longer (for tests that declare their own)."""
    _TAKERS.pop(name, None)


def taker_of(name: str) -> Taker:
    """The taker of a target by its name."""
    return _TAKERS[name]


def offered(actor: Actor) -> list[tuple[Taker, Place]]:
    """Everything that this actor may bring in, with where it would go."""
    return [(taker, place) for taker in _TAKERS.values() for place in taker.places(actor)]
