"""What moved between two moments: which requirements got better, which got worse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from isonomy.norms.gap.state import State


class Direction(StrEnum):
    """Which way a requirement moved; the order is the one in which pages show them."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"


_POINTS = {State.CONFORMS: 2, State.PARTLY: 1, State.DOES_NOT_CONFORM: 0, State.NOT_ASSESSED: 0}


@dataclass(frozen=True, slots=True)
class Movement:
    """A requirement whose state differs; `before` or `after` is None where it was not asked then."""

    ref: str
    before: State | None
    after: State | None

    @property
    def direction(self) -> Direction:
        """Better or worse by what it adds to readiness; anything else is a change of another kind.

        Looking at a requirement for the first time and finding that it does not conform is neither:
        the requirement was no better while nobody looked.
        """
        if self.before not in _POINTS or self.after not in _POINTS:
            return Direction.OTHER
        change = _POINTS[self.after] - _POINTS[self.before]
        if not change:
            return Direction.OTHER
        return Direction.BETTER if change > 0 else Direction.WORSE


def movements(before: Mapping[str, State], after: Mapping[str, State]) -> list[Movement]:
    """Every requirement that stands differently, in the order of the later moment, gone ones last."""
    refs = dict.fromkeys([*after, *before])
    return [
        Movement(ref, before.get(ref), after.get(ref))
        for ref in refs
        if before.get(ref) != after.get(ref)
    ]
