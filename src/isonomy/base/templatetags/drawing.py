"""Drawings of plans, months and differences: inline SVG and plain HTML, no widths in styles."""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, get_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=64)
def month_lines(many: int) -> SafeString:
    """The hairlines between the columns of a plan."""
    if not many:
        return SafeString("")
    edges = (f"{100 * edge / many:.2f}%" for edge in range(many + 1))
    return format_html_join(
        "", '<line class="g" x1="{0}" x2="{0}" y2="100%"/>', ((e,) for e in edges)
    )


def _field(row: Any, name: str) -> Any:
    return row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)


@register.simple_tag
def plan_bar(row: Any) -> SafeString:
    """The bar of one activity: planned, done, and whether it is late; start and width in percent."""
    start, width, done = (float(_field(row, name) or 0) for name in ("start", "width", "done"))
    if _field(row, "milestone"):
        return format_html(
            '<svg x="{}%" y="50%" overflow="visible"><path class="milestone" d="M0-6 6 0 0 6-6 0z"/></svg>',
            f"{start:.2f}",
        )
    css = "late" if _field(row, "late") else "b"
    bars = [(css, start, width)] + ([("b2", start, min(done, width))] if done else [])
    return format_html_join(
        "",
        '<rect class="{}" x="{}%" y="36%" width="{}%" height="28%"/>',
        ((name, f"{left:.2f}", f"{long:.2f}") for name, left, long in bars),
    )


@register.simple_tag
def word_difference(old: object, new: object) -> SafeString:
    """Two texts as one, with what was added and what was removed, word by word."""
    before, after = (re.findall(r"\S+\s*|^\s+", str(text or "")) for text in (old, new))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    out: list[str] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            out.append(escape("".join(after[c:d])))
            continue
        out += [_marked("del", before[a:b]), _marked("ins", after[c:d])]
    return mark_safe("".join(out))  # noqa: S308 - every word was escaped


def _marked(element: str, words: list[str]) -> str:
    """Words inside an element, with the space after them outside of it."""
    text = "".join(words)
    bare = text.rstrip()
    return f"<{element}>{escape(bare)}</{element}>{text[len(bare) :] or ' '}" if bare else ""


@register.simple_tag
def offer_label(offer: Any, labels: Mapping[str, object] | None) -> str:
    """The words on the button of a step: given by the room, else the step's own name."""
    given = (labels or {}).get(offer.name) or getattr(offer, "label", "")
    return str(given) if given else offer.name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Day:
    """One cell of a month; a cell outside of the month has no number."""

    number: str
    css: str = ""
    words: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks of seven cells, in the order of the language."""

    title: str
    names: list[tuple[str, str]]
    weeks: list[list[Day]]


@register.simple_tag
def month_of(day: date | None, today: date | None, marks: Mapping[date, Any] | None) -> Month:
    """The month around a day, with today and the days on which something is due."""
    now = today or timezone.localdate()
    shown = day or now
    # Django counts weeks from Sunday as 0, the calendar module from Monday as 0
    first = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
    order = [(first + offset) % 7 for offset in range(7)]
    weeks = calendar.Calendar(first).monthdatescalendar(shown.year, shown.month)
    return Month(
        title=date_format(shown, "F Y"),
        names=[(str(WEEKDAYS_ABBR[n]), str(WEEKDAYS[n])) for n in order],
        weeks=[[_day(one, shown.month, now, marks or {}) for one in week] for week in weeks],
    )


def _day(one: date, month: int, now: date, marks: Mapping[date, Any]) -> Day:
    if one.month != month:
        return Day("")
    words, url = marks.get(one, ("", ""))
    css = "is" if one == now else "has" if words else ""
    return Day(str(one.day), css, str(words), str(url))


@register.simple_tag
def line_points(values: Iterable[float], width: int, height: int, top: float = 100.0) -> str:
    """The points of a line in an SVG of the given size, evenly spaced; `top` is the highest value."""
    listed = [float(value) for value in values]
    step = width / max(len(listed) - 1, 1)
    return " ".join(f"{n * step:.1f},{height - height * v / top:.1f}" for n, v in enumerate(listed))
