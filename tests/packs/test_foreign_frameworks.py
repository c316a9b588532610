"""Frameworks of other publishers, from the files people really have."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter
import yaml
from python_calamine import CalamineWorkbook

from isonomy.packs.framework import read_framework
from isonomy.packs.imported import Imported
from isonomy.packs.load import PackError


def taken(folder: Path, name: str) -> Imported:
    return read_framework(name, (folder / name).read_bytes())


@pytest.fixture
def ciso(shared: Path) -> Path:
    return shared / "real_inputs" / "ciso_assistant"


@pytest.fixture
def trestle(shared: Path) -> Path:
    return shared / "real_inputs" / "trestle_spreadsheets"


def rows_of(file: Path, sheet: str) -> list[list[object]]:
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_name(sheet).to_python()
    return [row for row in rows[1:] if any(row)]


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("iso22301-2019.xlsx", "requirements_content"),
        ("example_framework.xlsx", "fwk_content"),
        ("iso27001-2022.xlsx", "req_content"),
        ("ENS-RD-311-2022.xlsx", "ENS_content"),
    ],
)
def test_every_row_of_a_library_workbook_comes_in(ciso: Path, name: str, sheet: str) -> None:
    rows = rows_of(ciso / name, sheet)
    found = taken(ciso, name)
    assert found.problems == ()
    assert len(found.pack.nodes) == len(rows)
    assert len(found.pack.requirements) == sum(1 for row in rows if row[0])


def test_a_library_in_yaml_gives_the_same_tree_as_its_workbook(ciso: Path) -> None:
    from_yaml, from_book = (
        taken(ciso, "iso22301-2019.yaml").pack,
        taken(ciso, "iso22301-2019.xlsx").pack,
    )
    with (ciso / "iso22301-2019.yaml").open(encoding="utf-8") as file:
        library = yaml.load(file, Loader=yaml.CSafeLoader)
    nodes = library["objects"]["framework"]["requirement_nodes"]
    assert [n.clause for n in from_yaml.nodes] == [str(node["ref_id"]) for node in nodes]
    assert [(n.clause, n.title) for n in from_yaml.nodes] == [
        (n.clause, n.title) for n in from_book.nodes
    ]
    assert from_yaml.node("iso22301-2019:4.2.1").parent == "iso22301-2019:4.2"
    assert from_yaml.number == "22301"


def test_requirements_below_a_heading_without_a_number_keep_their_place(ciso: Path) -> None:
    pack = taken(ciso, "example_framework.xlsx").pack
    below = pack.by_clause["3.r7"]
    assert [node.label for node in pack.ancestors(below)][-1] == "Level 3"
    assert pack.node(below.parent or "").clause == "level3"


def test_a_number_used_again_in_another_branch_is_another_requirement(ciso: Path) -> None:
    pack = taken(ciso, "ENS-RD-311-2022.xlsx").pack
    assert len({node.id for node in pack.nodes}) == len(pack.nodes) == 1157


def test_a_self_assessment_workbook_is_read_sheet_by_sheet(ciso: Path) -> None:
    name = "CyFun2025_Self-Assessment_tool_ESSENTIAL_v3.1.xlsx"
    sheets = ("GOVERN", "IDENTIFY", "PROTECT", "DETECT", "RESPOND", "RECOVER")
    asked = sum(1 for s in sheets for row in rows_of(ciso / name, s)[1:] if row[5])
    pack = taken(ciso, name).pack
    assert len(pack.requirements) == asked == 218
    assert [node.clause for node in pack.children(None)] == list(sheets)
    node = pack.by_clause["DE.CM-01.1"]
    assert [above.clause for above in pack.ancestors(node)] == ["DETECT", "DE.CM", "DE.CM-01"]
    assert node.theme == "Basic"


@pytest.mark.parametrize(
    "name", ["risk-matrix-5x5-iso-27005.yaml", "risk-matrix-5x5-iso-27005.xlsx"]
)
def test_a_risk_matrix_is_called_by_its_name(ciso: Path, name: str) -> None:
    with pytest.raises(PackError, match="holds risk matrix, but no framework"):
        taken(ciso, name)


@pytest.mark.parametrize(
    "name", ["good.xlsx", "good_with_blank_rows.xlsx", "embedded_blank_in_parameter_name.xlsx"]
)
def test_a_control_list_comes_in_without_its_blank_rows(trestle: Path, name: str) -> None:
    pack = taken(trestle, name).pack
    assert len(pack.requirements) == 10
    first = pack.by_clause["3000109"]
    assert first.paraphrase.startswith("Check whether Cloudant has no more than")
    assert first.source.startswith("AC-2")
    assert pack.ancestors(first)[-1].title == "CLOUDANT"


def test_a_rule_table_with_two_header_rows_is_read_from_its_third(trestle: Path) -> None:
    assert len(taken(trestle, "ocp4-user.v2.csv").pack.requirements) == 185
    assert len(taken(trestle, "soc2.sample.v1.csv").pack.requirements) == 31


def test_a_bad_row_is_reported_with_line_field_and_cause_and_nothing_shifts() -> None:
    table = "Clause;Title;Description\n1;First;One\n;Lost;Two\n3;;\n1;Again;Four\n5;Fifth;Five\n"
    found = read_framework("liste.csv", table.encode("cp1252"))
    assert [(n.clause, n.title) for n in found.pack.requirements] == [
        ("1", "First"),
        ("5", "Fifth"),
    ]
    assert [(p.line, p.field) for p in found.problems] == [(3, "Clause"), (4, "3"), (5, "id")]
    assert found.problems[2].message == "1 stands twice (first on line 2)"


def test_a_german_table_in_a_windows_encoding_keeps_its_umlauts() -> None:
    table = "Nummer;Bezeichnung;Beschreibung\n1;Prüfung der Öfen;Öfen werden geprüft, täglich.\n"
    pack = read_framework("öfen.csv", (table * 1).encode("cp1252")).pack
    assert pack.requirements[0].title == "Prüfung der Öfen"


def test_a_jump_in_depth_is_reported() -> None:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as file:
        meta, content = file.add_worksheet("library_meta"), file.add_worksheet("f_content")
        meta.write_row(0, 0, ["ref_id", "JUMP-1"])
        file.add_worksheet("f_meta").write_row(0, 0, ["type", "framework"])
        content.write_row(0, 0, ["assessable", "depth", "ref_id", "name"])
        content.write_row(1, 0, ["", 1, "1", "Top"])
        content.write_row(2, 0, ["x", 3, "1.1.1", "Too deep"])
        content.write_row(3, 0, ["x", "two", "1.2", "No number"])
        content.write_row(4, 0, ["x", 2, "1.3", "Good"])
    found = read_framework("jump.xlsx", book.getvalue())
    assert [n.clause for n in found.pack.requirements] == ["1.3"]
    assert [(p.line, p.message) for p in found.problems] == [
        (3, "depth 3 cannot follow depth 1"),
        (4, "“two” is no whole number"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.csv", b"  \n", "the file is empty"),
        ("a.xlsx", b"PK\x03\x04 broken", "not a workbook"),
        ("a.csv", b"name,colour\na,b\n", "no table of requirements was found"),
        ("a.yaml", b"a: 1\n", "neither OSCAL nor a framework library"),
        ("a.xml", b"<catalog/>", "this is XML"),
        ("a.yaml", b"a: &x [1]\nb: [*x,*x]\n", "aliases are not allowed"),
    ],
)
def test_a_file_that_is_no_framework_is_refused_with_its_cause(
    name: str, data: bytes, message: str
) -> None:
    with pytest.raises(PackError, match=message):
        read_framework(name, data)


def test_a_workbook_that_unpacks_into_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as file:
        file.add_worksheet().write_column(0, 0, ["x" * 1000] * 50)
    monkeypatch.setattr("isonomy.packs.imported.LIMIT_UNPACKED", 1000)
    with pytest.raises(PackError, match="unpacks into more than"):
        read_framework("bomb.xlsx", book.getvalue())
