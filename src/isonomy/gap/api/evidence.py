"""Evidence: files, links and records, and which answers they support."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from isonomy.base.access import Actor
from isonomy.base.api import ApiRequest, Page, Paging, page_of
from isonomy.base.files.naming import safe_name
from isonomy.base.files.notice import FileRefused
from isonomy.base.files.services import keep_upload
from isonomy.base.files.serving import send_file
from isonomy.gap.api.found import picture_or_404, question_or_404, row_or_404
from isonomy.gap.models import Evidence, EvidenceUse
from isonomy.gap.queries.evidence import held_evidence, stale_since
from isonomy.gap.queries.picture import Picture
from isonomy.gap.services.answers import Place, clause_of
from isonomy.gap.services.evidence import (
    Proven,
    add_evidence,
    change_evidence,
    renew_evidence,
    stop_using,
    use_evidence,
    withdraw_evidence,
)

router = Router()


class EvidenceOut(Schema):
    """A piece of evidence; `stale_since` is set once it must be renewed."""

    id: int
    title: str
    kind: str
    file_name: str
    size: int | None
    sha256: str | None
    url: str
    place: str
    proves_from: date | None
    proves_until: date | None
    review_months: int | None
    added_at: datetime
    stale_since: date | None
    replaced_by: int | None
    withdrawn_on: date | None


class ProvenIn(Schema):
    """A link or a record kept elsewhere, and what it proves."""

    title: str = Field(min_length=1, max_length=200)
    url: str = Field("", max_length=1000)
    place: str = Field("", max_length=300)
    proves_from: date | None = None
    proves_until: date | None = None
    review_months: int | None = Field(None, ge=1, le=600)


class ProvenFile(Schema):
    """What a file proves."""

    title: str = Field("", max_length=200)
    proves_from: date | None = None
    proves_until: date | None = None
    review_months: int | None = Field(None, ge=1, le=600)


class EvidenceFilter(Paging):
    """Words to look for; `show` is "stale", "unused" or empty."""

    words: str = ""
    show: str = ""


class UseIn(Schema):
    """The question that the evidence supports, and the requirement where only one is meant."""

    key: str
    part: str = ""


class EvidenceUseOut(Schema):
    """Evidence in use."""

    id: int
    evidence: int
    assessment: int
    key: str
    part: str


class ReasonIn(Schema):
    """Why."""

    reason: str = Field("", max_length=500)


@router.get("/evidence", response=Page[EvidenceOut])
def list_evidence(request: ApiRequest, wanted: Query[EvidenceFilter]) -> dict[str, Any]:
    """The evidence that counts, the newest on top."""
    today = timezone.localdate()
    found = held_evidence(request.actor, today, words=wanted.words, show=wanted.show)
    page = page_of(found, wanted)
    return {**page, "items": [_told(held.row) for held in page["items"]]}


@router.post("/evidence", response={201: EvidenceOut})
def create_evidence(request: ApiRequest, body: ProvenIn) -> Status[dict[str, Any]]:
    """Bring in a link, or a record that is kept elsewhere."""
    return Status(201, _told(add_evidence(actor=request.actor, proven=Proven(**body.dict()))))


@router.post("/evidence/files", response={201: EvidenceOut})
def upload_evidence(
    request: ApiRequest, file: File[UploadedFile], about: Form[ProvenFile]
) -> Status[dict[str, Any]]:
    """Bring in a file (multipart/form-data: `file`, and what it proves)."""
    row = add_evidence(actor=request.actor, proven=_proven(request.actor, file, about))
    return Status(201, _told(row))


@router.get("/evidence/{evidence_id}", response=EvidenceOut)
def read_evidence(request: ApiRequest, evidence_id: int) -> dict[str, Any]:
    """One piece of evidence."""
    return _told(_evidence(request, evidence_id))


@router.put("/evidence/{evidence_id}", response=EvidenceOut)
def put_evidence(request: ApiRequest, evidence_id: int, body: ProvenIn) -> dict[str, Any]:
    """Change what a piece of evidence says; the bytes of a file never change, they are renewed."""
    row = _live(request, evidence_id)
    if row.kind == Evidence.Kind.FILE:
        told = {**body.dict(), "url": "", "place": ""}
        proven = Proven(**told, file=row.file, file_name=row.file_name)
    else:
        proven = Proven(**body.dict())
    return _told(change_evidence(actor=request.actor, evidence=row, proven=proven))


@router.post("/evidence/{evidence_id}/renew", response={201: EvidenceOut})
def renew(request: ApiRequest, evidence_id: int, body: ProvenIn) -> Status[dict[str, Any]]:
    """Put a newer link or record in its place, everywhere it is used."""
    old = _live(request, evidence_id)
    new = renew_evidence(actor=request.actor, old=old, proven=Proven(**body.dict()))
    return Status(201, _told(new))


@router.post("/evidence/{evidence_id}/renew-by-file", response={201: EvidenceOut})
def renew_by_file(
    request: ApiRequest, evidence_id: int, file: File[UploadedFile], about: Form[ProvenFile]
) -> Status[dict[str, Any]]:
    """Put a newer file in its place, everywhere it is used."""
    old = _live(request, evidence_id)
    proven = _proven(request.actor, file, about)
    return Status(201, _told(renew_evidence(actor=request.actor, old=old, proven=proven)))


@router.post("/evidence/{evidence_id}/withdraw", response=EvidenceOut)
def withdraw(request: ApiRequest, evidence_id: int, body: ReasonIn) -> dict[str, Any]:
    """Say that it no longer counts; it supports nothing from now on."""
    row = _live(request, evidence_id)
    return _told(withdraw_evidence(actor=request.actor, evidence=row, reason=body.reason))


@router.get("/evidence/{evidence_id}/file", response={200: None})
def download_evidence(request: ApiRequest, evidence_id: int) -> HttpResponseBase:
    """The bytes of a file."""
    row = _evidence(request, evidence_id)
    if row.file is None:
        raise Http404
    return send_file(request, row.file, row.file_name or row.title)


@router.get("/assessments/{assessment_id}/evidence", response=Page[EvidenceUseOut])
def list_uses(request: ApiRequest, assessment_id: int, paging: Query[Paging]) -> dict[str, Any]:
    """What supports which answer."""
    found = picture_or_404(request, assessment_id)
    uses = EvidenceUse.objects.for_(request.actor).filter(assessment=found.assessment)
    page = page_of(uses.order_by("pk"), paging)
    return {**page, "items": [_use(use) for use in page["items"]]}


@router.post("/assessments/{assessment_id}/evidence/{evidence_id}/use", response=EvidenceUseOut)
def use(request: ApiRequest, assessment_id: int, evidence_id: int, body: UseIn) -> dict[str, Any]:
    """Let a piece of evidence support an answer."""
    found = picture_or_404(request, assessment_id)
    question = question_or_404(found, body.key)
    members = {member.requirement.ref for member in question.members}
    if body.part and body.part not in members:
        raise Http404
    row = use_evidence(
        actor=request.actor,
        assessment=found.assessment,
        evidence=_live(request, evidence_id),
        key=question.key,
        part=body.part,
        clause=clause_of(found, question, Place(question.key, body.part)),
    )
    return _use(row)


@router.delete("/assessments/{assessment_id}/evidence/uses/{use_id}", response={204: None})
def stop(request: ApiRequest, assessment_id: int, use_id: int) -> Status[None]:
    """No longer use a piece of evidence for an answer."""
    found = picture_or_404(request, assessment_id)
    rows = EvidenceUse.objects.for_(request.actor).select_related("evidence")
    row: EvidenceUse = row_or_404(rows, pk=use_id, assessment=found.assessment)
    stop_using(actor=request.actor, use=row, clause=_clause(found, row))
    return Status(204, None)


def _clause(found: Picture, row: EvidenceUse) -> str:
    question = found.by_key.get(row.key)
    return question.clause if question else row.key


def _evidence(request: ApiRequest, pk: int) -> Evidence:
    row: Evidence = row_or_404(Evidence.objects.for_(request.actor).select_related("file"), pk=pk)
    return row


def _live(request: ApiRequest, pk: int) -> Evidence:
    """Evidence that still counts; what was replaced or withdrawn is only read."""
    row = _evidence(request, pk)
    if row.withdrawn_on is not None or row.replaced_by_id is not None:
        raise Http404
    return row


def _proven(actor: Actor, file: UploadedFile, about: ProvenFile) -> Proven:
    try:
        stored = keep_upload(actor=actor, upload=file)
    except FileRefused as refusal:
        told = _(refusal.notice.template) % dict(refusal.notice.facts)
        raise ValidationError({"file": told}) from refusal
    name = safe_name(file.name or "")
    facts = about.dict()
    return Proven(**{**facts, "title": facts["title"] or name[:200]}, file=stored, file_name=name)


def _told(row: Evidence) -> dict[str, Any]:
    names = (
        "title", "kind", "file_name", "url", "place", "proves_from", "proves_until",
        "review_months", "added_at", "withdrawn_on",
    )  # fmt: skip
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "size": row.file.size if row.file else None,
        "sha256": row.file.sha256 if row.file else None,
        "stale_since": stale_since(row, timezone.localdate()),
        "replaced_by": row.replaced_by_id,
    }


def _use(row: EvidenceUse) -> dict[str, Any]:
    return {
        "id": row.pk,
        "evidence": row.evidence_id,
        "assessment": row.assessment_id,
        "key": row.key,
        "part": row.part,
    }
