"""What an answer means for each standard and site; expected values are worked out by hand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomy.norms.gap.question import Member, Question, Relation, Requirement
from isonomy.norms.gap.standing import standings, state_at, state_of
from isonomy.norms.gap.state import State, weakest

C, P, D, X, O = (  # noqa: E741
    State.CONFORMS,
    State.PARTLY,
    State.DOES_NOT_CONFORM,
    State.NOT_APPLICABLE,
    State.NOT_ASSESSED,
)
SAME = Member(Requirement("a:1", "a", "1", Relation.IDENTICAL, "hs:1", 0), adds=False)
ADDS = Member(Requirement("b:1", "b", "1", Relation.EXTENDED, "hs:1", 0), adds=True)
QUESTION = Question("hs:1", "1", (SAME, ADDS), shared=True, core="hs:1")


def test_an_identical_requirement_stands_as_the_shared_answer() -> None:
    assert state_at(QUESTION, SAME, {("hs:1", "", None): P}, None) is P


@pytest.mark.parametrize(
    ("shared", "difference", "expected"),
    [
        (C, C, C),
        (C, P, P),
        (P, C, P),
        (C, D, D),
        (D, C, D),
        (C, O, O),
        (O, C, O),
        (D, O, D),
        (X, C, C),
        (C, X, C),
        (X, X, X),
        (X, O, O),
    ],
)
def test_the_weaker_of_answer_and_difference_decides(
    shared: State, difference: State, expected: State
) -> None:
    answers = {("hs:1", "", None): shared, ("hs:1", "b:1", None): difference}
    assert state_at(QUESTION, ADDS, answers, None) is expected


def test_a_site_that_differs_counts_with_its_own_answer_and_pulls_the_whole_down() -> None:
    answers = {("hs:1", "", None): C, ("hs:1", "", 7): P}
    assert state_at(QUESTION, SAME, answers, 7) is P
    assert state_at(QUESTION, SAME, answers, 8) is C
    assert state_of(QUESTION, SAME, answers, (7, 8)) is P


def test_a_site_where_all_sites_conform_but_it_does_not_apply_changes_nothing() -> None:
    answers = {("hs:1", "", None): C, ("hs:1", "", 7): X}
    assert state_of(QUESTION, SAME, answers, (7, 8)) is C


def test_what_nobody_answered_is_not_assessed() -> None:
    assert [s.state for s in standings([QUESTION], {}, (1, 2))] == [O, O]


@given(st.lists(st.sampled_from(list(State)), min_size=1, max_size=6))
def test_the_weakest_does_not_depend_on_the_order_and_never_invents_a_state(
    states: list[State],
) -> None:
    assert weakest(states) in states
    assert all(
        weakest(order) is weakest(states)
        for order in itertools.permutations(states[:4])
        if len(states) <= 4
    )


@given(
    st.dictionaries(
        st.tuples(st.just("hs:1"), st.sampled_from(["", "b:1"]), st.sampled_from([None, 1, 2])),
        st.sampled_from(list(State)),
    )
)
def test_looking_only_at_questions_that_differ_gives_the_same_as_looking_at_all(
    answers: dict[tuple[str, str, int | None], State],
) -> None:
    quick = standings([QUESTION], answers, (1, 2))
    slow = [state_of(QUESTION, member, answers, (1, 2)) for member in QUESTION.members]
    assert [standing.state for standing in quick] == slow
