"""Finds the heading row of a sheet, and tells rows that fit it from rows that do not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from isonomy.base.files.notice import Notice, gettext_noop, notice
from isonomy.exchange.reading.grid import Cell, Fault, Row, Sheet, Table, shown
from isonomy.exchange.reading.words import normal

_LOOK_AT = 40


def as_table(sheet: Sheet, *, known: Collection[str] = (), header_line: int = 0) -> Table | None:
    """The sheet as a table, or None where it has no rows; `header_line` overrules the search."""
    at = _header_at(sheet, known, header_line)
    if at is None:
        return None
    header = sheet.rows[at]
    below = sheet.rows[at + 1 :]
    kept = _kept_columns(header, below, strict=sheet.strict)
    headings = _headings(header, kept)
    faults = [fault for fault in sheet.faults if fault.line > header.line]
    rows: list[Row] = []
    for row in below:
        if sheet.strict and (cause := _misfit(row, header)):
            faults.append(Fault(row.line, _suspect(row, header), cause))
            continue
        cells = tuple(_at(row.cells, column) for column in kept)
        if any(cell is not None and cell != "" for cell in cells):
            rows.append(Row(row.line, cells))
    if not rows and not faults:
        return None
    faults.sort(key=lambda fault: fault.line)
    return Table(sheet.name, header.line, headings, tuple(rows), tuple(faults))


def _header_at(sheet: Sheet, known: Collection[str], header_line: int) -> int | None:
    if header_line:
        lines = [row.line for row in sheet.rows]
        return lines.index(header_line) if header_line in lines else None
    top = sheet.rows[:_LOOK_AT]
    if not top:
        return None
    widths = [_filled(row) for row in sheet.rows[: _LOOK_AT * 2]]
    typical = sorted(widths)[int(len(widths) * 0.8)]
    hoped = {normal(heading) for heading in known}
    scores = [_score(row, typical, hoped) for row in top]
    best = max(scores)
    return scores.index(best) if best > 0 else 0


def _score(row: Row, typical: int, hoped: Collection[str]) -> float:
    """How much a row looks like headings: known words, many, distinct, short, none of them figures."""
    texts = [cell.strip() for cell in row.cells if isinstance(cell, str) and cell.strip()]
    filled = _filled(row)
    if not texts or filled < typical * 0.4:
        return 0.0
    matches = sum(1 for text in texts if normal(text) in hoped)
    distinct = len({text.casefold() for text in texts}) / filled
    short = sum(1 for text in texts if len(text) <= 60) / filled
    return matches * 10 + distinct + short + min(filled / typical, 1.0)


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells if cell is not None and cell != "")


def _kept_columns(header: Row, below: Sequence[Row], *, strict: bool) -> list[int]:
    """Columns that have a heading or a value; in strict text only those the heading row has."""
    width = len(header.cells) if strict else max((len(row.cells) for row in below), default=0)
    used = {at for at, cell in enumerate(header.cells) if shown(cell).strip()}
    for row in below:
        used.update(
            at for at, cell in enumerate(row.cells[:width]) if cell is not None and cell != ""
        )
    return sorted(used)


def _headings(header: Row, kept: Sequence[int]) -> tuple[str, ...]:
    headings: list[str] = []
    for column in kept:
        text = " ".join(shown(_at(header.cells, column)).split()) or column_letters(column)
        again = sum(1 for other in headings if other == text or other.startswith(f"{text} ("))
        headings.append(f"{text} ({again + 1})" if text in headings and again else text)
    return tuple(headings)


def column_letters(column: int) -> str:
    """The letters by which a spreadsheet names a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else None


def _misfit(row: Row, header: Row) -> Notice | None:
    """Why a row of strict text cannot be laid under the headings without a guess."""
    fields, headings = len(row.cells), len(header.cells)
    if fields > headings and any(str(cell or "").strip() for cell in row.cells[headings:]):
        if torn := _torn(row, header):
            return notice(
                gettext_noop(
                    "%(found)d fields where the heading has %(expected)d. What follows after "
                    "“%(before)s” seems to belong to the same text: put it in quotation marks."
                ),
                found=fields,
                expected=headings,
                before=shown(row.cells[torn]).strip()[-60:],
            )
        return _count_notice(fields, headings)
    if fields < headings and any(shown(cell).strip() for cell in header.cells[fields:]):
        return _count_notice(fields, headings)
    return None


def _count_notice(fields: int, headings: int) -> Notice:
    return notice(
        gettext_noop("%(found)d fields where the heading has %(expected)d."),
        found=fields,
        expected=headings,
    )


def _torn(row: Row, header: Row) -> int | None:
    """The first field that an unquoted comma tore: its neighbour starts with a blank."""
    pieces = [at for at, cell in enumerate(row.cells) if at and str(cell).startswith(" ")]
    return pieces[0] - 1 if len(pieces) == len(row.cells) - len(header.cells) else None


def _suspect(row: Row, header: Row) -> str:
    """The heading of the field where the row goes wrong, as far as that can be told."""
    if len(row.cells) < len(header.cells):
        return shown(header.cells[len(row.cells)]).strip()
    torn = _torn(row, header)
    return "" if torn is None else shown(_at(header.cells, torn)).strip()
