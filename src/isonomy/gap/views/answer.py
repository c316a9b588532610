"""Save as you go: an answer comes in, the changed pieces of the page go back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from isonomy.base.access import Actor
from isonomy.gap.forms.answer import AnswerForm
from isonomy.gap.models import Answer
from isonomy.gap.queries.picture import Picture, picture
from isonomy.gap.queries.question import answer_rows, question_history
from isonomy.gap.services.answers import (
    AnswerConflict,
    Given,
    Place,
    give_answer,
    join_again,
    mark,
    marks_of,
    same_at_site,
    split_off,
)
from isonomy.gap.tree import Place as TreePlace
from isonomy.gap.tree import clause_summary, tree_row
from isonomy.gap.views.work import (
    answer_context,
    page_of,
    picture_or_404,
    question_or_404,
)
from isonomy.norms.gap.question import Question
from isonomy.norms.gap.state import State
from isonomy.norms.kernel.verdict import Refusal
from isonomy.norms.kernel.workflow import Refused
from isonomy.parties.queries import colleagues


@require_POST
def answer(request: HttpRequest, org: str, assessment: int, key: str) -> HttpResponse:
    """Take an answer; a conflict comes back with both versions, a refusal with its reasons."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = picture_or_404(actor, assessment)
    here = question_or_404(found, key)
    if request.POST.get("keep") == "theirs":
        return redirect("gap:question", org=org, assessment=assessment, key=here.key)
    form = AnswerForm(request.POST, colleagues=lambda: colleagues(actor, timezone.localdate()))
    if not form.is_valid():
        words = [error for errors in form.errors.values() for error in errors]
        return _not_saved(request, found, here, {"problems": words}, 422)
    try:
        row = give_answer(
            actor=actor, picture=found, place=form.place(here.key), given=form.given()
        )
    except Answer.DoesNotExist:
        raise Http404 from None
    except AnswerConflict as conflict:
        return _not_saved(request, found, here, {"conflict": conflict_of(conflict)}, 409)
    except Refused as refused:
        words = [worded(found, refusal) for refusal in refused.refusals]
        return _not_saved(request, found, here, {"problems": words}, 422)
    if not request.headers.get("HX-Request"):
        return redirect("gap:question", org=org, assessment=assessment, key=here.key)
    response = _pieces(request, with_answer(found, row), here)
    response.headers["X-Version"] = str(row.version)
    response.headers["X-Marks"] = json.dumps(shown_marks(form.given()))
    return response


def shown_marks(given: Given) -> dict[str, str]:
    """What the person's page shows now: what it showed before, with their own changes."""
    sent = {name: mark(name, value) for name, value in given.changes.items()}
    return {**(given.marks or {}), **sent}


def with_answer(found: Picture, row: Answer) -> Picture:
    """The picture after one answer, without reading everything again."""
    place = (row.key, row.part, row.site_id)
    return replace(found, answers={**found.answers, place: State(row.state)})


def _pieces(request: HttpRequest, found: Picture, here: Question) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = answer_rows(actor, found, here)
    links = TreePlace(lambda key: _address(request, key), here.key)
    context = {
        **answer_context(actor, found, here, rows),
        "tree_row": tree_row(found, here.key, links),
        "clause_summary": clause_summary(found, here.key),
        "history": question_history(actor, list(rows.values()), newest=6),
        "fragments": True,
    }
    return render(request, "gap/pieces.html", context)


def _address(request: HttpRequest, key: str) -> str:
    return request.path.rsplit("/q/", 1)[0] + f"/q/{key}/"


def _not_saved(
    request: HttpRequest, found: Picture, here: Question, extra: dict[str, Any], status: int
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    org = request.organisation.slug  # type: ignore[attr-defined]
    if request.headers.get("HX-Request"):
        context = {"question": here, "assessment": found.assessment, "fragments": True, **extra}
        return render(request, "gap/not_saved.html", context, status=status)
    context = {**page_of(request, actor, found, here, org), **extra}
    return render(request, "gap/work.html", context, status=status)


def conflict_of(conflict: AnswerConflict) -> dict[str, Any]:
    """Both versions, as the page puts them side by side."""
    theirs, mine = conflict.theirs, conflict.mine
    return {
        "who": theirs.changed_by.name if theirs.changed_by else "Isonomy",
        "when": theirs.changed_at,
        "theirs": theirs,
        "note": mine.changes.get("note", theirs.note),
        "state": mine.changes.get("state", theirs.state),
        "version": theirs.version,
        "marks": json.dumps(marks_of(theirs)),
    }


def worded(found: Picture, refusal: Refusal) -> str:
    """A refusal of the rules in words for the page."""
    if refusal.code == "justification_missing":
        return _("Write why it does not apply. It is saved as soon as there is a justification.")
    if refusal.code == "exclusion_not_allowed":
        node = found.node(refusal.reason)
        return _("%(clause)s may not be left out: %(rule)s") % {
            "clause": node.clause,
            "rule": refusal.cite.document if refusal.cite else "",
        }
    if refusal.code == "closed":
        return _("This gap analysis is closed. Open it again to change answers.")
    return refusal.reason


@require_POST
def split(request: HttpRequest, org: str, assessment: int, key: str) -> HttpResponse:
    """Answer one standard's requirement apart from the shared answer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = picture_or_404(actor, assessment)
    requirement = request.POST.get("requirement", "")
    try:
        split_off(
            actor=actor,
            picture=found,
            requirement=requirement,
            why=request.POST.get("why", "").strip()[:500],
        )
    except Answer.DoesNotExist:
        raise Http404 from None
    return redirect("gap:question", org=org, assessment=assessment, key=requirement)


@require_POST
def join(request: HttpRequest, org: str, assessment: int, key: str) -> HttpResponse:
    """Let the shared answer serve a requirement again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = picture_or_404(actor, assessment)
    try:
        join_again(actor=actor, picture=found, requirement=key)
    except Answer.DoesNotExist:
        raise Http404 from None
    after = picture(actor, found.assessment)
    shared = after.by_requirement[key].key
    return redirect("gap:question", org=org, assessment=assessment, key=shared)


@require_POST
def same(request: HttpRequest, org: str, assessment: int, key: str) -> HttpResponse:
    """Take back what was said for one site only."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = picture_or_404(actor, assessment)
    here = question_or_404(found, key)
    site = request.POST.get("site", "")
    try:
        place = Place(here.key, "", int(site) if site.isdigit() else None)
        same_at_site(actor=actor, picture=found, place=place)
    except Answer.DoesNotExist:
        raise Http404 from None
    return redirect("gap:question", org=org, assessment=assessment, key=here.key)
