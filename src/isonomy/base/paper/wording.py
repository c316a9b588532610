"""Text as people typed it, made fit to be printed: nothing is executed, nothing is lost in silence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

MARKER = "\N{WHITE SQUARE}"
"""What stands in a document for a character that no loaded font can draw."""

LONGEST_PIECE = 22
"""Characters of an unbroken word after which a line may break, so that a table keeps its columns."""

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNBROKEN = re.compile(rf"[^\s\u200b\u00ad]{{{LONGEST_PIECE + 1},}}")
_PLAIN = re.compile(r"[\x20-\x7e\n]*")


@dataclass(slots=True)
class Printer:
    """Fits the strings of one document to its fonts and remembers what could not be drawn.

    `drawable` are the code points the fonts have; `missing` collects the others, in order of
    appearance, once each. Controls and invisible signs are dropped, they have no picture.
    """

    drawable: Set[int]
    missing: dict[str, None] = field(default_factory=dict)

    def fit(self, value: object) -> object:
        """The same structure of lists and mappings, with every string fit to be printed."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {str(key): self.fit(item) for key, item in value.items()}
        if isinstance(value, Sequence):
            return [self.fit(item) for item in value]
        return value

    def text(self, text: str) -> str:
        """One string, its undrawable characters replaced by the marker, long words breakable."""
        if not _PLAIN.fullmatch(text):
            text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
            text = "".join(map(self._sign, text))
        return _UNBROKEN.sub(_breakable, text)

    def _sign(self, sign: str) -> str:
        if sign == "\n":
            return sign
        if sign == "\t":
            return " "
        if unicodedata.category(sign) in {"Cc", "Cf"} or _is_selector(sign):
            return sign if sign in _KEPT_INVISIBLE else ""
        if ord(sign) in self.drawable and unicodedata.category(sign) not in {"Co", "Cs", "Cn"}:
            return sign
        self.missing[sign] = None
        return MARKER


_KEPT_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f")
"""Signs that shape words in Arabic, Persian and Indic scripts, and the break we set ourselves."""


def _is_selector(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def _breakable(match: re.Match[str]) -> str:
    word = match.group()
    pieces = (word[at : at + LONGEST_PIECE] for at in range(0, len(word), LONGEST_PIECE))
    return "\u200b".join(pieces)


def gettext_noop(text: str) -> str:
    """Mark a source text for translation; whoever makes the document looks it up.

    Django's function of this name asks for settings, and a document must also be made without.
    """
    return text
