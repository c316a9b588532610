"""Reads frameworks from plain tables: control lists and outlines spread over sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from isonomy.packs.framework_rows import FrameworkRows, Row
from isonomy.packs.imported import Imported, title_of
from isonomy.packs.source import gettext_noop

Sheet = list[list[str]]
HEADER_ROWS = 12

NUMBER = ("controlid", "control id", "rule_id", "$$rule_id", "ref_id", "clause", "id", "ref",
          "number", "no", "no.", "nr", "nr.", "control", "requirement id", "kapitel", "nummer")  # fmt: skip
TITLE = ("title", "name", "heading", "control title", "titel", "bezeichnung")
TEXT = ("controltext", "control text", "rule_description", "$$rule_description", "requirement",
        "description", "text", "statement", "anforderung", "beschreibung")  # fmt: skip
GROUP = ("group", "category", "theme", "domain", "section", "resourcetitle (oscal)",
         "component_title", "$$component_title", "thema", "kategorie")  # fmt: skip
SOURCE = ("nist mappings", "control_id_list", "$$control_id_list", "mapping", "source", "quelle")
COLUMNS = {"number": NUMBER, "title": TITLE, "text": TEXT, "group": GROUP, "source": SOURCE}
NOTHING = {"", "-", "--", "n/a"}
_CODED = re.compile(r"^\s*([A-Z]{2}(?:\.[A-Z]{2})?(?:-\d+(?:\.\d+)*)?)\s*:\s*(.+)$", re.DOTALL)
_CATEGORY = re.compile(r"^\s*(.+?)\s*\(([A-Z]{2}\.[A-Z]{2})\)\s*:\s*(.+)$", re.DOTALL)


def table_of(name: str, sheet: str, cells: Sheet) -> Imported | None:
    """The pack in a table with a header row, or None when no row looks like a header."""
    found = _header(cells)
    if found is None:
        return None
    start, columns = found
    rows = FrameworkRows(f"{name} {sheet}".strip(), {"name": title_of(name)})
    groups: dict[str, list[Row]] = {}
    for line, row in enumerate(cells[start + 1 :], start=start + 2):
        if not any(cell for cell in row) or _is_legend(row, columns):
            continue
        made = _table_row(line, row, columns)
        if made.ref in NOTHING:
            rows.fault(line, cells[start][columns["number"]], gettext_noop("the row has no number"))
        elif not (made.title or made.text):
            rows.fault(line, made.ref, gettext_noop("the row has no text"))
        else:
            groups.setdefault(made.theme, []).append(made)
    _take_grouped(rows, groups)
    return rows.result()


def _take_grouped(rows: FrameworkRows, groups: Mapping[str, list[Row]]) -> None:
    grouped = len(groups) > 1
    for group, held in groups.items():
        if grouped:
            title = group or "Without a group"
            rows.take(Row(line=held[0].line, depth="1", assessable=False, title=title))
        for row in held:
            rows.take(row if grouped else _at_top(row))


def _at_top(row: Row) -> Row:
    return replace(row, depth="1")


def _header(cells: Sheet) -> tuple[int, dict[str, int]] | None:
    """The header row among the first ones, and which column holds what."""
    for index, row in enumerate(cells[:HEADER_ROWS]):
        names = [" ".join(cell.casefold().split()) for cell in row]
        columns = {
            key: names.index(alias)
            for key, aliases in COLUMNS.items()
            for alias in reversed(aliases)
            if alias in names
        }
        if "number" in columns and ("title" in columns or "text" in columns):
            return index, _widened(names, columns)
    return None


def _widened(names: list[str], columns: dict[str, int]) -> dict[str, int]:
    """A header over several columns leaves the next ones nameless; they belong to it."""
    if "source" in columns:
        end = columns["source"] + 1
        while end < len(names) and not names[end]:
            end += 1
        columns["source_end"] = end
    return columns


def _is_legend(row: list[str], columns: Mapping[str, int]) -> bool:
    """The second header row of rule tables explains the columns in words."""
    number = row[columns["number"]] if columns["number"] < len(row) else ""
    return number.casefold() == "col desc" or len(number) > 80


def _table_row(line: int, row: list[str], columns: Mapping[str, int]) -> Row:
    def cell(key: str) -> str:
        place = columns.get(key)
        return row[place].strip() if place is not None and place < len(row) else ""

    held = row[columns["source"] : columns["source_end"]] if "source" in columns else []
    named = [value.strip() for value in held if value.strip() not in NOTHING]
    return Row(
        line=line,
        depth="2",
        assessable=True,
        ref=cell("number"),
        title=cell("title"),
        text=cell("text"),
        source=", ".join(named),
        theme=cell("group"),
    )


def outline_of(name: str, sheets: Mapping[str, Sheet]) -> Imported | None:
    """The pack in a self-assessment workbook: a sheet per function with category and requirement."""
    rows = FrameworkRows(name, {"name": title_of(name)})
    found = False
    for sheet, cells in sheets.items():
        start = next((i for i, row in enumerate(cells[:HEADER_ROWS]) if _is_outline(row)), None)
        if start is None:
            continue
        found = True
        _take_sheet(rows, sheet, cells, start)
    return rows.result() if found else None


def _is_outline(row: list[str]) -> bool:
    names = {cell.casefold() for cell in row}
    return {"category", "subcategory", "requirement"} <= names


def _take_sheet(rows: FrameworkRows, sheet: str, cells: Sheet, start: int) -> None:
    names = [cell.casefold() for cell in cells[start]]
    rows.take(Row(line=start + 1, depth="1", assessable=False, ref=sheet, title=sheet.title()))
    for line, row in enumerate(cells[start + 1 :], start=start + 2):
        cell = dict(zip(names, row, strict=False))
        if cell.get("category"):
            rows.take(_coded(line, "2", cell["category"]))
        if cell.get("subcategory"):
            rows.take(_coded(line, "3", cell["subcategory"]))
        if cell.get("requirement"):
            rows.take(_coded(line, "4", cell["requirement"], theme=cell.get("assurance level", "")))
        elif any(row) and not cell.get("category") and not cell.get("subcategory"):
            rows.fault(line, "requirement", gettext_noop("the row has no requirement"))


def _coded(line: int, depth: str, text: str, theme: str = "") -> Row:
    """A cell that begins with its own code: "DE.CM-01.1: Firewalls …" or "Name (DE.CM): …"."""
    ref, title = "", ""
    if match := _CATEGORY.match(text):
        title, ref, text = match.groups()
    elif match := _CODED.match(text):
        ref, text = match.groups()
    return Row(
        line=line,
        depth=depth,
        assessable=depth == "4",
        ref=ref,
        title=" ".join(title.split()),
        text=text.strip(),
        theme=theme,
    )
