"""What stands on the shelf for an organisation, and what it laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from isonomy.base.access import Actor
from isonomy.catalogue.models import ClauseText, ControlAttributes, InstalledPack
from isonomy.catalogue.shelf import packs_of
from isonomy.packs.load import ORDER
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack


@dataclass(frozen=True, slots=True)
class Shelved:
    """A pack as it stands on the shelf: the document, and whether it is the organisation's own."""

    pack: Pack
    own: bool

    @property
    def key(self) -> str:
        """What the pack is called in addresses."""
        return self.pack.id


def shelf(actor: Actor) -> list[Shelved]:
    """The newest version of every pack the actor may use: shipped ones first, then its own."""
    rows = InstalledPack.objects.for_(actor).defer("content").order_by("version", "pk")
    newest = {(row.organisation_id is not None, row.key): row for row in rows}
    packs = packs_of(newest.values(), actor)
    found = [Shelved(packs[row.digest], own) for (own, _key), row in newest.items()]
    return sorted(found, key=_place)


def _place(one: Shelved) -> tuple[bool, int, str]:
    known = ORDER.index(one.key) if one.key in ORDER else len(ORDER)
    return one.own, known, one.pack.reference.casefold()


def on_shelf(actor: Actor, key: str) -> Shelved | None:
    """The newest version of one pack, or None where this organisation has none of that name."""
    return next((one for one in shelf(actor) if one.key == key), None)


def standards(shelved: Iterable[Shelved]) -> list[Pack]:
    """The management system standards among the packs, without the structure and frameworks."""
    return [one.pack for one in shelved if one.pack.kind == "standard" and not one.own]


def current(packs: Iterable[Pack]) -> list[Pack]:
    """The editions most certificates name today: those with no draft sign."""
    return [pack for pack in packs if not pack.draft]


def licensed_text(actor: Actor, node: Node) -> ClauseText | None:
    """The text of this clause that the organisation owns a copy of, if it laid one down."""
    return ClauseText.objects.for_(actor).filter(node=node.id).first()


def licensed_places(actor: Actor) -> frozenset[str]:
    """The nodes for which the organisation laid down its licensed text."""
    return frozenset(ClauseText.objects.for_(actor).values_list("node", flat=True))


def attributes_of(actor: Actor, node_ids: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """The attribute values the organisation filled in, by control."""
    rows = ControlAttributes.objects.for_(actor).filter(node__in=list(node_ids))
    return {row.node: row.values for row in rows}
