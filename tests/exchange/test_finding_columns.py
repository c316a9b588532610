"""Columns are proposed by their headings in English and German, and remembered by all headings together."""

from __future__ import annotations

from pathlib import Path

from isonomy.exchange.reading.grid import Table
from isonomy.exchange.reading.mapping import fingerprint, missing_fields, propose
from isonomy.exchange.reading.tables import read_tables
from isonomy.exchange.reading.target import Choice, Field, Kind, Target
from tests.exchange.making import csv_text

SOA = Target(
    "soa",
    "Statement of Applicability",
    (
        Field("requirement", "Control", required=True,
              synonyms=("control id", "ref_id", "clause", "Maßnahme", "Maßnahmen-ID", "Nr.")),
        Field("title", "Title", synonyms=("control name", "name", "Titel", "Bezeichnung")),
        Field("applicable", "Applicable", Kind.FLAG, synonyms=("anwendbar", "in scope")),
        Field("justification", "Justification", synonyms=("Begründung", "reason")),
        Field("state", "Implementation status", Kind.CHOICE,
              synonyms=("status", "Umsetzungsstatus", "Umsetzungsgrad"),
              choices=(Choice("conforms", "Conforms", ("implemented", "umgesetzt")),
                       Choice("partly", "Partly", ("partially implemented", "teilweise umgesetzt")),
                       Choice("does_not_conform", "Does not conform", ("not implemented", "nicht umgesetzt")),
                       Choice("not_applicable", "Not applicable", ("n/a", "not applicable", "entfällt")))),
        Field("note", "Note", synonyms=("implementation description", "Bemerkung", "Umsetzung")),
        Field("evidence", "Evidence", Kind.REFERENCES, synonyms=("reference", "Nachweis")),
    ),
    ("requirement",),
)  # fmt: skip


def chosen(table: Table) -> dict[str, str]:
    return {found.heading: found.field for found in propose(SOA, table) if found.field}


def table_of(rows: list[list[str]]) -> Table:
    [table] = read_tables(csv_text(rows).encode(), known=SOA.known_headings)
    return table


def test_the_columns_of_the_real_statement_are_all_found(shared: Path) -> None:
    file = shared / "real_inputs/registers_iso27001/en/statement-of-applicability.csv"
    [table] = read_tables(file.read_bytes(), known=SOA.known_headings)
    assert chosen(table) == {
        "Control ID": "requirement",
        "Control Name": "title",
        "Applicable": "applicable",
        "Justification": "justification",
        "Implementation Status": "state",
        "Implementation Description": "note",
        "Reference": "evidence",
    }


def test_german_headings_are_found() -> None:
    table = table_of(
        [
            [
                "Maßnahmen-ID",
                "Bezeichnung",
                "Anwendbar?",
                "Begruendung",
                "Umsetzungsstatus",
                "Nachweis",
            ],
            ["A.5.1", "Richtlinien", "ja", "gefordert", "umgesetzt", "POL-1"],
            ["A.5.2", "Rollen", "nein", "entfällt", "teilweise umgesetzt", ""],
        ]
    )
    assert chosen(table) == {
        "Maßnahmen-ID": "requirement",
        "Bezeichnung": "title",
        "Anwendbar?": "applicable",
        "Begruendung": "justification",
        "Umsetzungsstatus": "state",
        "Nachweis": "evidence",
    }


def test_small_slips_in_a_heading_are_forgiven_with_less_confidence() -> None:
    table = table_of([["Control", "Justifcation"], ["A.5.1", "law"]])
    proposal = propose(SOA, table)[1]
    assert proposal.field == "justification"
    assert 0.75 < proposal.confidence < 1


def test_what_stands_in_a_column_decides_between_two_that_are_headed_alike() -> None:
    table = table_of(
        [
            ["Control", "Status ", "status"],
            ["A.5.1", "see sheet 2", "implemented"],
            ["A.5.2", "ask Anna", "not implemented"],
        ]
    )
    proposals = propose(SOA, table)
    assert [found.field for found in proposals] == ["requirement", "", "state"]


def test_no_field_is_given_to_two_columns_and_strange_columns_get_none() -> None:
    table = table_of([["Control", "Control ID", "Favourite colour"], ["A.5.1", "A.5.1", "blue"]])
    fields = [found.field for found in propose(SOA, table)]
    assert fields.count("requirement") == 1
    assert fields[2] == ""


def test_three_samples_of_a_column_are_shown() -> None:
    rows = [["Control", "Note"], *[[f"A.5.{n}", f"note {n}"] for n in range(1, 6)]]
    assert propose(SOA, table_of(rows))[1].samples == ("note 1", "note 2", "note 3")


def test_a_remembered_mapping_goes_before_every_guess() -> None:
    table = table_of([["Control", "Colour", "Note"], ["A.5.1", "implemented", "x"]])
    remembered = {"Control": "requirement", "Colour": "state"}
    proposals = propose(SOA, table, remembered=remembered)
    assert [(found.field, found.remembered) for found in proposals] == [
        ("requirement", True),
        ("state", True),
        ("", False),
    ]


def test_a_field_that_no_longer_exists_is_forgotten() -> None:
    table = table_of([["Control", "Note"], ["A.5.1", "x"]])
    proposals = propose(SOA, table, remembered={"Control": "requirement", "Note": "gone"})
    assert [found.field for found in proposals] == ["requirement", ""]


def test_files_of_the_same_build_have_the_same_fingerprint() -> None:
    assert fingerprint(["Control ID", "Status"]) == fingerprint(["control-id ", "STATUS"])
    assert fingerprint(["Control ID", "Status"]) != fingerprint(["Status", "Control ID"])


def test_a_required_field_without_a_column_is_named() -> None:
    assert [field.name for field in missing_fields(SOA, {0: "note"})] == ["requirement"]
    assert missing_fields(SOA, {0: "requirement"}) == ()
