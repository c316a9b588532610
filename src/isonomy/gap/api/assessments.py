"""Gap analyses: begin, change, close, and their figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from isonomy.base.access import Actor
from isonomy.base.api import ApiRequest, Page, Paging, page_of
from isonomy.catalogue.models import InstalledPack
from isonomy.gap.api.found import (
    CountsOut,
    ShareOut,
    assessment_or_404,
    picture_or_404,
)
from isonomy.gap.exchange.result import figures_of, gaps_of, share_of
from isonomy.gap.models import Assessment, AssessmentSite, AssessmentStandard
from isonomy.gap.queries.picture import assessments
from isonomy.gap.services.assessment import (
    begin_assessment,
    change_assessment,
    close_assessment,
    reopen_assessment,
)
from isonomy.parties.models import Site

router = Router()


class AssessmentOut(Schema):
    """A gap analysis; `editions` and `sites` are ids."""

    id: int
    name: str
    scope: str
    aim: int
    aim_on: date | None
    is_open: bool
    editions: list[int]
    sites: list[int]
    created_at: datetime


class AssessmentPatch(Schema):
    """What to change; fields that are left out stay."""

    name: str | None = Field(None, min_length=1, max_length=120)
    scope: str | None = Field(None, max_length=4000)
    aim: int | None = Field(None, ge=1, le=100)
    aim_on: date | None = None
    editions: list[int] | None = Field(None, min_length=1)
    sites: list[int] | None = None


class AssessmentIn(Schema):
    """A new gap analysis: its name, the editions (ids of `/editions`) and the sites."""

    name: str = Field(min_length=1, max_length=120)
    editions: list[int] = Field(min_length=1)
    sites: list[int] = []
    scope: str = Field("", max_length=4000)
    aim: int = Field(100, ge=1, le=100)
    aim_on: date | None = None


@router.get("/assessments", response=Page[AssessmentOut])
def list_assessments(request: ApiRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The gap analyses of the organisation, open ones first, the newest on top."""
    page = page_of(assessments(request.actor), paging)
    return {**page, "items": [_told(request.actor, row) for row in page["items"]]}


@router.post("/assessments", response={201: AssessmentOut})
def begin(request: ApiRequest, body: AssessmentIn) -> Status[dict[str, Any]]:
    """Begin a gap analysis."""
    row = begin_assessment(
        actor=request.actor,
        name=body.name,
        packs=_packs(request.actor, body.editions),
        sites=_sites(request.actor, body.sites),
        scope=body.scope,
        aim=body.aim,
        aim_on=body.aim_on,
    )
    return Status(201, _told(request.actor, row))


@router.get("/assessments/{assessment_id}", response=AssessmentOut)
def read_assessment(request: ApiRequest, assessment_id: int) -> dict[str, Any]:
    """One gap analysis."""
    return _told(request.actor, assessment_or_404(request, assessment_id))


@router.patch("/assessments/{assessment_id}", response=AssessmentOut)
def patch_assessment(
    request: ApiRequest, assessment_id: int, body: AssessmentPatch
) -> dict[str, Any]:
    """Change name, scope, aim, editions or sites; answers to what is left out stay."""
    row = assessment_or_404(request, assessment_id)
    now = {**_told(request.actor, row), **body.dict(exclude_unset=True)}
    change_assessment(
        actor=request.actor,
        assessment=row,
        name=now["name"] or row.name,
        scope=now["scope"] or "",
        packs=_packs(request.actor, now["editions"]),
        sites=_sites(request.actor, now["sites"] or []),
        aim=now["aim"] or row.aim,
        aim_on=now["aim_on"],
    )
    return _told(request.actor, row)


@router.post("/assessments/{assessment_id}/close", response=AssessmentOut)
def close_analysis(request: ApiRequest, assessment_id: int) -> dict[str, Any]:
    """Put an analysis away: it can be read but not answered."""
    row = assessment_or_404(request, assessment_id)
    return _told(request.actor, close_assessment(actor=request.actor, assessment=row))


