"""Before anything is written, each row says what it would do or what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from isonomy.base.files.notice import gettext_noop, notice
from isonomy.exchange.reading.mapping import propose
from isonomy.exchange.reading.matching import Outcome, Requirement, RequirementIndex
from isonomy.exchange.reading.plan import (
    Action,
    DryRun,
    Found,
    ParsedRow,
    RowProblem,
    dry_run,
    dry_run_as_json,
    dry_run_from_json,
)
from isonomy.exchange.reading.tables import read_tables
from isonomy.exchange.reading.target import Field, Kind, Target
from tests.exchange.making import csv_text
from tests.exchange.test_finding_columns import SOA

TOOLS = Target(
    "tools",
    "Tools",
    (
        Field("key", "Key", required=True),
        Field("name", "Name"),
        Field("due", "Due", Kind.DATE),
        Field("tags", "Tags", Kind.REFERENCES),
    ),
    ("key",),
)
STORED = {
    "T1": {"name": "Caliper", "due": "2026-12-31", "tags": ["a", "b"]},
    "T2": {"name": "Scale", "due": None, "tags": []},
}


def resolve(row: ParsedRow) -> Found | RowProblem:
    key = str(row.values["key"])
    if key.startswith("?"):
        return RowProblem("Key", notice(gettext_noop("Nobody knows %(key)s."), key=key))
    return Found(key, key, STORED.get(key))


def run(rows: list[list[str]], *, blank_clears: bool = False) -> DryRun:
    [table] = read_tables(csv_text([["Key", "Name", "Due", "Tags"], *rows]).encode())
    columns = {0: "key", 1: "name", 2: "due", 3: "tags"}
    return dry_run(TOOLS, table, columns, resolve, blank_clears=blank_clears)


def test_a_new_row_is_created_a_known_one_updated_and_an_equal_one_left() -> None:
    done = run(
        [
            ["T9", "Gauge", "", ""],
            ["T1", "Calliper", "31.12.2026", "a|b"],
            ["T2", "Scale", "", ""],
        ]
    )
    assert [row.action for row in done.rows] == [Action.CREATE, Action.UPDATE, Action.UNCHANGED]
    [change] = done.rows[1].changes
    assert (change.field, change.old, change.new) == ("name", "Caliper", "Calliper")
    assert done.counts == {"create": 1, "update": 1, "unchanged": 1, "error": 0}


def test_every_wrong_field_of_a_row_is_reported_and_the_row_is_not_taken() -> None:
    done = run([["", "x", "soon", ""], ["T9", "Gauge", "2026-01-01", ""]])
    assert [(fault.line, fault.field, str(fault.cause)) for fault in done.faults] == [
        (2, "Key", "Nothing stands here."),
        (2, "Due", "“soon” is no date. Write dates like 2026-12-31."),
    ]
    assert done.counts["create"] == 1


def test_an_empty_cell_leaves_what_is_stored_unless_it_is_told_to_clear() -> None:
    row = [["T1", "", "2026-12-31", ""]]
    assert run(row).rows[0].action is Action.UNCHANGED
    cleared = run(row, blank_clears=True).rows[0]
    assert [(change.field, change.new) for change in cleared.changes] == [
        ("name", None),
        ("tags", None),
    ]


def test_a_row_that_says_the_same_thing_twice_is_reported_with_the_first_line() -> None:
    done = run([["T9", "Gauge", "", ""], ["T9", "Other", "", ""]])
    assert [row.action for row in done.rows] == [Action.CREATE, Action.ERROR]
    [fault] = done.faults
    assert (fault.line, str(fault.cause)) == (3, "Line 2 already speaks of T9.")


def test_what_the_room_refuses_is_reported_with_its_reason() -> None:
    [fault] = run([["?x", "Gauge", "", ""]]).faults
    assert (fault.line, fault.field, str(fault.cause)) == (2, "Key", "Nobody knows ?x.")


def test_line_ends_and_outer_blanks_make_no_change() -> None:
    STORED["T3"] = {"name": "two\r\nlines ", "due": None, "tags": []}
    assert run([["T3", "two\nlines", "", ""]]).rows[0].action is Action.UNCHANGED


def test_a_dry_run_survives_being_kept_as_json() -> None:
    done = run([["T9", "Gauge", "", "x"], ["T1", "Calliper", "", ""], ["", "", "soon", ""]])
    assert dry_run_from_json(dry_run_as_json(done)) == done


def test_the_real_statement_gives_92_rows_and_one_error(shared: Path) -> None:
    """Every control of the file is among the 93 of Annex A; the torn one is A.8.12."""
    index = RequirementIndex(
        Requirement(f"iso27001:A.{theme}.{number}", "iso27001", f"A.{theme}.{number}")
        for theme, last in ((5, 37), (6, 8), (7, 14), (8, 34))
        for number in range(1, last + 1)
    )

    def to_control(row: ParsedRow) -> Found | RowProblem:
        match = index.match(row.cells["requirement"])
        if match.outcome is not Outcome.UNIQUE:
            assert match.reason is not None
            return RowProblem("Control", match.reason)
        return Found(match.ids[0], match.ids[0], None)

    file = shared / "real_inputs/registers_iso27001/en/statement-of-applicability.csv"
    [table] = read_tables(file.read_bytes(), known=SOA.known_headings)
    columns = {found.column: found.field for found in propose(SOA, table)}
    done = dry_run(SOA, table, columns, to_control)
    assert done.counts == {"create": 92, "update": 0, "unchanged": 0, "error": 1}
    [fault] = done.faults
    assert (fault.line, fault.field) == (72, "Implementation Description")
    named = {row.subject for row in done.rows if row.action is Action.CREATE}
    assert len(named) == 92
    assert "iso27001:A.8.12" not in named
