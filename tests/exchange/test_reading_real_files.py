"""Files that nobody here wrote are read completely, or the line that is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from isonomy.exchange.reading.grid import Table
from isonomy.exchange.reading.tables import read_tables

# Rows as the authors of the files numbered them: counted with a spreadsheet program, not with our code.
REGISTERS = {
    "asset-register": 18,
    "capa-register": 5,
    "change-log": 10,
    "competence-matrix": 22,
    "document-control-register": 26,
    "exceptions-register": 6,
    "incident-register": 10,
    "legal-compliance-register": 27,
    "raci-matrix": 20,
    "records-retention-schedule": 27,
    "risk-register": 7,
    "risk-treatment-plan": 11,
    "security-objectives-register": 10,
    "supplier-register": 12,
    "training-register": 14,
    "vulnerability-register": 15,
}


def register(shared: Path, name: str) -> Table:
    [table] = read_tables((shared / f"real_inputs/registers_iso27001/en/{name}.csv").read_bytes())
    return table


def test_the_statement_of_applicability_gives_92_rows_and_one_report(shared: Path) -> None:
    table = register(shared, "statement-of-applicability")
    assert len(table.rows) == 92
    [fault] = table.faults
    assert fault.line == 72
    assert fault.field == "Implementation Description"
    assert str(fault.cause).startswith("9 fields where the heading has 8.")
    assert "“Email DLP in place”" in str(fault.cause)


def test_nothing_shifts_around_the_malformed_row(shared: Path) -> None:
    table = register(shared, "statement-of-applicability")
    by_line = {row.line: row.cells for row in table.rows}
    assert by_line[71][0] == "A.8.11"
    assert 72 not in by_line
    assert by_line[73][0] == "A.8.13"
    assert by_line[73][-1] == "POL-019"
    assert all(str(cells[0]).startswith("A.") for cells in by_line.values())
    assert {cells[3] for cells in by_line.values()} <= {"Yes", "No"}


def test_the_stakeholder_register_names_its_torn_line(shared: Path) -> None:
    table = register(shared, "stakeholder-requirements")
    assert len(table.rows) == 11
    [fault] = table.faults
    assert (fault.line, fault.field) == (7, "Derived Requirement")
    assert "10 fields where the heading has 8" in str(fault.cause)


@pytest.mark.parametrize(("name", "rows"), REGISTERS.items())
def test_every_other_register_is_read_without_complaint(shared: Path, name: str, rows: int) -> None:
    table = register(shared, name)
    assert (len(table.rows), table.faults, table.header_line) == (rows, (), 1)


def test_the_framework_workbook_gives_each_sheet_by_name(shared: Path) -> None:
    data = (shared / "real_inputs/ciso_assistant/iso27001-2022.xlsx").read_bytes()
    tables = {table.sheet: table for table in read_tables(data)}
    assert len(tables["controls_content"].rows) == 93
    controls = tables["controls_content"]
    assert controls.headings[0] == "ref_id"
    assert str(controls.rows[0].cells[0]).strip() == "A.5.1"


def test_every_framework_workbook_is_read(shared: Path) -> None:
    files = sorted((shared / "real_inputs/ciso_assistant").glob("*.xlsx"))
    assert len(files) == 13
    for file in files:
        assert any(table.rows for table in read_tables(file.read_bytes())), file.name


def test_title_rows_above_the_headings_of_a_self_assessment_are_passed_over(shared: Path) -> None:
    name = "CyFun2025_Self-Assessment_tool_ESSENTIAL_v3.1.xlsx"
    data = (shared / "real_inputs/ciso_assistant" / name).read_bytes()
    govern = next(table for table in read_tables(data) if table.sheet == "GOVERN")
    assert govern.header_line == 2
    assert "Requirement" in govern.headings
    assert govern.rows[0].line == 3


def test_blank_rows_keep_the_line_numbers_of_the_sheet(shared: Path) -> None:
    data = (shared / "real_inputs/trestle_spreadsheets/good_with_blank_rows.xlsx").read_bytes()
    [table] = read_tables(data)
    assert [row.line for row in table.rows][:3] == [2, 4, 5]
    assert table.rows[0].cells[0] == 3000036


def test_component_definitions_in_csv_are_read_with_their_second_heading_row(shared: Path) -> None:
    data = (shared / "real_inputs/trestle_spreadsheets/ocp4-user.v2.csv").read_bytes()
    [table] = read_tables(data)
    assert table.headings[0] == "Private_Reference_Id"
    assert table.rows[0].cells[0] == "col desc"
    assert table.rows[1].cells[0] == "300000100"
