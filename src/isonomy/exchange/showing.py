"""An import as its page shows it: words for fields and values, a list of errors to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from isonomy.base.files.safe_cell import safe_cell
from isonomy.base.files.wording import worded
from isonomy.exchange.reading.grid import Workbook
from isonomy.exchange.reading.plan import Action, DryRun, PlannedRow
from isonomy.exchange.reading.target import Field, Kind, Target

ACTION_LABELS = {
    Action.CREATE: _("Create"),
    Action.UPDATE: _("Change"),
    Action.UNCHANGED: _("Leave as it is"),
    Action.ERROR: _("Error"),
}
ACTION_SIGNS = {
    Action.CREATE: "ok",
    Action.UPDATE: "ok",
    Action.UNCHANGED: "na",
    Action.ERROR: "no",
}


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One field before and after, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ShownFault:
    """What is wrong: the heading of the field, and the cause in the reader's language."""

    field: str
    cause: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of the dry run in words."""

    line: int
    action: Action
    sign: str
    action_label: str
    label: str
    changes: tuple[ShownChange, ...]
    faults: tuple[ShownFault, ...]


_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "mac_roman": "Mac Roman",
    "latin-1": "ISO 8859-1",
}
_DELIMITERS = {
    ",": _("commas"),
    ";": _("semicolons"),
    "\t": _("tabs"),
    "|": _("vertical bars"),
}


def read_as(book: Workbook) -> str:
    """How a file was read, where that had to be found out: encoding and delimiter of text."""
    if book.key != "csv":
        return ""
    return gettext("Read as text in %(encoding)s, with fields between %(delimiter)s.") % {
        "encoding": _ENCODINGS.get(book.encoding, book.encoding),
        "delimiter": _DELIMITERS.get(book.delimiter, f"“{book.delimiter}”"),
    }


def shown_rows(target: Target, rows: Sequence[PlannedRow]) -> list[ShownRow]:
    """Rows of a dry run for a page; give it a page of rows, not all of them."""
    return [_shown_row(target, row) for row in rows]


def _shown_row(target: Target, row: PlannedRow) -> ShownRow:
    fields = {field.name: field for field in target.fields}
    changes = tuple(
        ShownChange(
            gettext(fields[change.field].label),
            shown_value(fields[change.field], change.old),
            shown_value(fields[change.field], change.new),
        )
        for change in row.changes
        if change.field in fields
    )
    faults = tuple(ShownFault(fault.field, worded(fault.cause)) for fault in row.faults)
    label = str(ACTION_LABELS[row.action])
    return ShownRow(
        row.line, row.action, ACTION_SIGNS[row.action], label, row.label, changes, faults
    )


def shown_value(field: Field, value: Any) -> str:
    """A stored value as a person reads it."""
    if value is None or value == "":
        return ""
    if field.kind is Kind.CHOICE:
        labels = {choice.value: choice.label for choice in field.choices}
        return gettext(labels[value]) if value in labels else str(value)
    if field.kind is Kind.FLAG:
        return gettext("yes") if value else gettext("no")
    if field.kind is Kind.REFERENCES:
        return ", ".join(map(str, value))
    return f"{value} %" if field.kind is Kind.PERCENT else str(value)


def errors_as_csv(run: DryRun) -> str:
    """The list of errors as a table that opens in a spreadsheet program: line, field, cause."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([gettext("Line"), gettext("Field"), gettext("Cause")])
    writer.writerows(_error_lines(run))
    return "\ufeff" + out.getvalue()


def _error_lines(run: DryRun) -> Iterator[list[str | int]]:
    for fault in run.faults:
        yield [fault.line, safe_cell(fault.field), safe_cell(worded(fault.cause))]
