"""Makes the files that tests read: good ones in every format, and hostile ones."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

Rows = Sequence[Sequence[Any]]


def csv_text(rows: Rows, *, delimiter: str = ",") -> str:
    """Delimited text as a spreadsheet program writes it."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def xlsx(rows: Rows, *, sheets: dict[str, Rows] | None = None) -> bytes:
    """A workbook with one sheet per entry; text stays text, figures stay figures."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, content in (sheets or {"Sheet1": rows}).items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(content):
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write(line, column, value)
    return out.getvalue()


def xlsx_changed(data: bytes, **parts: bytes) -> bytes:
    """A workbook in which some parts are put in place of others; names use __ for / and _dot_ for dots."""
    out = io.BytesIO()
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for item in source.infolist():
            if item.filename not in named:
                target.writestr(item.filename, source.read(item.filename))
        for name, part in named.items():
            target.writestr(name, part)
    return out.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    """One part of a container."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.read(name)


def ods(rows: Rows, *, doctype: str = "") -> bytes:
    """An OpenDocument spreadsheet with one sheet of texts."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string"><text:p>'
            + escape(str(cell))
            + "</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content '
        f'xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" '
        f'xmlns:text="{space}text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Tabelle1">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("content.xml", content.encode())
        target.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            f'xmlns:manifest="{space}manifest:1.0"></manifest:manifest>',
        )
    return out.getvalue()


def xls(rows: Rows) -> bytes:
    """An Excel 97-2003 workbook (BIFF8 in an OLE container) with one sheet of texts and figures."""
    cells = b"".join(
        _xls_cell(line, column, value)
        for line, row in enumerate(rows)
        for column, value in enumerate(row)
    )
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    sheet += cells + _record(0x000A, b"")
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    end = _record(0x000A, b"")
    name = b"Blatt"
    length = len(start) + 4 + 8 + len(name) + len(end)
    bound = _record(0x0085, struct.pack("<IBBBB", length, 0, 0, len(name), 0) + name)
    return ole("Workbook", start + bound + end + sheet)


def _xls_cell(line: int, column: int, value: Any) -> bytes:
    if isinstance(value, int | float):
        return _record(0x0203, struct.pack("<HHHd", line, column, 0, float(value)))
    text = str(value).encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", line, column, 0, len(str(value)), 1) + text)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def ole(stream: str, data: bytes, *, also: Sequence[str] = ()) -> bytes:
    """An OLE container with one stream (and empty ones named in `also`)."""
    data = data.ljust(4096, b"\x00")
    data += b"\x00" * (-len(data) % 512)
    sectors = len(data) // 512
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    entries += [_entry(stream, 2, 2, len(data))]
    entries += [_entry(name, 2, 0xFFFFFFFE, 0) for name in also]
    directory = b"".join(entries).ljust(512, b"\x00")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (108 * 4)
    table = b"".join(struct.pack("<I", entry) for entry in fat).ljust(512, b"\xff")
    return header + table + directory + data


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    entry = text.ljust(64, b"\x00") + struct.pack("<HBB", len(text), kind, 1)
    entry += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + b"\x00" * 36
    return entry + struct.pack("<IQ", start, size)


def zip_bomb() -> bytes:
    """A workbook of some kilobytes whose sheet unfolds to 200 MB."""
    return xlsx_changed(
        xlsx([["a"]]), xl__worksheets__sheet1_dot_xml=b"<worksheet>" + b" " * (200 * 1024 * 1024)
    )


def billion_laughs() -> bytes:
    """A workbook whose workbook part defines entities that multiply."""
    good = xlsx([["Control", "Status"], ["A.5.1", "yes"]])
    part = part_of(good, "xl/workbook.xml")
    bomb = b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;">]>'
    at = part.index(b"?>") + 2
    return xlsx_changed(good, xl__workbook_dot_xml=part[:at] + bomb + part[at:])
