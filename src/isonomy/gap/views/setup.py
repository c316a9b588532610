"""Begin a gap analysis one question at a time, change it, put it away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from isonomy.base.access import MANAGERS
from isonomy.base.acting import ActingRequest
from isonomy.base.refusals import told_on
from isonomy.catalogue.models import InstalledPack
from isonomy.gap.forms.setup import AssessmentForm, ScopeForm, SitesForm, StandardsForm
from isonomy.gap.models import Assessment, AssessmentStandard
from isonomy.gap.queries.setup import Edition, editions, editions_by_pk, families, lines
from isonomy.gap.services.assessment import (
    begin_assessment,
    change_assessment,
    close_assessment,
    reopen_assessment,
)
from isonomy.gap.views.frame import frame, picture_or_404
from isonomy.parties.models import Site
from isonomy.parties.queries import open_sites

ROWS = 10
STEPS = ("standards", "sites", "scope")


@require_safe
def home(request: ActingRequest, org: str) -> HttpResponse:
    """Every gap analysis with its figure, or what one is good for."""
    rows = Assessment.objects.for_(request.actor).order_by("-is_open", "-pk")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "org": org,
        "page": page,
        "lines": lines(request.actor, list(page.object_list)),
        "may_begin": request.actor.may(MANAGERS),
    }
    return render(request, "gap/home.html", context)


def _drafts(request: ActingRequest) -> str:
    return f"gap.begin.{request.actor.organisation_id}"


@require_safe
def begin(request: ActingRequest, org: str) -> HttpResponse:
    """Begin anew, at the first question."""
    request.session.pop(_drafts(request), None)
    return redirect("gap:begin_step", org=org, step=STEPS[0])


@require_http_methods(["GET", "HEAD", "POST"])
def begin_step(request: ActingRequest, org: str, step: str) -> HttpResponse:
    """One question of the wizard; what was typed is kept, whichever way one leaves."""
    if step not in STEPS:
        raise Http404
    draft: dict[str, Any] = request.session.get(_drafts(request), {})
    if step != STEPS[0] and not draft.get("standards"):
        return redirect("gap:begin_step", org=org, step=STEPS[0])
    found = editions(request.actor)
    sites = list(open_sites(request.actor)) if step != "standards" else []
    form = _step_form(request, step, draft, found, sites)
    if request.method == "POST":
        draft = {**draft, step: _typed(request)}
        request.session[_drafts(request)] = draft
        if "back" in request.POST:
            return redirect("gap:begin_step", org=org, step=STEPS[STEPS.index(step) - 1])
        if form.is_valid():
            if step != STEPS[-1]:
                return redirect("gap:begin_step", org=org, step=STEPS[STEPS.index(step) + 1])
            if made := _begin(request, form, draft, found, sites):
                return redirect("gap:work", org=org, assessment=made.pk)
    context = {
        "org": org,
        "form": form,
        "step": step,
        "steps": _steps(org, step, draft),
        "families": families(found) if step == "standards" else [],
        "chosen": [int(v) for v in form["packs"].value() or ()] if step == "standards" else [],
        "first": step == STEPS[0],
        "last": step == STEPS[-1],
    }
    return render(request, f"gap/begin_{step}.html", context)


def _typed(request: ActingRequest) -> str:
    """What was typed, without the token and the button."""
    typed = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "back"):
        typed.pop(name, None)
    return typed.urlencode()


def _kept(draft: dict[str, Any], step: str) -> QueryDict | None:
    return QueryDict(draft[step]) if step in draft else None


def _step_form(
    request: ActingRequest,
    step: str,
    draft: dict[str, Any],
    found: list[Edition],
    sites: list[Site],
) -> forms.Form:
    kept = _kept(draft, step)
    data = request.POST if request.method == "POST" else None
    if step == "standards":
        packs = [] if kept is None else kept.getlist("packs")
        return StandardsForm(data, editions=found, initial={"packs": packs})
    if step == "sites":
        chosen = [site.pk for site in sites] if kept is None else kept.getlist("sites")
        return SitesForm(data, sites=sites, initial={"sites": chosen})
    return ScopeForm(data, initial=_first(draft, found) if kept is None else kept.dict())


def _first(draft: dict[str, Any], found: list[Edition]) -> dict[str, Any]:
    """A name to begin with, from the standards chosen."""
    kept = _kept(draft, "standards")
    chosen = [int(pk) for pk in (kept.getlist("packs") if kept else []) if pk.isdigit()]
    numbers = dict.fromkeys(row.number for row in _rows(found, chosen))
    return {"name": ", ".join(numbers)[:120]}


def _steps(org: str, current: str, draft: dict[str, Any]) -> list[dict[str, str]]:
    words = {"standards": _("Standards"), "sites": _("Sites"), "scope": _("Scope and aim")}
    here = STEPS.index(current)
    return [
        {
            "label": words[step],
            "url": reverse("gap:begin_step", args=[org, step]) if index < here else "",
            "state": "done" if index < here else "current" if index == here else "ahead",
        }
        for index, step in enumerate(STEPS)
    ]


def _begin(
    request: ActingRequest,
    form: forms.Form,
    draft: dict[str, Any],
    found: list[Edition],
    sites: list[Site],
) -> Assessment | None:
    standards = StandardsForm(_kept(draft, "standards"), editions=found)
    kept = _kept(draft, "sites")
    places = SitesForm(QueryDict() if kept is None else kept, sites=sites)
    if not (standards.is_valid() and places.is_valid()):
        form.add_error(None, _("A standard or site is no longer there. Go back and choose again."))
        return None
    data = form.cleaned_data
    made: Assessment | None = None
    with told_on(form):
        made = begin_assessment(
            actor=request.actor,
            name=data["name"],
            scope=data["scope"],
            aim=data["aim"],
            aim_on=data["aim_on"],
            packs=_rows(found, standards.cleaned_data["packs"]),
            sites=[places.places[pk] for pk in places.cleaned_data["sites"]],
        )
        request.session.pop(_drafts(request), None)
    return made


def _rows(found: list[Edition], chosen: list[int]) -> list[InstalledPack]:
    """The chosen packs in the order in which the shelf shows them."""
    ordered = [e.row for family in families(found) for e in family.editions]
    return [row for row in ordered if row.pk in set(chosen)]


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """Change name, scope, standards, sites and aim."""
    found = picture_or_404(request, assessment)
    row = found.assessment
    chosen = list(
        AssessmentStandard.objects.for_(request.actor)
        .filter(assessment=row, left_on__isnull=True)
        .order_by("position")
        .values_list("pack_id", flat=True)
    )
    offered = _offered(request, chosen)
    sites = _sites_offered(request, found.sites)
    initial = {
        "name": row.name,
        "scope": row.scope,
        "packs": chosen,
        "sites": list(found.site_ids),
        "aim": row.aim,
        "aim_on": row.aim_on,
    }
    data = request.POST if request.method == "POST" else None
    form = AssessmentForm(data, editions=offered, sites=sites, initial=initial)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            _change(request, row, form, chosen)
            messages.success(request, _("The gap analysis is changed."))
            return redirect("gap:results", org=org, assessment=assessment)
    context = {
        **frame(request, org, found, "edit"),
        "form": form,
        "families": families(offered),
        "chosen": [int(v) for v in form["packs"].value() or ()],
    }
    return render(request, "gap/edit.html", context)


def _offered(request: ActingRequest, chosen: list[int]) -> list[Edition]:
    """The newest editions, and an older version where the analysis still stands on it."""
    newest = editions(request.actor)
    there = {edition.row.pk for edition in newest}
    missing = [pk for pk in chosen if pk not in there]
    if not missing:
        return newest
    return [*newest, *editions_by_pk(request.actor, missing)]


def _sites_offered(request: ActingRequest, covered: tuple[Site, ...]) -> list[Site]:
    """The open sites, and a closed one that the analysis covers."""
    there = list(open_sites(request.actor))
    return [*there, *(site for site in covered if site not in there)]


def _change(
    request: ActingRequest, row: Assessment, form: AssessmentForm, before: list[int]
) -> None:
    data = form.cleaned_data
    kept = [pk for pk in before if pk in set(data["packs"])]
    added = [pk for pk in data["packs"] if pk not in set(before)]
    change_assessment(
        actor=request.actor,
        assessment=row,
        name=data["name"],
        scope=data["scope"],
        packs=[form.editions[pk].row for pk in [*kept, *added]],
        sites=[form.places[pk] for pk in data["sites"]],
        aim=data["aim"],
        aim_on=data["aim_on"],
    )


@require_POST
def close(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """Put an analysis away; it stays readable."""
    found = picture_or_404(request, assessment)
    if found.assessment.is_open:
        close_assessment(actor=request.actor, assessment=found.assessment)
        messages.success(request, _("The gap analysis is closed. It can be opened again."))
    return redirect("gap:results", org=org, assessment=assessment)


@require_POST
def reopen(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """Take a closed analysis up again."""
    found = picture_or_404(request, assessment)
    if not found.assessment.is_open:
        reopen_assessment(actor=request.actor, assessment=found.assessment)
        messages.success(request, _("The gap analysis is open again."))
    return redirect("gap:results", org=org, assessment=assessment)
