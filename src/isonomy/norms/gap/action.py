"""The life of an action in the plan that closes the gaps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from isonomy.norms.kernel.verdict import Refusal
from isonomy.norms.kernel.workflow import Transition, Workflow


class ActionState(StrEnum):
    """Where an action stands; the order is that of the board."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """What the steps of an action depend on."""

    has_owner: bool
    has_due_date: bool
    waiting_for: tuple[str, ...]
    analysis_is_closed: bool = False


def the_analysis_is_open(facts: ActionFacts) -> Refusal | None:
    """What was put away stays as it is."""
    return Refusal("closed", "This gap analysis is closed.") if facts.analysis_is_closed else None


def somebody_owns_it(facts: ActionFacts) -> Refusal | None:
    """An action without an owner is nobody's."""
    return None if facts.has_owner else Refusal("owner_missing", "Name an owner first.")


def it_has_a_due_date(facts: ActionFacts) -> Refusal | None:
    """An action without a day is not a plan."""
    return None if facts.has_due_date else Refusal("due_missing", "Set a due date first.")


def nothing_it_needs_is_open(facts: ActionFacts) -> Refusal | None:
    """What it depends on comes first."""
    if not facts.waiting_for:
        return None
    return Refusal("waiting", "It waits for: " + ", ".join(facts.waiting_for))


_WORKERS = frozenset({"administrator", "manager", "contributor", "consultant"})
_LEADERS = frozenset({"administrator", "manager", "consultant"})
_PLANNED = frozenset({"planned"})
_GOING = frozenset({"in_progress"})
_DONE = frozenset({"done"})
_CANCELLED = frozenset({"cancelled"})

ACTION: Workflow[ActionFacts] = Workflow(
    "action",
    ActionState,
    ActionState.PLANNED,
    (
        Transition(
            "start",
            _PLANNED,
            ActionState.IN_PROGRESS,
            _WORKERS,
            (the_analysis_is_open, somebody_owns_it, it_has_a_due_date),
        ),
        Transition(
            "finish",
            _PLANNED | _GOING,
            ActionState.DONE,
            _WORKERS,
            (the_analysis_is_open, somebody_owns_it, nothing_it_needs_is_open),
        ),
        Transition(
            "resume",
            _DONE,
            ActionState.IN_PROGRESS,
            _WORKERS,
            (the_analysis_is_open,),
            reason_required=True,
        ),
        Transition(
            "cancel",
            _PLANNED | _GOING,
            ActionState.CANCELLED,
            _LEADERS,
            (the_analysis_is_open,),
            reason_required=True,
        ),
        Transition(
            "reopen",
            _CANCELLED,
            ActionState.PLANNED,
            _LEADERS,
            (the_analysis_is_open,),
            reason_required=True,
        ),
    ),
)
