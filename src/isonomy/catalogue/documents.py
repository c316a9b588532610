"""What must be written down: documents to maintain and records to retain, shared ones once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from isonomy.packs.load import hs_text
from isonomy.packs.node import DocumentedInformation, Node
from isonomy.packs.pack import Pack


@dataclass(slots=True)
class Written:
    """One document or record, and every requirement that asks for it.

    Requirements that share a line of the Harmonized Structure share the document, so that one
    document can serve several standards; `names` are those the standards give it.
    """

    name: str
    mode: str
    chapter: str
    place: Node
    mandatory: bool
    names: list[str] = field(default_factory=list)
    asked_by: list[tuple[Pack, Node]] = field(default_factory=list)

    @property
    def standards(self) -> list[str]:
        """The numbers of the standards that ask for it, each once."""
        return list(dict.fromkeys(pack.number for pack, _ in self.asked_by))


def written_information(
    structure: Pack, packs: Sequence[Pack], *, mode: str = "", mandatory_only: bool = True
) -> list[Written]:
    """The documents and records that a set of standards asks for, in the order of the clauses."""
    found: dict[tuple[str, str, int], Written] = {}
    for pack in packs:
        for node in pack.nodes:
            for index, document in enumerate(_of_mode(node, mode, mandatory_only)):
                shared = _shared_line(structure, node)
                place = shared or node
                key = (place.id, document.mode, index)
                row = found.get(key)
                if row is None:
                    row = found[key] = Written(
                        name=_name(structure, shared, document.mode) or document.name,
                        mode=document.mode,
                        chapter=place.clause.partition(".")[0],
                        place=place,
                        mandatory=False,
                    )
                row.mandatory = row.mandatory or document.mandatory
                row.asked_by.append((pack, node))
                if document.name not in row.names:
                    row.names.append(document.name)
    return sorted(found.values(), key=_order)


def _of_mode(node: Node, mode: str, mandatory_only: bool) -> list[DocumentedInformation]:
    return [
        document
        for document in node.documented_information
        if (not mode or document.mode == mode) and (document.mandatory or not mandatory_only)
    ]


def _shared_line(structure: Pack, node: Node) -> Node | None:
    if node.hs is None or node.hs_relation not in {"identical", "extended"}:
        return None
    return structure.by_id.get(node.hs)


def _name(structure: Pack, line: Node | None, mode: str) -> str:
    for document in line.documented_information if line else ():
        if document.mode == mode:
            return hs_text(document.name, structure.tokens)
    return ""


def _order(row: Written) -> tuple[int, tuple[tuple[int, int, str], ...], str]:
    chapter = int(row.chapter) if row.chapter.isdigit() else 99
    return chapter, row.place.sort_key, row.mode
