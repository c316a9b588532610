"""An analysis with the counts that its tabs show, in one query."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from isonomy.base.access import Actor
from isonomy.gap.models import Action, Assessment, Baseline
from isonomy.norms.gap.action import ActionState

OPEN = (ActionState.PLANNED, ActionState.IN_PROGRESS)
"""Actions that still have something to do."""


def assessment_with_counts(actor: Actor, pk: int) -> Assessment:
    """One analysis with `open_actions` and `frozen` (baselines); `DoesNotExist` for strangers."""
    return (
        Assessment.objects.for_(actor)
        .annotate(
            open_actions=_count(Action.objects.for_(actor).filter(state__in=OPEN)),
            frozen=_count(Baseline.objects.for_(actor)),
        )
        .get(pk=pk)
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = (
        rows.filter(assessment=OuterRef("pk"))
        .order_by()
        .values("assessment")
        .annotate(many=Count("pk"))
        .values("many")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
