"""Workbooks that read well and come back unchanged.

Row 1 holds headings for people; the machine keys of the columns stand in the hidden sheet
`isonomy` as JSON, so that a heading may be translated and an export still be read back. Text is
always written as text: what looks like a formula, a number or a link stays what was typed.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Value = str | int | float | Decimal | bool | date | datetime | None

META_SHEET = "isonomy"
LISTS_SHEET = "isonomy-lists"
META_VERSION = 1

LONGEST_TEXT = 32_767
"""Characters that a cell of a workbook can hold, counted in UTF-16 units."""

META_PIECE = 30_000
"""Characters of JSON in one cell of the hidden sheet; what is longer goes on in the row below."""

FONT = "Calibri"
INK, INK_2, HAIR, STONE = "#181F26", "#434B54", "#DDDCD7", "#F5F4F1"

_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_RETURN = re.compile("\r\n?")


class CellTextTooLongError(ValueError):
    """A text is longer than a cell can hold; cutting it in silence would lose it on the way back."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its machine key, its heading, its width in characters and what it may hold."""

    key: str
    heading: str
    width: float = 20
    choices: tuple[str, ...] = ()
    """Values offered by a drop-down list; others are refused by the spreadsheet."""
    hidden: bool = False
    hint: str = ""
    """Shown as a note on the heading."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; `rows` may be any iterable and is read once."""

    key: str
    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook and what stands in its hidden sheet; `made_at` makes its bytes repeatable."""

    title: str
    author: str
    made_at: datetime
    format: str
    sheets: Sequence[Sheet]
    facts: Mapping[str, object] = field(default_factory=dict)


def workbook_bytes(book: Workbook, *, large: bool = False) -> bytes:
    """Write a workbook; `large` keeps memory flat for many rows at the price of a larger file."""
    buffer = io.BytesIO()
    options = {
        "in_memory": not large,
        "constant_memory": large,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(buffer, options) as file:
        made_at = book.made_at.replace(tzinfo=None, microsecond=0)
        file.set_properties(
            {"title": _clean(book.title), "author": _clean(book.author), "created": made_at}
        )
        writer = _Writer(file)
        names = sheet_names([sheet.name for sheet in book.sheets])
        for sheet, name in zip(book.sheets, names, strict=True):
            writer.sheet(sheet, name)
        writer.lists_sheet()
        writer.meta(book, names)
    return buffer.getvalue()


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that a spreadsheet accepts: at most 31 signs, none forbidden, none twice."""
    taken = {META_SHEET, LISTS_SHEET, "history"}
    names = []
    for name in wanted:
        base = _FORBIDDEN_IN_NAME.sub(" ", _clean(name)).strip(" '")[:31].strip() or "Sheet"
        found, number = base, 2
        while found.casefold() in taken:
            tail = f" {number}"
            found, number = base[: 31 - len(tail)] + tail, number + 1
        taken.add(found.casefold())
        names.append(found)
    return names


def _clean(text: str) -> str:
    """Text that XML can hold, with one kind of line end; nothing else is changed."""
    return _UNPRINTABLE.sub("\ufffd", _RETURN.sub("\n", text))


class _Writer:
    """Writes the sheets of one open workbook in the house style."""

    def __init__(self, file: Any) -> None:
        self._file = file
        base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
        line = {"bottom": 1, "bottom_color": HAIR}
        self._text: Format = file.add_format({**base, **line, "text_wrap": True})
        self._number: Format = file.add_format({**base, **line})
        self._day: Format = file.add_format({**base, **line, "num_format": "yyyy-mm-dd"})
        self._moment: Format = file.add_format({**base, **line, "num_format": "yyyy-mm-dd hh:mm"})
        self._head: Format = file.add_format(
            {
                **base,
                "bold": True,
                "font_color": INK_2,
                "bg_color": STONE,
                "bottom": 1,
                "bottom_color": INK_2,
                "text_wrap": True,
                "valign": "vcenter",
            }
        )
        self._lists: list[tuple[str, ...]] = []

    def sheet(self, sheet: Sheet, name: str) -> None:
        page: Worksheet = self._file.add_worksheet(name)
        page.hide_gridlines(2)
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_row(0, 30)
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, column.width, None, {"hidden": column.hidden})
            page.write_string(0, at, _clean(column.heading), self._head)
            if column.hint:
                page.write_comment(0, at, _clean(column.hint))
        last = self._rows(page, sheet, name)
        page.autofilter(0, 0, max(last, 1), max(len(sheet.columns) - 1, 0))
        for at, column in enumerate(sheet.columns):
            if column.choices:
                self._offer(page, at, max(last, 1) + 1000, column.choices)

    def _rows(self, page: Worksheet, sheet: Sheet, name: str) -> int:
        at = 0
        for at, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row):
                self._cell(page, at, column, value, name)
        return at

    def _cell(self, page: Worksheet, row: int, column: int, value: Value, name: str) -> None:
        if isinstance(value, str):
            text = _clean(value)
            if len(text) > LONGEST_TEXT // 2 and _units(text) > LONGEST_TEXT:
                raise CellTextTooLongError(
                    f"Sheet “{name}”, row {row + 1}, column {column + 1}: the text has "
                    f"{_units(text)} characters, a cell holds {LONGEST_TEXT}."
                )
            if text:
                page.write_string(row, column, text, self._text)
            else:
                page.write_blank(row, column, None, self._text)
        elif value is None:
            page.write_blank(row, column, None, self._text)
        elif isinstance(value, bool):
            page.write_boolean(row, column, value, self._number)
        elif isinstance(value, datetime):
            page.write_datetime(row, column, value, self._moment)
        elif isinstance(value, date):
            page.write_datetime(row, column, value, self._day)
        else:
            page.write_number(row, column, float(value), self._number)

    def _offer(self, page: Worksheet, column: int, last: int, choices: tuple[str, ...]) -> None:
        if choices not in self._lists:
            self._lists.append(choices)
        at = self._lists.index(choices)
        name = xlsxwriter.utility.xl_col_to_name(at)
        filled = [choice for choice in choices if choice]
        page.data_validation(
            1,
            column,
            last,
            column,
            {
                "validate": "list",
                "source": f"='{LISTS_SHEET}'!${name}$1:${name}${len(filled)}",
                "ignore_blank": True,
            },
        )

    def lists_sheet(self) -> None:
        """The values of the drop-down lists, one list a column, in a hidden sheet."""
        if not self._lists:
            return
        page: Worksheet = self._file.add_worksheet(LISTS_SHEET)
        depth = max(len(choices) for choices in self._lists)
        filled = [[choice for choice in choices if choice] for choices in self._lists]
        for row in range(depth):
            for column, choices in enumerate(filled):
                if row < len(choices):
                    page.write_string(row, column, _clean(choices[row]))
        page.very_hidden()

    def meta(self, book: Workbook, names: Sequence[str]) -> None:
        """What a reader of our own export needs to find its columns again, as JSON from cell A1 down."""
        facts = {
            "format": book.format,
            "version": META_VERSION,
            "made_at": book.made_at.isoformat(timespec="seconds"),
            "sheets": [
                {
                    "key": sheet.key,
                    "name": name,
                    "columns": [column.key for column in sheet.columns],
                }
                for sheet, name in zip(book.sheets, names, strict=True)
            ],
            "facts": dict(book.facts),
        }
        page: Worksheet = self._file.add_worksheet(META_SHEET)
        text = json.dumps(facts, ensure_ascii=True, sort_keys=True)
        for row, start in enumerate(range(0, len(text), META_PIECE)):
            page.write_string(row, 0, text[start : start + META_PIECE])
        page.hide()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
