"""Dates, figures, choices, yes and no are understood as they are written in several countries, or refused."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from isonomy.base.files.notice import Notice
from isonomy.exchange.reading.grid import Cell, CellFault
from isonomy.exchange.reading.target import Choice, Field, Kind
from isonomy.exchange.reading.values import habits_of, parse_value

DUE = Field("due", "Due", Kind.DATE)
DONE = Field("done", "Done", Kind.PERCENT)
COST = Field("cost", "Cost", Kind.NUMBER)
FLAG = Field("flag", "Applicable", Kind.FLAG)
REFS = Field("refs", "References", Kind.REFERENCES)
NOTE = Field("note", "Note", max_length=20)
STATE = Field("state", "State", Kind.CHOICE, choices=(
    Choice("conforms", "Conforms", ("implemented", "erfüllt")),
    Choice("partly", "Partly", ("teilweise",)),
))  # fmt: skip


def read(field: Field, cell: Cell, *others: Cell) -> object:
    value = parse_value(field, cell, habits_of(field, [cell, *others]))
    return str(value) if isinstance(value, Notice) else value


@pytest.mark.parametrize(
    ("cell", "on"),
    [
        ("2026-12-31", "2026-12-31"),
        ("2026/12/31", "2026-12-31"),
        ("31.12.2026", "2026-12-31"),
        ("1.2.2026", "2026-02-01"),
        ("31.12.26", "2026-12-31"),
        ("12/31/2026", "2026-12-31"),
        ("31/12/2026", "2026-12-31"),
        ("31. Dezember 2026", "2026-12-31"),
        ("3. März 2026", "2026-03-03"),
        ("31 Dec 2026", "2026-12-31"),
        ("December 31, 2026", "2026-12-31"),
        ("2026-12-31 14:30", "2026-12-31"),
        ("05/05/2026", "2026-05-05"),
        (46387, "2026-12-31"),
        ("46387", "2026-12-31"),
        (date(2026, 12, 31), "2026-12-31"),
        (datetime(2026, 12, 31, 23, 59), "2026-12-31"),  # noqa: DTZ001
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_a_date_is_read_however_it_is_written(cell: Cell, on: str | None) -> None:
    assert read(DUE, cell) == on


def test_a_date_with_two_readings_is_refused_by_name() -> None:
    assert str(read(DUE, "03/04/2026")).startswith(
        "“03/04/2026” can be read as day/month or month/day"
    )


def test_another_date_of_the_column_decides_the_order() -> None:
    assert read(DUE, "03/04/2026", "25/04/2026") == "2026-04-03"
    assert read(DUE, "03/04/2026", "04/25/2026") == "2026-03-04"


def test_a_column_that_contradicts_itself_decides_nothing() -> None:
    assert "can be read as" in str(read(DUE, "03/04/2026", "25/04/2026", "04/25/2026"))


@pytest.mark.parametrize(
    "cell", ["31.02.2026", "soon", "2026-13-01", 3, True, time(12, 0), "32/32/2026", 9_999_999]
)
def test_what_is_no_date_is_refused(cell: Cell) -> None:
    assert "is no date" in str(read(DUE, cell))


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("12", 12), ("12,5", 12.5), ("12.5", 12.5), ("1.234,56", 1234.56), ("1,234.56", 1234.56),
        ("1 234,5", 1234.5), ("1'234.50", 1234.5), ("1.234.567", 1234567), ("-3", -3),
        ("8.000 €", "ambiguous"), ("EUR 8000", 8000), ("0.125", 0.125), (7.0, 7), (12.25, 12.25),
    ],
)  # fmt: skip
def test_figures_are_read_with_comma_or_point(cell: Cell, figure: object) -> None:
    value = read(COST, cell)
    if figure == "ambiguous":
        assert "decimal or a thousands mark" in str(value)
    else:
        assert value == figure


def test_the_column_decides_what_a_point_means() -> None:
    assert read(COST, "1.234", "17,50") == 1234
    assert read(COST, "1.234", "17.5") == 1.234


def test_percentages_are_figures_from_0_to_100() -> None:
    assert read(DONE, "45 %") == 45
    assert read(DONE, "45") == 45
    assert read(DONE, "12,5%") == 12.5
    assert read(DONE, 0.45, 1, 0) == 45
    assert read(DONE, 1, 0.45) == 100
    assert read(DONE, 45, 1) == 45
    assert "no percentage" in str(read(DONE, "140%"))


@pytest.mark.parametrize("word", ["yes", "Ja", "TRUE", "x", "1", "✓", 1, True])
def test_yes_in_many_words(word: Cell) -> None:
    assert read(FLAG, word) is True


@pytest.mark.parametrize("word", ["no", "Nein", "false", "0", "-", 0, False])
def test_no_in_many_words(word: Cell) -> None:
    assert read(FLAG, word) is False


def test_neither_yes_nor_no_is_refused() -> None:
    assert read(FLAG, "perhaps") == "“perhaps” is neither yes nor no."


def test_choices_are_known_by_value_label_and_synonym_in_any_case() -> None:
    for word in ("conforms", "Conforms", "IMPLEMENTED", "Erfüllt", "erfuellt", " conforms "):
        assert read(STATE, word) == "conforms"
    assert read(STATE, "green") == "“green” is none of: Conforms, Partly."


def test_references_are_split_and_each_is_kept_once() -> None:
    assert read(REFS, "POL-1 | POL-2; POL-1\nPOL-3") == ["POL-1", "POL-2", "POL-3"]


def test_text_keeps_its_inner_lines_and_its_letters() -> None:
    assert read(NOTE, "  two\nlines ") == "two\nlines"
    assert read(NOTE, "e\u0301te\u0301") == "été"
    assert read(NOTE, 4.0) == "4"


def test_text_that_does_not_fit_is_refused_and_not_cut() -> None:
    assert read(NOTE, "x" * 21) == "The text has 21 characters; at most 20 fit."


def test_cells_without_a_value_are_explained() -> None:
    assert read(NOTE, CellFault("#REF!")) == "The cell shows the error #REF!."
    assert "never calculated (=A1+B1)" in str(read(COST, CellFault("=A1+B1")))
