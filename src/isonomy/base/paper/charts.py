"""Charts as Vega-Lite descriptions, drawn to SVG on the server: no browser script, no network.

Each chart comes with a sentence that says what it shows and with the table behind it. What people
typed stands only in data values, never in an expression.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any, Literal

import vl_convert

from isonomy.base.paper.drawings import STATES, Svg
from isonomy.base.paper.typeface import BUNDLED

Theme = Literal["light", "dark"]
Spec = dict[str, Any]

VEGA_LITE = "6.4"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

STATE_FILLS: Mapping[Theme, tuple[str, ...]] = {
    "light": ("#2e8155", "#e9b44b", "#cc4339", "#a1a5a9", "#edece8"),
    "dark": ("#4da775", "#e6b557", "#de5c53", "#636a70", "#1d2328"),
}
_TONES: Mapping[Theme, Mapping[str, str]] = {
    "light": {"label": "#434b54", "title": "#5e656d", "grid": "#dddcd7", "mark": "#0d5481",
              "past": "#777c83", "soft": "#a8c9e2", "ink": "#181f26"},
    "dark": {"label": "#bfbeb8", "title": "#989ea3", "grid": "#2f353a", "mark": "#83c4ea",
             "past": "#7a8187", "soft": "#2e516b", "ink": "#e9e8e3"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, the sentence that stands for it, and its table (head and rows)."""

    spec: Spec
    alternative: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One day of a trend: measured and planned share, 0 to 100; None where there is none."""

    on: date
    measured: float | None
    planned: float | None = None


_DAYS: Spec = {
    "field": "on",
    "type": "temporal",
    "title": None,
    "axis": {"labelExpr": "months[month(datum.value)]", "tickCount": {"interval": "month"}},
}
_SHARES: Spec = {
    "field": "share",
    "type": "quantitative",
    "title": None,
    "scale": {"domain": [0, 100]},
    "axis": {"values": [0, 25, 50, 75, 100]},
}
_LINES: Spec = {
    "color": {"field": "line", "scale": {"domain": ["measured", "planned"]}, "legend": None},
    "strokeDash": {
        "field": "line",
        "scale": {"domain": ["measured", "planned"], "range": [[1, 0], [4, 3]]},
        "legend": None,
    },
}


def trend(
    points: Sequence[Line],
    *,
    alternative: str,
    words: Mapping[str, str],
    months: Sequence[str],
    width: int = 336,
    height: int = 150,
) -> Chart:
    """A measured line and its dashed plan, their ends named.

    `words` has day, measured and planned; `months` the twelve short names in the reader's language.
    """
    values = _trend_values(points)
    x, y = _DAYS, _SHARES
    spec = _plain(width, height) | {
        "params": [{"name": "months", "value": list(months)}],
        "layer": [
            {
                "data": {"values": values},
                "mark": {"type": "line"},
                "encoding": {"x": x, "y": y, **_LINES},
            },
            {
                "data": {"values": _ends(values, words)},
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12},
                "encoding": {"x": x, "y": y, "text": {"field": "word"}},
            },
        ],
    }
    rows = tuple(
        (point.on.isoformat(), _cell(point.measured), _cell(point.planned)) for point in points
    )
    return Chart(spec, alternative, (words["day"], words["measured"], words["planned"]), rows)


def _trend_values(points: Sequence[Line]) -> list[dict[str, Any]]:
    return [
        {"on": point.on.isoformat(), "share": share, "line": line}
        for line in ("measured", "planned")
        for point in points
        if (share := point.measured if line == "measured" else point.planned) is not None
    ]


def _ends(values: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """The last point of each line with its word."""
    last = {value["line"]: value for value in values}
    return [{**value, "word": words[line]} for line, value in last.items()]


def state_bars(
    rows: Sequence[tuple[str, Sequence[int]]],
    *,
    alternative: str,
    words: Sequence[str],
    head: str,
    width: int = 640,
    share: bool = True,
) -> Chart:
    """Stacked bars of the five states on one scale: a bar a standard, or a bar a clause.

    Each row is a name and five counts in the order of `STATES`; `words` names the states. With
    `share` every bar has the full length, otherwise its length is the number of requirements.
    """
    spec = _plain(width, {"step": 30}) | {
        "data": {"values": _state_values(rows)},
        "mark": {"type": "bar", "height": 12},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None},
            "x": {
                "field": "count",
                "type": "quantitative",
                "title": None,
                "stack": "normalize" if share else "zero",
                "axis": {"format": ".0%", "tickCount": 4} if share else {"tickCount": 4},
            },
            "color": {
                "field": "state",
                "scale": {"domain": list(STATES), "range": {"expr": "states"}},
                "legend": None,
            },
            "order": {"field": "order"},
        },
    }
    table = tuple((name, *(str(count) for count in counts)) for name, counts in rows)
    return Chart(spec, alternative, (head, *words), table)


def _state_values(rows: Sequence[tuple[str, Sequence[int]]]) -> list[dict[str, Any]]:
    return [
        {"name": name, "state": state, "order": order, "count": counts[order]}
        for name, counts in rows
        for order, state in enumerate(STATES)
    ]


def svg(chart: Chart, *, theme: Theme = "light") -> Svg:
    """Draw a chart; the same chart and theme are drawn once per process."""
    return Svg(_drawn(json.dumps(chart.spec, sort_keys=True), chart.alternative, theme))


@lru_cache(maxsize=256)
def _drawn(spec: str, alternative: str, theme: Theme) -> str:
    _fonts()
    described = json.loads(spec)
    _fill_states(described, theme)
    drawn = vl_convert.vegalite_to_svg(
        described, vl_version=VEGA_LITE, config=config(theme), allowed_base_urls=[]
    )
    return fit_for_page(drawn, alternative, hashlib.sha256((spec + theme).encode()).hexdigest()[:8])


@lru_cache(maxsize=1)
def _fonts() -> None:
    vl_convert.register_font_directory(str(BUNDLED))


def _fill_states(spec: Any, theme: Theme) -> None:
    """Put the fills of the theme where the description asks for those of the states."""
    color = spec.get("encoding", {}).get("color", {})
    if color.get("scale", {}).get("range") == {"expr": "states"}:
        color["scale"]["range"] = list(STATE_FILLS[theme])


def config(theme: Theme) -> Spec:
    """The house style of every chart."""
    tone = _TONES[theme]
    return {
        "font": "Source Sans 3, system-ui, sans-serif",
        "background": None,
        "axis": {
            "labelFontSize": 12,
            "labelColor": tone["label"],
            "titleColor": tone["title"],
            "titleFontWeight": 400,
            "gridColor": tone["grid"],
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
            "labelLimit": 220,
        },
        "axisX": {"grid": False},
        "view": {"stroke": None},
        "bar": {"color": tone["mark"]},
        "line": {"color": tone["mark"], "strokeWidth": 2},
        "text": {"color": tone["ink"]},
        "legend": {"orient": "top", "title": None, "symbolType": "square"},
        "range": {"category": [tone["mark"], tone["past"], tone["soft"], tone["label"]]},
    }


def _plain(width: int, height: int | Mapping[str, int]) -> Spec:
    return {"$schema": SCHEMA, "width": width, "height": height}


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


_STYLE = re.compile(r'\sstyle="[^"]*"')
_ID = re.compile(r'(\bid="|url\(#)([\w-]+)')
_ROOT = re.compile(r"<svg\b")


def fit_for_page(drawn: str, alternative: str, mark: str) -> str:
    """Fit for a page with a strict policy: no style attributes, ids of its own, a text to hear."""
    drawn = _ID.sub(rf"\g<1>c{mark}-\g<2>", _STYLE.sub("", drawn))
    return _ROOT.sub(
        lambda _: f'<svg role="img" aria-label="{escape(alternative)}"', drawn, count=1
    )
