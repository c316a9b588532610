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


SAME_DOCUMENT = {"hs:5.2.comm": "hs:5.2", "hs:6.2.crit": "hs:6.2", "hs:6.2.plan": "hs:6.2",
                 "hs:9.3.1": "hs:9.3.3"}  # fmt: skip
"""Letters of the structure whose document is that of their clause: one policy, one set of
objectives, one result of the review, whether a standard asks for it in the clause or in a part."""


def written_information(
    structure: Pack, packs: Sequence[Pack], *, mode: str = "", mandatory_only: bool = True
) -> list[Written]:
    """The documents and records that a set of standards asks for, in the order of the clauses."""
    found: dict[tuple[str, str, int], Written] = {}
    for pack in packs:
        for node in pack.nodes:
            for index, document in enumerate(_of_mode(node, mode, mandatory_only)):
                place, name, at = _shared(structure, node, document, index)
                row = found.setdefault((place.id, document.mode, at), _row(place, name, document))
                row.mandatory = row.mandatory or document.mandatory
                row.asked_by.append((pack, node))
                if document.name not in row.names:
                    row.names.append(document.name)
    return sorted(found.values(), key=_order)


def _row(place: Node, name: str, document: DocumentedInformation) -> Written:
    chapter = place.clause.partition(".")[0]
    return Written(name, document.mode, chapter, place, mandatory=False)


def _of_mode(node: Node, mode: str, mandatory_only: bool) -> list[DocumentedInformation]:
    return [
        document
        for document in node.documented_information
        if (not mode or document.mode == mode) and (document.mandatory or not mandatory_only)
    ]


def _shared(
    structure: Pack, node: Node, document: DocumentedInformation, index: int
) -> tuple[Node, str, int]:
    """Where a document belongs: to the structure where it asks for it, to a line of it that
    several standards extend alike, or to the requirement alone."""
    line = structure.by_id.get(SAME_DOCUMENT.get(node.hs or "", node.hs or ""))
    for one in line.documented_information if line and index == 0 else ():
        if line is not None and one.mode == document.mode:
            return line, hs_text(one.name, structure.tokens), 0
    shares = node.hs_relation in {"identical", "extended"} and index == 0
    if shares and (own := structure.by_id.get(node.hs or "")) is not None:
        # Not 0, so that it never meets the document that the line itself asks for.
        return own, document.name, 1
    return node, document.name, index


def _order(row: Written) -> tuple[int, tuple[tuple[int, int, str], ...], str]:
    chapter = int(row.chapter) if row.chapter.isdigit() else 99
    return chapter, row.place.sort_key, row.mode
