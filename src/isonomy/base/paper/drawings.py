"""Small pictures inside a page: inline SVG that takes its colours from the style sheet.

A strict policy forbids styles in the page, so places and widths are attributes and colours are
classes; light and dark, print and right-to-left follow by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

STATES = ("conforms", "partly", "does_not_conform", "not_applicable", "not_assessed")
CLASSES = ("ok", "part", "no", "na", "open")


class Svg(str):
    """Finished SVG, which a template may print as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def bar(counts: Sequence[int], *, css: str = "m thin", label: str = "") -> Svg:
    """A stacked bar of the five states, in the order of `STATES`; not assessed stays empty.

    Without a label the bar is hidden from screen readers: figures must stand beside it.
    """
    total = sum(counts)
    parts, at = [], 0.0
    for count, name in zip(counts[:4], CLASSES, strict=False):
        if count > 0:
            width = count / total * 100
            parts.append(f'<rect class="{name}" x="{at:.2f}%" width="{width:.2f}%" height="100%"/>')
            at += width
    return _frame(css, "".join(parts), label)


def share_bar(share: float | None, *, css: str = "m thin", label: str = "") -> Svg:
    """A plain bar of one share, 0 to 100."""
    width = min(max(share or 0.0, 0.0), 100.0)
    return _frame(css, f'<rect class="accent" width="{width:.2f}%" height="100%"/>', label)


def small_multiples(
    rows: Sequence[tuple[str, Sequence[Sequence[int] | None]]], *, css: str = "m thin"
) -> list[tuple[str, list[Svg | None]]]:
    """Bars of equal scale for a table: a name and one bar a cell, None where there is nothing."""
    return [
        (
            name,
            [
                None if counts is None or not sum(counts) else bar(counts, css=css)
                for counts in cells
            ],
        )
        for name, cells in rows
    ]


def trend_plot(
    measured: Sequence[tuple[float, float]],
    planned: Sequence[tuple[float, float]],
    *,
    ticks: Sequence[tuple[float, str]],
    label: str,
    ends: Mapping[str, str],
) -> Svg:
    """A measured line, its dashed plan and named ends, as on the page of results.

    Points are (place, share), both 0 to 100; `ends` words the last point of `measured` and
    `planned`. Drawn at 336 by 186.
    """
    grid = "".join(
        f'<line class="grid" x1="{_X}" x2="{_X + _W}" y1="{_y(step):g}" y2="{_y(step):g}"/>'
        f'<text x="{_X - 8}" y="{_y(step) + 4:g}" text-anchor="end">{step}</text>'
        for step in (0, 25, 50, 75, 100)
    )
    months = "".join(
        f'<text x="{_x(at):.1f}" y="180" text-anchor="middle">{escape(name)}</text>'
        for at, name in ticks
    )
    lines = _line("l2", planned) + _line("l1", measured)
    if measured:
        x, y = measured[-1]
        lines += f'<circle class="dot" cx="{_x(x):.1f}" cy="{_y(y):.1f}" r="3.5"/>'
    body = grid + months + lines + _named_ends(measured, planned, ends)
    return Svg(
        f'<svg class="plot" viewBox="0 0 336 186" role="img" aria-label="{escape(label)}">{body}</svg>'
    )


_X, _W, _TOP, _H = 30, 232, 15, 145


def _x(place: float) -> float:
    return _X + _W * place / 100


def _y(share: float) -> float:
    return round(_TOP + _H * (1 - share / 100), 1)


def _line(css: str, points: Sequence[tuple[float, float]]) -> str:
    if len(points) < 2:
        return ""
    drawn = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    return f'<polyline class="{css}" points="{drawn}"/>'


def _named_ends(
    measured: Sequence[tuple[float, float]],
    planned: Sequence[tuple[float, float]],
    ends: Mapping[str, str],
) -> str:
    """Words at the ends of the lines, moved apart where they would touch."""
    places = {
        name: [_x(points[-1][0]) + 8, _y(points[-1][1]) + 4]
        for name, points in (("measured", measured), ("planned", planned))
        if points and ends.get(name)
    }
    if len(places) == 2:
        one, other = places["measured"], places["planned"]
        if abs(one[0] - other[0]) < 70 and abs(one[1] - other[1]) < 16:
            middle, way = (one[1] + other[1]) / 2, 1 if one[1] >= other[1] else -1
            one[1], other[1] = middle + 8 * way, middle - 8 * way
    return "".join(
        f'<text{_STRONG if name == "measured" else ""} x="{x:.1f}" y="{y:.1f}">'
        f"{escape(ends[name])}</text>"
        for name, (x, y) in places.items()
    )


_STRONG = ' class="strong"'


def _frame(css: str, body: str, label: str) -> Svg:
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Svg(f'<svg class="{escape(css)}" {said}>{body}</svg>')
