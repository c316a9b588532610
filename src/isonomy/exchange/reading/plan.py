"""The dry run: what each row would create, change or leave, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from isonomy.base.files.notice import Notice, gettext_noop, notice
from isonomy.exchange.reading.grid import Cell, Fault, Row, Table
from isonomy.exchange.reading.mapping import ColumnMap
from isonomy.exchange.reading.target import Field, Target
from isonomy.exchange.reading.values import Habits, Value, habits_of, parse_value

Values = dict[str, Any]


class Action(StrEnum):
    """What a row would do."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row whose cells were understood: values by field name; `cells` are those fields as they stood."""

    line: int
    values: Values
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Found:
    """Which record a row means: its id in the room, its label, and its values now (None: not there yet)."""

    subject: str
    label: str
    current: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a room cannot take a row: the field and the cause."""

    field: str
    cause: Notice


Resolver = Callable[[ParsedRow], Found | RowProblem]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a record: what stands there and what the row would put there."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the dry run."""

    line: int
    action: Action
    subject: str = ""
    label: str = ""
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class DryRun:
    """Every row of a file with what it would do."""

    target: str
    rows: tuple[PlannedRow, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    def of(self, action: Action) -> tuple[PlannedRow, ...]:
        """The rows that would do this."""
        return tuple(row for row in self.rows if row.action == action)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that is wrong, in the order of lines."""
        return tuple(fault for row in self.rows for fault in row.faults)


def dry_run(
    target: Target,
    table: Table,
    columns: ColumnMap,
    resolve: Resolver,
    *,
    blank_clears: bool = False,
) -> DryRun:
    """Lay every row beside what is stored. `columns` maps column numbers to field names.

    An empty cell leaves what is stored, unless `blank_clears`. A row with one wrong field is not
    taken at all; it is reported and the others go in.
    """
    planned = [_misfit(line_faults) for line_faults in _by_line(table.faults)]
    seen: dict[str, int] = {}
    heads = {name: table.headings[column] for column, name in columns.items() if name}
    for parsed, faults in parse_rows(target, table, columns):
        planned.append(
            _under_headings(
                _plan_row(
                    target, parsed, faults, resolve=resolve, seen=seen, blank_clears=blank_clears
                ),
                heads,
            )
        )
    planned.sort(key=lambda row: row.line)
    counts = Counter(row.action.value for row in planned)
    return DryRun(
        target.name, tuple(planned), {action.value: counts[action.value] for action in Action}
    )


def parse_rows(
    target: Target, table: Table, columns: ColumnMap
) -> Iterator[tuple[ParsedRow, list[Fault]]]:
    """Every row of a table as values of the target's fields, with what could not be understood."""
    chosen = [
        (column, target.field(name), habits_of(target.field(name), table.column(column)))
        for column, name in sorted(columns.items())
        if name
    ]
    for row in table.rows:
        yield _parse_row(row, chosen, table.headings)


def _parse_row(
    row: Row, chosen: Sequence[tuple[int, Field, Habits]], headings: Sequence[str]
) -> tuple[ParsedRow, list[Fault]]:
    values: Values = {}
    faults: list[Fault] = []
    for column, into, habits in chosen:
        value: Value | Notice = parse_value(into, row.cells[column], habits)
        if isinstance(value, Notice):
            faults.append(Fault(row.line, headings[column], value))
        elif value is None and into.required:
            faults.append(
                Fault(row.line, headings[column], notice(gettext_noop("Nothing stands here.")))
            )
        else:
            values[into.name] = value
    cells = {into.name: row.cells[column] for column, into, _ in chosen}
    return ParsedRow(row.line, values, cells), faults


def _under_headings(row: PlannedRow, heads: Mapping[str, str]) -> PlannedRow:
    """A fault names the heading of the file, also where the room named its own field."""
    if not any(fault.field in heads for fault in row.faults):
        return row
    faults = tuple(
        replace(fault, field=heads.get(fault.field, fault.field)) for fault in row.faults
    )
    return replace(row, faults=faults)


def _plan_row(
    target: Target,
    parsed: ParsedRow,
    faults: list[Fault],
    *,
    resolve: Resolver,
    seen: dict[str, int],
    blank_clears: bool,
) -> PlannedRow:
    if faults:
        return PlannedRow(parsed.line, Action.ERROR, faults=tuple(faults))
    found = resolve(parsed)
    if isinstance(found, RowProblem):
        return PlannedRow(
            parsed.line, Action.ERROR, faults=(Fault(parsed.line, found.field, found.cause),)
        )
    if found.subject in seen:
        cause = notice(
            gettext_noop("Line %(line)d already speaks of %(label)s."),
            line=seen[found.subject],
            label=found.label,
        )
        fault = Fault(parsed.line, target.field(target.identifies[0]).label, cause)
        return PlannedRow(parsed.line, Action.ERROR, found.subject, found.label, faults=(fault,))
    seen[found.subject] = parsed.line
    changes = _changes(target, parsed.values, found.current or {}, blank_clears)
    action = Action.CREATE if found.current is None else Action.UPDATE
    if not changes and found.current is not None:
        action = Action.UNCHANGED
    return PlannedRow(parsed.line, action, found.subject, found.label, changes)


def _changes(
    target: Target, values: Values, current: Mapping[str, Any], blank_clears: bool
) -> tuple[Change, ...]:
    return tuple(
        Change(name, current.get(name), value)
        for name, value in values.items()
        if name not in target.identifies
        and (blank_clears or not _blank(value))
        and not same(current.get(name), value)
    )


def same(old: Any, new: Any) -> bool:
    """Whether two values say the same; blank is blank, and line ends do not count."""
    if _blank(old) and _blank(new):
        return True
    if isinstance(old, str) and isinstance(new, str):
        return old == new or old.replace("\r\n", "\n").strip() == new.strip()
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        return list(old) == list(new)
    return bool(old == new and isinstance(old, bool) == isinstance(new, bool))


def _blank(value: Any) -> bool:
    return value is None or value in ("", [])


def _by_line(faults: Sequence[Fault]) -> list[list[Fault]]:
    lines: dict[int, list[Fault]] = {}
    for fault in faults:
        lines.setdefault(fault.line, []).append(fault)
    return list(lines.values())


def _misfit(faults: Sequence[Fault]) -> PlannedRow:
    return PlannedRow(faults[0].line, Action.ERROR, faults=tuple(faults))


def dry_run_as_json(run: DryRun) -> dict[str, Any]:
    """The dry run as JSON, for the record and for the pages that show it."""
    return {
        "target": run.target,
        "counts": dict(run.counts),
        "rows": [
            {
                "line": row.line,
                "action": row.action.value,
                "subject": row.subject,
                "label": row.label,
                "changes": [asdict(change) for change in row.changes],
                "faults": [
                    {"field": fault.field, "cause": fault.cause.as_json()} for fault in row.faults
                ],
            }
            for row in run.rows
        ],
    }


def dry_run_from_json(stored: Mapping[str, Any]) -> DryRun:
    """The dry run that `dry_run_as_json` wrote."""
    return DryRun(
        stored["target"], tuple(_row_from_json(row) for row in stored["rows"]), stored["counts"]
    )


def _row_from_json(row: Mapping[str, Any]) -> PlannedRow:
    return PlannedRow(
        row["line"],
        Action(row["action"]),
        row["subject"],
        row["label"],
        tuple(Change(change["field"], change["old"], change["new"]) for change in row["changes"]),
        tuple(
            Fault(row["line"], fault["field"], Notice.from_json(fault["cause"]))
            for fault in row["faults"]
        ),
    )
