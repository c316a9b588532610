"""Finds the sheets of a filled workbook and what its hidden sheet tells; also takes bare tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from isonomy.base.files.notice import gettext_noop, refused
from isonomy.base.paper.xlsx import META_SHEET
from isonomy.exchange.reading.grid import Cell, CellFault, Fault, Row, Sheet, Table, Workbook, shown
from isonomy.exchange.reading.header import as_table
from isonomy.exchange.reading.mapping import propose
from isonomy.exchange.reading.target import Target
from isonomy.gap.exchange.fields import ACTIONS as ACTION_FIELDS
from isonomy.gap.exchange.fields import ANSWERS as ANSWER_FIELDS
from isonomy.gap.exchange.form import ACTIONS, ANSWERS, FORM, FORMAT, HEADINGS


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet with its columns known: rows as cells by column key, and rows that do not fit."""

    name: str
    columns: tuple[str, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[tuple[int, dict[str, Cell]], ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A file as filled in: what the hidden sheet tells (empty for a bare table) and its two sheets."""

    facts: Mapping[str, Any]
    answers: SheetRows
    actions: SheetRows


def filled_sheets(book: Workbook) -> Filled:
    """The answer and action sheets of a file; `FileRefused` where it has no answers."""
    facts = _facts(book)
    names = {sheet["key"]: sheet["name"] for sheet in facts.get("sheets", ())}
    told = facts.get("facts", {})
    answers = _by_name(book, names.get(ANSWERS)) or _by_columns(book)
    if answers is None:
        raise refused(
            gettext_noop(
                "No sheet with answers was found: one needs a column with ids, clauses or "
                "controls and one with the state."
            )
        )
    actions = _by_name(book, names.get(ACTIONS))
    return Filled(
        told,
        _rows(answers, ANSWERS, ANSWER_FIELDS, told),
        _rows(actions, ACTIONS, ACTION_FIELDS, told) if actions else SheetRows(ACTIONS),
    )


def _facts(book: Workbook) -> dict[str, Any]:
    hidden = next((sheet for sheet in book.sheets if sheet.name == META_SHEET), None)
    if hidden is None:
        return {}
    text = "".join(cell for row in hidden.rows for cell in row.cells if isinstance(cell, str))
    try:
        facts = json.loads(text)
        form = facts["facts"]["form"] if facts["format"] == FORMAT else 0
    except (ValueError, KeyError, TypeError) as damaged:
        raise refused(
            gettext_noop("The hidden sheet “isonomy” is damaged; export the workbook again.")
        ) from damaged
    if form == 0:
        raise refused(gettext_noop("The workbook is an export of Isonomy, but not of answers."))
    if form > FORM:
        raise refused(gettext_noop("The workbook was made by a newer version of Isonomy."))
    return dict(facts)


def _by_name(book: Workbook, name: str | None) -> Sheet | None:
    return next((sheet for sheet in book.sheets if name and sheet.name == name), None)


def _by_columns(book: Workbook) -> Sheet | None:
    """The first visible sheet in which an id and a state, or whether it applies, can be told."""
    for sheet in book.sheets:
        table = None if sheet.hidden else as_table(sheet, known=_known(ANSWERS, ANSWER_FIELDS, {}))
        if table is None:
            continue
        found = set(_columns(table, ANSWERS, ANSWER_FIELDS, {}).values())
        if "id" in found and found & {"state", "applicable"}:
            return sheet
    return None


def _rows(sheet: Sheet, key: str, target: Target, told: Mapping[str, Any]) -> SheetRows:
    table = as_table(sheet, known=_known(key, target, told))
    if table is None:
        return SheetRows(sheet.name)
    columns = _columns(table, key, target, told)
    return SheetRows(
        sheet.name,
        tuple(columns.values()),
        {name: table.headings[at] for at, name in columns.items()},
        tuple(_cells(table.rows, columns)),
        table.faults,
    )


def _cells(
    rows: tuple[Row, ...], columns: Mapping[int, str]
) -> Iterator[tuple[int, dict[str, Cell]]]:
    for row in rows:
        yield row.line, {name: row.cells[at] for at, name in columns.items()}


def _known(key: str, target: Target, told: Mapping[str, Any]) -> frozenset[str]:
    return target.known_headings | set(HEADINGS[key].values()) | set(_told(key, told))


def _told(key: str, told: Mapping[str, Any]) -> dict[str, str]:
    return {str(k): str(v) for k, v in told.get("headings", {}).get(key, {}).items()}


def _columns(table: Table, key: str, target: Target, told: Mapping[str, Any]) -> dict[int, str]:
    """Column number to key: by the headings the export wrote, else by what they most likely mean."""
    ours = {words: name for name, words in HEADINGS[key].items()}
    ours |= {name: name for name in HEADINGS[key]} | _told(key, told)
    found = {at: ours[text] for at, text in enumerate(table.headings) if text in ours}
    if {"id", "state"} <= set(found.values()):
        return found
    return {p.column: p.field for p in propose(target, table) if p.field}


def text_in(cell: Cell) -> str:
    """A text exactly as it stands in a cell; figures as people write them."""
    return "" if cell is None or isinstance(cell, CellFault) else shown(cell)
