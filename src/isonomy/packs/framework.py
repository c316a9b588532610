"""Reads frameworks of other publishers as packs: libraries in YAML, workbooks and tables.

Known shapes: the libraries and workbooks of CISO Assistant, self-assessment workbooks with one
sheet per function (category, subcategory, requirement), control lists with a header row, and
rule tables of OSCAL tools. A row that does not fit is left out and reported; the others stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from isonomy.packs.framework_rows import FrameworkRows, Row
from isonomy.packs.framework_tables import outline_of, table_of
from isonomy.packs.imported import Imported, decoded, refuse
from isonomy.packs.oscal_read import is_oscal, read_oscal
from isonomy.packs.sheets import WORKBOOKS, Sheet, table_rows, workbook_sheets
from isonomy.packs.source import gettext_noop, read_yaml_text


def read_framework(
    name: str, data: bytes, catalogs: list[tuple[str, bytes]] | None = None
) -> Imported:
    """The pack in any file that describes a framework; PackError says why there is none."""
    if not data.strip():
        raise refuse(name, gettext_noop("the file is empty"))
    if data.startswith(WORKBOOKS):
        return _workbook(name, data)
    text = decoded(name, data)
    if is_oscal(text):
        return read_oscal(name, data, catalogs or ())
    if name.lower().endswith((".yaml", ".yml")):
        return _library(name, text)
    if text.lstrip()[:1] in {"{", "["}:
        return read_oscal(name, data, catalogs or ())
    if text.lstrip()[:1] == "<":
        raise refuse(name, gettext_noop("this is XML; OSCAL is read from JSON or YAML"))
    return _first_table(name, {"": table_rows(name, text)})


def _library(name: str, text: str) -> Imported:
    source = read_yaml_text(name, text)
    objects = source.data.get("objects") if isinstance(source.data, dict) else None
    if not isinstance(objects, dict):
        raise refuse(name, gettext_noop("this YAML is neither OSCAL nor a framework library"))
    framework = objects.get("framework") or next(iter(objects.get("frameworks") or ()), None)
    if not isinstance(framework, dict):
        held = ", ".join(sorted(str(key).replace("_", " ") for key in objects)) or "nothing"
        raise refuse(name, gettext_noop("this library holds %(held)s, but no framework"), held=held)
    rows = FrameworkRows(name, _facts(source.data | framework))
    nodes = framework.get("requirement_nodes") or ()
    for index, node in enumerate(nodes):
        line = source.line(_place(objects, index))
        if isinstance(node, dict):
            rows.take(_library_row(line, node))
        else:
            rows.fault(line, "", gettext_noop("a mapping of fields is expected"))
    return rows.result()


def _place(objects: Mapping[str, Any], index: int) -> tuple[str | int, ...]:
    if "framework" in objects:
        return ("objects", "framework", "requirement_nodes", index)
    return ("objects", "frameworks", 0, "requirement_nodes", index)


def _library_row(line: int, node: Mapping[str, Any]) -> Row:
    questions = node.get("questions") or {}
    asked = questions.values() if isinstance(questions, dict) else ()
    return Row(
        line=line,
        depth=str(node.get("depth") or "1"),
        assessable=bool(node.get("assessable")),
        ref=str(node.get("ref_id") or ""),
        title=str(node.get("name") or ""),
        text=str(node.get("description") or ""),
        note=str(node.get("annotation") or ""),
        evidence=str(node.get("typical_evidence") or ""),
        questions="\n".join(str(one.get("text", "")) for one in asked if isinstance(one, dict)),
        key=str(node.get("urn") or "").rpartition(":")[2],
        parent_key=str(node.get("parent_urn") or "").rpartition(":")[2],
    )


def _facts(library: Mapping[str, Any]) -> dict[str, str]:
    names = ("ref_id", "name", "locale", "version", "copyright", "provider", "publication_date")
    return {name: " ".join(str(library.get(name) or "").split()) for name in names}


def _workbook(name: str, data: bytes) -> Imported:
    sheets = workbook_sheets(name, data)
    if "library_meta" in sheets:
        return _library_workbook(name, sheets)
    outline = outline_of(name, sheets)
    return outline if outline is not None else _first_table(name, sheets)


def _library_workbook(name: str, sheets: dict[str, Sheet]) -> Imported:
    facts = _meta(sheets["library_meta"])
    kinds = []
    for sheet, rows in sheets.items():
        if not sheet.endswith("_meta") or sheet == "library_meta":
            continue
        meta = _meta(rows)
        kinds.append(meta.get("type", "").replace("_", " "))
        content = sheet.removesuffix("_meta") + "_content"
        if meta.get("type") == "framework" and content in sheets:
            return _library_sheet(name, content, sheets[content], facts | meta)
    held = ", ".join(sorted(filter(None, kinds))) or "nothing"
    raise refuse(
        name, gettext_noop("this library workbook holds %(held)s, but no framework"), held=held
    )


def _meta(rows: Sheet) -> dict[str, str]:
    return {row[0].casefold(): row[1] for row in rows if len(row) > 1 and row[0]}


def _library_sheet(name: str, sheet: str, cells: Sheet, facts: Mapping[str, str]) -> Imported:
    header = [cell.casefold() for cell in cells[0]] if cells else []
    if "depth" not in header or "assessable" not in header:
        raise refuse(
            name,
            gettext_noop("sheet %(sheet)s has no columns “depth” and “assessable”"),
            sheet=sheet,
        )
    rows = FrameworkRows(f"{name} {sheet}", _facts(facts))
    for line, cells_of_row in enumerate(cells[1:], start=2):
        cell = dict(zip(header, cells_of_row, strict=False))
        if not any(cells_of_row):
            continue
        rows.take(
            Row(
                line=line,
                depth=cell.get("depth", ""),
                assessable=bool(cell.get("assessable")),
                ref=cell.get("ref_id", ""),
                title=cell.get("name", ""),
                text=cell.get("description", ""),
                note=cell.get("annotation", ""),
                evidence=cell.get("typical_evidence", ""),
                questions=cell.get("questions", ""),
            )
        )
    return rows.result()


def _first_table(name: str, sheets: dict[str, Sheet]) -> Imported:
    for sheet, cells in sheets.items():
        found = table_of(name, sheet, cells)
        if found is not None:
            return found
    raise refuse(
        name,
        gettext_noop(
            "no table of requirements was found; a header row with a number "
            "(id, clause, control) and a text (title, requirement, description) is needed"
        ),
    )
