"""Moving to a new edition: what would become of every answer, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from isonomy.base.access import Actor
from isonomy.catalogue.editions_between import Passage, passages
from isonomy.catalogue.models import InstalledPack
from isonomy.catalogue.shelf import pack_of
from isonomy.catalogue.words import why
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.setup import CONFIDENCE
from isonomy.gap.services.carry_over import carry_over_plan
from isonomy.norms.gap.carry_over import Fate, Move
from isonomy.norms.gap.state import State, weakest
from isonomy.packs.pack import Pack


@dataclass(frozen=True, slots=True)
class Road:
    """A standard of the analysis, and a newer edition that it could move to."""

    old: Pack
    new: InstalledPack
    pack: Pack
    beside: bool
    counts: Mapping[Fate, int]

    @property
    def kept(self) -> int:
        """How many answers stay as they are."""
        return self.counts[Fate.KEPT]

    @property
    def again(self) -> int:
        """How many need another look."""
        return self.counts[Fate.LOOK_AGAIN]

    @property
    def fresh(self) -> int:
        """How many requirements are new."""
        return self.counts[Fate.NEW]

    @property
    def gone(self) -> int:
        """How many are dropped."""
        return self.counts[Fate.DROPPED]


@dataclass(frozen=True, slots=True)
class MoveLine:
    """What becomes of one requirement, as the preview lists it."""

    fate: Fate
    clause: str
    title: str
    gist: str
    before: tuple[str, ...]
    state: State | None
    what: str
    question: str
    confidence: str
    sure: bool


def roads(actor: Actor, found: Picture) -> list[Road]:
    """The newer editions on the shelf for the standards of an analysis."""
    followed = {pack.dates.replaced_by: pack for pack in found.packs if pack.dates.replaced_by}
    rows = (
        InstalledPack.objects.for_(actor)
        .filter(key__in=list(followed))
        .defer("content")
        .order_by("version", "pk")
    )
    newest = {row.key: row for row in rows}
    return [_road(found, old, newest[key]) for key, old in followed.items() if key in newest]


def _road(found: Picture, old: Pack, row: InstalledPack) -> Road:
    new = pack_of(row)
    counts = dict.fromkeys(Fate, 0)
    for move in carry_over_plan(old, new):
        counts[move.fate] += 1
    return Road(old, row, new, new.id in found.pack_by_key, counts)


def move_lines(found: Picture, road: Road) -> dict[Fate, list[MoveLine]]:
    """What becomes of every requirement of both editions, what needs a look first."""
    order = (Fate.LOOK_AGAIN, Fate.NEW, Fate.DROPPED, Fate.KEPT)
    listed: dict[Fate, list[MoveLine]] = {fate: [] for fate in order}
    steps = passages(road.old, road.pack)
    told = {one.step.new or one.step.old[0]: one for one in steps}
    for move in carry_over_plan(road.old, road.pack):
        listed[move.fate].append(_line(found, road, move, told.get(move.ref)))
    return listed


def _line(found: Picture, road: Road, move: Move, told: Passage | None) -> MoveLine:
    step = told.step if told else None
    node = (road.old if move.fate is Fate.DROPPED else road.pack).node(move.ref)
    sources = [road.old.by_id[ref] for ref in move.sources if ref in road.old.by_id]
    states = [found.standing_of[ref] for ref in move.sources if ref in found.standing_of]
    return MoveLine(
        move.fate,
        node.clause,
        node.full_title,
        node.paraphrase if node.level == "item" else "",
        tuple(source.clause for source in sources),
        weakest(states) if states else None,
        move.what or (why(told) if told else ""),
        step.question if step else "",
        str(CONFIDENCE[step.confidence]) if step else "",
        step is None or step.confidence == "high",
    )
