"""Which way a requirement moved between two moments."""

from __future__ import annotations

import pytest

from isonomy.norms.gap.movement import Direction, Movement, movements
from isonomy.norms.gap.state import State

C, P, D = State.CONFORMS, State.PARTLY, State.DOES_NOT_CONFORM
NA, OPEN = State.NOT_APPLICABLE, State.NOT_ASSESSED


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (D, P, Direction.BETTER),
        (P, C, Direction.BETTER),
        (OPEN, P, Direction.BETTER),
        (C, P, Direction.WORSE),
        (C, OPEN, Direction.WORSE),
        (OPEN, D, Direction.OTHER),
        (C, NA, Direction.OTHER),
        (None, C, Direction.OTHER),
        (C, None, Direction.OTHER),
    ],
)
def test_a_requirement_moves_by_what_it_adds_to_readiness(
    before: State | None, after: State | None, direction: Direction
) -> None:
    assert Movement("x", before, after).direction is direction


def test_only_what_differs_is_listed_and_what_is_gone_comes_last() -> None:
    found = movements({"a": C, "gone": P, "b": D}, {"b": P, "a": C, "new": OPEN})
    assert [(m.ref, m.before, m.after) for m in found] == [
        ("b", D, P),
        ("new", None, OPEN),
        ("gone", P, None),
    ]
