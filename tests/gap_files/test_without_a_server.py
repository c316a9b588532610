"""`isonomy gap` does the main job with no server, no settings and no database."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from isonomy.gap.commands import gap
from isonomy.gap.exchange.form import form_bytes
from isonomy.gap.exchange.kept import kept_analysis
from isonomy.gap.exchange.result import figures_of, gaps_of, share_of
from tests.gap_files.conftest import Company

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str | Path) -> Result:
    """Run `isonomy gap` in this process."""
    return CliRunner().invoke(gap, [str(word) for word in words])


def result(folder: Path) -> Any:
    """The result that a run wrote."""
    return json.loads((folder / "result.json").read_text())


def filled(file: Path, rows: dict[str, dict[str, object]]) -> None:
    """Type into the template: id to heading to value."""
    book = openpyxl.load_workbook(file)
    page = book["Answers"]
    columns = {cell.value: cell.column for cell in page[1]}
    for line in range(2, page.max_row + 1):
        for heading, value in rows.get(str(page.cell(line, 1).value), {}).items():
            page.cell(line, columns[heading]).value = value  # type: ignore[assignment]
    book.save(file)


def test_it_works_in_a_process_without_settings_or_database(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "ISONOMY"))}
    environment["PYTHONPATH"] = str(ROOT / "src")
    for words in (
        ["template", "--standards", "9001,14001", str(tmp_path / "t.xlsx")],
        [str(tmp_path / "t.xlsx"), "-o", str(tmp_path / "out")],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "isonomy.cli", "gap", *words],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "gap-report.pdf").read_bytes().startswith(b"%PDF")
    assert zipfile.is_zipfile(tmp_path / "out" / "plan.xlsx")
    assert {path.name for path in tmp_path.iterdir()} == {"t.xlsx", "out"}


def test_the_figures_are_those_a_person_works_out_by_hand(tmp_path: Path) -> None:
    """9001 asks 149 requirements; 60 conform, 3 partly, 1 does not, 1 does not apply.

    60 and 3 halves are 61.5 points of 148 that apply: 41.55 percent, rounded 42.
    """
    file = tmp_path / "t.xlsx"
    assert run("template", "--standards", "9001", file).exit_code == 0
    book = openpyxl.load_workbook(file)
    page = book["Answers"]
    alone = [r for r in range(2, page.max_row + 1) if str(page.cell(r, 1).value)[:8] == "iso9001:"]
    lines = {str(page.cell(r, 1).value): r for r in alone}
    states = {"iso9001:8.3.2": "partly", "iso9001:8.3.4": "partly", "iso9001:8.3.5": "partly"}
    states |= {"iso9001:8.2.1": "does_not_conform", "iso9001:8.3.3": "not_applicable"}
    others = [key for key in lines if key not in states][:60]
    for key, state in {**states, **dict.fromkeys(others, "conforms")}.items():
        page.cell(lines[key], 7).value = state  # type: ignore[assignment]
    page.cell(lines["iso9001:8.3.3"], 9).value = "We design nothing."  # type: ignore[assignment]
    book.save(file)
    done = run(file, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    told = result(tmp_path / "out")
    assert told["counts"] == {
        "conforms": 60, "partly": 3, "does_not_conform": 1, "not_applicable": 1,
        "not_assessed": 149 - 65,
    }  # fmt: skip
    assert told["readiness"]["percent"] == 42
    assert [(g["id"], g["severity"]) for g in told["gaps"]] == [
        ("iso9001:8.2.1", 2),
        ("iso9001:8.3.2", 1),
        ("iso9001:8.3.4", 1),
        ("iso9001:8.3.5", 1),
    ]


def test_the_exported_workbook_gives_the_figures_of_the_server(
    company: Company, tmp_path: Path
) -> None:
    for key in ("hs:7.2", "hs:7.5.3", "hs:9.2.2", "hs:4.1.climate", "iso9001:8.3.2"):
        company.answer(key, state="conforms")
    company.answer("hs:4.1", state="conforms")
    company.answer("hs:4.1", "iso9001:4.1", state="partly", note="Climate is missing.")
    company.answer("hs:9.2.2", site=company.picture.site_ids[0], state="does_not_conform")
    company.answer("iso27001:A.7.4", state="not_applicable", justification="No own premises.")
    found = company.picture
    file = tmp_path / "export.xlsx"
    file.write_bytes(form_bytes(kept_analysis(company.actor(), found)))
    done = run(file, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    told = result(tmp_path / "out")
    server = json.loads(json.dumps(figures_of(found)))
    assert {key: told[key] for key in server} == server
    assert told["readiness"]["percent"] == int(found.readiness.value or 0)
    assert told["gaps"] == json.loads(json.dumps(gaps_of(found)))
    assert [site["percent"] for site in told["sites"]] == [
        share_of(found.at_site(pk))["percent"] for pk in found.site_ids
    ]
    assert [e["digest"] for e in told["editions"]] == [pack.digest for pack in found.packs]


def test_wrong_rows_are_named_and_the_others_count(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    run("template", "--standards", "45001", file)
    filled(
        file,
        {
            "hs:4.1.climate": {"State": "conforms"},
            "hs:7.3": {"State": "rather good"},
            "hs:5.2": {"State": "not_applicable", "Justification": "We have none."},
            "hs:9.2.1": {"Effort, days": -3},
        },
    )
    done = run(file, "-o", tmp_path / "out")
    assert done.exit_code == 1
    problems = {
        (p["field"], p["cause"].partition(" ")[0]) for p in result(tmp_path / "out")["problems"]
    }
    assert {field for field, _ in problems} == {"State", "Effort, days"}
    assert "“rather good” is none of" in done.stderr
    assert "may not be left out" in done.stderr
    assert result(tmp_path / "out")["counts"]["conforms"] == 1


def test_a_foreign_statement_is_judged_without_a_server(shared: Path, tmp_path: Path) -> None:
    soa = shared / "real_inputs/registers_iso27001/en/statement-of-applicability.csv"
    done = run(soa, "--standards", "27001", "-o", tmp_path)
    assert done.exit_code == 1
    assert "line 72, Implementation Description" in done.stderr
    controls = result(tmp_path)["controls"]
    assert (controls["conforms"], controls["not_applicable"], controls["not_assessed"]) == (
        91,
        1,
        1,
    )


def test_a_csv_of_the_answer_sheet_tells_its_standards_by_its_ids(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(
        "Id;Site;Serves;State;What is in place\n"
        "hs:4.1.climate;;iso9001 | iso14001;conforms;Größe stimmt\n"
        "iso14001:6.1.2;;iso14001;partly;\n"
        "iso9001:7.3;;iso9001;conforms;asked apart\n",
        encoding="utf-16",
    )
    done = run(file, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    told = result(tmp_path / "out")
    assert [edition["key"] for edition in told["editions"]] == ["iso9001", "iso14001"]
    assert told["counts"]["conforms"] == 3


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.xlsx", b"", "empty"),
        ("renamed.xlsx", b"%PDF-1.7 not a table", "a PDF document"),
        ("cut.xlsx", b"PK\x03\x04 cut off here", "cut off"),
        ("words.csv", b"Dear all,\nplease find attached\n", "No sheet with answers"),
        ("nostandard.csv", b"Control,Status\nA.5.1,Implemented\n", "--standards"),
    ],
)
def test_an_unusable_file_is_refused_in_one_sentence(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    done = run(file, "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert not (tmp_path / "out").exists()


def test_a_workbook_with_macros_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    run("template", "--standards", "9001", file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    done = run(file, "-o", tmp_path / "out")
    assert (done.exit_code, "macros" in done.stderr) == (2, True)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 700_000_000)
    done = run(file, "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert file.stat().st_size < 2_000_000


def test_a_damaged_hidden_sheet_is_told(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    run("template", "--standards", "9001", file)
    book = openpyxl.load_workbook(file)
    book["isonomy"]["A1"] = "{broken"
    book.save(file)
    done = run(file, "-o", tmp_path / "out")
    assert (done.exit_code, "hidden sheet" in done.stderr) == (2, True)


def test_an_unknown_standard_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    done = run("template", "--standards", "9001,13485", tmp_path / "t.xlsx")
    assert done.exit_code == 2
    assert "“13485” is none of: 9001:2015" in done.stderr


def test_the_template_names_each_edition_once_and_offers_states(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    done = run("template", "--standards", "27001:2022,9001:2026,27001", "--sites", "A, B", file)
    assert done.exit_code == 0, done.stderr
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    told = json.loads("".join(str(row[0].value) for row in book["isonomy"].iter_rows()))["facts"]
    assert [e["key"] for e in told["editions"]] == ["iso27001", "iso9001_2026"]
    assert [site["name"] for site in told["sites"]] == ["A", "B"]
    assert book["isonomy"].sheet_state == "hidden"
    offered = {rule.formula1 for rule in book["Answers"].data_validations.dataValidation}
    assert len(offered) == 2  # states and sites
