"""Gaps in useful order, evidence that ages, exclusions with rules, editions that follow each other."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomy.norms.gap.action import ACTION, ActionFacts, ActionState
from isonomy.norms.gap.applicability import Claim, Exclusion, may_be_given
from isonomy.norms.gap.carry_over import Changed, Fate, plan, summary
from isonomy.norms.gap.freshness import Proof, is_stale, stale_from
from isonomy.norms.gap.question import Member, Question, Relation, Requirement
from isonomy.norms.gap.ranking import ranked
from isonomy.norms.gap.soa import SOA, SoaFacts
from isonomy.norms.gap.standing import Standing
from isonomy.norms.gap.state import State
from isonomy.norms.kernel.workflow import Refused


def standing(key: str, clause: str, states: dict[str, State]) -> list[Standing]:
    members = tuple(
        Member(Requirement(f"{std}:{clause}", std, clause, Relation.IDENTICAL, key, 0), adds=False)
        for std in states
    )
    question = Question(key, clause, members, shared=True, core=key)
    return [Standing(question, m, states[m.requirement.standard]) for m in members]


def test_gaps_are_ranked_by_severity_then_by_how_many_standards_they_serve() -> None:
    bad, part, good = State.DOES_NOT_CONFORM, State.PARTLY, State.CONFORMS
    found = [
        *standing("k1", "4.1", {"a": part, "b": part, "c": part}),
        *standing("k2", "9.2", {"a": bad, "b": bad}),
        *standing("k3", "8.1", {"a": bad, "b": good}),
        *standing("k4", "5.1", {"a": good}),
        *standing("k5", "6.1", {"a": part}),
        *standing("k6", "7.1", {"a": State.NOT_ASSESSED}),
    ]
    assert [(g.question.key, len(g.standards)) for g in ranked(found)] == [
        ("k2", 2),
        ("k3", 1),
        ("k1", 3),
        ("k5", 1),
    ]


@pytest.mark.parametrize(
    ("proof", "first"),
    [
        (Proof(date(2026, 1, 1), date(2026, 3, 31), 6), date(2026, 9, 30)),
        (Proof(date(2026, 5, 20), None, 12), date(2027, 5, 20)),
        (Proof(None, date(2024, 1, 31), 1), date(2024, 2, 29)),
        (Proof(None, date(2026, 1, 1), None), None),
        (Proof(None, None, 6), None),
    ],
)
def test_evidence_is_stale_some_months_after_what_it_proves_not_after_its_upload(
    proof: Proof, first: date | None
) -> None:
    assert stale_from(proof) == first
    if first:
        assert is_stale(proof, first)
        assert not is_stale(proof, date.fromordinal(first.toordinal() - 1))


ALLOWED = Exclusion("q:8.3", True, "9001:4.3")
FORBIDDEN = Exclusion("e:4.1", False, "14001:4.3")


def test_not_applicable_needs_a_justification_and_a_rule_that_allows_it() -> None:
    claim = State.NOT_APPLICABLE
    assert may_be_given(Claim(claim, "No design here."), (ALLOWED,))
    without_words = may_be_given(Claim(claim, "  "), (ALLOWED,))
    assert [no.code for no in without_words.refusals] == ["justification_missing"]
    one_forbids = may_be_given(Claim(claim, "No design here."), (ALLOWED, FORBIDDEN))
    assert [(no.code, no.reason) for no in one_forbids.refusals] == [
        ("exclusion_not_allowed", "e:4.1")
    ]


def test_other_states_need_no_rule() -> None:
    assert may_be_given(Claim(State.PARTLY, ""), (FORBIDDEN,))


def test_a_new_edition_keeps_what_is_unchanged_marks_what_changed_and_lists_what_is_gone() -> None:
    moves = plan(
        [
            Changed("n:4.1", "extended", ("o:4.1",), "conditions are named"),
            Changed("n:4.2", "same", ("o:4.2",)),
            Changed("n:6.1.5", "renumbered", ("o:6.1.4",)),
            Changed("n:6.3", "new", ()),
            Changed("n:10.1", "merged", ("o:10.1", "o:10.3")),
        ],
        ["o:4.1", "o:4.2", "o:6.1.4", "o:10.1", "o:10.3", "o:9.9"],
    )
    fates = {move.ref: move.fate for move in moves}
    assert fates == {
        "n:4.1": Fate.LOOK_AGAIN,
        "n:4.2": Fate.KEPT,
        "n:6.1.5": Fate.KEPT,
        "n:6.3": Fate.NEW,
        "n:10.1": Fate.LOOK_AGAIN,
        "o:9.9": Fate.DROPPED,
    }
    assert summary(moves)[Fate.KEPT] == 2


# The life of an action as the plan page promises it: written down here, not read from the code.
ACTION_LIFE = {
    ("planned", "start", "in_progress"),
    ("planned", "finish", "done"),
    ("in_progress", "finish", "done"),
    ("done", "resume", "in_progress"),
    ("planned", "cancel", "cancelled"),
    ("in_progress", "cancel", "cancelled"),
    ("cancelled", "reopen", "planned"),
}
LEADERS_ONLY = {"cancel", "reopen"}
READY = ActionFacts(has_owner=True, has_due_date=True, waiting_for=())


@pytest.mark.parametrize(
    ("state", "step", "role"),
    list(
        itertools.product(
            ActionState,
            ["start", "finish", "resume", "cancel", "reopen"],
            ["administrator", "manager", "contributor", "consultant", "reader"],
        )
    ),
)
def test_an_action_takes_exactly_the_steps_of_its_life(
    state: ActionState, step: str, role: str
) -> None:
    target = next((t for s, n, t in ACTION_LIFE if (s, n) == (state, step)), None)
    may = role != "reader" and not (role == "contributor" and step in LEADERS_ONLY)
    if target and may:
        assert ACTION.take(step, state, frozenset({role}), READY) == target
    else:
        with pytest.raises(Refused):
            ACTION.take(step, state, frozenset({role}), READY)


def test_an_action_without_owner_or_with_open_needs_says_why_it_cannot_go_on() -> None:
    nobody = ActionFacts(has_owner=False, has_due_date=True, waiting_for=())
    with pytest.raises(Refused, match="Name an owner first"):
        ACTION.take("start", "planned", frozenset({"manager"}), nobody)
    waiting = ActionFacts(has_owner=True, has_due_date=True, waiting_for=("Buy a scale",))
    with pytest.raises(Refused, match="Buy a scale"):
        ACTION.take("finish", "planned", frozenset({"manager"}), waiting)


def test_no_action_moves_in_a_closed_analysis() -> None:
    closed = ActionFacts(has_owner=True, has_due_date=True, waiting_for=(), analysis_is_closed=True)
    for state, step, _target in ACTION_LIFE:
        with pytest.raises(Refused, match="closed"):
            ACTION.take(step, state, frozenset({"manager"}), closed)


def test_a_statement_is_approved_only_when_every_control_is_decided_and_justified() -> None:
    managers = frozenset({"manager"})
    with pytest.raises(Refused, match=r"A\.5\.1"):
        SOA.take("approve", "draft", managers, SoaFacts(("A.5.1",), ()))
    with pytest.raises(Refused, match=r"A\.8\.30"):
        SOA.take("approve", "draft", managers, SoaFacts((), ("A.8.30",)))
    assert SOA.take("approve", "draft", managers, SoaFacts((), ())) == "approved"
    with pytest.raises(Refused):
        SOA.take("approve", "draft", frozenset({"contributor"}), SoaFacts((), ()))


@given(st.lists(st.sampled_from(["start", "finish", "resume", "cancel", "reopen"]), max_size=30))
def test_a_random_walk_never_leaves_the_life_of_an_action(steps: list[str]) -> None:
    state = "planned"
    for step in steps:
        try:
            after = ACTION.take(step, state, frozenset({"manager"}), READY)
        except Refused:
            continue
        assert (state, step, after) in ACTION_LIFE
        state = after
