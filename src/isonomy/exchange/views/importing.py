"""The list of imports, one import with its dry run, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from isonomy.base.access import EDITORS
from isonomy.base.acting import ActingRequest
from isonomy.base.files.serving import send_file
from isonomy.base.transitions import offers
from isonomy.exchange import queries, showing
from isonomy.exchange.models import Import
from isonomy.exchange.reading.plan import Action, DryRun
from isonomy.exchange.services import apply_import, undo_import
from isonomy.exchange.taking import offered, taker_of
from isonomy.norms.kernel.workflow import Offer, Refused
from isonomy.parties import trail

_ROWS = 50
_STEPS = ("apply", "undo")
_STEP_LABELS = {"apply": gettext_lazy("Take the rows in"), "undo": gettext_lazy("Undo the import")}


def imports(request: ActingRequest, org: str) -> HttpResponse:
    """Every import of the organisation, newest first."""
    page = Paginator(queries.imports(request.actor), 25).get_page(request.GET.get("page"))
    labels = {taker.target.name: _(taker.target.label) for taker, _place in offered(request.actor)}
    context = {
        "page": page,
        "rows": [(row, labels.get(row.target, row.target)) for row in page],
        "may_bring": request.actor.may(EDITORS) and bool(labels),
    }
    return render(request, "exchange/imports.html", context)


def show(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """One import: what each row would do or did, what is wrong, and the steps open now."""
    row = _row(request, pk)
    if row.plan is None:
        return redirect("exchange:columns", org=org, pk=pk)
    run = queries.plan_of(row)
    taker = taker_of(row.target)
    wanted = _wanted(request)
    page = _page(request, run, wanted)
    events = queries.events_of(request.actor, row)
    place = next((one for one in taker.places(request.actor) if one.key == row.place), None)
    context: dict[str, Any] = {
        "import": row,
        "target_label": _(taker.target.label),
        "place": place,
        "run": run,
        "page": page,
        "rows": showing.shown_rows(taker.target, list(page)),
        "tabs": _tabs(run, wanted),
        "offers": _offers(request, row),
        "labels": _STEP_LABELS,
        "action": reverse("exchange:take", args=[org, pk, "x"])[:-1],
        "lines": list(zip(events, trail.sentences(events).values(), strict=True)),
        "may_edit": request.actor.may(EDITORS),
    }
    return render(request, "exchange/import.html", context)


def errors(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """The errors of the dry run as a file."""
    row = _row(request, pk)
    if row.plan is None:
        raise Http404
    response = HttpResponse(
        showing.errors_as_csv(queries.plan_of(row)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="errors-{row.pk}.csv"'
    return response


def file(request: ActingRequest, org: str, pk: int) -> HttpResponseBase:
    """The file as it was brought in."""
    row = _row(request, pk)
    return send_file(request, row.file, row.file_name)


@require_POST
def take_step(request: ActingRequest, org: str, pk: int, step: str) -> HttpResponse:
    """Take the rows in, or undo that."""
    row = _row(request, pk)
    if step not in _STEPS:
        raise Http404
    try:
        if step == "apply":
            apply_import(actor=request.actor, row=row)
        else:
            undo_import(actor=request.actor, row=row, reason=request.POST.get("reason", ""))
    except Refused as refusal:
        messages.error(request, " ".join(no.reason for no in refusal.refusals))
    else:
        done = _("The rows are taken in.") if step == "apply" else _("The import is undone.")
        messages.success(request, done)
    return redirect("exchange:import", org=org, pk=pk)


def _row(request: ActingRequest, pk: int) -> Import:
    found: Import = get_object_or_404(queries.imports(request.actor).select_related("plan"), pk=pk)
    return found


def _offers(request: ActingRequest, row: Import) -> list[Offer]:
    return [offer for offer in offers(request.actor, row) if offer.name in _STEPS]


def _wanted(request: ActingRequest) -> Action | None:
    asked = request.GET.get("show", "")
    return Action(asked) if asked in set(Action) else None


def _page(request: ActingRequest, run: DryRun, wanted: Action | None) -> Page[Any]:
    rows = run.rows if wanted is None else run.of(wanted)
    return Paginator(rows, _ROWS).get_page(request.GET.get("page"))


def _tabs(run: DryRun, wanted: Action | None) -> list[dict[str, Any]]:
    all_rows = {
        "label": _("All rows"),
        "url": "?",
        "current": wanted is None,
        "count": len(run.rows),
    }
    return [
        all_rows,
        *(
            {
                "label": label,
                "url": f"?show={action.value}",
                "current": wanted is action,
                "count": run.counts[action.value],
            }
            for action, label in showing.ACTION_LABELS.items()
        ),
    ]
