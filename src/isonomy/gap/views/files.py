"""Take a file away: the report, the workbook, the plan, the result, OSCAL."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from isonomy.base.acting import ActingRequest
from isonomy.gap.exchange.away import WRITERS, sent, taken, taken_catalogue
from isonomy.gap.views.frame import picture_or_404


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
    return sent(taken_catalogue(pack))
