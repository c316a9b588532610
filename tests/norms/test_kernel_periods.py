"""Days, spans and months as people count them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomy.norms.kernel.citation import Cite, Confidence
from isonomy.norms.kernel.period import Period, add_months

DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))


def test_both_ends_belong_to_a_period() -> None:
    period = Period(date(2026, 1, 1), date(2026, 1, 31))
    assert date(2026, 1, 1) in period
    assert date(2026, 1, 31) in period
    assert date(2026, 2, 1) not in period
    assert "2026-01-05" not in period


def test_an_open_period_has_no_last_day() -> None:
    assert date(2999, 1, 1) in Period(date(2026, 1, 1))


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 2, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ((1, 10), (10, 20), True),
        ((1, 10), (11, 20), False),
        ((1, None), (5, 6), True),
        ((7, None), (5, 6), False),
    ],
)
def test_periods_overlap_when_they_share_a_day(
    first: tuple[int, int | None], second: tuple[int, int | None], shared: bool
) -> None:
    def span(days: tuple[int, int | None]) -> Period:
        until = None if days[1] is None else date(2026, 1, days[1])
        return Period(date(2026, 1, days[0]), until)

    assert span(first).overlaps(span(second)) is shared
    assert span(second).overlaps(span(first)) is shared


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 5), 0, date(2026, 12, 5)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


@given(DAYS, st.integers(0, 600))
def test_a_later_month_never_skips_one(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_a_citation_reads_as_people_write_it() -> None:
    assert str(Cite("ISO 9001", "9.2.2", "2015")) == "ISO 9001:2015, 9.2.2"
    assert str(Cite("House rule")) == "House rule"
    assert Cite("x").verified
    assert not Cite("x", confidence=Confidence.SECOND_HAND).verified
