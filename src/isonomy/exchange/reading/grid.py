"""What was read from a file: sheets of rows, each row with its real line in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from isonomy.base.files.archive import MEGABYTE
from isonomy.base.files.notice import Notice


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell whose value is not known: an error such as #DIV/0!, or a formula never calculated."""

    shown: str


Cell = str | int | float | bool | date | datetime | time | CellFault | None


@dataclass(frozen=True, slots=True)
class TableLimits:
    """How large a table may be. `cell` counts characters, `file` bytes."""

    file: int = 25 * MEGABYTE
    rows: int = 100_000
    columns: int = 500
    cell: int = 32_767
    cells: int = 3_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file; `line` is where it begins there, counted from 1."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: its line, the heading of the field where known, and the cause."""

    line: int
    field: str
    cause: Notice
    last_line: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file. In a `strict` one (CSV) a row must have as many fields as the heading."""

    name: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    strict: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file as read: what it is, how it was decoded, its sheets, and what a reader should know."""

    key: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    delimiter: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its heading row found: headings, rows that fit, and rows that do not."""

    sheet: str
    header_line: int
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = field(default=())

    def column(self, index: int) -> list[Cell]:
        """Every cell of one column, in the order of the rows."""
        return [row.cells[index] for row in self.rows]


def cell_as_json(cell: object) -> Any:
    """A cell in JSON: dates, times and faults as one-key objects."""
    if isinstance(cell, datetime):
        return {"at": cell.isoformat()}
    if isinstance(cell, date):
        return {"on": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    if isinstance(cell, CellFault):
        return {"fault": cell.shown}
    raise TypeError(type(cell).__name__)


def cell_from_json(stored: dict[str, Any]) -> Any:
    """Undo `cell_as_json`; other objects pass as they are (for use as an object hook)."""
    if len(stored) != 1:
        return stored
    [(kind, text)] = stored.items()
    if kind == "at":
        return datetime.fromisoformat(text)
    if kind == "on":
        return date.fromisoformat(text)
    if kind == "time":
        return time.fromisoformat(text)
    return CellFault(text) if kind == "fault" else stored


def shown(cell: Cell) -> str:
    """A cell as a person reads it; whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, CellFault):
        return cell.shown
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, date | time):
        return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)
