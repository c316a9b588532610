"""The overview of results: the figure, the matrix, the first gaps, the line towards the plan."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from isonomy.base.acting import ActingRequest
from isonomy.gap.naming import all_of, clause_name, columns
from isonomy.gap.queries import trend
from isonomy.gap.queries.baselines import baselines_with, since
from isonomy.gap.queries.gaps import gap_rows
from isonomy.gap.queries.ground import ground
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.planned import PlannedAction, open_actions_by_gap
from isonomy.gap.queries.results import by_site, matrix, working
from isonomy.gap.views.filters import Sight, number_in, seen, sight
from isonomy.gap.views.frame import frame, picture_or_404

FIRST_GAPS = 10


@require_safe
def results(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """Where you stand, by clause, standard and site, and what helps most."""
    found = picture_or_404(request, assessment)
    limits = sight(request, found)
    shown = seen(found, limits)
    today = timezone.localdate()
    actions = open_actions_by_gap(request.actor, found.assessment)
    rows = gap_rows(request.actor, shown, actions, today, responsible={})
    context = {
        **frame(request, org, found, "results"),
        **_filters(found, limits),
        **_since(request, shown, limits),
        **_line(request, found, actions),
        "shown": shown,
        "matrix": matrix(shown) if shown.requirements else None,
        "percent": shown.readiness.value,
        "working": working(shown.counts),
        "controls": len(shown.controls),
        "gaps": rows[:FIRST_GAPS],
        "gap_count": len(rows),
        "sites": by_site(shown if limits.site is None else found),
        "ground": ground(request.actor, shown, today),
        "now": timezone.now(),
        "today": today,
    }
    return render(request, "gap/results.html", context)


def _filters(found: Picture, limits: Sight) -> dict[str, Any]:
    return {
        "limits": limits,
        "columns": columns(found.packs),
        "all_standards": all_of(len(found.packs)),
        "all_sites": all_of(len(found.sites)),
    }


def _since(request: ActingRequest, shown: Picture, limits: Sight) -> dict[str, Any]:
    """The baseline to compare with, and what changed since."""
    frozen = baselines_with(request.actor, shown.assessment, number_in(request, "baseline"))
    compared = next((row for row in frozen if row.shown is not None), None)
    if compared is None:
        return {"frozen": frozen, "since": None}
    change = since(shown, compared, limits.site)
    return {
        "frozen": frozen,
        "since": change,
        "since_clause": clause_name(change.clause, shown.packs),
    }


def _line(request: ActingRequest, found: Picture, actions: list[PlannedAction]) -> dict[str, Any]:
    """The line towards the plan is that of the whole analysis, whatever is filtered."""
    today = timezone.localdate()
    measured = trend.month_ends(request.actor, found, today)
    ahead = trend.projection(found, actions, today)
    planned = trend.plan_line(found, measured, ahead)
    return {
        "trend": trend.trend(measured, planned, today),
        "reached": ahead[-1] if ahead else None,
    }
