"""Evidence: bring it in from a question, read it, renew it, withdraw it; and the history of a question."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from isonomy.base.access import EDITORS, MANAGERS, Actor
from isonomy.base.audit_trail import history
from isonomy.base.files.arriving import arrived_whole
from isonomy.base.files.serving import send_file
from isonomy.gap.forms.evidence import EvidenceForm
from isonomy.gap.models import Evidence, EvidenceUse
from isonomy.gap.queries.evidence import (
    evidence_of,
    held_evidence,
    page_of_evidence,
    stale_since,
    uses_of,
)
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.question import answer_rows, asked, question_history
from isonomy.gap.services import evidence as services
from isonomy.gap.views.work import picture_or_404, question_or_404
from isonomy.norms.gap.question import Question


def _parts(found: Picture, here: Question) -> list[tuple[str, str]]:
    if len(here.members) < 2:
        return []
    return [
        (
            member.requirement.ref,
            f"{found.pack_by_key[member.requirement.standard].reference}, {member.requirement.clause}",
        )
        for member in here.members
    ]


def add(request: HttpRequest, org: str, assessment: int, key: str) -> HttpResponse:
    """Bring in evidence for a question, or use what is there already."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = picture_or_404(actor, assessment)
    here = question_or_404(found, key)
    form = EvidenceForm(request.POST or None, request.FILES or None, parts=_parts(found, here))
    arrived = request.method == "POST" and arrived_whole(request, form)
    if arrived and form.is_valid() and (proven := form.proven(actor)):
        row = services.add_evidence(actor=actor, proven=proven)
        services.use_evidence(
            actor=actor,
            assessment=found.assessment,
            evidence=row,
            key=here.key,
            part=form.cleaned_data.get("part") or "",
            clause=here.clause,
        )
        return redirect("gap:question", org=org, assessment=assessment, key=here.key)
    today = timezone.localdate()
    words = request.GET.get("q", "")
    there = held_evidence(actor, today, words=words)[:20]
    context = {
        "form": form,
        "picture": found,
        "assessment": found.assessment,
        "question": here,
        "asked": asked(found, here),
        "there": there,
        "words": words,
    }
    return render(request, "gap/evidence_add.html", context, status=422 if form.errors else 200)


@require_POST
def use(request: HttpRequest, org: str, assessment: int, key: str) -> HttpResponse:
    """Use evidence that is there already for one more question."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = picture_or_404(actor, assessment)
    here = question_or_404(found, key)
    row = _evidence_or_404(actor, request.POST.get("evidence", ""))
    services.use_evidence(
        actor=actor, assessment=found.assessment, evidence=row, key=here.key, clause=here.clause
    )
    return redirect("gap:question", org=org, assessment=assessment, key=here.key)


@require_POST
def stop(request: HttpRequest, org: str, assessment: int, key: str, use: int) -> HttpResponse:
    """No longer use a piece of evidence for a question."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = picture_or_404(actor, assessment)
    here = question_or_404(found, key)
    row = (
        EvidenceUse.objects.for_(actor)
        .filter(pk=use, assessment=found.assessment, key=here.key)
        .select_related("evidence")
        .first()
    )
    if row is None:
        raise Http404
    services.stop_using(actor=actor, use=row, clause=here.clause)
    return redirect("gap:question", org=org, assessment=assessment, key=here.key)


def listing(request: HttpRequest, org: str) -> HttpResponse:
    """All evidence, with what is stale and what supports nothing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    words, show = request.GET.get("q", ""), request.GET.get("show", "")
    found = held_evidence(actor, timezone.localdate(), words=words, show=show)
    context = {
        "page": page_of_evidence(found, request.GET.get("page")),
        "words": words,
        "show": show,
    }
    return render(request, "gap/evidence_list.html", context)


def page(request: HttpRequest, org: str, pk: int) -> HttpResponse:
    """One piece of evidence: what it proves, where it is used, what happened to it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = _evidence_or_404(actor, pk)
    return render(request, "gap/evidence_page.html", _page_context(actor, row))


