"""The five states of a requirement, and how states are put together."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class State(StrEnum):
    """How a requirement stands; the order is the one in which pages and charts show them."""

    CONFORMS = "conforms"
    PARTLY = "partly"
    DOES_NOT_CONFORM = "does_not_conform"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"


GAPS = frozenset({State.PARTLY, State.DOES_NOT_CONFORM})
"""States that ask for an action."""

_WEAKEST_FIRST = (
    State.DOES_NOT_CONFORM,
    State.NOT_ASSESSED,
    State.PARTLY,
    State.CONFORMS,
    State.NOT_APPLICABLE,
)


def weakest(states: Iterable[State]) -> State:
    """The state of a whole from its parts: what does not conform decides, then what nobody looked at.

    A part that does not apply counts only where no part applies.
    """
    found = set(states)
    for state in _WEAKEST_FIRST:
        if state in found:
            return state
    return State.NOT_ASSESSED
