"""The line of readiness over time, and the plan it should follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from isonomy.base.access import Actor
from isonomy.gap.models import DailyFigure
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.planned import PlannedAction
from isonomy.gap.queries.results import percent_of
from isonomy.norms.gap.state import GAPS, State

LEFT, RIGHT, TOP, BOTTOM = 30.0, 262.0, 15.0, 160.0


@dataclass(frozen=True, slots=True)
class Point:
    """The readiness of one day in percent."""

    on: date
    percent: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A word on the drawing."""

    x: float
    y: float
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """What the drawing needs: points of both lines in its own units, words, and the table behind it."""

    measured: str
    planned: str
    today: tuple[float, float] | None
    months: tuple[Mark, ...]
    ends: tuple[Mark, ...]
    spoken: str
    title: str
    table: tuple[tuple[str, int | None, int | None], ...]


def month_ends(actor: Actor, found: Picture, today: date, months: int = 12) -> list[Point]:
    """The last noted figure of each month, and the figure of this moment."""
    rows = (
        DailyFigure.objects.for_(actor)
        .filter(assessment=found.assessment, percent__isnull=False, on__lt=today)
        .order_by("on")
        .values_list("on", "percent")
    )
    last = {(on.year, on.month): Point(on, percent or 0) for on, percent in rows}
    last.pop((today.year, today.month), None)
    points = list(last.values())[1 - months :]
    now = percent_of(found.counts)
    return points if now is None else [*points, Point(today, now)]


def projection(found: Picture, actions: Iterable[PlannedAction], today: date) -> list[Point]:
    """What readiness would become if every open action closed its gaps on its due date."""
    dated = sorted((a for a in actions if a.is_open and a.due_on), key=lambda a: a.due_on or today)
    states = {s.member.requirement.ref: s.state for s in found.requirements}
    members = {q.key: [m.requirement.ref for m in q.members] for q in found.questions}
    points: list[Point] = []
    for action in dated:
        for key, part in action.closes:
            for ref in [part] if part else members.get(key, []):
                if states.get(ref) in GAPS:
                    states[ref] = State.CONFORMS
        percent = percent_of(Counter(states.values()))
        due = max(action.due_on or today, today)
        if percent is not None:
            points = [p for p in points if p.on != due] + [Point(due, percent)]
    return points


def plan_line(found: Picture, measured: Sequence[Point], ahead: Sequence[Point]) -> list[Point]:
    """From the first figure straight to the aim; without a date for the aim, along the actions."""
    aim = found.assessment
    if aim.aim_on and measured and aim.aim_on > measured[0].on:
        return [measured[0], Point(aim.aim_on, aim.aim)]
    return [measured[-1], *ahead] if measured and ahead else []


def at(line: Sequence[Point], on: date) -> float | None:
    """The height of a line on a day, between its points."""
    for before, after in pairwise(line):
        if before.on <= on <= after.on:
            share = (on - before.on).days / max((after.on - before.on).days, 1)
            return before.percent + share * (after.percent - before.percent)
    return None


def trend(measured: Sequence[Point], planned: Sequence[Point], today: date) -> Trend | None:
    """The drawing of both lines up to today; None while there is nothing to draw."""
    if len(measured) < 2:
        return None
    first, last = measured[0].on, today
    whole = max((last - first).days, 1)

    def place(point: Point) -> tuple[float, float]:
        x = LEFT + (RIGHT - LEFT) * (point.on - first).days / whole
        return round(x, 1), round(BOTTOM - (BOTTOM - TOP) * point.percent / 100, 1)

    drawn = _until(planned, today)
    ends = _ends(measured, drawn, place(measured[-1]), place(drawn[-1]) if len(drawn) > 1 else None)
    return Trend(
        _joined(place(point) for point in measured),
        _joined(place(point) for point in drawn) if len(drawn) > 1 else "",
        place(measured[-1]),
        tuple(_months(measured, place)),
        ends,
        _spoken(measured, drawn),
        _title(measured, drawn),
        tuple(
            (date_format(p.on, "j M Y"), int(p.percent), _whole(at(planned, p.on)))
            for p in measured
        ),
    )


def _until(line: Sequence[Point], today: date) -> list[Point]:
    height = at(line, today)
    if height is None:
        return []
    return [*(point for point in line if point.on < today), Point(today, height)]


def _joined(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value + 0.5)


def _months(measured: Sequence[Point], place: object) -> Iterable[Mark]:
    step = -(-len(measured) // 7)
    for index, point in enumerate(measured):
        if index % step == 0:
            x, _y = place(point)  # type: ignore[operator]
            yield Mark(x, BOTTOM + 20, date_format(point.on, "M"))


def _ends(
    measured: Sequence[Point],
    drawn: Sequence[Point],
    now: tuple[float, float],
    then: tuple[float, float] | None,
) -> tuple[Mark, ...]:
    """The words at the ends of both lines, never closer than a line of text."""
    words = _("%(percent)s today") % {"percent": _whole(measured[-1].percent)}
    if then is None:
        return (Mark(now[0] + 8, now[1] + 4, words, strong=True),)
    gap = then[1] - now[1]
    push = max(0.0, (16 - abs(gap)) / 2)
    below = 1 if gap <= 0 else -1
    planned = _("%(percent)s planned") % {"percent": _whole(drawn[-1].percent)}
    return (
        Mark(now[0] + 8, now[1] + 4 + below * push, words, strong=True),
        Mark(then[0] + 8, then[1] + 4 - below * push, planned),
    )


def _spoken(measured: Sequence[Point], drawn: Sequence[Point]) -> str:
    words = _("Readiness went from %(first)s percent on %(from)s to %(last)s percent today.") % {
        "first": _whole(measured[0].percent),
        "from": date_format(measured[0].on, "j F Y"),
        "last": _whole(measured[-1].percent),
    }
    if len(drawn) < 2:
        return words
    plan = _("The plan for today is %(percent)s percent.") % {"percent": _whole(drawn[-1].percent)}
    return f"{words} {plan}"


def _title(measured: Sequence[Point], drawn: Sequence[Point]) -> str:
    """What the drawing shows, in a few words."""
    if len(drawn) < 2:
        return _("%(points)s points since %(month)s") % {
            "points": f"{int(measured[-1].percent - measured[0].percent):+d}",
            "month": date_format(measured[0].on, "F Y"),
        }
    difference = (_whole(measured[-1].percent) or 0) - (_whole(drawn[-1].percent) or 0)
    if difference == 0:
        return _("Level with the plan")
    words = (
        _("%(points)s points ahead of the plan")
        if difference > 0
        else _("%(points)s points behind the plan")
    )
    return words % {"points": abs(difference)}
