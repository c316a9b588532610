"""What must be written down for a set of standards, as a page and as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from isonomy.base.acting import ActingRequest
from isonomy.base.files.safe_cell import safe_cell
from isonomy.base.paper.xlsx import Column, Sheet, Workbook, workbook_bytes
from isonomy.catalogue.documents import Written, written_information
from isonomy.catalogue.queries import shelf
from isonomy.catalogue.views.finding import chosen, link_to

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MODES = ("maintain", "retain")


def show(request: ActingRequest, org: str) -> HttpResponse:
    """Documents to maintain and records to retain, grouped by chapter."""
    found = _wanted(request)
    chapters: dict[str, list[tuple[Written, list[tuple[str, str, str]]]]] = {}
    for row in found["rows"]:
        asked = [(pack.number, node.clause, link_to(org, node)) for pack, node in row.asked_by]
        chapters.setdefault(row.chapter, []).append((row, asked))
    structure = found["structure"]
    titles = {node.clause: node.title for node in structure.children(None)}
    context = {
        **found,
        "chapters": [(number, titles.get(number, ""), rows) for number, rows in chapters.items()],
        "shared": sum(len(row.standards) > 1 for row in found["rows"]),
        "query": request.GET.urlencode(),
    }
    return render(request, "catalogue/documents.html", context)


def _wanted(request: ActingRequest) -> dict[str, Any]:
    shelved = shelf(request.actor)
    structure = next((one.pack for one in shelved if one.pack.kind == "structure"), None)
    if structure is None:
        raise Http404
    offered, picked = chosen(request, shelved)
    mode = request.GET.get("mode", "")
    mode = mode if mode in MODES else ""
    also = request.GET.get("also") == "1"
    rows = written_information(structure, picked, mode=mode, mandatory_only=not also)
    return {
        "structure": structure,
        "offered": [(pack, pack in picked) for pack in offered],
        "packs": picked,
        "rows": rows,
        "mode": mode,
        "also": also,
        "filtered": bool(request.GET),
    }


def as_file(request: ActingRequest, org: str, kind: str) -> HttpResponse:
    """The list as a workbook or as CSV, with the same filters."""
    found = _wanted(request)
    if kind == "xlsx":
        response = HttpResponse(_workbook(request, found), content_type=XLSX)
    elif kind == "csv":
        response = HttpResponse(_csv(found), content_type="text/csv; charset=utf-8")
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="documented-information.{kind}"'
    return response


def _columns() -> list[Column]:
    return [
        Column("clause", _("Clause"), 12),
        Column("name", _("Document or record"), 60),
        Column("kind", _("Kind"), 14),
        Column("mandatory", _("Mandatory"), 12),
        Column("asked_by", _("Asked by"), 50),
    ]


def _lines(rows: list[Written]) -> list[tuple[str, str, str, str, str]]:
    return [
        (
            row.place.clause,
            row.name,
            _("document") if row.mode == "maintain" else _("record"),
            _("yes") if row.mandatory else _("no"),
            "; ".join(f"{pack.reference}, {node.clause}" for pack, node in row.asked_by),
        )
        for row in rows
    ]


def _workbook(request: ActingRequest, found: dict[str, Any]) -> bytes:
    title = _("Documented information")
    sheet = Sheet("documents", title, _columns(), _lines(found["rows"]))
    facts = {"packs": {pack.id: pack.digest for pack in found["packs"]}}
    book = Workbook(
        title=title,
        author=request.actor.name,
        made_at=timezone.now(),
        format="isonomy.documented-information",
        sheets=[sheet],
        facts=facts,
    )
    return workbook_bytes(book)


def _csv(found: dict[str, Any]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.heading for column in _columns()])
    writer.writerows([safe_cell(cell) for cell in line] for line in _lines(found["rows"]))
    return "\ufeff" + text.getvalue()
