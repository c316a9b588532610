"""Gaps in the order in which closing them helps most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from isonomy.norms.gap.question import Question, clause_key
from isonomy.norms.gap.standing import Standing
from isonomy.norms.gap.state import GAPS, State, weakest

_SEVERITY = {State.DOES_NOT_CONFORM: 2, State.PARTLY: 1}


@dataclass(frozen=True, slots=True)
class Gap:
    """A question with at least one requirement that does not, or only partly, conform."""

    question: Question
    state: State
    standards: tuple[str, ...]

    @property
    def severity(self) -> int:
        """2 where something does not conform, 1 where it conforms partly."""
        return _SEVERITY[self.state]


def ranked(found: Iterable[Standing]) -> list[Gap]:
    """The gaps by severity, then by how many standards one answer moves, then by clause."""
    by_question: dict[str, list[Standing]] = {}
    for standing in found:
        if standing.state in GAPS:
            by_question.setdefault(standing.question.key, []).append(standing)
    gaps = [_gap(standings) for standings in by_question.values()]
    return sorted(gaps, key=_order)


def _gap(open_ones: list[Standing]) -> Gap:
    standards = tuple(dict.fromkeys(standing.standard for standing in open_ones))
    state = weakest(standing.state for standing in open_ones)
    return Gap(open_ones[0].question, state, standards)


def _order(gap: Gap) -> tuple[object, ...]:
    return (
        -gap.severity,
        -len(gap.standards),
        gap.question.is_control,
        clause_key(gap.question.clause),
    )
