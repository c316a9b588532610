"""Words made comparable: without case, accents, punctuation and bracketed units."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_NO_WORD = re.compile(r"[\W_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """A text as plain small words with single blanks: “Maßnahme / Owner (m/f)” is “massnahme owner”."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    plain = _NO_WORD.sub(" ", _BRACKETS.sub(" ", text)).strip() or _NO_WORD.sub(" ", text).strip()
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)) or text.strip()


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1: the same letters, or the same words in another order."""
    one, other = normal(one), normal(other)
    if one == other:
        return 1.0 if one else 0.0
    if not one or not other:
        return 0.0
    words, others = set(one.split()), set(other.split())
    shared = 2 * len(words & others) / (len(words) + len(others))
    letters = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return max(shared * 0.95, letters if letters >= 0.75 else 0.0)
