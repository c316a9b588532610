"""A state changes in one place: the row is locked, the workflow asked, the event written."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.base.audit_trail.recording import OpenEvent
from isonomy.base.models import Event
from isonomy.base.transitions import bind, offers, take
from isonomy.norms.kernel.verdict import Refusal
from isonomy.norms.kernel.workflow import Refused, Transition, Workflow
from tests.base.conftest import Sample
from tests.base.sample import Bill


class State(StrEnum):
    """The life of a bill."""

    DRAFT = "draft"
    SENT = "sent"
    PAID = "paid"


def amount_is_stated(amount: int) -> Refusal | None:
    return None if amount else Refusal("amount", "State the amount.")


WORKFLOW: Workflow[int] = Workflow(
    "bill",
    State,
    State.DRAFT,
    (
        Transition(
            "send",
            frozenset({State.DRAFT}),
            State.SENT,
            frozenset({"administrator", "manager"}),
            (amount_is_stated,),
        ),
        Transition("pay", frozenset({State.SENT}), State.PAID, frozenset({"administrator"})),
        Transition(
            "recall",
            frozenset({State.SENT}),
            State.DRAFT,
            frozenset({"manager"}),
            reason_required=True,
        ),
    ),
)
for step in ("send", "pay", "recall"):
    sentence(f"bill.{step}", gettext_noop(f"%(who)s took the step {step}"))


def _pay(actor: Actor, row: Bill, event: OpenEvent, said: Mapping[str, Any]) -> None:
    row.paid_by = said["by"]


bind(Bill, WORKFLOW, lambda actor, row: row.amount, {"pay": _pay})


@pytest.fixture
def bill(sample: Sample) -> Bill:
    with recording(sample.ines, "sample.try"):
        made: Bill = Bill.objects.create(organisation_id=sample.ines.organisation_id, amount=5)
    return made


def test_a_step_changes_the_state_and_writes_its_event(sample: Sample, bill: Bill) -> None:
    after = take(sample.tomasz, bill, "send", said={"to": "Kestrel"})
    assert after.state == "sent"
    event = Event.objects.get(verb="bill.send")
    assert (event.state_before, event.state_after, event.actor_name, event.said) == (
        "draft",
        "sent",
        "Tomasz Lindgren",
        {"to": "Kestrel"},
    )
    assert event.changes[0]["after"] == {"state": "sent"}


def test_what_a_step_does_besides_is_in_the_same_event(sample: Sample, bill: Bill) -> None:
    take(sample.ines, bill, "send")
    paid = take(sample.ines, bill, "pay", said={"by": "bank transfer"})
    assert (paid.state, paid.paid_by) == ("paid", "bank transfer")
    event = Event.objects.get(verb="bill.pay")
    assert event.changes[0]["after"] == {"state": "paid", "paid_by": "bank transfer"}


def test_a_refused_step_leaves_no_trace(sample: Sample, bill: Bill) -> None:
    with recording(sample.ines, "sample.try", bill):
        bill.amount = 0
        bill.save()
    with pytest.raises(Refused, match="State the amount"):
        take(sample.ines, bill, "send")
    assert Bill.objects.for_(sample.ines).get().state == "draft"
    assert not Event.objects.filter(verb="bill.send").exists()


def test_a_step_of_another_role_is_refused(sample: Sample, bill: Bill) -> None:
    take(sample.tomasz, bill, "send")
    with pytest.raises(Refused, match="not offered"):
        take(sample.tomasz, bill, "pay", said={"by": "x"})


def test_a_step_that_asks_for_a_reason_gets_one(sample: Sample, bill: Bill) -> None:
    take(sample.tomasz, bill, "send")
    with pytest.raises(Refused, match="Say why"):
        take(sample.tomasz, bill, "recall", reason="  ")
    take(sample.tomasz, bill, "recall", reason="Wrong address")
    assert Event.objects.get(verb="bill.recall").reason == "Wrong address"


def test_a_row_in_hand_that_is_out_of_date_decides_nothing(sample: Sample, bill: Bill) -> None:
    """Two people press the same button: the second is told that the step is no longer offered."""
    stale = Bill.objects.for_(sample.ines).get()
    take(sample.tomasz, bill, "send")
    assert stale.state == "draft"
    with pytest.raises(Refused, match="not offered from sent"):
        take(sample.ines, stale, "send")


def test_a_foreign_row_takes_no_step(sample: Sample, bill: Bill) -> None:
    with pytest.raises(Bill.DoesNotExist):
        take(sample.jonas, bill, "send")
    assert Bill.objects.for_(sample.ines).get().state == "draft"


def test_buttons_are_those_of_the_role_open_or_with_a_reason(sample: Sample, bill: Bill) -> None:
    assert [(o.name, o.open) for o in offers(sample.tomasz, bill)] == [("send", True)]
    bill.amount = 0
    assert [(o.name, o.open) for o in offers(sample.tomasz, bill)] == [("send", False)]
    take_names = [o.name for o in offers(sample.ines, bill)]
    assert take_names == ["send"]
