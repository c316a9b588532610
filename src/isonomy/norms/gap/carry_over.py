"""What becomes of the answers when an organisation moves to a new edition of a standard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What happens to what was known about a requirement."""

    KEPT = "kept"
    LOOK_AGAIN = "look_again"
    NEW = "new"
    DROPPED = "dropped"


UNCHANGED = frozenset({"same", "renumbered", "retitled"})


@dataclass(frozen=True, slots=True)
class Changed:
    """A requirement of the new edition: how it came from which ones of the old, and what changed."""

    ref: str
    relation: str
    previous: tuple[str, ...]
    what: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the plan: the requirement, where its answer comes from, and its fate."""

    ref: str
    fate: Fate
    sources: tuple[str, ...]
    what: str = ""


def plan(new: Iterable[Changed], old: Iterable[str]) -> tuple[Move, ...]:
    """The fate of every requirement of both editions.

    Unchanged ones keep their answers; extended, split and merged ones keep them too, marked for
    another look; new ones start unanswered; old ones that lead nowhere are listed as dropped.
    """
    moves: list[Move] = []
    used: set[str] = set()
    for item in new:
        used.update(item.previous)
        moves.append(Move(item.ref, _fate(item), item.previous, item.what))
    gone = [Move(ref, Fate.DROPPED, (ref,)) for ref in old if ref not in used]
    return (*moves, *gone)


def _fate(item: Changed) -> Fate:
    if not item.previous:
        return Fate.NEW
    single = len(item.previous) == 1
    return Fate.KEPT if item.relation in UNCHANGED and single else Fate.LOOK_AGAIN


def summary(moves: Iterable[Move]) -> Mapping[Fate, int]:
    """How many requirements share each fate."""
    counts = dict.fromkeys(Fate, 0)
    for move in moves:
        counts[move.fate] += 1
    return counts
