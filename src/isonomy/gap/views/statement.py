"""The Statement of Applicability: every control, decided row by row."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from isonomy.base.acting import ActingRequest
from isonomy.base.refusals import told_on
from isonomy.gap.forms.statement import DECISIONS, ControlForm
from isonomy.gap.models import SOA_LABELS
from isonomy.gap.queries.picture import Picture, picture
from isonomy.gap.queries.statement import (
    ControlRow,
    control_row,
    control_rows,
    reference_of,
    themes,
    versions,
)
from isonomy.gap.services.answers import AnswerConflict, Place, give_answer
from isonomy.gap.views.frame import frame, picture_or_404

SHOWS = ("all", "undecided", "unjustified", "left_out", "open")


@require_safe
def page(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """All controls by theme; one of them opened where the address names it."""
    found = _with_controls(request, assessment)
    return render(request, "gap/statement.html", _context(request, org, found))


def _with_controls(request: ActingRequest, assessment: int) -> Picture:
    found = picture_or_404(request, assessment)
    if not found.controls:
        raise Http404
    return found


def _context(request: ActingRequest, org: str, found: Picture) -> dict[str, Any]:
    rows = control_rows(request.actor, found)
    drawn = versions(request.actor, found)
    show = request.GET.get("show", "all")
    show = show if show in SHOWS else "all"
    kept = [row for row in rows if _fits(row, show)]
    opened = request.GET.get("edit", "")
    context = {
        **frame(request, org, found, "statement"),
        "themes": themes(kept),
        "summary": themes(rows),
        "counts": {name: sum(_fits(row, name) for row in rows) for name in SHOWS},
        "applied": sum(row.applies is True for row in rows),
        "implemented": sum(row.status == "implemented" for row in rows),
        "show": show,
        "versions": drawn,
        "state_labels": SOA_LABELS,
        "reference": reference_of(found),
        "opened": "",
    }
    if context["may_edit"] and any(row.key == opened for row in rows):
        here = next(row for row in rows if row.key == opened)
        context |= {"opened": opened, "form": _form(here)}
    return context


def _fits(row: ControlRow, show: str) -> bool:
    if show == "undecided":
        return not row.decided
    if show == "unjustified":
        return row.unjustified
    if show == "left_out":
        return row.applies is False
    if show == "open":
        return row.status in {"partly", "not_implemented"}
    return True


def _form(here: ControlRow, data: Any = None) -> ControlForm:
    row = here.row
    initial = {
        "version": here.version,
        "state": here.state,
        "reasons": row.reasons if row else [],
        "justification": row.justification if row else "",
        "note": row.note if row else "",
    }
    return ControlForm(data, initial=initial, auto_id=f"c-{here.node.clause}-%s")


@require_http_methods(["GET", "HEAD", "POST"])
def control(request: ActingRequest, org: str, assessment: int, key: str) -> HttpResponse:
    """One control: the form to decide on it, or the row after it was decided."""
    found = _with_controls(request, assessment)
    here = control_row(request.actor, found, key)
    if here is None:
        raise Http404
    if request.method == "POST":
        return _decide(request, org, found, here)
    if request.headers.get("HX-Request"):
        return _piece(request, org, found, here, "form" not in request.GET)
    address = reverse("gap:statement", args=[org, assessment])
    return redirect(f"{address}?edit={key}#{anchor(here)}")


def anchor(here: ControlRow) -> str:
    """The place of a control on the page."""
    return f"c-{here.node.clause}"


def _decide(request: ActingRequest, org: str, found: Picture, here: ControlRow) -> HttpResponse:
    form = _form(here, request.POST)
    if form.is_valid():
        with told_on(form):
            try:
                give_answer(
                    actor=request.actor, picture=found, place=Place(here.key), given=form.given()
                )
            except AnswerConflict as conflict:
                return _again(request, org, found, here, form, conflict=conflict)
            return _done(request, org, found, here)
    return _again(request, org, found, here, form)


def _done(request: ActingRequest, org: str, found: Picture, here: ControlRow) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        address = reverse("gap:statement", args=[org, found.assessment.pk])
        return redirect(f"{address}#{anchor(here)}")
    after = picture(request.actor, found.assessment)
    now = control_row(request.actor, after, here.key)
    return _piece(request, org, after, now or here, True)


def _piece(
    request: ActingRequest,
    org: str,
    found: Picture,
    here: ControlRow,
    closed: bool,
    **more: Any,
) -> HttpResponse:
    context = {
        **frame(request, org, found, "statement"),
        "row": here,
        "form": more.pop("form", None) or _form(here),
        "opened": "" if closed else here.key,
        **more,
    }
    return render(request, "gap/control.html", context)


def _again(
    request: ActingRequest,
    org: str,
    found: Picture,
    here: ControlRow,
    form: ControlForm,
    *,
    conflict: AnswerConflict | None = None,
) -> HttpResponse:
    """The form once more: with its errors, or with what somebody else decided meanwhile."""
    more: dict[str, Any] = {"form": form}
    if conflict is not None:
        data = request.POST.copy()
        data["version"] = str(conflict.theirs.version)
        more["form"] = _form(here, data)
        more["conflict"] = here
        more["decisions"] = dict(DECISIONS)
    status = 409 if conflict else 422
    if request.headers.get("HX-Request"):
        response = _piece(request, org, found, here, False, **more)
    else:
        context = _context(request, org, found)
        response = render(request, "gap/statement.html", context | {"opened": here.key} | more)
    response.status_code = status
    return response
