"""Baselines, and what moved between two of them or until now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, JSONField, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from isonomy.base.access import Actor
from isonomy.catalogue.shelf import packs_for
from isonomy.gap.models import Assessment, Baseline
from isonomy.gap.naming import Column, columns
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.results import Cell, cell, percent_of
from isonomy.gap.services.baseline import content_of
from isonomy.norms.gap.movement import Direction, Movement, movements
from isonomy.norms.gap.question import clause_key
from isonomy.norms.gap.state import State
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack


@dataclass(frozen=True, slots=True)
class Moment:
    """An analysis at a moment: a baseline, or now."""

    name: str
    at: datetime
    content: Mapping[str, Any]
    baseline: Baseline | None = None

    def states(self, site: int | None = None) -> dict[str, State]:
        """The state of every requirement and control, over all sites or at one."""
        found = dict(self.content["states"])
        if site is not None:
            found.update(self.content["at_sites"].get(str(site), {}))
        return {ref: State(state) for ref, state in found.items()}

    @property
    def percent(self) -> int | None:
        """The readiness of that moment."""
        percent: int | None = self.content["percent"]
        return percent

    @property
    def digests(self) -> list[str]:
        """The editions it was made against, by digest."""
        return [standard["digest"] for standard in self.content["standards"]]


@dataclass(frozen=True, slots=True)
class Moved:
    """One requirement that stands differently, as the page lists it."""

    number: str
    node: Node
    movement: Movement


@dataclass(frozen=True, slots=True)
class Compared:
    """How one standard stood at both moments; no cell where it was not asked."""

    column: Column
    before: Cell | None
    after: Cell | None

    @property
    def points(self) -> int | None:
        """By how many points it moved."""
        if self.before is None or self.after is None:
            return None
        if self.before.percent is None or self.after.percent is None:
            return None
        return self.after.percent - self.before.percent

    @property
    def lost(self) -> int:
        """How many points it lost, as a positive number."""
        return -(self.points or 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two moments side by side."""

    before: Moment
    after: Moment
    standards: tuple[Compared, ...]
    together: Compared
    moved: Mapping[Direction, tuple[Moved, ...]]

    @property
    def count(self) -> int:
        """How many requirements and controls stand differently."""
        return sum(len(found) for found in self.moved.values())


def baselines(actor: Actor, assessment: Assessment) -> QuerySet[Baseline]:
    """The baselines of an analysis, newest first, without what they hold."""
    return (
        Baseline.objects.for_(actor)
        .filter(assessment=assessment)
        .select_related("frozen_by")
        .defer("content")
        .order_by("-frozen_at", "-pk")
    )


def baselines_with(actor: Actor, assessment: Assessment, chosen: int | None) -> list[Any]:
    """The baselines, the chosen one (else the newest) with what it holds as `shown`; one query."""
    newest = (
        Baseline.objects.for_(actor)
        .filter(assessment=OuterRef("assessment"))
        .order_by("-frozen_at")
    )
    wanted = Value(chosen) if chosen else Subquery(newest.values("pk")[:1])
    shown = Case(When(pk=wanted, then=F("content")), default=None, output_field=JSONField())
    return list(baselines(actor, assessment).annotate(shown=shown))


def moment(baseline: Baseline) -> Moment:
    """The moment that a baseline keeps."""
    return Moment(baseline.name, baseline.frozen_at, baseline.content, baseline)


def now(found: Picture, name: str) -> Moment:
    """The moment of this request."""
    return Moment(name, timezone.now(), content_of(found))


def comparison(actor: Actor, before: Moment, after: Moment) -> Comparison:
    """What moved from one moment to the other, by standard and requirement by requirement."""
    shelf = packs_for(actor, {*before.digests, *after.digests})
    order = dict.fromkeys([*after.digests, *before.digests])
    packs = [shelf[digest] for digest in order if digest in shelf]
    earlier, later = before.states(), after.states()
    heads = columns(packs)
    standards = tuple(
        Compared(head, _cell(earlier, [pack]), _cell(later, [pack]))
        for head, pack in zip(heads, packs, strict=True)
    )
    together = Compared(Column("", "", ""), _cell(earlier, packs), _cell(later, packs))
    listed = _moved(movements(earlier, later), packs, heads)
    return Comparison(before, after, standards, together, listed)


def _cell(states: Mapping[str, State], packs: Sequence[Pack]) -> Cell | None:
    counts = Counter(
        states[node.id] for pack in packs for node in pack.requirements if node.id in states
    )
    return cell(counts) if counts else None


def _moved(
    found: Iterable[Movement], packs: Sequence[Pack], heads: Sequence[Column]
) -> dict[Direction, tuple[Moved, ...]]:
    place = {
        node.id: (rank, heads[rank].number, node)
        for rank, pack in enumerate(packs)
        for node in pack.nodes
    }
    listed: dict[Direction, list[tuple[int, Moved]]] = {direction: [] for direction in Direction}
    for movement in found:
        if movement.ref in place:
            rank, number, node = place[movement.ref]
            listed[movement.direction].append((rank, Moved(number, node, movement)))
    return {
        direction: tuple(
            moved
            for _rank, moved in sorted(
                rows, key=lambda row: (row[0], clause_key(row[1].node.clause))
            )
        )
        for direction, rows in listed.items()
    }


@dataclass(frozen=True, slots=True)
class Change:
    """What a filtered overview says of the time since a baseline."""

    baseline: Baseline
    before: int | None
    points: int | None
    better: int
    worse: int
    clause: str

    @property
    def lost(self) -> int:
        """How many points are missing now, where there are fewer."""
        return -(self.points or 0)


def since(found: Picture, baseline: Any, site: int | None) -> Change:
    """How the requirements in sight moved since a baseline, and in which clause most got better."""
    earlier = Moment(baseline.name, baseline.frozen_at, baseline.shown).states(site)
    clause_of = {s.member.requirement.ref: s.member.requirement.clause for s in found.requirements}
    later = {s.member.requirement.ref: s.state for s in found.requirements}
    known = {ref: state for ref, state in earlier.items() if ref in later}
    before, after = percent_of(Counter(known.values())), percent_of(found.counts)
    moved = movements(known, {ref: later[ref] for ref in known})
    better = [m for m in moved if m.direction is Direction.BETTER]
    clauses = Counter(clause_of[m.ref].split(".")[0].split(" ")[0] for m in better)
    points = None if before is None or after is None else after - before
    return Change(
        baseline,
        before,
        points,
        len(better),
        sum(m.direction is Direction.WORSE for m in moved),
        clauses.most_common(1)[0][0] if clauses else "",
    )
