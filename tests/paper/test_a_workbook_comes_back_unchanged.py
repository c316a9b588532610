"""Workbooks read back by another reader, cell by cell."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from isonomy.base.paper.xlsx import (
    LONGEST_TEXT,
    CellTextTooLongError,
    Column,
    Sheet,
    Value,
    Workbook,
    sheet_names,
    workbook_bytes,
)
from isonomy.gap.papers.soa import statement_xlsx
from isonomy.gap.papers.xlsx import plan_xlsx, report_xlsx
from tests.paper.example import gap_report, statement

MADE_AT = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)


def book(rows: list[list[Value]], columns: tuple[Column, ...] | None = None) -> Workbook:
    wide = max((len(row) for row in rows), default=1)
    heads = columns or tuple(Column(f"key_{at}", f"Heading {at}") for at in range(wide))
    return Workbook(
        "Title", "Author", MADE_AT, "test.format", (Sheet("main", "Main", heads, rows),)
    )


def read(content: bytes, sheet: str = "Main") -> list[list[Any]]:
    file = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return file.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read(name).decode()


@pytest.mark.parametrize("large", [False, True])
def test_values_of_every_kind_come_back(large: bool) -> None:
    row: list[Value] = ["text", 3, 2.5, Decimal("0.1"), True, date(2026, 2, 3), None, "", "end"]
    got = read(workbook_bytes(book([row]), large=large))[1]
    assert got == ["text", 3, 2.5, 0.1, True, date(2026, 2, 3), "", "", "end"]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(
    "text",
    ["=1+1", "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "{=A1}", "|cmd", "\t=1", "007",
     "1e5", "TRUE", "2026-01-01", "http://example.org", "mailto:a@b.c", "internal:Main!A1",
     "_x0041_", " spaces ", "two\nlines", "<b>&amp;", "'quoted", "日本 שלום 👩‍👧", "x" * LONGEST_TEXT],
)  # fmt: skip
def test_text_stays_the_text_that_was_typed(text: str, large: bool) -> None:
    content = workbook_bytes(book([[text, "end"]]), large=large)
    assert read(content)[1][0] == text
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")
    assert "hyperlink" not in part(content, "xl/worksheets/sheet1.xml")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40), min_size=1, max_size=6))  # fmt: skip
def test_any_printable_text_comes_back(texts: list[str]) -> None:
    got = read(workbook_bytes(book([[*texts, "end"]])))[1]
    assert got == [*texts, "end"]


def test_signs_that_a_workbook_cannot_hold_are_marked_and_not_dropped() -> None:
    assert read(workbook_bytes(book([["a\x00b\x1f\ud800", "end"]])))[1][0] == "a\ufffdb\ufffd\ufffd"


def test_a_text_that_no_cell_can_hold_is_refused_with_its_place() -> None:
    with pytest.raises(CellTextTooLongError, match=r"“Main”, row 3, column 2: .*32768"):
        workbook_bytes(book([["a", "b"], ["c", "x" * 32_768]]))
    with pytest.raises(CellTextTooLongError):
        workbook_bytes(book([["👩" * 16_384]]))


@pytest.mark.parametrize("large", [False, True])
def test_the_same_rows_give_the_same_bytes(large: bool) -> None:
    rows: list[list[Value]] = [[f"row {at}", at, date(2026, 1, 1)] for at in range(50)]
    assert workbook_bytes(book(rows), large=large) == workbook_bytes(book(rows), large=large)


def test_the_hidden_sheet_names_format_and_columns_whatever_the_headings_say() -> None:
    columns = (Column("clause", "Abschnitt"), Column("note", "Notiz"))
    content = workbook_bytes(book([["4.1", "text"]], columns))
    facts = json.loads(read(content, "isonomy")[0][0])
    assert facts["format"] == "test.format"
    assert facts["sheets"] == [{"key": "main", "name": "Main", "columns": ["clause", "note"]}]
    assert 'state="hidden"' in part(content, "xl/workbook.xml")


def test_choices_are_offered_and_live_in_a_list_of_any_length() -> None:
    words = tuple(f"choice number {at} with a long name" for at in range(40))
    content = workbook_bytes(book([["x"]], (Column("state", "State", choices=words),)))
    assert "$A$1:$A$40" in part(content, "xl/worksheets/sheet1.xml")
    assert [row[0] for row in read(content, "isonomy-lists")] == list(words)


def test_the_heading_row_is_frozen_filtered_and_repeated_in_print() -> None:
    sheet = part(workbook_bytes(book([["a"]])), "xl/worksheets/sheet1.xml")
    assert 'ySplit="1"' in sheet
    assert "<autoFilter" in sheet
    assert "Print_Titles" in part(workbook_bytes(book([["a"]])), "xl/workbook.xml")


def test_sheet_names_are_made_acceptable_and_different() -> None:
    names = sheet_names(["a/b:c", "A b c", "isonomy", "x" * 50, "x" * 50, "", "'"])
    assert names[0] == "a b c"
    assert len({name.casefold() for name in names}) == 7
    assert all(1 <= len(name) <= 31 and not set("[]:*?/\\'") & set(name) for name in names)
    assert "isonomy" not in names


def test_the_report_workbook_holds_the_figures_of_the_report() -> None:
    content = report_xlsx(gap_report())
    standards = read(content, "Standards")
    assert standards[1][:4] == ["9001", "ISO 9001:2015", "Quality management systems", 113]
    clauses = read(content, "Matrix")
    assert len(clauses) == 1 + 7 * 6
    gaps = read(content, "Gaps")
    assert len(gaps) == 1 + len(gap_report().gaps)
    assert gaps[1][3] == "does_not_conform"
    assert gaps[1][6] == date(2026, 12, 15)


def test_the_plan_workbook_begins_with_the_actions() -> None:
    file = CalamineWorkbook.from_filelike(io.BytesIO(plan_xlsx(gap_report())))
    assert file.sheet_names[:2] == ["Plan", "Gaps"]
    rows = file.get_sheet_by_name("Plan").to_python()
    assert rows[3][0] == "A3"
    assert rows[3][7] == "A2"


def test_the_statement_workbook_has_93_rows_and_the_approval() -> None:
    content = statement_xlsx(statement())
    controls = read(content, "Controls")
    assert len(controls) == 94
    assert [row[3] for row in controls].count("no") == 3
    about = {row[0]: row[1] for row in read(content, "Summary")}
    assert "Harriet Vance" in about["Approval"]


def test_formulas_in_answers_stay_text_in_the_report() -> None:
    report = gap_report()
    evil = replace(report.gaps[0], title="=cmd|'/c calc'!A1", owner="+SUM(1)", note="@x")
    content = report_xlsx(replace(report, gaps=(evil,)))
    row = read(content, "Gaps")[1]
    assert (row[1], row[5], row[8]) == ("=cmd|'/c calc'!A1", "+SUM(1)", "@x")
