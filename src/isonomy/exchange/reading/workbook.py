"""Reads the sheets of XLSX, XLS and ODS files: values as stored, never a formula run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import python_calamine
from defusedxml import ElementTree

from isonomy.base.files.archive import check_archive, open_archive
from isonomy.base.files.content import ole_stream_names
from isonomy.base.files.notice import gettext_noop, refused
from isonomy.exchange.reading.grid import Cell, CellFault, Fault, Row, Sheet, TableLimits

_FAR_COLUMN = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{3,})[0-9]""")
_FAR_ROW = re.compile(rb"""<(?:\w+:)?(?:row|c)\b[^>]*?\br\s*=\s*["'][A-Z]*([0-9]{6,})["']""")
_TROUBLED = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*)>\s*(?:<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*)?"""
    rb"""(?:<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>|<(?:\w+:)?v\s*/>)?\s*</(?:\w+:)?c>"""
)
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]+)([0-9]+)["']""")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_MACROS = gettext_noop(
    "The workbook contains macros (programs). Save it as a workbook without macros (XLSX)."
)
_PASSWORD = gettext_noop("The workbook is protected by a password; save it without one.")

Places = Mapping[tuple[int, int], CellFault]


def read_xlsx(data: bytes, *, limits: TableLimits) -> list[Sheet]:
    """Every sheet of an Excel workbook, once its container is found harmless."""
    with open_archive(io.BytesIO(data)) as archive:
        check_archive(archive)
        if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
            raise refused(_MACROS)
        troubled = {
            name: _troubled_cells(archive.read(part), limits)
            for name, part in _sheet_parts(archive).items()
        }
    return _sheets(data, limits, troubled)


def read_ods(data: bytes, *, limits: TableLimits) -> list[Sheet]:
    """Every sheet of an OpenDocument spreadsheet."""
    with open_archive(io.BytesIO(data)) as archive:
        check_archive(archive)
        names = archive.namelist()
        if any(name.startswith(("Basic/", "Scripts/")) and "/" in name[:-1] for name in names):
            raise refused(_MACROS)
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise refused(_PASSWORD)
    return _sheets(data, limits, {})


def read_xls(data: bytes, *, limits: TableLimits) -> list[Sheet]:
    """Every sheet of an Excel 97-2003 workbook."""
    if ole_stream_names(data) & {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA"}:
        raise refused(_MACROS)
    return _sheets(data, limits, {})


def _sheets(data: bytes, limits: TableLimits, troubled: Mapping[str, Places]) -> list[Sheet]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = python_calamine.SheetVisibleEnum.Visible
        return [
            _sheet(
                book.get_sheet_by_name(about.name),
                limits,
                troubled.get(about.name, {}),
                hidden=about.visible != visible,
            )
            for about in book.sheets_metadata
            if about.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except python_calamine.PasswordError as locked:
        raise refused(_PASSWORD) from locked
    except (python_calamine.CalamineError, OSError, ValueError) as broken:
        raise refused(
            gettext_noop("The workbook is damaged or was cut off; save or download it again.")
        ) from broken


def _sheet(source: Any, limits: TableLimits, troubled: Places, *, hidden: bool) -> Sheet:
    height, width = source.total_height, source.total_width
    if width > limits.columns:
        raise refused(
            gettext_noop(
                "The sheet “%(sheet)s” has %(found)d columns; at most %(limit)d are read."
            ),
            sheet=source.name, found=width, limit=limits.columns,
        )  # fmt: skip
    if height > limits.rows or height * width > limits.cells:
        raise refused(
            gettext_noop(
                "The sheet “%(sheet)s” has %(found)d rows; that is more than can be read."
            ),
            sheet=source.name, found=height,
        )  # fmt: skip
    faults: list[Fault] = []
    rows = tuple(_rows(source, limits, troubled, faults))
    return Sheet(source.name, rows, tuple(faults), hidden=hidden)


def _rows(source: Any, limits: TableLimits, troubled: Places, faults: list[Fault]) -> Iterator[Row]:
    marked = {line for line, _ in troubled}
    for line, values in enumerate(source.to_python(skip_empty_area=False), start=1):
        if line in marked:
            values = [troubled.get((line, at), value) for at, value in enumerate(values)]
        cells = tuple(map(_cell, values))
        if all(cell is None for cell in cells):
            continue
        if any(isinstance(cell, str) and len(cell) > limits.cell for cell in cells):
            cause = gettext_noop("A cell holds more than %(limit)d characters.")
            faults.append(Fault(line, "", refused(cause, limit=limits.cell).notice))
            continue
        yield Row(line, cells)


def _cell(value: Any) -> Cell:
    if value == "" and isinstance(value, str):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, str | int | float | bool | CellFault) or hasattr(value, "isoformat"):
        return value  # type: ignore[no-any-return]
    return str(value)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to the part of the container that holds it."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    try:
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        listed = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    except ElementTree.ParseError as broken:
        raise refused(gettext_noop("The workbook is damaged; save it again.")) from broken
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    parts = {
        sheet.get("name", ""): _part(targets.get(sheet.get(_RELATION), ""))
        for sheet in listed.iter()
        if sheet.tag.endswith("}sheet")
    }
    return {name: part for name, part in parts.items() if part in names}


def _part(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _troubled_cells(xml: bytes, limits: TableLimits) -> Places:
    """Cells that show an error or a formula nobody calculated, by line and column from 0.

    The reader gives such cells as empty; an empty cell that is not empty would be lost.
    """
    _refuse_far_cells(xml, limits)
    if b't="e"' not in xml and b"<f" not in xml and b":f>" not in xml:
        return {}
    places: dict[tuple[int, int], CellFault] = {}
    for found in _TROUBLED.finditer(xml):
        about, formula, value = found.groups()
        never = formula is not None and not value and b't="str"' not in about
        place = _PLACE.search(about)
        if place and (never or b't="e"' in about):
            text = "=" + formula.decode(errors="replace") if never else (value or b"").decode()
            places[int(place[2]), _column_index(place[1])] = CellFault(text[:200])
    return places


def _refuse_far_cells(xml: bytes, limits: TableLimits) -> None:
    far = max((_column_index(found[1]) + 1 for found in _FAR_COLUMN.finditer(xml)), default=0)
    if far > limits.columns:
        raise refused(
            gettext_noop("The file has %(found)d columns; at most %(limit)d are read."),
            found=far,
            limit=limits.columns,
        )
    deep = max((int(found[1]) for found in _FAR_ROW.finditer(xml)), default=0)
    if deep > limits.rows:
        raise refused(gettext_noop("The file has more than %(limit)d rows."), limit=limits.rows)


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters[:4]:
        index = index * 26 + letter - 64
    return index - 1
