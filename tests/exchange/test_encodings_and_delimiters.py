"""A text file is read in the encoding and with the delimiter that it was written with."""

from __future__ import annotations

import pytest

from isonomy.base.files.encoding import decode
from isonomy.base.files.notice import FileRefused
from isonomy.exchange.reading.tables import read_tables, read_workbook
from tests.exchange.making import csv_text, ods, xls, xlsx

GERMAN = [
    ["Maßnahme", "Zuständig", "Begründung"],
    ["A.5.1", "Jürgen Groß", "Übergeordnete Richtlinie, geprüft"],
    ["A.5.2", "Änne Öztürk", "größtenteils erfüllt"],
]
CZECH = [["Opatření", "Odpovědný"], ["A.5.1", "Jiří Dvořák"], ["A.5.2", "Lucie Šťastná"]]
POLISH = [["Środek", "Właściciel"], ["A.5.1", "Łukasz Żak"], ["A.5.2", "Bożena Kęsa"]]
FRENCH = [["Mesure", "Propriétaire"], ["A.5.1", "Hélène Lefèvre"], ["A.5.2", "François Noël"]]
RUSSIAN = [
    ["Мера", "Ответственный"],
    ["A.5.1", "Иванов Сергей Петрович"],
    ["A.5.2", "Управление рисками информационной безопасности"],
]


@pytest.mark.parametrize(
    ("rows", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "cp1252"),
        (GERMAN, "latin-1"),
        (GERMAN, "mac_roman"),
        (GERMAN, "cp850"),
        (FRENCH, "cp1252"),
        (FRENCH, "mac_roman"),
        (CZECH, "cp1250"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "utf-8"),
    ],
)
def test_letters_survive_whatever_encoding_a_file_came_in(
    rows: list[list[str]], encoding: str
) -> None:
    [table] = read_tables(csv_text(rows, delimiter=";").encode(encoding))
    assert list(table.headings) == rows[0]
    assert [list(row.cells) for row in table.rows] == rows[1:]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_though_texts_hold_the_others(delimiter: str) -> None:
    rows = [
        ["Control", "Note", "Owner"],
        ["A.5.1", "first, second; third | fourth", "Anna"],
        ["A.5.2", "a\ttab, and more", "Ben"],
        ["A.5.3", "one, two, three", "Cem"],
    ]
    [table] = read_tables(csv_text(rows, delimiter=delimiter).encode())
    assert [list(row.cells) for row in table.rows] == rows[1:]


def test_a_line_naming_the_separator_is_obeyed_and_not_read_as_a_row() -> None:
    [table] = read_tables(b"sep=|\r\nControl|Note\r\nA.5.1|a;b;c\r\n")
    assert table.headings == ("Control", "Note")
    assert table.rows[0].line == 3


def test_quoted_line_breaks_stay_in_the_cell_and_later_lines_keep_their_numbers() -> None:
    text = 'Control,Note\r\nA.5.1,"first\r\nsecond"\r\nA.5.2,plain\r\n'
    [table] = read_tables(text.encode())
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ("A.5.1", "first\nsecond")),
        (4, ("A.5.2", "plain")),
    ]


def test_headings_are_found_below_title_rows() -> None:
    rows = [
        ["Erklärung zur Anwendbarkeit", "", ""],
        ["Stand: 12.11.2026", "", ""],
        ["", "", ""],
        ["Control", "Titel", "Anwendbar"],
        ["A.5.1", "Richtlinien", "ja"],
        ["A.5.2", "Rollen", "nein"],
    ]
    [table] = read_tables(csv_text(rows, delimiter=";").encode("cp1252"))
    assert table.header_line == 4
    assert table.headings == ("Control", "Titel", "Anwendbar")
    assert [row.line for row in table.rows] == [5, 6]


def test_a_quotation_mark_that_never_closes_costs_one_row_and_not_the_rest() -> None:
    text = 'Control,Note\nA.5.1,fine\nA.5.2,"open\nA.5.3,fine\nA.5.4,"well quoted"\n'
    [table] = read_tables(text.encode())
    assert [row.cells[0] for row in table.rows] == ["A.5.1", "A.5.3", "A.5.4"]
    [fault] = table.faults
    assert fault.line == 3
    assert "quotation mark" in str(fault.cause)


def test_a_row_with_too_few_fields_is_reported_at_the_first_missing_one() -> None:
    [table] = read_tables(
        b"Control,Title,Owner\nA.5.1,Policies,Anna\nA.5.2,Roles\nA.5.3,Duties,Cem\n"
    )
    assert [row.line for row in table.rows] == [2, 4]
    [fault] = table.faults
    assert (fault.line, fault.field) == (3, "Owner")
    assert str(fault.cause) == "2 fields where the heading has 3."


def test_empty_fields_at_the_end_of_a_line_are_no_fault() -> None:
    [table] = read_tables(b"Control,Title\nA.5.1,Policies,,\nA.5.2,Roles\n")
    assert [row.cells for row in table.rows] == [("A.5.1", "Policies"), ("A.5.2", "Roles")]
    assert table.faults == ()


ROWS = [["Control", "Zuständig"], ["A.5.1", "Jürgen 李明 أحمد"], ["A.5.2", "Ωmega"]]


@pytest.mark.parametrize("make", [xlsx, xls, ods], ids=["xlsx", "xls", "ods"])
def test_the_same_table_is_read_from_every_workbook_format(make: object) -> None:
    data = make(ROWS)  # type: ignore[operator]
    [table] = read_tables(data)
    assert list(table.headings) == ROWS[0]
    assert [list(row.cells) for row in table.rows] == ROWS[1:]
    assert [row.line for row in table.rows] == [2, 3]


def test_several_sheets_are_several_tables_and_empty_ones_are_none() -> None:
    data = xlsx(
        [],
        sheets={
            "Plan": [["Action", "Owner"], ["Train", "Anna"]],
            "Empty": [],
            "SoA": [["Control", "Applicable"], ["A.5.1", "yes"]],
        },
    )
    assert [table.sheet for table in read_tables(data)] == ["Plan", "SoA"]


def test_what_was_found_out_about_a_file_is_told() -> None:
    book = read_workbook(csv_text(GERMAN, delimiter=";").encode("mac_roman"))
    assert (book.encoding, book.delimiter) == ("mac_roman", ";")


def test_an_encoding_named_by_a_person_goes_first() -> None:
    assert decode("ı ş ğ".encode("cp1254"), "cp1254") == ("ı ş ğ", "cp1254")


def test_a_file_of_headings_alone_holds_no_table() -> None:
    assert read_tables(b"Control,Title\n") == []


def test_an_unknown_kind_is_refused_by_what_it_is() -> None:
    with pytest.raises(FileRefused, match="a JSON file"):
        read_tables(b'{"rows": [1, 2]}')
