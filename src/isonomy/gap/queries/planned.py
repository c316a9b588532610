"""The actions of a plan with what they close and wait for, in two queries for the whole plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Value

from isonomy.base.access import Actor
from isonomy.gap.models import Action, ActionGap, ActionNeed, Assessment
from isonomy.norms.gap.action import ACTION, ActionFacts, ActionState
from isonomy.norms.kernel.workflow import Offer

OPEN = frozenset({ActionState.PLANNED, ActionState.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action with its owner's name, the gaps it closes and the actions it waits for."""

    row: Action
    owner: str
    closes: tuple[tuple[str, str], ...]
    needs: tuple[int, ...] = ()
    waiting_for: tuple[str, ...] = ()

    @property
    def state(self) -> ActionState:
        """Where it stands."""
        return ActionState(self.row.state)

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state in OPEN

    @property
    def due_on(self) -> date | None:
        """The day it should be done."""
        return self.row.due_on

    @property
    def effort_days(self) -> Decimal:
        """Days of work, nothing where nobody has estimated it."""
        return self.row.effort_days or Decimal(0)

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is still open."""
        return self.is_open and self.row.due_on is not None and self.row.due_on < today

    def offers(self, actor: Actor) -> list[Offer]:
        """The steps this actor may take, from what was read with the whole plan."""
        facts = ActionFacts(
            has_owner=self.row.owner_id is not None,
            has_due_date=self.row.due_on is not None,
            waiting_for=self.waiting_for,
        )
        return list(ACTION.offers(self.row.state, actor.roles, facts))


def whole_plan(actor: Actor, assessment: Assessment) -> list[PlannedAction]:
    """Every action of an analysis: open ones by due date first, those without a date after them."""
    rows = list(Action.objects.for_(actor).filter(assessment=assessment).select_related("owner"))
    closes, needs = _edges(actor, assessment)
    by_pk = {row.pk: row for row in rows}
    found = [_planned(row, closes, needs, by_pk) for row in rows]
    return sorted(found, key=_order)


def open_actions_by_gap(actor: Actor, assessment: Assessment) -> list[PlannedAction]:
    """The open actions that close some gap, without what they wait for: one query."""
    rows = (
        ActionGap.objects.for_(actor)
        .filter(action__assessment=assessment, action__state__in=list(OPEN))
        .select_related("action__owner")
        .order_by("action__due_on", "action_id", "pk")
    )
    closes: dict[int, list[tuple[str, str]]] = {}
    actions: dict[int, Action] = {}
    for gap in rows:
        actions.setdefault(gap.action_id, gap.action)
        closes.setdefault(gap.action_id, []).append((gap.key, gap.part))
    return [
        PlannedAction(row, row.owner.name if row.owner else "", tuple(closes[pk]))
        for pk, row in actions.items()
    ]


def _edges(
    actor: Actor, assessment: Assessment
) -> tuple[dict[int, list[tuple[str, str]]], dict[int, list[int]]]:
    """What each action closes and what it waits for, by one query over both tables."""
    gaps = (
        ActionGap.objects.for_(actor)
        .filter(action__assessment=assessment)
        .annotate(needed=Value(0))
        .values_list("action_id", "pk", "key", "part", "needed")
    )
    waits = (
        ActionNeed.objects.for_(actor)
        .filter(action__assessment=assessment)
        .annotate(key=Value(""), part=Value(""))
        .values_list("action_id", "pk", "key", "part", "needed_id")
    )
    closes: dict[int, list[tuple[str, str]]] = {}
    needs: dict[int, list[int]] = {}
    for action_id, _pk, key, part, needed in sorted(gaps.union(waits, all=True)):
        if needed:
            needs.setdefault(action_id, []).append(needed)
        else:
            closes.setdefault(action_id, []).append((key, part))
    return closes, needs


def _planned(
    row: Action,
    closes: dict[int, list[tuple[str, str]]],
    needs: dict[int, list[int]],
    by_pk: dict[int, Action],
) -> PlannedAction:
    needed = tuple(needs.get(row.pk, ()))
    waiting = tuple(by_pk[pk].title for pk in sorted(needed) if by_pk[pk].state in OPEN)
    owner = row.owner.name if row.owner else ""
    return PlannedAction(row, owner, tuple(closes.get(row.pk, ())), needed, waiting)


def _order(action: PlannedAction) -> tuple[object, ...]:
    due = action.row.due_on
    return (not action.is_open, due is None, due or date.min, action.row.pk)
