"""Versions of the Statement of Applicability: draw up, look at, approve, take away on paper."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from isonomy.base.acting import ActingRequest
from isonomy.base.audit_trail import history
from isonomy.base.refusals import told_on
from isonomy.base.transitions import offers, take
from isonomy.gap.forms.statement import ApproveForm
from isonomy.gap.models import SOA_LABELS, SoaVersion
from isonomy.gap.papers.soa import statement_pdf, statement_xlsx
from isonomy.gap.papers.statement import Statement
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.statement import paper_of, reason_words
from isonomy.gap.services.statement import draw_up_statement
from isonomy.gap.views.frame import frame, picture_or_404
from isonomy.gap.views.wording import refusal_words, worded
from isonomy.norms.kernel.verdict import Refusal
from isonomy.norms.kernel.workflow import Refused
from isonomy.parties.trail import lines
from isonomy.proof.canonical import digest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
def draw_up(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """Write down the controls as they are decided now, as the next version."""
    found = picture_or_404(request, assessment)
    if not found.controls or not found.assessment.is_open:
        raise Http404
    row = draw_up_statement(actor=request.actor, picture=found)
    messages.success(
        request,
        _("Version %(number)s is drawn up.") % {"number": row.number},
    )
    return redirect("gap:statement_version", org=org, assessment=assessment, number=row.number)


def _version(request: ActingRequest, found: Picture, number: int) -> SoaVersion:
    row = (
        SoaVersion.objects.for_(request.actor)
        .filter(assessment=found.assessment, number=number)
        .select_related("drawn_up_by", "approved_by")
        .first()
    )
    if row is None:
        raise Http404
    return row


@require_safe
def page(request: ActingRequest, org: str, assessment: int, number: int) -> HttpResponse:
    """One version as it was drawn up, with who approved exactly these bytes."""
    found = picture_or_404(request, assessment)
    row = _version(request, found, number)
    controls = row.content["controls"]
    steps = [offer for offer in offers(request.actor, row) if offer.name == "approve"]
    context = {
        **frame(request, org, found, "statement"),
        "row": row,
        "state_label": SOA_LABELS[row.state],  # type: ignore[index]
        "approve": worded(steps)[0] if steps else None,
        "intact": digest(row.content) == row.digest,
        "controls": [{**c, "words": reason_words(c["reasons"])} for c in controls],
        "applied": sum(c["decided"] and c["applicable"] for c in controls),
        "left_out": sum(c["decided"] and not c["applicable"] for c in controls),
        "undecided": sum(not c["decided"] for c in controls),
        "events": lines(history(request.actor, [row], newest=20, with_changes=True)),
    }
    return render(request, "gap/statement_version.html", context)


@reauthentication_required  # type: ignore[untyped-decorator]
def _show_who_you_are(request: ActingRequest) -> None:
    """Asks for password, passkey or code where that was not done a moment ago."""


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: ActingRequest, org: str, assessment: int, number: int) -> HttpResponse:
    """Sign a version: who signs has just shown who they are, and says what the signature means."""
    try:
        _show_who_you_are(request)
    except ReauthenticationRequired:
        if request.method != "POST":
            raise
        # a suspended POST would be resumed past the door, without an actor: ask by a GET instead
        meaning = request.POST.get("meaning", "")[:200]
        return redirect(f"{request.path}?{urlencode({'meaning': meaning})}")
    found = picture_or_404(request, assessment)
    row = _version(request, found, number)
    meaning = request.GET.get("meaning") or _("I approve the controls and exclusions listed.")
    first = {"meaning": meaning, "digest": row.digest}
    form = ApproveForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["digest"] != row.digest:
            raise Http404
        with told_on(form):
            _sign(request, row, form)
            messages.success(request, _("Version %(number)s is approved.") % {"number": number})
            return redirect("gap:statement_version", org=org, assessment=assessment, number=number)
    steps = [offer for offer in offers(request.actor, row) if offer.name == "approve"]
    context = {
        **frame(request, org, found, "statement"),
        "row": row,
        "form": form,
        "approve": worded(steps)[0] if steps else None,
    }
    return render(request, "gap/statement_approve.html", context)


def _sign(request: ActingRequest, row: SoaVersion, form: ApproveForm) -> None:
    try:
        take(request.actor, row, "approve", said={"meaning": form.cleaned_data["meaning"]})
    except Refused as refused:
        raise Refused(_in_words(refused)) from None


def _in_words(refused: Refused) -> tuple[Refusal, ...]:
    return tuple(Refusal(no.code, refusal_words(no), no.cite) for no in refused.refusals)


@require_safe
def pdf(request: ActingRequest, org: str, assessment: int, number: int) -> HttpResponse:
    """A version as an archival PDF."""
    paper = _paper(request, assessment, number)
    made = statement_pdf(paper, t=gettext)
    return _file(made.content, "application/pdf", f"{_name(paper)}.pdf")


@require_safe
def xlsx(request: ActingRequest, org: str, assessment: int, number: int) -> HttpResponse:
    """A version as a workbook."""
    paper = _paper(request, assessment, number)
    return _file(statement_xlsx(paper, t=gettext), XLSX, f"{_name(paper)}.xlsx")


def _paper(request: ActingRequest, assessment: int, number: int) -> Statement:
    found = picture_or_404(request, assessment)
    return paper_of(request.actor, found, _version(request, found, number), get_language() or "en")


def _name(paper: Statement) -> str:
    return f"statement-of-applicability-{slugify(paper.organisation)}-{paper.version}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
