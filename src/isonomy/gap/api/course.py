"""The course of an analysis: baselines, moving to a new edition, the Statement of Applicability."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from isonomy.base.api import ApiRequest, Page, Paging, page_of
from isonomy.base.transitions import offers, take
from isonomy.gap.api.assessments import ResultsOut
from isonomy.gap.api.found import assessment_or_404, picture_or_404, row_or_404
from isonomy.gap.api.plan import OfferOut, StepIn, offered
from isonomy.gap.exchange.away import sent, taken_statement
from isonomy.gap.exchange.result import figures_of, share_of
from isonomy.gap.models import Baseline, SoaVersion
from isonomy.gap.queries.baselines import Moment, baselines, comparison, moment, now
from isonomy.gap.queries.carry import Road, roads
from isonomy.gap.queries.picture import Picture
from isonomy.gap.services.baseline import freeze_baseline
from isonomy.gap.services.carry_over import carry_over, carry_over_plan
from isonomy.gap.services.statement import draw_up_statement

router = Router()


class BaselineOut(Schema):
    """A frozen analysis."""

    id: int
    name: str
    note: str
    frozen_at: datetime
    frozen_by: str | None
    digest: str


class WholeBaselineOut(BaselineOut):
    """A baseline with everything it holds."""

    content: dict[str, Any]


class BaselineIn(Schema):
    """A name for the moment, and why it is frozen."""

    name: str = Field(min_length=1, max_length=120)
    note: str = Field("", max_length=2000)


class MovedOut(Schema):
    """One requirement that stands differently."""

    requirement: str
    clause: str
    title: str
    standard: str
    direction: str
    before: str | None
    after: str | None


class ComparisonOut(Schema):
    """Two moments side by side."""

    before: str
    after: str
    percent_before: int | None
    percent_after: int | None
    moved: list[MovedOut]


class ComparisonFilter(Schema):
    """The baseline to compare with; now, where none is named."""

    other: int | None = None


class MoveOut(Schema):
    """What becomes of one requirement."""

    requirement: str
    fate: str
    sources: list[str]
    what: str


class RoadOut(Schema):
    """A newer edition that a standard of the analysis could move to, and what would become of it."""

    edition: int
    reference: str
    replaces: str
    draft: bool
    beside: bool
    counts: dict[str, int]
    moves: list[MoveOut]


class CarryIn(Schema):
    """Whether the old edition stays beside the new one."""

    keep_old: bool = False


class StatementOut(Schema):
    """A version of the Statement of Applicability."""

    number: int
    state: str
    digest: str
    drawn_up_at: datetime
    drawn_up_by: str | None
    approved_at: datetime | None
    approved_by: str | None
    meaning: str


class WholeStatementOut(StatementOut):
    """A version with every control as it was decided."""

    content: dict[str, Any]


@router.get("/assessments/{assessment_id}/baselines", response=Page[BaselineOut])
def list_baselines(
    request: ApiRequest, assessment_id: int, paging: Query[Paging]
) -> dict[str, Any]:
    """The baselines, newest first."""
    rows = baselines(request.actor, assessment_or_404(request, assessment_id))
    page = page_of(rows, paging)
    return {**page, "items": [_baseline(row) for row in page["items"]]}


@router.post("/assessments/{assessment_id}/baselines", response={201: BaselineOut})
def freeze(request: ApiRequest, assessment_id: int, body: BaselineIn) -> Status[dict[str, Any]]:
    """Freeze the analysis as it stands under a name."""
    found = picture_or_404(request, assessment_id)
    row = freeze_baseline(actor=request.actor, picture=found, name=body.name, note=body.note)
    return Status(201, _baseline(row))


@router.get("/assessments/{assessment_id}/baselines/{baseline_id}", response=WholeBaselineOut)
def read_baseline(request: ApiRequest, assessment_id: int, baseline_id: int) -> dict[str, Any]:
    """A baseline with the state of every requirement."""
    row = _frozen(request, assessment_id, baseline_id)
    return {**_baseline(row), "content": row.content}


@router.get("/assessments/{assessment_id}/baselines/{baseline_id}/compare", response=ComparisonOut)
def compare(
    request: ApiRequest, assessment_id: int, baseline_id: int, wanted: Query[ComparisonFilter]
) -> dict[str, Any]:
    """What moved from a baseline to another one, or until now."""
    found = picture_or_404(request, assessment_id)
    before = moment(_frozen(request, assessment_id, baseline_id))
    after = _later(request, found, wanted.other)
    compared = comparison(request.actor, before, after)
    return {
        "before": before.name,
        "after": after.name,
        "percent_before": before.percent,
        "percent_after": after.percent,
        "moved": [
            {
                "requirement": moved.node.id,
                "clause": moved.node.clause,
                "title": moved.node.full_title,
                "standard": moved.number,
                "direction": str(direction),
                "before": moved.movement.before,
                "after": moved.movement.after,
            }
            for direction, listed in compared.moved.items()
            for moved in listed
        ],
    }


def _later(request: ApiRequest, found: Picture, other: int | None) -> Moment:
    if other is None:
        return now(found, _("Now"))
    return moment(_frozen(request, found.assessment.pk, other))


def _frozen(request: ApiRequest, assessment_id: int, pk: int) -> Baseline:
    assessment = assessment_or_404(request, assessment_id)
    rows = Baseline.objects.for_(request.actor).select_related("frozen_by")
    row: Baseline = row_or_404(rows, pk=pk, assessment=assessment)
    return row


def _baseline(row: Baseline) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "note": row.note,
        "frozen_at": row.frozen_at,
        "frozen_by": row.frozen_by.name if row.frozen_by else None,
        "digest": row.digest,
    }


@router.get("/assessments/{assessment_id}/carry-over", response=list[RoadOut])
def plan_carry_over(request: ApiRequest, assessment_id: int) -> list[dict[str, Any]]:
    """What would become of every requirement by moving to the newer editions on the shelf."""
    found = picture_or_404(request, assessment_id)
    return [_road(road) for road in roads(request.actor, found)]


@router.post("/assessments/{assessment_id}/carry-over/{edition_id}", response=ResultsOut)
def apply_carry_over(
    request: ApiRequest, assessment_id: int, edition_id: int, body: CarryIn
) -> dict[str, Any]:
    """Move to a newer edition: kept answers stay, changed requirements are marked."""
    found = picture_or_404(request, assessment_id)
    road = next((r for r in roads(request.actor, found) if r.new.pk == edition_id), None)
    if road is None or road.beside or not found.assessment.is_open:
        raise Http404
    after = carry_over(
        actor=request.actor, before=found, old=road.old, new=road.new, keep_old=body.keep_old
    )
    sites = [
        {"id": site.pk, "name": site.name, **share_of(after.at_site(site.pk))}
        for site in after.sites
    ]
    return {**figures_of(after), "sites": sites}


def _road(road: Road) -> dict[str, Any]:
    return {
        "edition": road.new.pk,
        "reference": road.pack.reference,
        "replaces": road.old.id,
        "draft": road.pack.draft,
        "beside": road.beside,
        "counts": {str(fate): count for fate, count in road.counts.items()},
        "moves": [
            {
                "requirement": move.ref,
                "fate": str(move.fate),
                "sources": list(move.sources),
                "what": move.what,
            }
            for move in carry_over_plan(road.old, road.pack)
        ],
    }


@router.get("/assessments/{assessment_id}/statements", response=Page[StatementOut])
def list_statements(
    request: ApiRequest, assessment_id: int, paging: Query[Paging]
) -> dict[str, Any]:
    """The versions of the Statement of Applicability, newest first."""
    assessment = assessment_or_404(request, assessment_id)
    rows = SoaVersion.objects.for_(request.actor).filter(assessment=assessment)
    rows = rows.select_related("drawn_up_by", "approved_by").defer("content").order_by("-number")
    page = page_of(rows, paging)
    return {**page, "items": [_statement(row) for row in page["items"]]}


@router.post("/assessments/{assessment_id}/statements", response={201: StatementOut})
def draw_up(request: ApiRequest, assessment_id: int) -> Status[dict[str, Any]]:
    """Draw up the next version from the controls as they are decided now."""
    found = picture_or_404(request, assessment_id)
    if not found.controls:
        raise Http404
    return Status(201, _statement(draw_up_statement(actor=request.actor, picture=found)))


@router.get("/assessments/{assessment_id}/statements/{number}", response=WholeStatementOut)
def read_statement(request: ApiRequest, assessment_id: int, number: int) -> dict[str, Any]:
    """One version with every control."""
    row = _version(request, assessment_id, number)
    return {**_statement(row), "content": row.content}


@router.get("/assessments/{assessment_id}/statements/{number}/files/{ending}", response={200: None})
def download_statement(
    request: ApiRequest, assessment_id: int, number: int, ending: Literal["pdf", "xlsx"]
) -> HttpResponseBase:
    """One version as PDF or workbook."""
    row = _version(request, assessment_id, number)
    found = picture_or_404(request, assessment_id)
    return sent(taken_statement(request.actor, found, row, ending))


@router.get("/assessments/{assessment_id}/statements/{number}/transitions", response=list[OfferOut])
def list_statement_steps(
    request: ApiRequest, assessment_id: int, number: int
) -> list[dict[str, Any]]:
    """The steps this token may take on a version, each open or with what stands in its way."""
    row = _version(request, assessment_id, number)
    return [offered(offer) for offer in offers(request.actor, row)]


@router.post(
    "/assessments/{assessment_id}/statements/{number}/transitions/{name}", response=StatementOut
)
def take_statement_step(
    request: ApiRequest, assessment_id: int, number: int, name: str, body: StepIn
) -> dict[str, Any]:
    """Approve a version (with the `meaning` of the approval), or supersede it."""
    row = _version(request, assessment_id, number)
    take(request.actor, row, name, said={"meaning": body.meaning}, reason=body.reason)
    return _statement(_version(request, assessment_id, number))


def _version(request: ApiRequest, assessment_id: int, number: int) -> SoaVersion:
    assessment = assessment_or_404(request, assessment_id)
    rows = SoaVersion.objects.for_(request.actor).select_related("drawn_up_by", "approved_by")
    row: SoaVersion = row_or_404(rows, assessment=assessment, number=number)
    return row


def _statement(row: SoaVersion) -> dict[str, Any]:
    return {
        "number": row.number,
        "state": row.state,
        "digest": row.digest,
        "drawn_up_at": row.drawn_up_at,
        "drawn_up_by": row.drawn_up_by.name if row.drawn_up_by else None,
        "approved_at": row.approved_at,
        "approved_by": row.approved_by.name if row.approved_by else None,
        "meaning": row.meaning,
    }
