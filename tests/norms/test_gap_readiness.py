"""One figure with its working; the expected figures are those of the published mock and plain arithmetic."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from isonomy.norms.gap.readiness import readiness
from isonomy.norms.gap.state import State

COUNTS = st.fixed_dictionaries({state: st.integers(0, 900) for state in State})


def test_364_whole_178_half_of_706_is_64_percent() -> None:
    found = readiness(
        {
            State.CONFORMS: 364,
            State.PARTLY: 178,
            State.DOES_NOT_CONFORM: 48,
            State.NOT_APPLICABLE: 6,
            State.NOT_ASSESSED: 116,
        }
    )
    assert found.value == Decimal(64)
    told = {step.label: step.value for step in found.working}
    assert told["conforms_counted_whole"] == 364
    assert told["partly_counted_half"] == Decimal("89.0")
    assert told["points"] == Decimal("453.0")
    assert told["applicable"] == 706


def test_half_a_percent_is_rounded_up() -> None:
    assert readiness({State.CONFORMS: 1, State.NOT_ASSESSED: 199}).value == Decimal(1)


def test_where_nothing_applies_there_is_no_figure() -> None:
    assert readiness({State.NOT_APPLICABLE: 5}).value is None


def test_the_figure_says_that_no_standard_defines_it() -> None:
    cite = readiness({State.CONFORMS: 1}).cites[0]
    assert cite.document == "Isonomy"
    assert not cite.verified


@given(COUNTS)
def test_readiness_lies_between_nought_and_a_hundred(counts: dict[State, int]) -> None:
    value = readiness(counts).value
    assert value is None or 0 <= value <= 100


@given(COUNTS)
def test_assessing_one_more_requirement_as_not_conforming_never_helps(
    counts: dict[State, int],
) -> None:
    if counts[State.NOT_ASSESSED]:
        moved = {**counts, State.NOT_ASSESSED: counts[State.NOT_ASSESSED] - 1}
        moved[State.DOES_NOT_CONFORM] += 1
        assert readiness(moved).value == readiness(counts).value