def _page_context(actor: Actor, row: Evidence) -> dict[str, Any]:
    live = row.withdrawn_on is None and row.replaced_by_id is None
    return {
        "evidence": row,
        "stale_since": stale_since(row, timezone.localdate()),
        "uses": _named_uses(actor, row),
        "history": history(actor, [row], newest=20),
        "may_edit": live and actor.may(EDITORS),
        "may_withdraw": live and actor.may(MANAGERS),
    }


def _named_uses(actor: Actor, row: Evidence) -> list[tuple[EvidenceUse, str]]:
    """Where it is used, each with the number and title of the question."""
    pictures: dict[int, Picture] = {}
    named = []
    for use in uses_of(actor, row):
        found = pictures.get(use.assessment_id) or picture_or_404(actor, use.assessment_id)
        pictures[use.assessment_id] = found
        question = found.by_key.get(use.key) or found.by_requirement.get(use.key)
        clause = use.key.partition(":")[2]
        title = f"{question.clause} {asked(found, question).title}" if question else clause
        named.append((use, title))
    return named


def change(request: HttpRequest, org: str, pk: int) -> HttpResponse:
    """Change what a piece of evidence says; the bytes of a file stay, they are renewed instead."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = _live_or_404(actor, pk)
    form = EvidenceForm(request.POST or None, initial=_initial(row), old=row)
    if row.kind == Evidence.Kind.FILE:
        for name in ("file", "url", "place"):
            del form.fields[name]
    else:
        del form.fields["file"]
    if request.method == "POST" and form.is_valid() and (proven := form.proven(actor)):
        services.change_evidence(actor=actor, evidence=row, proven=proven)
        return redirect("gap:evidence_page", org=org, pk=row.pk)
    context = {"form": form, "evidence": row, "renewing": False}
    return render(request, "gap/evidence_form.html", context, status=422 if form.errors else 200)


def renew(request: HttpRequest, org: str, pk: int) -> HttpResponse:
    """Put newer evidence in its place everywhere it is used."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = _live_or_404(actor, pk)
    initial = {"title": row.title, "review_months": row.review_months}
    form = EvidenceForm(request.POST or None, request.FILES or None, initial=initial)
    arrived = request.method == "POST" and arrived_whole(request, form)
    if arrived and form.is_valid() and (proven := form.proven(actor)):
        new = services.renew_evidence(actor=actor, old=row, proven=proven)
        return redirect("gap:evidence_page", org=org, pk=new.pk)
    context = {"form": form, "evidence": row, "renewing": True}
    return render(request, "gap/evidence_form.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, org: str, pk: int) -> HttpResponse:
    """Say that a piece of evidence no longer counts."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = _live_or_404(actor, pk)
    reason = request.POST.get("reason", "").strip()[:500]
    services.withdraw_evidence(actor=actor, evidence=row, reason=reason)
    return redirect("gap:evidence_page", org=org, pk=row.pk)


def download(request: HttpRequest, org: str, pk: int) -> HttpResponseBase:
    """The file itself, so that nothing in it can act on our pages."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = _evidence_or_404(actor, pk)
    if row.file is None:
        raise Http404
    return send_file(request, row.file, row.file_name or row.title, inline="show" in request.GET)


def question_history_page(
    request: HttpRequest, org: str, assessment: int, key: str
) -> HttpResponse:
    """Everything that was ever done on one question."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = picture_or_404(actor, assessment)
    here = question_or_404(found, key)
    rows = answer_rows(actor, found, here)
    context = {
        "picture": found,
        "assessment": found.assessment,
        "question": here,
        "asked": asked(found, here),
        "history": question_history(actor, list(rows.values()), with_changes=True),
    }
    return render(request, "gap/question_history.html", context)


def _evidence_or_404(actor: Actor, pk: int | str) -> Evidence:
    try:
        return evidence_of(actor, int(pk))
    except (Evidence.DoesNotExist, ValueError):
        raise Http404 from None


def _live_or_404(actor: Actor, pk: int) -> Evidence:
    row = _evidence_or_404(actor, pk)
    if row.withdrawn_on is not None or row.replaced_by_id is not None:
        raise Http404
    return row


def _initial(row: Evidence) -> dict[str, Any]:
    names = ("title", "url", "place", "proves_from", "proves_until", "review_months")
    return {name: getattr(row, name) for name in names}
