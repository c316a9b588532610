"""Files made to do harm are refused in one sentence, or read for what is harmless in them."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from isonomy.base.files.limited import WorkLimits, run_limited
from isonomy.base.files.notice import FileRefused
from isonomy.exchange.reading.grid import CellFault, TableLimits
from isonomy.exchange.reading.tables import read_tables, read_workbook
from tests.exchange.making import (
    billion_laughs,
    csv_text,
    ods,
    ole,
    part_of,
    xls,
    xlsx,
    xlsx_changed,
    zip_bomb,
)

GOOD = [["Control", "Status"], ["A.5.1", "yes"]]


def refusal(data: bytes, **options: object) -> str:
    with pytest.raises(FileRefused) as refused:
        read_tables(data, **options)  # type: ignore[arg-type]
    return str(refused.value)


def test_an_empty_file_is_called_empty() -> None:
    assert refusal(b"") == "The file is empty."


def test_a_zip_bomb_is_found_by_unfolding_it_in_pieces() -> None:
    bomb = zip_bomb()
    assert len(bomb) < 300_000
    assert "unfolds to more than 200 times its size" in refusal(bomb)


def test_a_declared_size_is_not_believed() -> None:
    data = bytearray(zip_bomb())
    for signature, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = 0
        while (start := data.find(signature, start)) >= 0:
            struct.pack_into("<I", data, start + at, 100)
            start += 4
    assert refusal(bytes(data))


def test_half_a_gigabyte_declared_is_refused_before_it_is_unfolded() -> None:
    data = bytearray(xlsx(GOOD))
    at = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 500 * 1024 * 1024)
    assert "unfolds to more than 256 MB" in refusal(bytes(data))


def test_a_file_beyond_the_size_limit_is_refused_by_its_size() -> None:
    text = refusal(b"a,b\n" * 1_000_000, limits=TableLimits(file=1024 * 1024))
    assert text == "The file has 4 MB; tables of up to 1 MB are read."


def test_entities_in_a_workbook_are_refused_before_a_parser_sees_them() -> None:
    text = refusal(billion_laughs())
    assert "xl/workbook.xml" in text
    assert "entities" in text


def test_entities_in_an_opendocument_file_are_refused() -> None:
    outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    assert "entities" in refusal(ods(GOOD, doctype=outside))


def test_entities_hidden_in_another_encoding_are_refused() -> None:
    good = xlsx(GOOD)
    part = part_of(good, "xl/workbook.xml").decode().replace("UTF-8", "UTF-16")
    hidden = part.replace("?>", '?><!DOCTYPE x [<!ENTITY e "e">]>', 1).encode("utf-16")
    assert "UTF-8" in refusal(xlsx_changed(good, xl__workbook_dot_xml=hidden))


def test_ten_thousand_columns_are_refused_with_the_number() -> None:
    wide = [[f"c{n}" for n in range(10_000)], ["x"] * 10_000]
    assert refusal(xlsx(wide)) == "The file has 10000 columns; at most 500 are read."
    assert refusal(csv_text(wide).encode()) == ("The file has 10000 columns; at most 500 are read.")


def test_one_cell_in_the_far_corner_takes_no_memory() -> None:
    good = xlsx(GOOD)
    sheet = part_of(good, "xl/worksheets/sheet1.xml").replace(
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    data = xlsx_changed(good, xl__worksheets__sheet1_dot_xml=sheet)
    assert "16384 columns" in refusal(data)


def test_too_many_rows_are_refused() -> None:
    text = csv_text([["Control"], *[[f"A.{n}"] for n in range(60)]]).encode()
    assert refusal(text, limits=TableLimits(rows=50)) == "The file has more than 50 rows."


def test_a_workbook_with_macros_is_refused_with_the_way_out() -> None:
    data = xlsx_changed(xlsx(GOOD), xl__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0 anything")
    assert "macros" in refusal(data)
    assert "XLSX" in refusal(data)


def test_an_old_workbook_with_macros_is_refused() -> None:
    assert "macros" in refusal(ole("Workbook", b"\x00" * 5000, also=["_VBA_PROJECT_CUR"]))


def test_a_protected_workbook_is_called_protected() -> None:
    assert "password" in refusal(ole("EncryptedPackage", b"\x00" * 5000))


def test_a_truncated_workbook_is_called_damaged() -> None:
    data = xlsx([["Control", "Note"], *[[f"A.{n}", "x" * 50] for n in range(500)]])
    for cut in (len(data) // 2, len(data) - 30):
        assert "damaged or was cut off" in refusal(data[:cut])


def test_a_workbook_with_a_broken_part_is_called_damaged() -> None:
    broken = xlsx_changed(xlsx(GOOD), xl__worksheets__sheet1_dot_xml=b"<worksheet><sheetData><row")
    text = refusal(broken)
    assert "damaged" in text


def test_a_pdf_named_as_a_workbook_is_called_a_pdf() -> None:
    assert "a PDF document, whatever its name says" in refusal(
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a PNG image"),
        (b"MZ" + b"\x90" * 100 + b"PE\x00\x00" + b"\x00" * 50, "a program"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 50, "a program"),
        (b"<!DOCTYPE html><html><body>hi</body></html>", "a web page"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "an SVG drawing"),
        (bytes(range(256)) * 40, "a file of unknown kind"),
        (b"\x1f\x8b\x08" + b"\x00" * 60, "a gzip archive"),
        (b"{\\rtf1 hello}", "a rich-text document"),
    ],
)
def test_other_kinds_are_named(data: bytes, what: str) -> None:
    assert f"The file is {what}, whatever its name says." in refusal(data)


def test_a_word_document_is_named() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("[Content_Types].xml", "<Types/>")
        target.writestr("word/document.xml", "<w:document/>")
    assert "a Word document" in refusal(out.getvalue())


def test_a_renamed_file_is_read_by_what_it_is() -> None:
    """Nothing but the bytes is handed over, so a name cannot mislead."""
    assert read_workbook(xlsx(GOOD)).key == "xlsx"
    assert read_workbook(xls(GOOD)).key == "xls"
    assert read_workbook(ods(GOOD)).key == "ods"
    assert read_workbook(csv_text(GOOD).encode()).key == "csv"


def test_a_formula_never_calculated_is_no_empty_cell() -> None:
    good = xlsx([["Control", "Score"], ["A.5.1", 1], ["A.5.2", 2]])
    sheet = part_of(good, "xl/worksheets/sheet1.xml")
    sheet = sheet.replace(b'<c r="B2"><v>1</v></c>', b'<c r="B2"><f>1+1</f></c>')
    sheet = sheet.replace(
        b'<c r="B3"><v>2</v></c>', b'<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    )
    [table] = read_tables(xlsx_changed(good, xl__worksheets__sheet1_dot_xml=sheet))
    assert [row.cells[1] for row in table.rows] == [CellFault("=1+1"), CellFault("#DIV/0!")]


def test_text_that_looks_like_a_formula_is_text() -> None:
    rows = [
        ["Control", "Note"],
        ["A.5.1", '=HYPERLINK("http://evil.example","x")'],
        ["A.5.2", "@SUM(1)"],
    ]
    for data in (xlsx(rows), csv_text(rows).encode(), ods(rows)):
        [table] = read_tables(data)
        assert [row.cells[1] for row in table.rows] == [rows[1][1], rows[2][1]]


NAMES = [
    "Ægir Þórsson", "Nguyễn Thị Minh Khai", "李明", "김철수", "田中さくら", "Иван Петров",
    "Γιώργος Παπαδόπουλος", "אברהם כהן", "محمد عبد الله", "राजेश कुमार", "สมชาย ใจดี", "O'Brien; Drop, Table",
    "👩🏽‍🔬 Ada", "e\u0301clair", "A\u202eB",
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_names_in_every_script_come_through(encoding: str) -> None:
    rows = [["Nr", "Name"], *[[str(n), name] for n, name in enumerate(NAMES)]]
    [table] = read_tables(csv_text(rows).encode(encoding))
    assert [row.cells[1] for row in table.rows] == NAMES
    [table] = read_tables(xlsx(rows))
    assert [row.cells[1] for row in table.rows] == NAMES


def test_nul_bytes_are_left_out_and_told() -> None:
    data = b"Control,Note\nA.5.1,be\x00fore\nA.5.2,fine\n" + b"A.5.3,padding padding\n" * 40
    book = read_workbook(data)
    [sheet] = book.sheets
    assert sheet.rows[1].cells == ("A.5.1", "before")
    [told] = book.notices
    assert "control characters" in str(told)
    assert "1 cells" in str(told)


def test_the_limited_process_can_open_neither_file_nor_socket() -> None:
    tried = run_limited("tests.exchange.curious", b"")
    assert tried == {"file": "OSError", "socket": "OSError"}


def test_a_process_that_wants_too_much_memory_is_a_refusal_and_not_a_crash() -> None:
    with pytest.raises(FileRefused, match="memory"):
        run_limited(
            "tests.exchange.curious", b"greedy", limits=WorkLimits(memory=300 * 1024 * 1024)
        )


def test_a_process_that_never_ends_is_stopped() -> None:
    with pytest.raises(FileRefused, match="more memory or time"):
        run_limited("tests.exchange.curious", b"endless", limits=WorkLimits(cpu_seconds=1))


def test_a_parser_that_gives_up_is_a_refusal_and_leaves_a_trace(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with (
        caplog.at_level("WARNING"),
        pytest.raises(FileRefused, match="The file is damaged; its content cannot be read"),
    ):
        run_limited("tests.exchange.curious", b"clumsy")
    assert "a parser gave up" in caplog.text


def test_an_old_workbook_that_makes_its_parser_panic_is_called_damaged() -> None:
    """The length of a record points beyond the end of the stream."""
    data = bytearray(xls(GOOD))
    at = data.find(struct.pack("<HH", 0x0085, 13))
    struct.pack_into("<I", data, at + 4, 0x7FFFFFF0)
    assert "damaged" in refusal(bytes(data))
