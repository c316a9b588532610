"""An analysis as it stood at any moment, read from the audit trail: no baseline is needed for it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import cast

from django.utils import timezone

from isonomy.base.access import Actor
from isonomy.base.audit_trail import all_as_of
from isonomy.catalogue.models import InstalledPack
from isonomy.catalogue.shelf import harmonized_structure, pack_of
from isonomy.gap.facts import questions_of
from isonomy.gap.models import Answer, Assessment, AssessmentSite, AssessmentStandard, SplitOff
from isonomy.gap.queries.picture import Picture
from isonomy.norms.gap.state import State
from isonomy.packs.pack import Pack
from isonomy.parties.models import Site

KINDS = (Assessment, AssessmentStandard, AssessmentSite, SplitOff, Answer)


def end_of(day: date) -> datetime:
    """The last moment of a day where the reader is."""
    following = datetime.combine(day + timedelta(days=1), time.min)
    return timezone.make_aware(following) - timedelta(microseconds=1)


def picture_at(actor: Actor, assessment: Assessment, moment: datetime) -> Picture | None:
    """The analysis as it stood at a moment; None where it had not begun."""
    rows = all_as_of(actor, KINDS, moment)
    then = {row.pk: cast("Assessment", row) for row in rows[Assessment]}.get(assessment.pk)
    if then is None:
        return None
    standards = [
        row
        for row in cast("list[AssessmentStandard]", rows[AssessmentStandard])
        if row.assessment_id == assessment.pk and row.left_on is None
    ]
    packs = _packs(actor, [row.pack_id for row in sorted(standards, key=_position)])
    covered = [
        row.site_id
        for row in cast("list[AssessmentSite]", rows[AssessmentSite])
        if row.assessment_id == assessment.pk
    ]
    split_off = frozenset(
        row.requirement
        for row in cast("list[SplitOff]", rows[SplitOff])
        if row.assessment_id == assessment.pk
    )
    return Picture(
        then,
        packs,
        tuple(Site.objects.for_(actor).filter(pk__in=covered).order_by("pk")),
        questions_of(harmonized_structure(), packs, split_off),
        {
            (row.key, row.part, row.site_id): State(row.state)
            for row in cast("list[Answer]", rows[Answer])
            if row.assessment_id == assessment.pk
        },
    )


def _position(row: AssessmentStandard) -> int:
    return row.position


def _packs(actor: Actor, pks: list[int]) -> tuple[Pack, ...]:
    found = {row.pk: row for row in InstalledPack.objects.for_(actor).filter(pk__in=pks)}
    return tuple(pack_of(found[pk]) for pk in pks if pk in found)
