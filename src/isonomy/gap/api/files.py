"""Files out: report, workbook, plan, result and OSCAL, for programs."""

from __future__ import annotations

from typing import Literal

from django.http import Http404, HttpResponseBase
from ninja import Router

from isonomy.base.api import ApiRequest
from isonomy.gap.api.found import picture_or_404
from isonomy.gap.exchange.away import sent, taken, taken_catalogue

router = Router()

What = Literal[
    "report.pdf",
    "report.docx",
    "report.xlsx",
    "plan.xlsx",
    "workbook.xlsx",
    "result.json",
    "assessment-results.json",
    "assessment-plan.json",
]


@router.get("/assessments/{assessment_id}/files/{what}", response={200: None})
def download(request: ApiRequest, assessment_id: int, what: What) -> HttpResponseBase:
    """The report, the workbook, the plan, the result, or the OSCAL assessment documents."""
    found = picture_or_404(request, assessment_id)
    return sent(taken(request.actor, found, what))


@router.get("/assessments/{assessment_id}/catalogues/{key}", response={200: None})
def download_catalogue(request: ApiRequest, assessment_id: int, key: str) -> HttpResponseBase:
    """One of the chosen editions as an OSCAL catalogue."""
    pack = picture_or_404(request, assessment_id).pack_by_key.get(key)
    if pack is None:
        raise Http404
    return sent(taken_catalogue(pack))
