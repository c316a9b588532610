"""The clause tree of one pack as rows to draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from isonomy.packs.load import hs_text
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack

LARGE = 400
"""Above this many nodes a tree shows the rows of one chapter only."""
LETTER_WORDS = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the tree: where it leads, how deep it stands."""

    node: Node
    place: str
    title: str
    deep: bool
    current: bool


@dataclass(slots=True)
class Chapter:
    """A top line of the tree and what stands below it."""

    node: Node
    place: str
    open: bool
    current: bool
    rows: list[Row] = field(default_factory=list)


def chapters(pack: Pack, here: Node | None = None) -> list[Chapter]:
    """The tree chapter by chapter; the one that holds the page is open."""
    top = _top(pack, here)
    large = len(pack.nodes) > LARGE
    found = []
    for node in pack.children(None):
        is_open = top is not None and node.id == top.id
        chapter = Chapter(node, _place(node), is_open, here is not None and node.id == here.id)
        if is_open or not large:
            chapter.rows.extend(_rows(pack, node, here, 0))
        found.append(chapter)
    return found


def _top(pack: Pack, here: Node | None) -> Node | None:
    if here is None:
        return None
    above = pack.ancestors(here)
    return above[0] if above else here


def _rows(pack: Pack, above: Node, here: Node | None, depth: int) -> Iterator[Row]:
    for node in pack.children(above.id):
        is_here = here is not None and node.id == here.id
        yield Row(node, _place(node), label_of(pack, node), depth > 0, is_here)
        yield from _rows(pack, node, here, depth + 1)


def _place(node: Node) -> str:
    return node.id.partition(":")[2]


def label_of(pack: Pack, node: Node) -> str:
    """What a row is called: its short title, or for a letter the beginning of its words."""
    if node.level != "item" or not node.paraphrase:
        return node.label
    text = hs_text(node.paraphrase, pack.tokens)
    if len(text) <= LETTER_WORDS:
        return text.rstrip(".")
    return text[:LETTER_WORDS].rsplit(" ", 1)[0] + " …"


def neighbours(pack: Pack, here: Node) -> tuple[Node | None, Node | None]:
    """The requirement before and the one after, headings left out."""
    listed = [node for node in pack.nodes if node.auditable or node.id == here.id]
    place = next(i for i, node in enumerate(listed) if node.id == here.id)
    before = listed[place - 1] if place else None
    after = listed[place + 1] if place + 1 < len(listed) else None
    return before, after
