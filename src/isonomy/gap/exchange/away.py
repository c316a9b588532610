"""What an analysis can be taken away as: the report, the workbook, the plan, the result, OSCAL."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from isonomy.base.access import Actor
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
from isonomy.gap.models import SoaVersion
from isonomy.gap.papers.docx import report_docx
from isonomy.gap.papers.pdf import report_pdf
from isonomy.gap.papers.soa import statement_pdf, statement_xlsx
from isonomy.gap.papers.xlsx import plan_xlsx, report_xlsx
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.statement import paper_of
from isonomy.packs.oscal import to_oscal
from isonomy.packs.pack import Pack

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


def taken_catalogue(pack: Pack) -> Taken:
    """An edition as an OSCAL catalogue."""
    return Taken(safe_name(catalogue_file(pack.id)), _json(to_oscal(pack)))


def taken_statement(actor: Actor, found: Picture, row: SoaVersion, ending: str) -> Taken:
    """A version of the Statement of Applicability as PDF or workbook."""
    paper = paper_of(actor, found, row, get_language() or "en")
    content = statement_pdf(paper, t=_).content if ending == "pdf" else statement_xlsx(paper, t=_)
    name = f"{paper.title} {paper.organisation} {paper.version}.{ending}"
    return Taken(safe_name(name), content)
