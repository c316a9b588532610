"""Finds long runs of words that a pack shares with a text somebody owns.

The licence holder runs it on his own machine; nothing of his text is kept or printed beyond the
run itself, which stands in the pack already.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pypdf

from isonomy.packs.check import texts_of
from isonomy.packs.load import Pack

RUN = 8
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class SharedRun:
    """A run of words that stands both in a pack and in the text: where, what, how many."""

    node: str
    field: str
    words: str
    count: int


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _WORD.findall(plain.replace("’", "'"))


def overlap(pack: Pack, text: str, run: int = RUN) -> list[SharedRun]:
    """The runs of `run` or more words that the pack's own words share with the text."""
    theirs = words_of(text)
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for start in range(len(theirs) - run + 1):
        index[tuple(theirs[start : start + run])].append(start)
    found: list[SharedRun] = []
    for node in pack.nodes:
        for field, ours in texts_of(node):
            found.extend(
                SharedRun(node.id, field, " ".join(shared), len(shared))
                for shared in _shared(words_of(ours), theirs, index, run)
            )
    return sorted(found, key=lambda shared: -shared.count)


def _shared(
    ours: list[str], theirs: list[str], index: dict[tuple[str, ...], list[int]], run: int
) -> list[list[str]]:
    """The longest shared runs, none inside another."""
    found: list[list[str]] = []
    start = 0
    while start <= len(ours) - run:
        places = index.get(tuple(ours[start : start + run]), ())
        length = max((_reach(ours, start, theirs, place) for place in places), default=0)
        if length:
            found.append(ours[start : start + length])
        start += max(length, 1)
    return found


def _reach(ours: list[str], start: int, theirs: list[str], place: int) -> int:
    """How many words run alike from these two places on."""
    length = 0
    while (
        start + length < len(ours)
        and place + length < len(theirs)
        and ours[start + length] == theirs[place + length]
    ):
        length += 1
    return length


def read_text(file: Path) -> str:
    """The words of a text file or a PDF; ValueError says why it cannot be read."""
    if file.suffix.lower() == ".pdf":
        try:
            return "\n".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
        except (pypdf.errors.PyPdfError, ValueError) as fault:
            raise ValueError(f"{file.name} cannot be read as a PDF: {fault}") from fault
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ValueError(f"{file.name} is not UTF-8 text") from fault
