"""Places of things in the pictures of a report: months and actions of a plan, points of a trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from isonomy.gap.papers.model import Action, TrendPoint
from isonomy.gap.papers.words import Words

MOST_TICKS = 9


@dataclass(frozen=True, slots=True)
class Calendar:
    """A stretch of whole months on which days have places from 0 to 100."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Where a day stands, in percent of the stretch, never outside of it."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(min(max(share, 0.0), 1.0) * 100, 2)

    def ticks(self, words: Words) -> list[dict[str, object]]:
        """First days of months with their names, thinned out so that labels do not touch."""
        months = [self.first]
        while (after := _next_month(months[-1])) < self.last:
            months.append(after)
        step = -(-len(months) // MOST_TICKS)
        return [
            {
                "at": self.place(month),
                "label": words.month(month.month)
                + (f" {month.year}" if month.month == 1 or month == months[0] else ""),
            }
            for month in months[::step]
        ]


def calendar_of(days: Sequence[date]) -> Calendar:
    """The whole months that hold all these days, of which there is at least one."""
    return Calendar(min(days).replace(day=1), _next_month(max(days)))


def plan_calendar(actions: Sequence[Action], today: date) -> Calendar | None:
    """The months of a plan, with the day of the report among them."""
    days = [day for action in actions for day in (action.start, action.due) if day]
    return calendar_of([*days, today]) if days else None


def action_span(action: Action, calendar: Calendar) -> tuple[float, float] | None:
    """Start and width of an action's bar; without a start it begins a week before its end."""
    if action.due is None:
        return None
    start = action.start or action.due - timedelta(days=7)
    left = calendar.place(min(start, action.due))
    return left, round(max(calendar.place(action.due) - left, 0.8), 2)


def trend_lines(points: Sequence[TrendPoint], calendar: Calendar) -> dict[str, list[list[float]]]:
    """The measured and the planned line as lists of places (x and share, both 0 to 100)."""
    return {
        "measured": [
            [calendar.place(point.on), point.readiness]
            for point in points
            if point.readiness is not None
        ],
        "planned": [
            [calendar.place(point.on), point.planned]
            for point in points
            if point.planned is not None
        ],
    }


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
