"""One action: what it says, the steps it may take, what it closes and waits for, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from isonomy.base.acting import ActingRequest
from isonomy.base.audit_trail import history
from isonomy.base.refusals import told_on
from isonomy.base.transitions import take
from isonomy.gap.forms.plan import ActionForm, joined_gap
from isonomy.gap.models import ACTION_LABELS, Action
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.planned import PlannedAction, whole_plan
from isonomy.gap.services.plan import ActionConflict, change_action, mark, plan_action
from isonomy.gap.views.frame import frame, picture_or_404
from isonomy.gap.views.wording import STEPS, refusal_words, worded
from isonomy.norms.gap.ranking import ranked
from isonomy.norms.gap.state import State, weakest
from isonomy.norms.kernel.workflow import Refused
from isonomy.parties.queries import colleagues
from isonomy.parties.trail import lines

EVENTS = 50


def _planned(plan: Sequence[PlannedAction], pk: int) -> PlannedAction:
    found = next((action for action in plan if action.row.pk == pk), None)
    if found is None:
        raise Http404
    return found


@require_safe
def page(request: ActingRequest, org: str, assessment: int, pk: int) -> HttpResponse:
    """An action with everything around it."""
    found = picture_or_404(request, assessment)
    plan = whole_plan(request.actor, found.assessment)
    here = _planned(plan, pk)
    offers = here.offers(request.actor) if found.assessment.is_open else []
    context = {
        **frame(request, org, found, "plan"),
        "action": here,
        "row": here.row,
        "late": here.is_late(timezone.localdate()),
        "state_label": ACTION_LABELS[here.state],
        "offers": worded(offers),
        "steps": STEPS,
        "primary": "finish" if here.row.state == "in_progress" else "start",
        "step_base": reverse("gap:action_step", args=[org, assessment, pk, "x"])[:-1],
        "closes": [_closed(found, key, part) for key, part in here.closes],
        "needed": [action for action in plan if action.row.pk in here.needs],
        "needed_by": [action for action in plan if pk in action.needs],
        "events": lines(history(request.actor, [here.row], newest=EVENTS, with_changes=True)),
        "labels": ACTION_LABELS,
    }
    return render(request, "gap/action.html", context)


def _closed(found: Picture, key: str, part: str) -> dict[str, Any]:
    """A gap that the action closes, with how it stands now."""
    question = found.by_key.get(key) or found.by_requirement.get(part or key)
    if question is None:
        return {"key": "", "clause": (part or key).partition(":")[2], "title": "", "state": None}
    refs = [part] if part else [member.requirement.ref for member in question.members]
    return {
        "key": question.key,
        "clause": question.clause,
        "title": found.node(question.key).full_title,
        "state": weakest(found.standing_of.get(ref, State.NOT_ASSESSED) for ref in refs),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """Plan an action, for a gap where one is named in the address."""
    found = picture_or_404(request, assessment)
    plan = whole_plan(request.actor, found.assessment)
    asked = [key for key in request.GET.getlist("gap") if key in found.by_key]
    title = found.node(asked[0]).full_title if asked else ""
    form = _form(request, found, plan, None, {"title": title, "closes": asked})
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            row = plan_action(
                actor=request.actor, assessment=found.assessment, planned=form.planned()
            )
            messages.success(request, _("The action is planned."))
            return redirect("gap:action", org=org, assessment=assessment, pk=row.pk)
    context = {**frame(request, org, found, "plan"), "form": form, "row": None}
    return render(request, "gap/action_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActingRequest, org: str, assessment: int, pk: int) -> HttpResponse:
    """Change what an action says; whoever comes second sees both versions and chooses."""
    found = picture_or_404(request, assessment)
    plan = whole_plan(request.actor, found.assessment)
    here = _planned(plan, pk)
    form = _form(request, found, plan, here, _initial(request, here))
    context = {**frame(request, org, found, "plan"), "form": form, "row": here.row}
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            try:
                change_action(
                    actor=request.actor,
                    action=here.row,
                    planned=form.planned(),
                    seen=form.cleaned_data["seen"],
                )
            except ActionConflict:
                return _both(request, context, here, form)
            messages.success(request, _("The action is changed."))
            return redirect("gap:action", org=org, assessment=assessment, pk=pk)
    return render(request, "gap/action_edit.html", context)


def _initial(request: ActingRequest, here: PlannedAction) -> dict[str, Any]:
    row = here.row
    return {
        "title": row.title,
        "details": row.details,
        "owner": row.owner_id,
        "starts_on": row.starts_on,
        "due_on": row.due_on,
        "effort_days": row.effort_days,
        "needs": list(here.needs),
        "closes": [joined_gap(key, part) for key, part in here.closes],
        "seen": mark(row, here.closes, here.needs),
    }


def _form(
    request: ActingRequest,
    found: Picture,
    plan: Sequence[PlannedAction],
    here: PlannedAction | None,
    initial: dict[str, Any],
) -> ActionForm:
    own = here.row.pk if here else None
    others = [a.row for a in plan if a.row.pk != own and (a.is_open or _needs(here, a))]
    chosen = [*initial["closes"], *request.POST.getlist("closes")]
    return ActionForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        colleagues=colleagues(request.actor, timezone.localdate()),
        others=others,
        gaps=_gap_choices(found, chosen),
    )


def _needs(here: PlannedAction | None, other: PlannedAction) -> bool:
    return here is not None and other.row.pk in here.needs


def _gap_choices(found: Picture, chosen: Sequence[str], most: int = 40) -> list[tuple[str, str]]:
    """What the action closes already, then the gaps that help most."""
    values = dict.fromkeys(chosen)
    values.update(dict.fromkeys(gap.question.key for gap in ranked(found.standings)[:most]))
    return [(value, words) for value in values if (words := _gap_words(found, value))]


def _gap_words(found: Picture, value: str) -> str:
    key, _bar, part = value.partition("|")
    question = found.by_key.get(key)
    if question is None or (part and part not in found.by_requirement):
        return ""
    if part:
        pack = found.pack_by_key[found.node(part).id.partition(":")[0]]
        return f"{pack.number} {found.node(part).clause} {found.node(part).full_title}"
    return f"{question.clause} {found.node(key).full_title}"


def _both(
    request: ActingRequest, context: dict[str, Any], here: PlannedAction, form: ActionForm
) -> HttpResponse:
    """What is saved now beside what was written; saving again keeps what was written."""
    saved = ActionForm(
        initial=_initial(request, here),
        colleagues=list(form.colleagues.values()),
        others=[],
        gaps=[],
    )
    data = request.POST.copy()
    data["seen"] = mark(here.row, here.closes, here.needs)
    again = ActionForm(data, colleagues=list(form.colleagues.values()))
    again.fields = form.fields
    again.is_valid()
    last = history(request.actor, [here.row], newest=1, with_changes=True)
    theirs = [
        (field.label, _shown(field.initial, form, name))
        for name, field in ((name, saved[name]) for name in saved.fields if name != "seen")
        if _shown(field.initial, form, name) != _shown(form.cleaned_data.get(name), form, name)
    ]
    context |= {"form": again, "conflict": theirs, "who": last[0] if last else None}
    return render(request, "gap/action_edit.html", context, status=409)


def _shown(value: Any, form: ActionForm, name: str) -> str:
    if name == "owner":
        person = form.colleagues.get(value)
        return person.name if person else _("Nobody yet")
    return "" if value is None else str(value)


@require_POST
def step(request: ActingRequest, org: str, assessment: int, pk: int, step: str) -> HttpResponse:
    """Take one step; what stands in the way is said where the button was."""
    found = picture_or_404(request, assessment)
    row = Action.objects.for_(request.actor).filter(assessment=found.assessment, pk=pk).first()
    if row is None or step not in STEPS:
        raise Http404
    if not found.assessment.is_open:
        messages.error(request, _("This gap analysis is closed. Open it again to change it."))
        return redirect("gap:action", org=org, assessment=assessment, pk=pk)
    try:
        take(request.actor, row, step, reason=request.POST.get("reason", "").strip()[:2000])
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, refusal_words(refusal))
        return redirect("gap:action", org=org, assessment=assessment, pk=pk)
    if request.POST.get("back") == "board":
        return redirect("gap:board", org=org, assessment=assessment)
    return redirect("gap:action", org=org, assessment=assessment, pk=pk)
