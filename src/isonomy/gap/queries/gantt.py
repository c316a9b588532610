"""The plan as a picture over the months: bars, what waits for what, and today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from isonomy.gap.queries.planned import PlannedAction
from isonomy.norms.gap.action import ActionState

WIDTHS = (3, 6, 12, 18, 24)
"""How many months a picture may show."""

ROW = 47
"""Height of a row in pixels; the list beside the picture has rows of the same height."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """An action as a bar: start and width in percent of the picture, its middle in pixels."""

    action: PlannedAction
    start: float
    width: float
    y: int
    css: str
    late: bool

    @property
    def end(self) -> float:
        """Where the bar ends, in percent."""
        return round(self.start + self.width, 2)

    @property
    def top(self) -> int:
        """The upper edge of the bar in pixels."""
        return self.y - 7


@dataclass(frozen=True, slots=True)
class Link:
    """A line from the end of what is needed to the start of what waits for it."""

    x1: float
    y1: int
    x2: float
    y2: int
    broken: bool

    @property
    def down(self) -> bool:
        """Whether the arrow points downwards."""
        return self.y2 > self.y1

    @property
    def tip(self) -> int:
        """Where the arrow ends: at the edge of the waiting bar."""
        return self.y2 - 8 if self.down else self.y2 + 8


@dataclass(frozen=True, slots=True)
class Gantt:
    """The whole picture; actions without a due date are listed apart."""

    months: tuple[str, ...]
    rows: tuple[BarRow, ...]
    links: tuple[Link, ...]
    today: float | None
    height: int
    undated: tuple[PlannedAction, ...]

    @property
    def lines(self) -> list[str]:
        """Where the hairlines between the months stand, in percent."""
        many = len(self.months)
        return [f"{100 * edge / many:.2f}" for edge in range(many + 1)]


def gantt(actions: Sequence[PlannedAction], today: date) -> Gantt:
    """The plan over the months that it needs, at most two years; cancelled actions are left out."""
    shown = [a for a in actions if a.state is not ActionState.CANCELLED]
    dated = sorted((a for a in shown if a.row.due_on), key=lambda a: (_start(a), _end(a)))
    first, many = _window(dated, today)
    last = _month_after(first, many)
    rows = tuple(
        _bar(action, index, first, last, today)
        for index, action in enumerate(dated)
        if _start(action) < last and _end(action) >= first
    )
    rows = tuple(
        BarRow(r.action, r.start, r.width, place * ROW + ROW // 2, r.css, r.late)
        for place, r in enumerate(rows)
    )
    months = tuple(_month_name(_month_after(first, n), n == 0) for n in range(many))
    now = _share(today, first, last) if first <= today < last else None
    undated = tuple(a for a in shown if not a.row.due_on)
    return Gantt(months, rows, tuple(_links(rows)), now, len(rows) * ROW, undated)


def _end(action: PlannedAction) -> date:
    """When it was done, else when it is due."""
    return action.row.done_on or action.row.due_on or date.max


def _start(action: PlannedAction) -> date:
    """When it starts; without a date, a week before its end."""
    end = _end(action)
    return min(action.row.starts_on or end - timedelta(days=6), end)


def _window(dated: Sequence[PlannedAction], today: date) -> tuple[date, int]:
    """The first month shown, and how many: finished work of long ago does not stretch the picture."""
    earliest = min([today, *(_start(a) for a in dated if a.is_open)])
    latest = max([today, *(_end(a) for a in dated)])
    first = max(earliest, today - timedelta(days=365)).replace(day=1)
    needed = (latest.year - first.year) * 12 + latest.month - first.month + 1
    return first, next((width for width in WIDTHS if width >= needed), WIDTHS[-1])


def _month_after(first: date, many: int) -> date:
    month = first.month - 1 + many
    return date(first.year + month // 12, month % 12 + 1, 1)


def _month_name(month: date, is_first: bool) -> str:
    return date_format(month, "M Y" if is_first or month.month == 1 else "M")


def _share(on: date, first: date, last: date) -> float:
    """The place of a day in the picture, in percent; months are equally wide."""
    months = (on.year - first.year) * 12 + on.month - first.month
    start = _month_after(first, months)
    within = (on - start).days / (_month_after(start, 1) - start).days
    whole = (last.year - first.year) * 12 + last.month - first.month
    return round(100 * min(max(months + within, 0.0), float(whole)) / whole, 2)


def _bar(action: PlannedAction, index: int, first: date, last: date, today: date) -> BarRow:
    start = _share(max(_start(action), first), first, last)
    end = _share(_end(action) + timedelta(days=1), first, last)
    css = {
        ActionState.PLANNED: "b",
        ActionState.IN_PROGRESS: "b2",
        ActionState.DONE: "done",
        ActionState.CANCELLED: "b",
    }[action.state]
    late = action.is_late(today)
    width = round(max(end - start, 0.6), 2)
    return BarRow(action, start, width, index, "late" if late else css, late)


def _links(rows: Sequence[BarRow]) -> list[Link]:
    by_pk = {row.action.row.pk: row for row in rows}
    found = []
    for row in rows:
        for pk in row.action.needs:
            needed = by_pk.get(pk)
            if needed is not None:
                waits = row.action.is_open and needed.action.is_open
                broken = waits and needed.end > row.start
                found.append(Link(needed.end, needed.y, row.start, row.y, broken))
    return found
