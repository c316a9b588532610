"""What can be taken away: the report, the workbook, the plan, the result, the statement, OSCAL."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from isonomy.base.access import Actor
from isonomy.base.acting import ActingRequest
from isonomy.base.files.naming import safe_name
from isonomy.gap.exchange.analysis import Analysis
from isonomy.gap.exchange.course import kept_report
from isonomy.gap.exchange.form import form_bytes
from isonomy.gap.exchange.kept import kept_analysis
from isonomy.gap.exchange.oscal import (
    PLAN_FILE,
    RESULTS_FILE,
    catalogue_file,
    oscal_plan,
    oscal_results,
)
from isonomy.gap.exchange.result import result_of
from isonomy.gap.exchange.soa import statement_of
from isonomy.gap.models import SoaVersion
from isonomy.gap.papers.docx import report_docx
from isonomy.gap.papers.pdf import report_pdf
from isonomy.gap.papers.soa import statement_pdf, statement_xlsx
from isonomy.gap.papers.xlsx import plan_xlsx, report_xlsx
from isonomy.gap.queries.picture import Picture
from isonomy.gap.views.frame import picture_or_404
from isonomy.packs.oscal import to_oscal

_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A file to take away: its bytes, and its name with ending."""

    name: str
    content: bytes


Writer = Callable[[Actor, Picture, Analysis], bytes]


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


WRITERS: dict[str, tuple[str, Writer]] = {
    "report.pdf": ("", lambda a, f, x: report_pdf(kept_report(a, f, x), t=_).content),
    "report.docx": ("", lambda a, f, x: report_docx(kept_report(a, f, x), t=_)),
    "report.xlsx": ("", lambda a, f, x: report_xlsx(kept_report(a, f, x), t=_)),
    "plan.xlsx": ("plan", lambda a, f, x: plan_xlsx(kept_report(a, f, x), t=_)),
    "workbook.xlsx": ("workbook", lambda a, f, x: form_bytes(x, t=_)),
    "result.json": ("result", lambda a, f, x: _json(result_of(x))),
    RESULTS_FILE: ("oscal-assessment-results", lambda a, f, x: _json(oscal_results(x))),
    PLAN_FILE: ("oscal-assessment-plan", lambda a, f, x: _json(oscal_plan(x))),
}
"""What an analysis can be taken away as: what is added to its name, and how the bytes are made."""


def taken(actor: Actor, found: Picture, what: str) -> Taken:
    """One of the files of an analysis; KeyError where there is no such kind."""
    added, writer = WRITERS[what]
    analysis = kept_analysis(actor, found)
    ending = what.rpartition(".")[2]
    day = analysis.today.isoformat()
    stem = " ".join(part for part in (analysis.name, added, day) if part)
    return Taken(safe_name(f"{stem}.{ending}"), writer(actor, found, analysis))


def sent(file: Taken) -> FileResponse:
    """A file as an attachment that no browser opens on its own."""
    ending = file.name.rpartition(".")[2]
    response = FileResponse(
        io.BytesIO(file.content),
        as_attachment=True,
        filename=file.name,
        content_type=MEDIA_TYPES[ending],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def take_away(request: ActingRequest, org: str, assessment: int, what: str) -> HttpResponseBase:
    """The report, the workbook, the plan, the result or the OSCAL documents of an analysis."""
    found = picture_or_404(request, assessment)
    if what not in WRITERS:
        raise Http404
    return sent(taken(request.actor, found, what))


@require_safe
def catalogue(request: ActingRequest, org: str, assessment: int, key: str) -> HttpResponseBase:
    """One of the chosen editions as an OSCAL catalogue."""
    pack = picture_or_404(request, assessment).pack_by_key.get(key)
    if pack is None:
        raise Http404
    return sent(Taken(safe_name(catalogue_file(key)), _json(to_oscal(pack))))


@require_safe
def statement(
    request: ActingRequest, org: str, assessment: int, number: int, ending: str
) -> HttpResponseBase:
    """A version of the Statement of Applicability as PDF or workbook."""
    row = (
        SoaVersion.objects.for_(request.actor)
        .filter(assessment=assessment, number=number)
        .select_related("drawn_up_by", "approved_by")
        .first()
    )
    if row is None or ending not in ("pdf", "xlsx"):
        raise Http404
    return sent(taken_statement(request.actor, row, ending))


def taken_statement(actor: Actor, row: SoaVersion, ending: str) -> Taken:
    """A version of the statement as a file."""
    found = statement_of(actor, row)
    content = statement_pdf(found, t=_).content if ending == "pdf" else statement_xlsx(found, t=_)
    name = f"{found.title} {found.organisation} {found.version}.{ending}"
    return Taken(safe_name(name), content)
