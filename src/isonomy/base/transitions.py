"""The one place where a state changes: lock the row, ask the workflow, save, write the event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db import models, transaction

from isonomy.base.access import Actor
from isonomy.base.audit_trail.recording import OpenEvent, recording
from isonomy.base.scope import OwnedModel
from isonomy.norms.kernel.verdict import Refusal
from isonomy.norms.kernel.workflow import Offer, Refused, Workflow

M = TypeVar("M", bound=OwnedModel)


@dataclass(frozen=True, slots=True)
class Bound(Generic[M]):
    """A workflow bound to a kind of row: how facts are built and what a step does besides."""

    workflow: Workflow[Any]
    facts: Callable[[Actor, M], Any]
    effects: Mapping[str, Callable[[Actor, M, OpenEvent, Mapping[str, Any]], None]]


_BOUND: dict[type[models.Model], Bound[Any]] = {}


def bind(
    model: type[M],
    workflow: Workflow[Any],
    facts: Callable[[Actor, M], Any],
    effects: Mapping[str, Callable[[Actor, M, OpenEvent, Mapping[str, Any]], None]] | None = None,
) -> None:
    """Say which workflow a kind of row follows; its rows have a column `state`."""
    _BOUND[model] = Bound(workflow, facts, effects or {})


def bound_workflows() -> Mapping[type[models.Model], Bound[Any]]:
    """Every workflow of the house with the kind of row it governs."""
    return dict(_BOUND)


def offers(actor: Actor, row: OwnedModel) -> list[Offer]:
    """The steps this actor may see on this row, each open or with what stands in the way."""
    bound = _BOUND[type(row)]
    return list(bound.workflow.offers(_state(row), actor.roles, bound.facts(actor, row)))


def _state(row: OwnedModel) -> str:
    return str(cast("Any", row).state)


def take(
    actor: Actor, row: M, name: str, *, said: Mapping[str, Any] | None = None, reason: str = ""
) -> M:
    """Take one step of a row's workflow, or raise `Refused` with every reason."""
    bound = _BOUND[type(row)]
    verb = f"{bound.workflow.name}.{name}"
    with transaction.atomic():
        locked = type(row).objects.for_(actor).select_for_update().get(pk=row.pk)
        before: str = _state(locked)
        after = bound.workflow.take(name, before, actor.roles, bound.facts(actor, locked))
        _require_reason(bound.workflow, name, reason)
        with recording(actor, verb, locked, said=said, reason=reason) as event:
            event.state_before, event.state_after = before, after
            cast("Any", locked).state = after
            if effect := bound.effects.get(name):
                effect(actor, locked, event, said or {})
            locked.save()
    return locked


def _require_reason(workflow: Workflow[Any], name: str, reason: str) -> None:
    step = next(step for step in workflow.transitions if step.name == name)
    if step.reason_required and not reason.strip():
        raise Refused((Refusal("reason_missing", "Say why."),))
