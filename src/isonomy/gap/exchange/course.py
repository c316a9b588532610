"""What a report adds from the past: the line of readiness, and the latest baseline beside today."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from isonomy.base.access import Actor
from isonomy.gap.exchange.analysis import Analysis
from isonomy.gap.exchange.reporting import report_of
from isonomy.gap.exchange.wording import short_name
from isonomy.gap.papers import model as paper
from isonomy.gap.queries.baselines import Comparison, Moved, baselines_with, comparison, moment, now
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.planned import whole_plan
from isonomy.gap.queries.trend import at, month_ends, plan_line, projection
from isonomy.norms.gap.movement import Direction
from isonomy.norms.gap.state import State

MOST_CHANGES = 60


def kept_report(actor: Actor, found: Picture, analysis: Analysis) -> paper.GapReport:
    """The whole report of a stored analysis, in the language of the request."""
    return report_of(
        analysis,
        t=_,
        prepared_by=actor.name,
        trend=trend_points(actor, found),
        comparison=latest_comparison(actor, found, analysis),
    )


def trend_points(actor: Actor, found: Picture) -> list[paper.TrendPoint]:
    """Measured readiness by month, with the plan of the same days and beyond."""
    today = timezone.localdate()
    measured = month_ends(actor, found, today)
    if len(measured) < 2:
        return []
    ahead = projection(found, whole_plan(actor, found.assessment), today)
    line = plan_line(found, measured, ahead)
    points = [paper.TrendPoint(point.on, point.percent, at(line, point.on)) for point in measured]
    last = measured[-1].on
    return points + [paper.TrendPoint(p.on, None, p.percent) for p in line if p.on > last]


def latest_comparison(actor: Actor, found: Picture, analysis: Analysis) -> paper.Comparison | None:
    """The newest baseline beside today; None where none was frozen."""
    shown = next((row for row in baselines_with(actor, found.assessment, None) if row.shown), None)
    if shown is None:
        return None
    shown.content = shown.shown
    compared = comparison(actor, moment(shown), now(found, _("Today")))
    moved = [*compared.moved[Direction.WORSE], *compared.moved[Direction.BETTER]]
    return paper.Comparison(
        name=shown.name,
        frozen_on=timezone.localtime(shown.frozen_at).date(),
        before=compared.before.percent,
        after=compared.after.percent,
        standards=tuple(_standards(compared)),
        better=len(compared.moved[Direction.BETTER]),
        worse=len(compared.moved[Direction.WORSE]),
        changes=tuple(_change(analysis, one) for one in moved[:MOST_CHANGES]),
    )


def _standards(compared: Comparison) -> list[tuple[str, float | None, float | None]]:
    return [
        (
            one.column.number,
            one.before.percent if one.before else None,
            one.after.percent if one.after else None,
        )
        for one in compared.standards
    ]


def _change(analysis: Analysis, moved: Moved) -> paper.Change:
    standard = moved.number
    if moved.node.id in analysis.by_requirement:
        question = analysis.by_requirement[moved.node.id]
        keys = [
            m.requirement.standard for m in question.members if m.requirement.ref == moved.node.id
        ]
        standard = short_name(analysis, keys[0])
    return paper.Change(
        moved.node.clause,
        moved.node.full_title,
        (standard,),
        _state(moved.movement.before),
        _state(moved.movement.after),
    )


def _state(state: State | None) -> paper.State:
    wanted = str(state or State.NOT_ASSESSED)
    return next(name for name in paper.STATES if name == wanted)
