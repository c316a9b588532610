"""Attribute values of the controls, filled in by whoever owns a copy of ISO/IEC 27002."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.base.files.limited import run_limited
from isonomy.catalogue.models import ControlAttributes
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack
from isonomy.packs.source import Problem, fault

SET = sentence(
    "catalogue.set_attributes",
    gettext_noop("%(who)s filled in the attributes of %(clause)s"),
)
IMPORT = sentence(
    "catalogue.import_attributes",
    gettext_noop("%(who)s imported the attributes of %(count)s controls"),
)

NAMES = ("control_type", "property", "concept", "capability", "domain")
"""Our keys of the five attributes; their values come from the owner of the standard."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "control": ("control", "id", "ref", "number", "clause", "massnahme", "maßnahme", "nummer"),
    "control_type": ("control type", "control_type", "type", "art der massnahme"),
    "property": ("information security properties", "security properties", "property", "cia"),
    "concept": ("cybersecurity concepts", "concept", "concepts", "function"),
    "capability": ("operational capabilities", "capability", "capabilities"),
    "domain": ("security domains", "domain", "domains"),
}
MOST_VALUES, LONGEST_VALUE = 20, 80


@dataclass(frozen=True, slots=True)
class Imported:
    """How many controls got their attributes, and the rows that did not fit."""

    count: int
    problems: tuple[Problem, ...]


def values_of(text: str) -> list[str]:
    """The values in a cell: #Preventive #Detective, or words parted by comma or line."""
    parts = re.split(r"[,;\n]|(?=#)", text)
    found = dict.fromkeys(part.strip().lstrip("#").strip().replace("_", " ") for part in parts)
    return [value[:LONGEST_VALUE] for value in found if value][:MOST_VALUES]


def set_attributes(*, actor: Actor, node: Node, values: Mapping[str, str]) -> None:
    """Fill in the attributes of one control for this organisation."""
    with recording(actor, SET, said={"clause": node.clause, "node": node.id}) as event:
        event.about(_keep(actor, node, values))


def _keep(actor: Actor, node: Node, values: Mapping[str, str]) -> ControlAttributes:
    row = ControlAttributes.objects.for_(actor).filter(node=node.id).first()
    if row is None:
        row = ControlAttributes(organisation_id=actor.organisation_id, node=node.id)
    row.values = {name: values_of(values.get(name, "")) for name in NAMES if values.get(name)}
    row.save()
    return row


def import_attributes(*, actor: Actor, pack: Pack, name: str, data: bytes) -> Imported:
    """Take attributes from a CSV or workbook with one row per control; bad rows are reported."""
    said = {"name": name, "want": "sheets", "catalogs": []}
    read = run_limited("isonomy.catalogue.reading", data, said=said)
    if "sheets" not in read:
        return Imported(0, tuple(Problem(**problem) for problem in read["problems"]))
    for cells in read["sheets"].values():
        columns = _columns(cells[0]) if cells else {}
        if "control" in columns and len(columns) > 1:
            return _take(actor, pack, name, cells, columns)
    missing = gettext_noop("a column “control” and at least one attribute column are needed")
    return Imported(0, (fault(name, 1, "", missing),))


def _columns(header: list[str]) -> dict[str, int]:
    names = [" ".join(cell.casefold().replace("_", " ").split()) for cell in header]
    return {
        key: names.index(alias)
        for key, aliases in HEADINGS.items()
        for alias in reversed(aliases)
        if alias in names
    }


def _take(
    actor: Actor, pack: Pack, name: str, cells: list[list[str]], columns: dict[str, int]
) -> Imported:
    problems: list[Problem] = []
    taken: dict[str, tuple[Node, dict[str, str]]] = {}
    for line, row in enumerate(cells[1:], start=2):
        if not any(row):
            continue
        cell = {key: row[at] for key, at in columns.items() if at < len(row)}
        node = _control(pack, cell.pop("control", ""))
        if node is None:
            given = row[columns["control"]] if columns["control"] < len(row) else ""
            told = gettext_noop("“%(given)s” is no control")
            problems.append(fault(name, line, "control", told, given=given))
        elif node.id in taken:
            told = gettext_noop("%(number)s stands twice")
            problems.append(fault(name, line, "control", told, number=node.clause))
        else:
            taken[node.id] = (node, cell)
    if taken:
        with recording(actor, IMPORT, said={"count": len(taken)}) as event:
            for node, values in taken.values():
                event.about(_keep(actor, node, values))
    return Imported(len(taken), tuple(problems))


def _control(pack: Pack, text: str) -> Node | None:
    number = text.strip().upper()
    number = number if number.startswith("A.") else f"A.{number}"
    node = pack.by_clause.get(number)
    return node if node is not None and node.kind == "control" else None
