"""What the limited process does with a file: read it as what it is and hand the rows back as JSON."""

from __future__ import annotations

import re
from typing import Any

from isonomy.base.files.content import content_of_bytes
from isonomy.base.files.encoding import decode
from isonomy.base.files.notice import Notice, gettext_noop, notice, refused
from isonomy.exchange.reading import delimited, workbook
from isonomy.exchange.reading.grid import Cell, Sheet, TableLimits, cell_as_json

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_READERS = {"xlsx": workbook.read_xlsx, "ods": workbook.read_ods, "xls": workbook.read_xls}


def answer(data: bytes, said: dict[str, Any]) -> dict[str, Any]:
    """The sheets of a file. `said` may give an encoding and a delimiter, and gives the limits."""
    limits = TableLimits(**said["limits"])
    key = content_of_bytes(data).key
    notices: list[Notice] = []
    encoding = delimiter = ""
    if key in _READERS:
        sheets = _READERS[key](data, limits=limits)
    elif key != "text":
        raise refused(gettext_noop("The file is damaged or was cut off; save it again."))
    else:
        key = "csv"
        text, encoding = decode(data, said.get("encoding", ""))
        sheet, delimiter = delimited.read_delimited(
            text, limits=limits, delimiter=said.get("delimiter", "")
        )
        sheets = [sheet]
    return {
        "key": key,
        "encoding": encoding,
        "delimiter": delimiter,
        "sheets": [_sheet(sheet, notices) for sheet in sheets],
        "notices": [found.as_json() for found in notices],
    }


def _sheet(sheet: Sheet, notices: list[Notice]) -> dict[str, Any]:
    cleaned = 0
    rows = []
    for row in sheet.rows:
        cells = [_clean(cell) for cell in row.cells]
        cleaned += sum(
            1
            for old, new in zip(row.cells, cells, strict=True)
            if isinstance(old, str) and old != new and _CONTROLS.search(old)
        )
        rows.append((row.line, [_plain(cell) for cell in cells]))
    if cleaned:
        notices.append(
            notice(
                gettext_noop(
                    "Characters that cannot be shown (control characters) were left out "
                    "of %(cells)d cells."
                ),
                cells=cleaned,
            )
        )
    return {
        "name": sheet.name,
        "strict": sheet.strict,
        "hidden": sheet.hidden,
        "rows": rows,
        "faults": [(fault.line, fault.field, fault.cause.as_json()) for fault in sheet.faults],
    }


def _plain(cell: Cell) -> Any:
    if cell is None or isinstance(cell, str | int | float):
        return cell
    return cell_as_json(cell)


def _clean(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return cell if cell.isprintable() else _CONTROLS.sub("", cell)
