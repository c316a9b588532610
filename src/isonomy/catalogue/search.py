"""Finds requirements in memory while somebody types: numbers, words and control ids in any order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from isonomy.packs.check import texts_of
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack

MOST = 80
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A requirement that was found, with the pack it stands in."""

    pack: Pack
    node: Node
    weight: int


def folded(text: str) -> str:
    """A text without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=64)
def _index(pack: Pack) -> tuple[tuple[Node, str, str, str], ...]:
    name = folded(f" {pack.number} {pack.reference} {pack.edition}")
    lines = []
    for node in pack.nodes:
        titles = f" {node.title} {node.short_title} {node.display_title} {node.theme}"
        words = " ".join((*(text for _, text in texts_of(node)), *node.topics, *node.predecessors))
        lines.append((node, folded(node.clause), folded(titles) + name, folded(f" {words}")))
    return tuple(lines)


def search(packs: Iterable[Pack], text: str, most: int = MOST) -> list[Hit]:
    """The requirements that hold every word of the question, the best first.

    A word may be a clause number (10.2), a control (A.5.1 or 5.1), the number of a standard
    (27001) or the beginning of any word of our own texts.
    """
    terms = [term for term in folded(text).replace(",", " ").split() if term]
    if not terms or max(len(term) for term in terms) < SHORTEST:
        return []
    hits = [
        Hit(pack, node, weight)
        for pack in packs
        for node, clause, titles, words in _index(pack)
        if (weight := _weight(terms, clause, titles, words))
    ]
    hits.sort(key=lambda hit: -hit.weight)
    return hits[:most]


def _weight(terms: list[str], clause: str, titles: str, words: str) -> int:
    total = 0
    for term in terms:
        if clause in {term, f"a.{term}"}:
            total += 100
        elif clause.startswith((f"{term}.", f"{term} ", f"a.{term}.")):
            total += 60
        elif f" {term}" in titles:
            total += 20
        elif f" {term}" in words or f"({term}" in words or f"-{term}" in words:
            total += 5
        else:
            return 0
    return total
