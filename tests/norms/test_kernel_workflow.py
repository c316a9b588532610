"""A workflow is one table: every state, step and role, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomy.norms.kernel.citation import Cite
from isonomy.norms.kernel.verdict import Refusal
from isonomy.norms.kernel.workflow import Refused, Transition, Workflow


class State(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    PAID = "paid"


@dataclass(frozen=True)
class Facts:
    amount: int = 0
    checked: bool = False


RULE = Cite("House rule", "3")


def amount_is_stated(facts: Facts) -> Refusal | None:
    return None if facts.amount else Refusal("amount", "State the amount.", RULE)


def was_checked(facts: Facts) -> Refusal | None:
    return None if facts.checked else Refusal("checked", "Let somebody check it.")


BILL: Workflow[Facts] = Workflow(
    "bill",
    State,
    State.DRAFT,
    (
        Transition(
            "send",
            frozenset({State.DRAFT}),
            State.SENT,
            frozenset({"clerk"}),
            (amount_is_stated, was_checked),
        ),
        Transition("pay", frozenset({State.SENT}), State.PAID, frozenset({"cashier", "chief"})),
        Transition(
            "recall",
            frozenset({State.SENT, State.PAID}),
            State.DRAFT,
            frozenset({"chief"}),
            reason_required=True,
        ),
    ),
)
READY = Facts(amount=5, checked=True)

# written from the table above by hand: who may do what from where, when all facts are given
ALLOWED = {
    ("draft", "send", "clerk"): "sent",
    ("sent", "pay", "cashier"): "paid",
    ("sent", "pay", "chief"): "paid",
    ("sent", "recall", "chief"): "draft",
    ("paid", "recall", "chief"): "draft",
}


@pytest.mark.parametrize(
    ("state", "step", "role"),
    list(
        product(["draft", "sent", "paid"], ["send", "pay", "recall"], ["clerk", "cashier", "chief"])
    ),
)
def test_each_step_is_open_to_its_roles_from_its_states_only(
    state: str, step: str, role: str
) -> None:
    expected = ALLOWED.get((state, step, role))
    if expected is None:
        with pytest.raises(Refused):
            BILL.take(step, state, frozenset({role}), READY)
    else:
        assert BILL.take(step, state, frozenset({role}), READY) == expected


def test_a_refusal_carries_every_reason_and_its_place() -> None:
    with pytest.raises(Refused) as refused:
        BILL.take("send", "draft", frozenset({"clerk"}), Facts())
    assert [no.code for no in refused.value.refusals] == ["amount", "checked"]
    assert refused.value.refusals[0].cite == RULE
    assert str(refused.value) == "State the amount.; Let somebody check it."


def test_a_greyed_button_is_shown_with_its_reason() -> None:
    offers = list(BILL.offers("draft", frozenset({"clerk"}), Facts(amount=1)))
    assert [(offer.name, offer.open) for offer in offers] == [("send", False)]
    assert offers[0].refusals[0].code == "checked"


def test_a_step_to_a_state_that_does_not_exist_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="unknown states"):
        Workflow(
            "x", State, "draft", (Transition("go", frozenset({"draft"}), "gone", frozenset()),)
        )


def test_the_diagram_is_drawn_from_the_same_table() -> None:
    assert BILL.diagram() == (
        "stateDiagram-v2\n  [*] --> draft\n  draft --> sent: send\n  sent --> paid: pay\n"
        "  paid --> draft: recall\n  sent --> draft: recall"
    )


@given(
    st.lists(
        st.tuples(st.sampled_from(["send", "pay", "recall"]), st.sampled_from(["clerk", "chief"]))
    )
)
def test_no_walk_ever_leaves_the_table(steps: list[tuple[str, str]]) -> None:
    state = "draft"
    for step, role in steps:
        try:
            after = BILL.take(step, state, frozenset({role}), READY)
        except Refused:
            continue
        assert ALLOWED[(state, step, role)] == after
        state = after