@router.post("/assessments/{assessment_id}/reopen", response=AssessmentOut)
def reopen_analysis(request: ApiRequest, assessment_id: int) -> dict[str, Any]:
    """Take a closed analysis up again."""
    row = assessment_or_404(request, assessment_id)
    return _told(request.actor, reopen_assessment(actor=request.actor, assessment=row))


class StepOut(Schema):
    """One line of the working: what was counted, how many of it, and what they are worth."""

    step: str
    value: float | str
    of: str


class ReadinessOut(Schema):
    """The one figure in whole percent, with how it was computed."""

    percent: int | None
    working: list[StepOut]
    rule: str


class StandardShareOut(ShareOut):
    """A standard's part."""

    key: str
    reference: str


class ClauseShareOut(ShareOut):
    """The part of one main clause in one standard."""

    clause: str
    standard: str


class SiteShareOut(ShareOut):
    """A site's part."""

    id: int
    name: str


class ResultsOut(Schema):
    """Every figure of an analysis."""

    readiness: ReadinessOut
    counts: CountsOut
    standards: list[StandardShareOut]
    clauses: list[ClauseShareOut]
    sites: list[SiteShareOut]
    controls: CountsOut


class ResultsFilter(Schema):
    """Limit the figures to some standards (keys with commas between them) or one site."""

    standards: str = ""
    site: int | None = None


class GapOut(Schema):
    """A gap in the order in which closing it helps most."""

    rank: int
    id: str
    clause: str
    title: str
    state: str
    severity: int
    standards: list[str]
    control: bool


@router.get("/assessments/{assessment_id}/results", response=ResultsOut)
def read_results(
    request: ApiRequest, assessment_id: int, wanted: Query[ResultsFilter]
) -> dict[str, Any]:
    """Readiness with its working, by standard, clause and site."""
    keys = [key.strip() for key in wanted.standards.split(",") if key.strip()]
    found = picture_or_404(request, assessment_id)
    known_site = wanted.site is None or wanted.site in found.site_ids
    if not known_site or set(keys) - set(found.pack_by_key):
        raise Http404
    found = found.limited_to(standards=keys, site=wanted.site)
    sites = [
        {"id": site.pk, "name": site.name, **share_of(found.at_site(site.pk))}
        for site in found.sites
    ]
    return {**figures_of(found), "sites": sites}


@router.get("/assessments/{assessment_id}/gaps", response=Page[GapOut])
def list_gaps(request: ApiRequest, assessment_id: int, paging: Query[Paging]) -> dict[str, Any]:
    """Gaps by severity, then by how many standards one answer moves."""
    return page_of(gaps_of(picture_or_404(request, assessment_id)), paging)


def _told(actor: Actor, row: Assessment) -> dict[str, Any]:
    names = ("name", "scope", "aim", "aim_on", "is_open", "created_at")
    standards = AssessmentStandard.objects.for_(actor).filter(assessment=row, left_on__isnull=True)
    sites = AssessmentSite.objects.for_(actor).filter(assessment=row)
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "editions": list(standards.order_by("position").values_list("pack_id", flat=True)),
        "sites": list(sites.order_by("site_id").values_list("site_id", flat=True)),
    }


def _packs(actor: Actor, ids: Sequence[int]) -> list[InstalledPack]:
    wanted = list(dict.fromkeys(ids))
    rows = InstalledPack.objects.for_(actor).filter(pk__in=wanted).defer("content")
    found = {row.pk: row for row in rows.exclude(kind="structure")}
    if not wanted or set(found) != set(wanted):
        raise ValidationError({"editions": _("Choose editions from the shelf.")})
    if len({row.key for row in found.values()}) < len(found):
        raise ValidationError({"editions": _("Choose each edition once.")})
    return [found[pk] for pk in wanted]


def _sites(actor: Actor, ids: Sequence[int]) -> list[Site]:
    rows = list(Site.objects.for_(actor).filter(pk__in=ids).order_by("pk"))
    if len(rows) != len(set(ids)):
        raise ValidationError({"sites": _("Choose sites of the organisation.")})
    return rows
