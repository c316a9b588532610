"""The Harmonized Structure against the standards: who asks the same, who adds, who stands alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from isonomy.packs.load import hs_text
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the structure: its number and title, and per standard the nodes that belong."""

    node: Node
    title: str
    cells: tuple[tuple[Pack, tuple[Node, ...]], ...]

    @property
    def heading(self) -> bool:
        """Whether the line is a heading that asks nothing."""
        return self.node.kind == "heading"

    @property
    def alike(self) -> int:
        """In how many of the standards shown one answer serves without a word more."""
        return sum(any(n.hs_relation == "identical" for n in nodes) for _, nodes in self.cells)


@dataclass(frozen=True, slots=True)
class OwnDemands:
    """What each standard asks beyond the structure, chapter by chapter."""

    chapter: str
    title: str
    counts: tuple[tuple[Pack, int], ...]


def lines(structure: Pack, packs: Sequence[Pack], *, letters: bool = False) -> list[Line]:
    """The structure line by line; `letters` shows the separately asked letters as well."""
    return [
        Line(
            node,
            title_of(node, structure),
            tuple((pack, _belonging(node, structure, pack, letters)) for pack in packs),
        )
        for node in structure.nodes
        if letters or node.level == "clause"
    ]


def _belonging(line: Node, structure: Pack, pack: Pack, letters: bool) -> tuple[Node, ...]:
    """The requirements of a standard on this line.

    Without letters, a clause also gathers what stands on its letters: a standard may give a
    clause of its own to what the structure asks in a letter (6.1.1 and 6.1.2 of ISO 9001).
    """
    found = list(pack.by_hs.get(line.id, ()))
    if letters or line.kind == "heading":
        return tuple(found)
    below = [n for item in structure.children(line.id) if item.level == "item"
             for n in pack.by_hs.get(item.id, ())]  # fmt: skip
    found += [node for node in below if node.level == "clause"]
    if not found and below:
        above = dict.fromkeys(node.parent for node in below)
        found = [pack.by_id[parent] for parent in above if parent]
    return tuple(sorted(dict.fromkeys(found), key=lambda node: pack.position[node.id]))


def title_of(node: Node, structure: Pack) -> str:
    """The title of a line; a letter, which has none, is told by its own words."""
    if node.level == "item":
        return hs_text(node.paraphrase, structure.tokens)
    return node.full_title


def own_demands(structure: Pack, packs: Sequence[Pack]) -> list[OwnDemands]:
    """How many requirements of each standard stand outside the structure, by chapter."""
    counted = {
        pack.id: Counter(
            node.clause.partition(".")[0]
            for node in pack.requirements
            if node.hs_relation == "specific"
        )
        for pack in packs
    }
    return [
        OwnDemands(
            chapter.clause,
            chapter.title,
            tuple((pack, counted[pack.id][chapter.clause]) for pack in packs),
        )
        for chapter in structure.children(None)
    ]


def relatives(node: Node, packs: Sequence[Pack], own: Pack) -> list[tuple[Pack, tuple[Node, ...]]]:
    """The same requirement in the other standards, by way of the structure."""
    if not node.hs:
        return []
    return [
        (pack, found) for pack in packs if pack.id != own.id and (found := pack.by_hs.get(node.hs))
    ]
