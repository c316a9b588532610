"""The plan: actions, what they close and wait for, and the steps they take."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from isonomy.base.api import ApiRequest, Page, Paging, page_of, problem
from isonomy.base.transitions import offers, take
from isonomy.gap.api.found import NoColleague, assessment_or_404, colleague, picture_or_404
from isonomy.gap.exchange.wording import from_stable_id, stable_id
from isonomy.gap.models import Action
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.planned import PlannedAction, whole_plan
from isonomy.gap.services.plan import (
    ActionConflict,
    Planned,
    change_action,
    mark_of,
    plan_action,
)
from isonomy.norms.kernel.workflow import Offer

router = Router()


class ActionOut(Schema):
    """An action of the plan. `mark` changes with what it says; send it back when you change it."""

    id: int
    title: str
    details: str
    state: str
    owner: str | None
    starts_on: date | None
    due_on: date | None
    done_on: date | None
    effort_days: Decimal | None
    closes: list[str]
    needs: list[int]
    waiting_for: list[str]
    mark: str


class ActionIn(Schema):
    """What an action says. `closes` holds ids of questions, or of one requirement in a question
    (`hs:10.2|iso9001:10.2.1`); `needs` ids of other actions."""

    title: str = Field(min_length=1, max_length=200)
    details: str = Field("", max_length=10_000)
    owner: str | None = Field(None, description="E-mail address of a colleague.")
    starts_on: date | None = None
    due_on: date | None = None
    effort_days: Decimal | None = Field(None, ge=0, max_digits=6, decimal_places=1)
    closes: list[str] = []
    needs: list[int] = []


class ActionPut(ActionIn):
    """All that an action says from now on; with `mark`, 409 where it says something else by now."""

    mark: str | None = None


class RefusalOut(Schema):
    """What stands in the way of a step."""

    code: str
    reason: str
    clause: str


class OfferOut(Schema):
    """A step that may be taken now, or what stands in its way."""

    name: str
    target: str
    open: bool
    reason_required: bool
    refusals: list[RefusalOut]


class StepIn(Schema):
    """Why a step is taken, where a reason is needed; `meaning` of a signature, where one is given."""

    reason: str = Field("", max_length=2000)
    meaning: str = Field("", max_length=200)


class ActionFilter(Paging):
    """Which actions are wanted."""

    state: str = ""


@router.get("/assessments/{assessment_id}/actions", response=Page[ActionOut])
def list_actions(
    request: ApiRequest, assessment_id: int, wanted: Query[ActionFilter]
) -> dict[str, Any]:
    """The plan: open actions by due date first."""
    plan = whole_plan(request.actor, assessment_or_404(request, assessment_id))
    kept = [one for one in plan if not wanted.state or one.row.state == wanted.state]
    page = page_of(kept, wanted)
    return {**page, "items": [_told(request, one) for one in page["items"]]}


@router.post("/assessments/{assessment_id}/actions", response={201: ActionOut})
def create_action(
    request: ApiRequest, assessment_id: int, body: ActionIn
) -> Status[dict[str, Any]]:
    """Put an action into the plan."""
    found = picture_or_404(request, assessment_id)
    row = plan_action(
        actor=request.actor, assessment=found.assessment, planned=_planned(request, found, body)
    )
    return Status(201, _read(request, assessment_id, row.pk))


@router.get("/assessments/{assessment_id}/actions/{action_id}", response=ActionOut)
def read_action(request: ApiRequest, assessment_id: int, action_id: int) -> dict[str, Any]:
    """One action."""
    return _read(request, assessment_id, action_id)


@router.put("/assessments/{assessment_id}/actions/{action_id}", response=ActionOut)
def put_action(
    request: ApiRequest, assessment_id: int, action_id: int, body: ActionPut
) -> dict[str, Any] | HttpResponse:
    """Change what an action says; its state changes by its own steps only."""
    found = picture_or_404(request, assessment_id)
    row = _action(request, assessment_id, action_id)
    planned = _planned(request, found, body)
    try:
        change_action(actor=request.actor, action=row, planned=planned, seen=body.mark)
    except ActionConflict:
        told = problem(request, 409, _("Somebody else has changed it."), kind="action-conflict")
        shown = json.loads(told.content)
        theirs = ActionOut(**_read(request, assessment_id, action_id))
        shown["theirs"] = json.loads(theirs.model_dump_json())
        shown["mine"] = json.loads(body.model_dump_json())
        told.content = json.dumps(shown, ensure_ascii=False).encode()
        return told
    return _read(request, assessment_id, action_id)


@router.get("/assessments/{assessment_id}/actions/{action_id}/transitions", response=list[OfferOut])
def list_action_steps(
    request: ApiRequest, assessment_id: int, action_id: int
) -> list[dict[str, Any]]:
    """The steps this token may take on an action, each open or with what stands in its way."""
    row = _action(request, assessment_id, action_id)
    return [offered(offer) for offer in offers(request.actor, row)]


@router.post(
    "/assessments/{assessment_id}/actions/{action_id}/transitions/{name}", response=ActionOut
)
def take_action_step(
    request: ApiRequest, assessment_id: int, action_id: int, name: str, body: StepIn
) -> dict[str, Any]:
    """Take one step: start, finish, resume, cancel, reopen. 409 with every reason if refused."""
    row = _action(request, assessment_id, action_id)
    take(request.actor, row, name, reason=body.reason)
    return _read(request, assessment_id, action_id)


def offered(offer: Offer) -> dict[str, Any]:
    """A step as programs see it."""
    return {
        "name": offer.name,
        "target": offer.target,
        "open": offer.open,
        "reason_required": offer.reason_required,
        "refusals": [
            {"code": no.code, "reason": no.reason, "clause": str(no.cite) if no.cite else ""}
            for no in offer.refusals
        ],
    }


def _action(request: ApiRequest, assessment_id: int, pk: int) -> Action:
    assessment = assessment_or_404(request, assessment_id)
    row = Action.objects.for_(request.actor).filter(pk=pk, assessment=assessment).first()
    if row is None:
        raise Http404
    return row


def _read(request: ApiRequest, assessment_id: int, pk: int) -> dict[str, Any]:
    plan = whole_plan(request.actor, assessment_or_404(request, assessment_id))
    found = next((one for one in plan if one.row.pk == pk), None)
    if found is None:
        raise Http404
    return _told(request, found)


def _told(request: ApiRequest, action: PlannedAction) -> dict[str, Any]:
    row = action.row
    names = (
        "title", "details", "state", "starts_on", "due_on", "done_on", "effort_days"
    )  # fmt: skip
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "owner": row.owner.email if row.owner else None,
        "closes": [stable_id(key, part) for key, part in action.closes],
        "needs": list(action.needs),
        "waiting_for": list(action.waiting_for),
        "mark": mark_of(request.actor, row),
    }


def _planned(request: ApiRequest, found: Picture, body: ActionIn) -> Planned:
    try:
        owner = colleague(request.actor, body.owner)
    except NoColleague:
        raise ValidationError({"owner": _("This is the address of no colleague.")}) from None
    if body.starts_on and body.due_on and body.due_on < body.starts_on:
        raise ValidationError({"due_on": _("Choose a day on or after the start.")})
    known = Action.objects.for_(request.actor).filter(
        assessment=found.assessment, pk__in=body.needs
    )
    if known.count() < len(set(body.needs)):
        raise ValidationError({"needs": _("An action may wait for actions of this plan only.")})
    return Planned(
        title=body.title,
        details=body.details.replace("\r\n", "\n"),
        owner=owner,
        starts_on=body.starts_on,
        due_on=body.due_on,
        effort_days=body.effort_days,
        closes=tuple(_closed(found, text) for text in body.closes),
        needs=tuple(body.needs),
    )


def _closed(found: Picture, text: str) -> tuple[str, str]:
    key, part = from_stable_id(text)
    question = found.by_key.get(key)
    members = {m.requirement.ref for m in question.members} if question else set()
    if question is None or (part and part not in members):
        told = _("“%(id)s” is no question of this analysis.") % {"id": text[:80]}
        raise ValidationError({"closes": told})
    return key, part
