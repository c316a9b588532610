"""Builds a pack from rows that state their depth, the way framework libraries are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from isonomy.packs.imported import LIMIT_NODES, Imported, refuse, short_number, slug, title_of
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack
from isonomy.packs.source import PackError, Problem, fault, gettext_noop

TITLE_LIMIT = 300
_TWICE = gettext_noop("%(number)s stands twice (first on line %(first)s)")
_JUMP = gettext_noop("depth %(depth)s cannot follow depth %(before)s")
_NOTHING = gettext_noop("no row of the file can be assessed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a foreign framework, as text, before anything is judged."""

    line: int
    depth: str
    assessable: bool
    ref: str = ""
    title: str = ""
    text: str = ""
    note: str = ""
    evidence: str = ""
    questions: str = ""
    source: str = ""
    theme: str = ""
    key: str = ""
    parent_key: str = ""


class FrameworkRows:
    """Takes rows one by one; the tree follows from their depth."""

    def __init__(self, name: str, facts: Mapping[str, str]) -> None:
        self.name = name
        self.facts = facts
        self.pack_id = slug(facts.get("ref_id") or facts.get("name") or title_of(name))
        self.nodes: list[Node] = []
        self.problems: list[Problem] = []
        self._open: list[Node] = []
        self._ids: set[str] = set()
        self._lines: dict[tuple[str | None, str], int] = {}
        self._by_key: dict[str, int] = {}
        self._numbers: dict[str | None, int] = {}

    def fault(self, line: int, field: str, template: str, **facts: str | int) -> None:
        """Note a row that is left out."""
        self.problems.append(fault(self.name, line, field, template, **facts))

    def take(self, row: Row) -> None:
        """Add a row below the last one that is less deep, or say why it does not fit."""
        depth = self._depth(row)
        if depth is None:
            return
        if not (row.ref or row.title or row.text):
            self.fault(row.line, "", gettext_noop("the row has neither a number nor a text"))
            return
        del self._open[depth - 1 :]
        parent = self._open[-1].id if self._open else None
        number = self._numbers[parent] = self._numbers.get(parent, 0) + 1
        node_id = f"{self.pack_id}:{_local(row) or self._outline(number)}"
        first = self._lines.get((parent, _local(row))) if row.ref else None
        if first is not None:
            self.fault(row.line, "id", _TWICE, number=row.ref, first=first)
            return
        if node_id in self._ids:
            # The same number in another branch is another requirement.
            node_id = f"{self.pack_id}:{self._outline(number)}/{_local(row)}"
        self._ids.add(node_id)
        self._lines[parent, _local(row)] = row.line
        node = self._node(row, node_id, parent, number)
        self.nodes.append(node)
        self._open.append(node)
        if row.key:
            self._by_key[row.key] = depth

    def _depth(self, row: Row) -> int | None:
        """The row's depth in the tree, 1 at the top; its stated parent wins over its depth."""
        if row.parent_key in self._by_key:
            return self._by_key[row.parent_key] + 1
        try:
            depth = int(float(row.depth))
        except ValueError:
            self.fault(
                row.line, "depth", gettext_noop("“%(given)s” is no whole number"), given=row.depth
            )
            return None
        if not 1 <= depth <= len(self._open) + 1:
            self.fault(row.line, "depth", _JUMP, depth=depth, before=len(self._open))
            return None
        return depth

    def _outline(self, number: int) -> str:
        """An id for a row without a number; the x keeps it apart from numbers of the file."""
        above = self._open[-1].id.partition(":")[2] if self._open else ""
        return f"{above}.x{number}" if above else f"x{number}"

    def _unnumbered(self, number: int) -> str:
        """What a page shows as the number of a row that has none."""
        return f"{self._open[-1].clause} ({number})" if self._open else f"({number})"

    def _node(self, row: Row, node_id: str, parent: str | None, number: int) -> Node:
        title = row.title or _first_words(row.text) or row.ref
        return Node(
            id=node_id,
            clause=row.ref or self._unnumbered(number),
            title=title[:TITLE_LIMIT],
            kind="requirement" if row.assessable else "heading",
            level="clause",
            parent=parent,
            paraphrase=row.text or (row.title if row.assessable else ""),
            questions=_lines_of(row.questions),
            evidence=_lines_of(row.evidence),
            auditor_note=row.note,
            source=row.source,
            theme=row.theme,
        )

    def result(self) -> Imported:
        """The pack, once every row was taken."""
        if not any(node.auditable for node in self.nodes):
            raise PackError([fault(self.name, 0, "", _NOTHING), *self.problems[:20]])
        if len(self.nodes) > LIMIT_NODES:
            raise refuse(
                self.name,
                gettext_noop("the framework holds more than %(most)s rows"),
                most=LIMIT_NODES,
            )
        name = self.facts.get("name") or title_of(self.name)
        reference = self.facts.get("ref_id") or name
        pack = Pack(
            id=self.pack_id,
            version=_version(self.facts.get("version", "")),
            kind="framework",
            number=short_number(reference),
            reference=reference if len(reference) <= 120 else name[:120],
            title=name[:TITLE_LIMIT],
            edition=self.facts.get("publication_date", ""),
            language=self.facts.get("locale") or "en",
            licence=self.facts.get("copyright", "")[:500],
            provenance=_origin(self.facts),
            nodes=tuple(self.nodes),
        )
        return Imported(pack, tuple(self.problems))


def _local(row: Row) -> str:
    """The part of the id after the pack: the row's own key or number, without blanks."""
    return re.sub(r"\s+", "_", (row.key or row.ref).strip())[:80]


def _lines_of(text: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(line for line in lines if line)


def _first_words(text: str) -> str:
    line = next(iter(_lines_of(text)), "")
    return line if len(line) <= 90 else line[:90].rsplit(" ", 1)[0] + " …"


def _version(text: str) -> int:
    try:
        return max(1, int(float(text)))
    except ValueError:
        return 1


def _origin(facts: Mapping[str, str]) -> str:
    publisher = facts.get("provider", "")
    return f"Imported from a framework of {publisher}." if publisher else "Imported from a file."
