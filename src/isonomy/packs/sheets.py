"""Reads workbooks and delimited text as plain rows of text."""

from __future__ import annotations

import csv
import io
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from isonomy.packs.imported import check_archive, decoded, refuse
from isonomy.packs.source import gettext_noop

Sheet = list[list[str]]
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_sheets(name: str, data: bytes) -> dict[str, Sheet]:
    """The sheets of a workbook by name, or one nameless sheet of a CSV file."""
    if data.startswith(WORKBOOKS):
        return workbook_sheets(name, data)
    return {"": table_rows(name, decoded(name, data))}


def workbook_sheets(name: str, data: bytes) -> dict[str, Sheet]:
    """The sheets of a workbook by name, in order; PackError says why it cannot be read."""
    if data.startswith(WORKBOOKS[0]):
        check_archive(name, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {sheet: _cells(book, sheet) for sheet in book.sheet_names}
    except (CalamineError, ValueError, OSError) as fault:
        raise refuse(
            name, gettext_noop("the workbook cannot be read: %(cause)s"), cause=str(fault)
        ) from fault


def _cells(book: CalamineWorkbook, sheet: str) -> Sheet:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [[cell_text(cell) for cell in row] for row in rows]


def cell_text(cell: object) -> str:
    """A cell as people read it: 4 and not 4.0, without blanks around it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def table_rows(name: str, text: str) -> Sheet:
    """The rows of delimited text, whatever the delimiter."""
    sample = text[:20_000]
    try:
        dialect: Any = csv.Sniffer().sniff(sample, delimiters=",;\t|")
        dialect.doublequote = True
    except csv.Error:
        dialect = csv.excel
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), dialect)]
    except csv.Error as fault:
        raise refuse(
            name, gettext_noop("the table cannot be read: %(cause)s"), cause=str(fault)
        ) from fault
