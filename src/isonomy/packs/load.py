"""Loads content packs from their folders.

pack = load_pack(folder)             # a Pack, or PackError with file, line and field
builtin_packs()["iso9001"]           # those shipped with Isonomy, read when first asked for
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from isonomy.packs.node import Change, DocumentedInformation, Node, NotApplicable
from isonomy.packs.pack import Comparison, Pack
from isonomy.packs.source import FieldPath, PackError, Problem, Source, dotted, read_yaml

__all__ = [
    "CONTENT",
    "Change",
    "DocumentedInformation",
    "Node",
    "NotApplicable",
    "Pack",
    "PackError",
    "Problem",
    "builtin_packs",
    "hs_text",
    "load_pack",
]

CONTENT = Path(__file__).parent / "content"
ORDER = (
    "iso9001",
    "iso14001",
    "iso45001",
    "iso27001",
    "iso22000",
    "iso50001",
    "iso9001_2026",
    "iso14001_2026",
    "hs",
)


@dataclass(slots=True)
class Draft:
    """A pack folder read but not yet put together: the sources and the faults found so far."""

    folder: Path
    pack: Source
    sheets: list[Source] = field(default_factory=list)
    comparison: Source | None = None
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, tuple[Source, int]] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)

    def place(self, node_id: str) -> tuple[str, int]:
        """File and line where a node begins."""
        source, index = self.places[node_id]
        return source.name, source.line(("nodes", index))


def load_pack(folder: Path) -> Pack:
    """Read a pack folder; PackError names every fault with file, line and field."""
    draft = read_draft(folder)
    pack = assemble(draft)
    if draft.problems or pack is None:
        raise PackError(sorted(draft.problems))
    return pack


def read_draft(folder: Path) -> Draft:
    """Read the files of a pack folder and collect what is wrong with them."""
    draft = Draft(folder, read_yaml(folder / "pack.yaml"))
    facts = draft.pack.data
    if not isinstance(facts, dict):
        raise PackError([Problem(draft.pack.name, 1, "", "a mapping of facts is expected")])
    names = facts.get("nodes")
    if not isinstance(names, list) or not names:
        line = draft.pack.line(("nodes",))
        raise PackError([Problem(draft.pack.name, line, "nodes", "the list of files is missing")])
    draft.sheets = [read_yaml(_inside(folder, name, draft.pack)) for name in names]
    if facts.get("changes"):
        draft.comparison = read_yaml(_inside(folder, facts["changes"], draft.pack))
    for source in (draft.pack, *draft.sheets, draft.comparison):
        if source is not None:
            draft.problems.extend(source.problems)
    for sheet in draft.sheets:
        _read_nodes(draft, sheet)
    return draft


def _inside(folder: Path, name: Any, source: Source) -> Path:
    if not isinstance(name, str) or Path(name).name != name or not name.endswith(".yaml"):
        message = f"{name!r} is not the name of a YAML file in this folder"
        raise PackError([Problem(source.name, source.line(("nodes",)), "nodes", message)])
    return folder / name


def _read_nodes(draft: Draft, sheet: Source) -> None:
    rows = sheet.data.get("nodes") if isinstance(sheet.data, dict) else None
    if not isinstance(rows, list) or set(sheet.data) != {"nodes"}:
        message = "one list called nodes is expected, and nothing else"
        draft.problems.append(Problem(sheet.name, 1, "nodes", message))
        return
    for index, row in enumerate(rows):
        path: FieldPath = ("nodes", index)
        node = checked(_NODE, row, source=sheet, at=path, problems=draft.problems)
        if node is None:
            continue
        if node.id in draft.places:
            message = f"{node.id} stands twice; ids must be unique"
            draft.problems.append(
                Problem(sheet.name, sheet.line(path), f"{dotted(path)}.id", message)
            )
            continue
        draft.places[node.id] = (sheet, index)
        draft.nodes.append(node)


def checked(
    adapter: TypeAdapter[Any], data: Any, *, source: Source, at: FieldPath, problems: list[Problem]
) -> Any:
    """The data as a noun of the pack, or None after noting each fault with its line."""
    try:
        return adapter.validate_python(data)
    except ValidationError as faults:
        for fault in faults.errors():
            path = (*at, *(part for part in fault["loc"] if isinstance(part, str | int)))
            message = _FAULTS.get(fault["type"], fault["msg"])
            problems.append(Problem(source.name, source.line(path), dotted(path), message))
        return None


_FAULTS = {
    "unexpected_keyword_argument": "is not a known field",
    "extra_forbidden": "is not a known field",
    "missing": "is missing",
    "missing_keyword_only_argument": "is missing",
}


def assemble(draft: Draft) -> Pack | None:
    """Put the pack together from what was read; None when its own facts are faulty."""
    facts = {k: v for k, v in draft.pack.data.items() if k not in {"nodes", "changes"}}
    comparison = None
    if draft.comparison is not None:
        source = draft.comparison
        comparison = checked(
            _COMPARISON, source.data, source=source, at=(), problems=draft.problems
        )
    nodes = _with_changes(_inherited(draft.nodes), comparison)
    pack: Pack | None = checked(_PACK, facts, source=draft.pack, at=(), problems=draft.problems)
    if pack is None:
        return None
    return replace(pack, nodes=nodes, comparison=comparison)


def _inherited(nodes: list[Node]) -> tuple[Node, ...]:
    """Items marked so take the typical evidence of the clause above them."""
    by_id = {node.id: node for node in nodes}
    found = []
    for node in nodes:
        above = by_id.get(node.parent or "")
        if node.evidence_inherited and not node.evidence and above is not None:
            node = replace(node, evidence=above.evidence)
            by_id[node.id] = node
        found.append(node)
    return tuple(found)


def _with_changes(nodes: tuple[Node, ...], comparison: Comparison | None) -> tuple[Node, ...]:
    """Give each changed node the words and the question from the comparison."""
    if comparison is None:
        return nodes
    told = {change.node: change for change in comparison.changes if change.node}
    found = []
    for node in nodes:
        words = told.get(node.id)
        if node.change is not None and words is not None:
            change = Change(
                relation=node.change.relation,
                previous=node.change.previous,
                confidence=node.change.confidence,
                what=words.what,
                question=words.question,
            )
            node = replace(node, change=change)
        found.append(node)
    return tuple(found)


class _Shelf(Mapping[str, Pack]):
    """The shipped packs in the order of the pages, each read when first asked for."""

    def __init__(self) -> None:
        self._read: dict[str, Pack] = {}

    def __getitem__(self, pack_id: str) -> Pack:
        if pack_id not in ORDER:
            raise KeyError(pack_id)
        if pack_id not in self._read:
            self._read[pack_id] = load_pack(CONTENT / pack_id)
        return self._read[pack_id]

    def __iter__(self) -> Iterator[str]:
        return iter(ORDER)

    def __len__(self) -> int:
        return len(ORDER)

    def __contains__(self, pack_id: object) -> bool:
        return pack_id in ORDER


@cache
def builtin_packs() -> Mapping[str, Pack]:
    """The packs shipped with Isonomy by id: six standards, two 2026 editions, the structure."""
    return _Shelf()


def hs_text(text: str, tokens: Mapping[str, str]) -> str:
    """A Harmonized Structure text with its {tokens} worded for one discipline.

    Take the tokens of a standard's pack, or those of the `hs` pack itself for wording that fits
    several standards ("the management system"). Without tokens the text stays as it is.
    """
    if not tokens:
        return text
    for name, words in tokens.items():
        text = text.replace("{" + name + "}", words)
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


_NODE = TypeAdapter(Node)
_COMPARISON = TypeAdapter(Comparison)
_PACK = TypeAdapter(Pack)
