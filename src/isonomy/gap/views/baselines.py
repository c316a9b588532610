"""Baselines: freeze, look at, compare."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from isonomy.base.acting import ActingRequest
from isonomy.base.refusals import told_on
from isonomy.gap.forms.baseline import FreezeForm
from isonomy.gap.models import Baseline
from isonomy.gap.naming import columns
from isonomy.gap.queries.baselines import Moment, baselines, comparison, moment, now
from isonomy.gap.queries.past import end_of, picture_at
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.results import cell, percent_of
from isonomy.gap.services.baseline import content_of, freeze_baseline
from isonomy.gap.views.filters import number_in
from isonomy.gap.views.frame import frame, picture_or_404
from isonomy.norms.gap.movement import Direction
from isonomy.norms.gap.state import State
from isonomy.proof.canonical import digest

ROWS = 25
NOW = "now"


@require_safe
def listing(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """All baselines, newest first, and two of them to compare."""
    found = picture_or_404(request, assessment)
    frozen = baselines(request.actor, found.assessment)
    context = {
        **frame(request, org, found, "baselines"),
        "page": Paginator(frozen, ROWS).get_page(request.GET.get("page")),
        "percent": found.readiness.value,
    }
    return render(request, "gap/baselines.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """Keep the analysis as it stands now under a name."""
    found = picture_or_404(request, assessment)
    today = date_format(timezone.localdate(), "j F Y")
    first = {"name": _("Baseline of %(day)s") % {"day": today}}
    form = FreezeForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid() and _free(request, found, form):
        with told_on(form):
            row = freeze_baseline(
                actor=request.actor,
                picture=found,
                name=form.cleaned_data["name"],
                note=form.cleaned_data["note"],
            )
            messages.success(request, _("The baseline is frozen."))
            return redirect("gap:baseline", org=org, assessment=assessment, pk=row.pk)
    context = {
        **frame(request, org, found, "baselines"),
        "form": form,
        "percent": found.readiness.value,
    }
    return render(request, "gap/freeze.html", context)


def _free(request: ActingRequest, found: Picture, form: FreezeForm) -> bool:
    taken = Baseline.objects.for_(request.actor).filter(
        assessment=found.assessment, name=form.cleaned_data["name"]
    )
    if taken.exists():
        form.add_error("name", _("Another baseline already has this name."))
        return False
    return True


@require_safe
def page(request: ActingRequest, org: str, assessment: int, pk: int) -> HttpResponse:
    """One baseline: what it holds, who froze it, and whether its bytes are still the same."""
    found = picture_or_404(request, assessment)
    row = _baseline(request, found, pk)
    kept = row.content
    counts = {State(state): many for state, many in kept["counts"].items()}
    context = {
        **frame(request, org, found, "baselines"),
        "row": row,
        "percent": kept["percent"],
        "cell": cell(counts),
        "counts": [(state, counts.get(state, 0)) for state in State],
        "standards": [
            {
                "reference": standard["reference"],
                "digest": standard["digest"],
                "cell": cell(
                    {State(s): many for s, many in kept["by_standard"][standard["key"]].items()}
                ),
            }
            for standard in kept["standards"]
        ],
        "sites": [site["name"] for site in kept["sites"]],
        "intact": digest(kept) == row.digest,
        "points": _points(kept["percent"], percent_of(found.counts)),
    }
    return render(request, "gap/baseline.html", context)


def _points(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before


def _baseline(request: ActingRequest, found: Picture, pk: int) -> Baseline:
    row = (
        Baseline.objects.for_(request.actor)
        .filter(assessment=found.assessment, pk=pk)
        .select_related("frozen_by")
        .first()
    )
    if row is None:
        raise Http404
    return row


@require_safe
def compare(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """Two moments side by side: baselines, any day in the past, or now."""
    found = picture_or_404(request, assessment)
    frozen = list(baselines(request.actor, found.assessment))
    before = _on_day(request, found, "from_on")
    if before is None and not frozen:
        return redirect("gap:baselines", org=org, assessment=assessment)
    if before is None:
        before = moment(_baseline(request, found, number_in(request, "from") or frozen[0].pk))
    after = _on_day(request, found, "to_on") or _later(request, found)
    if before.at > after.at:
        before, after = after, before
    result = comparison(request.actor, before, after)
    show = request.GET.get("standard", "")
    heads = columns(found.packs)
    context: dict[str, Any] = {
        **frame(request, org, found, "baselines"),
        "frozen": frozen,
        "result": result,
        "groups": [
            (_direction_words(direction), direction, _shown(result.moved[direction], show))
            for direction in Direction
        ],
        "heads": heads,
        "show": show,
        "from_on": request.GET.get("from_on", ""),
        "to_on": request.GET.get("to_on", ""),
    }
    return render(request, "gap/compare.html", context)


def _later(request: ActingRequest, found: Picture) -> Moment:
    to = number_in(request, "to")
    return moment(_baseline(request, found, to)) if to else now(found, _("Now"))


def _on_day(request: ActingRequest, found: Picture, field: str) -> Moment | None:
    """The analysis at the end of a day, read from the audit trail; None where no day was given."""
    try:
        day = date.fromisoformat(request.GET.get(field, ""))
    except ValueError:
        return None
    until = min(end_of(day), timezone.now())
    then = picture_at(request.actor, found.assessment, until)
    if then is None:
        messages.warning(request, _("The gap analysis had not begun on that day."))
        return None
    return Moment(_("Day"), until, content_of(then))


def _shown(rows: Any, number: str) -> list[Any]:
    return [row for row in rows if not number or row.number == number]


def _direction_words(direction: Direction) -> str:
    return {
        Direction.BETTER: _("Got better"),
        Direction.WORSE: _("Got worse"),
        Direction.OTHER: _("Changed in another way"),
    }[direction]
