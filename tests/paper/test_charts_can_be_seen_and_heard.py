"""Charts and small bars: what they show, what they say, and what a strict page allows."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from isonomy.base.paper.charts import Chart, Line, fit_for_page, state_bars, svg, trend
from isonomy.base.paper.drawings import bar, share_bar, small_multiples, trend_plot

MONTHS = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
POINTS = (
    Line(date(2026, 8, 31), 45.0, 49.5),
    Line(date(2026, 10, 15), 58.0, 62.0),
    Line(date(2026, 12, 31), None, 74.0),
)


def a_trend() -> Chart:
    return trend(
        POINTS,
        alternative='Readiness rose from 45 to 58 & "more" <b>',
        words={"day": "Tag", "measured": "58 heute", "planned": "74 geplant"},
        months=MONTHS,
    )


def some_bars(**changes: str) -> Chart:
    rows = [("ISO 9001:2015", (6, 2, 1, 0, 1)), ("</text><script>x</script>", (1, 0, 0, 0, 9))]
    return state_bars(
        rows, alternative="Two bars", words=("a", "b", "c", "d", "e"), head="Standard", **changes
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("chart", [a_trend(), some_bars()], ids=["trend", "bars"])
def test_a_chart_is_whole_xml_without_styles_scripts_or_links(chart: Chart, theme: str) -> None:
    drawn = svg(chart, theme=theme)  # type: ignore[arg-type]
    root = ET.fromstring(drawn)  # noqa: S314
    assert root.get("aria-label") == chart.alternative
    for element in root.iter():
        assert element.tag.rpartition("}")[2] not in {
            "script",
            "style",
            "foreignObject",
            "a",
            "image",
        }
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]


def test_the_trend_names_months_and_ends_in_the_words_of_the_reader() -> None:
    drawn = svg(a_trend())
    assert ">Okt</text>" in drawn
    assert ">58 heute</text>" in drawn
    assert ">74 geplant</text>" in drawn


def test_the_plan_is_dashed_and_the_measured_line_is_not() -> None:
    dashes = re.findall(
        r'<path aria-label[^>]*stroke="(#\w+)"[^>]*stroke-dasharray="([\d,]+)"', svg(a_trend())
    )
    assert ("#777c83", "4,3") in dashes
    assert ("#0d5481", "1,0") in dashes


def test_each_theme_has_its_own_colours() -> None:
    assert "#2e8155" in svg(some_bars(), theme="light")
    assert "#4da775" in svg(some_bars(), theme="dark")
    assert "#2e8155" not in svg(some_bars(), theme="dark")


def test_a_chart_comes_with_its_table() -> None:
    assert a_trend().rows == (
        ("2026-08-31", "45", "49.5"), ("2026-10-15", "58", "62"), ("2026-12-31", "", "74"),
    )  # fmt: skip
    assert some_bars().head == ("Standard", "a", "b", "c", "d", "e")
    assert some_bars().rows[0] == ("ISO 9001:2015", "6", "2", "1", "0", "1")


def test_two_charts_on_one_page_share_no_id_and_bring_no_style() -> None:
    drawn = '<svg style="x:y"><clipPath id="clip0"/><g style="a" clip-path="url(#clip0)"/></svg>'
    one, other = (fit_for_page(drawn, "A chart", mark) for mark in ("1f", "2e"))
    assert one == (
        '<svg role="img" aria-label="A chart"><clipPath id="c1f-clip0"/>'
        '<g clip-path="url(#c1f-clip0)"/></svg>'
    )
    assert "c2e-clip0" in other


def test_a_bar_shows_each_state_by_its_share() -> None:
    # 9 + 3 + 2 of 16: 56.25, 18.75 and 12.5 percent; two not assessed stay empty
    root = ET.fromstring(bar((9, 3, 2, 0, 2)))  # noqa: S314
    assert [(part.get("class"), part.get("x"), part.get("width")) for part in root] == [
        ("ok", "0.00%", "56.25%"), ("part", "56.25%", "18.75%"), ("no", "75.00%", "12.50%"),
    ]  # fmt: skip
    assert root.get("aria-hidden") == "true"
    assert "style" not in bar((9, 3, 2, 0, 2))


def test_a_bar_of_nothing_is_an_empty_track() -> None:
    assert "<rect" not in bar((0, 0, 0, 0, 0))
    assert 'width="0.00%"' in share_bar(None)
    assert 'width="100.00%"' in share_bar(140)


def test_a_bar_that_stands_alone_can_be_heard() -> None:
    drawn = bar((1, 0, 0, 0, 0), label='9001: "all" <met>')
    assert ET.fromstring(drawn).get("aria-label") == '9001: "all" <met>'  # noqa: S314


def test_small_multiples_leave_out_what_does_not_exist() -> None:
    ((name, cells),) = small_multiples([("Context", [(1, 0, 0, 0, 1), None, (0, 0, 0, 0, 0)])])
    assert name == "Context"
    assert cells[0] is not None
    assert cells[1:] == [None, None]


def test_words_at_the_ends_of_lines_do_not_touch() -> None:
    drawn = trend_plot(
        [(0, 31), (100, 64)], [(0, 30), (100, 65)],
        ticks=[(0, "May")], label="x", ends={"measured": "64 today", "planned": "65 planned"},
    )  # fmt: skip
    root = ET.fromstring(drawn)  # noqa: S314
    heights = {
        part.text: float(part.get("y", "0")) for part in root if part.text and " " in part.text
    }
    assert heights["64 today"] - heights["65 planned"] >= 12


def test_a_template_prints_a_picture_as_it_is() -> None:
    drawn = bar((1, 0, 0, 0, 0))
    assert drawn.__html__() == drawn
