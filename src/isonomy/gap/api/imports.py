"""Tables come in: bring a file, see what it would do, take it in, undo it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from isonomy.base.access import Actor
from isonomy.base.api import ApiRequest, Page, Paging, page_of
from isonomy.base.files.notice import FileRefused, Notice
from isonomy.exchange.models import Import
from isonomy.exchange.queries import (
    book_of,
    imports,
    plan_of,
    remembered_mapping,
    table_in,
)
from isonomy.exchange.reading.grid import Table
from isonomy.exchange.reading.mapping import propose
from isonomy.exchange.reading.plan import PlannedRow
from isonomy.exchange.services import apply_import, bring_file, choose_columns, undo_import
from isonomy.exchange.taking import offered, taker_of
from isonomy.gap.api.found import assessment_or_404, row_or_404

router = Router()

TARGETS = ("gap.answers", "gap.actions", "gap.evidence")


class ColumnOut(Schema):
    """A column of the file, the field it was taken for ("" for none), and how sure that is."""

    column: int
    heading: str
    field: str
    confidence: float
    samples: list[str]


class ImportOut(Schema):
    """A file on its way in. `counts` says how many rows would create, change, leave, or are wrong."""

    id: int
    target: str
    file_name: str
    sheet: str
    header_line: int
    state: str
    columns: dict[str, str]
    blank_clears: bool
    counts: dict[str, int]
    brought_at: datetime
    finished_at: datetime | None


class TriedOut(ImportOut):
    """An import that was tried, with what its columns were taken for."""

    proposals: list[ColumnOut]


class BringIn(Schema):
    """What the file holds: gap.answers, gap.actions or gap.evidence; whether blanks clear."""

    target: str = "gap.answers"
    blank_clears: bool = False


class ColumnsIn(Schema):
    """Which column (by its number, from 0) is which field; others are left out."""

    columns: dict[int, str]
    sheet: str = ""
    header_line: int = Field(0, ge=0)
    blank_clears: bool = False


class FaultOut(Schema):
    """What is wrong with a row."""

    field: str
    cause: str


class ChangeOut(Schema):
    """One field: what stands there and what the row would put there."""

    field: str
    old: Any
    new: Any


class RowOut(Schema):
    """One row of the dry run, by its line in the file."""

    line: int
    action: str
    subject: str
    label: str
    changes: list[ChangeOut]
    faults: list[FaultOut]


class RowFilter(Paging):
    """Which rows are wanted: create, update, unchanged, error."""

    action: str = ""


class UndoIn(Schema):
    """Why an import is undone."""

    reason: str = Field(min_length=1, max_length=2000)


@router.get("/assessments/{assessment_id}/imports", response=Page[ImportOut])
def list_imports(request: ApiRequest, assessment_id: int, paging: Query[Paging]) -> dict[str, Any]:
    """The files that were brought into an analysis, newest first."""
    assessment = assessment_or_404(request, assessment_id)
    rows = imports(request.actor).filter(place=str(assessment.pk), target__in=TARGETS)
    page = page_of(rows, paging)
    return {**page, "items": [_told(row) for row in page["items"]]}


@router.post("/assessments/{assessment_id}/imports", response={201: TriedOut})
def bring(
    request: ApiRequest, assessment_id: int, file: File[UploadedFile], about: Form[BringIn]
) -> Status[dict[str, Any]]:
    """Bring a file in (multipart/form-data) and try it dry with the columns it seems to have."""
    assessment = assessment_or_404(request, assessment_id)
    place = next(
        (
            place
            for taker, place in offered(request.actor)
            if taker.target.name == about.target and place.key == str(assessment.pk)
        ),
        None,
    )
    if place is None or about.target not in TARGETS:
        raise ValidationError({"target": _("Nothing of this kind is taken in here.")})
    try:
        row = bring_file(
            actor=request.actor,
            target=about.target,
            place=place,
            upload=file,
            name=file.name or "table",
        )
    except FileRefused as refusal:
        raise ValidationError({"file": worded(refusal.notice)}) from refusal
    table = _table(row, row.sheet, row.header_line)
    columns = {p.column: p.field for p in _proposed(request.actor, row, table)}
    row = choose_columns(
        actor=request.actor, row=row, table=table, columns=columns, blank_clears=about.blank_clears
    )
    return Status(201, _tried(request.actor, row, table))


@router.get("/assessments/{assessment_id}/imports/{import_id}", response=TriedOut)
def read_import(request: ApiRequest, assessment_id: int, import_id: int) -> dict[str, Any]:
    """One import with what its columns were taken for."""
    row = _import(request, assessment_id, import_id)
    return _tried(request.actor, row, _table(row, row.sheet, row.header_line))


@router.put("/assessments/{assessment_id}/imports/{import_id}/columns", response=TriedOut)
def choose(
    request: ApiRequest, assessment_id: int, import_id: int, body: ColumnsIn
) -> dict[str, Any]:
    """Say which column is which field, and try the file again."""
    row = _import(request, assessment_id, import_id)
    table = _table(row, body.sheet or row.sheet, body.header_line or row.header_line)
    _refuse_strange_columns(row, table, body.columns)
    row = choose_columns(
        actor=request.actor,
        row=row,
        table=table,
        columns=body.columns,
        blank_clears=body.blank_clears,
    )
    return _tried(request.actor, row, table)


@router.get("/assessments/{assessment_id}/imports/{import_id}/rows", response=Page[RowOut])
def list_rows(
    request: ApiRequest, assessment_id: int, import_id: int, wanted: Query[RowFilter]
) -> dict[str, Any]:
    """What every row would do, or did; wrong rows by line, field and cause."""
    row = _import(request, assessment_id, import_id)
    if row.plan is None:
        raise Http404
    rows = [one for one in plan_of(row).rows if not wanted.action or one.action == wanted.action]
    page = page_of(rows, wanted)
    return {**page, "items": [_planned(one) for one in page["items"]]}


@router.post("/assessments/{assessment_id}/imports/{import_id}/apply", response=ImportOut)
def apply(request: ApiRequest, assessment_id: int, import_id: int) -> dict[str, Any]:
    """Take the file in as it was tried. 409 where something changed since."""
    row = _import(request, assessment_id, import_id)
    if row.plan is None:
        raise Http404
    return _told(apply_import(actor=request.actor, row=row))


@router.post("/assessments/{assessment_id}/imports/{import_id}/undo", response=ImportOut)
def undo(request: ApiRequest, assessment_id: int, import_id: int, body: UndoIn) -> dict[str, Any]:
    """Put back what stood there before. 409 where somebody wrote over it."""
    row = _import(request, assessment_id, import_id)
    if row.plan is None:
        raise Http404
    return _told(undo_import(actor=request.actor, row=row, reason=body.reason))


def worded(notice: Notice) -> str:
    """A notice in the language of the request."""
    return _(notice.template) % dict(notice.facts)


def _import(request: ApiRequest, assessment_id: int, pk: int) -> Import:
    assessment = assessment_or_404(request, assessment_id)
    rows = imports(request.actor).filter(target__in=TARGETS)
    row: Import = row_or_404(rows, pk=pk, place=str(assessment.pk))
    return row


def _table(row: Import, sheet: str, header_line: int) -> Table:
    table = table_in(row, book_of(row).sheets, sheet, header_line)
    if table is None:
        raise ValidationError({"sheet": _("The file has no such table.")})
    return table


def _proposed(actor: Actor, row: Import, table: Table) -> Any:
    known = remembered_mapping(actor, row.target, table)
    return propose(taker_of(row.target).target, table, remembered=known.fields if known else None)


def _refuse_strange_columns(row: Import, table: Table, columns: dict[int, str]) -> None:
    names = {field.name for field in taker_of(row.target).target.fields} | {""}
    chosen = [name for name in columns.values() if name]
    far = any(not 0 <= column < len(table.headings) for column in columns)
    if far or set(columns.values()) - names or len(set(chosen)) < len(chosen):
        raise ValidationError({"columns": _("Give each field one column of the table.")})


def _told(row: Import) -> dict[str, Any]:
    names = (
        "target", "file_name", "sheet", "header_line", "state", "columns", "blank_clears",
        "counts", "brought_at", "finished_at",
    )  # fmt: skip
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


def _tried(actor: Actor, row: Import, table: Table) -> dict[str, Any]:
    proposals = [
        {
            "column": p.column,
            "heading": p.heading,
            "field": row.columns.get(str(p.column), "") if row.columns else p.field,
            "confidence": p.confidence,
            "samples": list(p.samples),
        }
        for p in _proposed(actor, row, table)
    ]
    return {**_told(row), "proposals": proposals}


def _planned(row: PlannedRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "action": str(row.action),
        "subject": row.subject,
        "label": row.label,
        "changes": [
            {"field": change.field, "old": change.old, "new": change.new} for change in row.changes
        ],
        "faults": [{"field": f.field, "cause": worded(f.cause)} for f in row.faults],
    }
