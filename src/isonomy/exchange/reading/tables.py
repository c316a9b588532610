"""From bytes to tables: what the file is, its sheets, and in each the heading row and the rows below."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from isonomy.base.files.archive import MEGABYTE
from isonomy.base.files.content import content_of_bytes
from isonomy.base.files.limited import WorkLimits, run_limited
from isonomy.base.files.notice import Notice, gettext_noop, refused
from isonomy.exchange.reading.grid import (
    Fault,
    Row,
    Sheet,
    Table,
    TableLimits,
    Workbook,
    cell_from_json,
)
from isonomy.exchange.reading.header import as_table

_TASK = "isonomy.exchange.reading.worker"
READABLE = frozenset({"xlsx", "xls", "ods", "text"})
_ADVICE = {
    "xlsm": gettext_noop(
        "The workbook contains macros (programs). Save it as a workbook without macros (XLSX)."
    ),
    "encrypted": gettext_noop("The workbook is protected by a password; save it without one."),
    "broken": gettext_noop("The file is damaged or was cut off; save or download it again."),
    "empty": gettext_noop("The file is empty."),
    "xlsb": gettext_noop("The file is a binary workbook (XLSB). Save it as XLSX."),
}
_NOT_A_TABLE = gettext_noop(
    "The file is %(what)s, whatever its name says. "
    "Tables are read from XLSX, XLS, ODS and CSV files."
)


def read_workbook(
    data: bytes, *, limits: TableLimits | None = None, encoding: str = "", delimiter: str = ""
) -> Workbook:
    """Read every sheet of a file, in a limited process; raise `FileRefused` where it is no table."""
    limits = limits or TableLimits()
    refuse_unreadable(data, limits=limits)
    order = {"limits": asdict(limits), "encoding": encoding, "delimiter": delimiter}
    return _workbook(run_limited(_TASK, data, said=order, limits=WorkLimits()))


def refuse_unreadable(data: bytes, *, limits: TableLimits | None = None) -> None:
    """Refuse by size and kind what no reader should see, naming what the file is."""
    limits = limits or TableLimits()
    if len(data) > limits.file:
        raise refused(
            gettext_noop("The file has %(size)d MB; tables of up to %(limit)d MB are read."),
            size=-(-len(data) // MEGABYTE),
            limit=limits.file // MEGABYTE,
        )
    content = content_of_bytes(data)
    if content.key in READABLE:
        return
    if content.key in _ADVICE:
        raise refused(_ADVICE[content.key])
    raise refused(_NOT_A_TABLE, what=content.label)


def read_tables(
    data: bytes,
    *,
    known: Collection[str] = (),
    limits: TableLimits | None = None,
    encoding: str = "",
    delimiter: str = "",
) -> list[Table]:
    """Every sheet that has a heading row and rows, as a table.

    `known` are headings that one hopes to find; they help where title rows stand above.
    """
    book = read_workbook(data, limits=limits, encoding=encoding, delimiter=delimiter)
    return tables_of(book, known=known)


def tables_of(book: Workbook, *, known: Collection[str] = ()) -> list[Table]:
    """The tables in a file already read."""
    found = (as_table(sheet, known=known) for sheet in book.sheets)
    return [table for table in found if table is not None]


def _workbook(answer: dict[str, Any]) -> Workbook:
    return Workbook(
        answer["key"],
        tuple(_sheet(sheet) for sheet in answer["sheets"]),
        answer["encoding"],
        answer["delimiter"],
        tuple(Notice.from_json(said) for said in answer["notices"]),
    )


def _sheet(stored: dict[str, Any]) -> Sheet:
    return Sheet(
        stored["name"],
        tuple(Row(line, tuple(map(_cell, cells))) for line, cells in stored["rows"]),
        tuple(
            Fault(line, field, Notice.from_json(cause)) for line, field, cause in stored["faults"]
        ),
        stored["strict"],
        stored["hidden"],
    )


def _cell(stored: Any) -> Any:
    return cell_from_json(stored) if isinstance(stored, dict) else stored
