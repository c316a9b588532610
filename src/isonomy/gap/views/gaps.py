"""All gaps, the most useful first, and actions planned for several of them at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from isonomy.base.acting import ActingRequest
from isonomy.base.refusals import told_on
from isonomy.gap.forms.plan import ManyActionsForm
from isonomy.gap.naming import all_of, columns
from isonomy.gap.queries.gaps import NOBODY, SORTS, GapRow, Wanted, chosen, gap_rows
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.planned import open_actions_by_gap
from isonomy.gap.services.plan import Planned, plan_actions
from isonomy.gap.views.filters import seen, sight
from isonomy.gap.views.frame import frame, picture_or_404
from isonomy.norms.gap.state import GAPS
from isonomy.parties.queries import colleagues

ROWS = 25


@require_safe
def listing(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """Every gap, filtered and ranked, a page at a time."""
    found = picture_or_404(request, assessment)
    return render(request, "gap/gaps.html", _context(request, org, found))


def _context(request: ActingRequest, org: str, found: Picture) -> dict[str, Any]:
    limits = sight(request, found)
    shown = seen(found, limits)
    rows = _rows(request, shown)
    wanted = _wanted(request)
    kept = chosen(rows, wanted)
    return {
        **frame(request, org, found, "gaps"),
        "limits": limits,
        "wanted": wanted,
        "columns": columns(found.packs),
        "all_standards": all_of(len(found.packs)),
        "all_sites": all_of(len(found.sites)),
        "owners": sorted({(row.owner, row.owner_id) for row in rows if row.owner_id}),
        "nobody": NOBODY,
        "page": Paginator(kept, ROWS).get_page(request.GET.get("page")),
        "total": len(rows),
        "severities": sorted(GAPS),
        "form": None,
        "today": timezone.localdate(),
    }


def _rows(request: ActingRequest, shown: Picture) -> list[GapRow]:
    actions = open_actions_by_gap(request.actor, shown.assessment)
    return gap_rows(request.actor, shown, actions, timezone.localdate())


def _wanted(request: ActingRequest) -> Wanted:
    given = request.GET
    severity, sort = given.get("severity", ""), given.get("sort", "")
    planned = given.get("planned", "")
    return Wanted(
        severity if severity in GAPS else "",
        given.get("owner", "")[:20],
        planned if planned in {"yes", "no"} else "",
        sort if sort in SORTS else "rank",
    )


@require_POST
def plan_chosen(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """Plan one action for each chosen gap, or one for all of them."""
    found = picture_or_404(request, assessment)
    people = colleagues(request.actor, timezone.localdate())
    keys = [key for key in request.POST.getlist("gap") if key in found.by_key]
    if not keys:
        messages.error(request, _("Choose at least one gap first."))
        return redirect("gap:gaps", org=org, assessment=assessment)
    rows = [row for row in _rows(request, found) if row.key in set(keys)]
    sent = "together" in request.POST
    form = ManyActionsForm(request.POST if sent else None, colleagues=people)
    if sent and form.is_valid():
        with told_on(form):
            made = plan_actions(
                actor=request.actor, assessment=found.assessment, planned=_planned(rows, form)
            )
            messages.success(request, _made(len(made)))
            return redirect(reverse("gap:plan", args=[org, assessment]))
    context = {**frame(request, org, found, "gaps"), "rows": rows, "form": form}
    return render(request, "gap/gaps_plan.html", context)


def _made(many: int) -> str:
    return ngettext("%(many)s action is planned.", "%(many)s actions are planned.", many) % {
        "many": many
    }


def _planned(rows: list[GapRow], form: ManyActionsForm) -> list[Planned]:
    shared = form.shared()
    if form.cleaned_data["together"] == "one":
        closes = tuple((row.key, "") for row in rows)
        return [Planned(title=form.cleaned_data["title"], closes=closes, **shared)]
    return [
        Planned(
            title=f"{row.clause} {row.title}"[:200],
            closes=((row.key, ""),),
            **shared,
        )
        for row in rows
    ]
