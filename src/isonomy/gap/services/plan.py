"""The plan that closes the gaps: actions with owner, due date, effort and what they wait for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.base.audit_trail.recording import OpenEvent
from isonomy.base.refusals import refused
from isonomy.base.transitions import bind
from isonomy.gap.models import Action, ActionGap, ActionNeed, Assessment
from isonomy.norms.gap.action import ACTION, ActionFacts, ActionState
from isonomy.parties.models import Person

PLAN = sentence("action.plan", gettext_noop("%(who)s planned: %(title)s"))
CHANGE = sentence("action.change", gettext_noop("%(who)s changed the action: %(title)s"))
sentence("action.start", gettext_noop("%(who)s started the action: %(title)s"))
sentence("action.finish", gettext_noop("%(who)s finished the action: %(title)s"))
sentence("action.resume", gettext_noop("%(who)s took the action up again: %(title)s"))
sentence("action.cancel", gettext_noop("%(who)s cancelled the action: %(title)s"))
sentence("action.reopen", gettext_noop("%(who)s planned the action again: %(title)s"))


@dataclass(frozen=True, slots=True)
class Planned:
    """What an action says; `closes` are (question key, requirement or "") pairs."""

    title: str
    details: str = ""
    owner: Person | None = None
    starts_on: date | None = None
    due_on: date | None = None
    effort_days: Decimal | None = None
    closes: tuple[tuple[str, str], ...] = ()
    needs: tuple[int, ...] = ()


def plan_action(*, actor: Actor, assessment: Assessment, planned: Planned) -> Action:
    """Put an action into the plan; refused while the analysis is closed."""
    _refuse_closed(assessment)
    with recording(actor, PLAN, said={"title": planned.title}) as event:
        row = Action(organisation_id=actor.organisation_id, assessment=assessment)
        _fill(actor, row, planned)
        event.about(row)
    return row


def plan_actions(
    *, actor: Actor, assessment: Assessment, planned: Sequence[Planned]
) -> list[Action]:
    """Put several actions into the plan at once: all of them, or none."""
    with transaction.atomic():
        return [plan_action(actor=actor, assessment=assessment, planned=one) for one in planned]


class ActionConflict(Exception):
    """Somebody else changed the action since it was read; both versions are kept for a choice."""

    def __init__(self, theirs: Action) -> None:
        self.theirs = theirs
        super().__init__(f"action {theirs.pk} was changed meanwhile")


def change_action(
    *, actor: Actor, action: Action, planned: Planned, seen: str | None = None
) -> Action:
    """Change what an action says; its state changes by its own steps only.

    `seen` is the `mark_of` the action as the person read it; raises `ActionConflict` where it says
    something else by now.
    """
    with transaction.atomic():
        row = Action.objects.for_(actor).select_for_update().get(pk=action.pk)
        if seen is not None and seen != mark_of(actor, row):
            raise ActionConflict(row)
        _refuse_closed(row.assessment)
        with recording(actor, CHANGE, row, said={"title": planned.title}):
            _fill(actor, row, planned)
    return row


def mark_of(actor: Actor, row: Action) -> str:
    """A mark of everything that an action says, to notice that somebody changed it meanwhile."""
    gaps = ActionGap.objects.for_(actor).filter(action=row).values_list("key", "part")
    needs = ActionNeed.objects.for_(actor).filter(action=row).values_list("needed_id", flat=True)
    return mark(row, gaps, needs)


def mark(row: Action, closes: Iterable[tuple[str, str]], needs: Iterable[int]) -> str:
    """The same mark, where what it closes and waits for is in hand."""
    said = (
        row.title,
        row.details,
        row.owner_id,
        row.starts_on,
        row.due_on,
        str(row.effort_days),
        sorted(closes),
        sorted(needs),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _refuse_closed(assessment: Assessment) -> None:
    if not assessment.is_open:
        raise refused("closed", _("This gap analysis is closed. Open it again to change it."))


def _fill(actor: Actor, row: Action, planned: Planned) -> None:
    for name in ("title", "details", "owner", "starts_on", "due_on", "effort_days"):
        setattr(row, name, getattr(planned, name))
    row.full_clean(exclude=["organisation", "assessment", "owner"])
    row.save()
    _close(actor, row, planned.closes)
    _need(actor, row, planned.needs)


def _close(actor: Actor, row: Action, closes: Sequence[tuple[str, str]]) -> None:
    there = {(gap.key, gap.part): gap for gap in ActionGap.objects.for_(actor).filter(action=row)}
    for key, part in dict.fromkeys(closes):
        if there.pop((key, part), None) is None:
            ActionGap(organisation_id=actor.organisation_id, action=row, key=key, part=part).save()
    for gap in there.values():
        gap.delete()


def _need(actor: Actor, row: Action, needs: Sequence[int]) -> None:
    there = {need.needed_id: need for need in ActionNeed.objects.for_(actor).filter(action=row)}
    edges = list(
        ActionNeed.objects.for_(actor)
        .filter(action__assessment=row.assessment_id)
        .values_list("action_id", "needed_id")
    )
    for pk in dict.fromkeys(needs):
        needed = Action.objects.for_(actor).get(pk=pk, assessment=row.assessment_id)
        if there.pop(pk, None) is not None:
            continue
        if _reaches(edges, needed.pk, row.pk):
            raise ValidationError(
                {"needs": _("“%(title)s” waits for this action already.") % {"title": needed.title}}
            )
        ActionNeed(organisation_id=actor.organisation_id, action=row, needed=needed).save()
    for need in there.values():
        need.delete()


def _reaches(edges: Sequence[tuple[int, int]], start: int, goal: int) -> bool:
    """Whether `start` waits, directly or not, for `goal`."""
    below: dict[int, list[int]] = {}
    for action, needed in edges:
        below.setdefault(action, []).append(needed)
    seen, todo = set(), [start]
    while todo:
        here = todo.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            todo.extend(below.get(here, ()))
    return False


def action_facts(actor: Actor, row: Action) -> ActionFacts:
    """What the steps of an action depend on."""
    waiting = (
        Action.objects.for_(actor)
        .filter(
            pk__in=ActionNeed.objects.for_(actor).filter(action=row).values("needed_id"),
            state__in=[ActionState.PLANNED, ActionState.IN_PROGRESS],
        )
        .order_by("pk")
    )
    return ActionFacts(
        has_owner=row.owner_id is not None,
        has_due_date=row.due_on is not None,
        waiting_for=tuple(action.title for action in waiting),
        analysis_is_closed=not row.assessment.is_open,
    )


def _finish(actor: Actor, row: Action, event: OpenEvent, said: Mapping[str, Any]) -> None:
    row.done_on = timezone.localdate()
    event.said["title"] = row.title


def _unfinish(actor: Actor, row: Action, event: OpenEvent, said: Mapping[str, Any]) -> None:
    row.done_on = None
    event.said["title"] = row.title


def _name(actor: Actor, row: Action, event: OpenEvent, said: Mapping[str, Any]) -> None:
    event.said["title"] = row.title


bind(
    Action,
    ACTION,
    action_facts,
    {"start": _name, "finish": _finish, "resume": _unfinish, "cancel": _name, "reopen": _unfinish},
)
