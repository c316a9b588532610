"""Reads how people write the place of a requirement: “ISO 27001 A 5.1”, “8.2.3 b)”, “Kapitel 4.1”."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

_STANDARD = re.compile(
    r"(?:\b(?:ISO|IEC|EN|DIN|BS|ÖNORM|SN|NF|UNE|UNI)\b[\s/_-]*)*"
    r"(?:ISO|IEC)?(?<!\d)(?<!\.)(\d{4,5})(?!\.?\d)(?:\s*[:-]\s*((?:19|20)\d{2})(?!\d))?",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?P<annex>\b(?:annex|anhang|annexe|anexo|appendix)\s*A\b[\s.:/-]*(?:A[\s.:-]*)?"
    r"|(?<![^\W_])A[\s.:_-]{0,3}(?=\d)|\b(?:control|controls|kontrolle|massnahme|maßnahme)\b[\s.:#-]*(?:A[\s.:-]{0,3})?(?=\d))?"
    r"(?P<clause>\b(?:clause|section|chapter|kapitel|kap\.|abschnitt|abs\.|ziffer|klausel|nr\.|no\.|req\.)\s*|§\s*)?"
    r"(?<![\w.])?(?P<number>\d{1,2}(?:\s?[.,]\s?\d{1,2}){0,4})(?![\d])"
    r"(?P<item>"
    r"(?:[\s.,:–-]*(?:lit\.?|buchst\.?|buchstabe|item|point|punkt)\s*\(?(?P<named>[a-z]\d?)(?![\w]))"
    r"|(?:[\s.,:–-]*(?:\((?P<bracketed>[a-z]\d?)\)|(?P<closed>[a-z]\d?)\))(?:\s*\(?(?P<sub>\d)\))?)"
    r"|(?:\.?(?P<attached>[a-z]\d?)(?![\w]))"
    r"|(?:\s*[.:-]?\s+(?P<last>[a-z]\d?(?:-[a-z]\d?)?)\s*$)"
    r"|(?:\s*[.:-]?\s+(?P<word>[a-z]{2,12})(?![\w])))?",
    re.IGNORECASE,
)
_ITEM_FORMS = ("named", "bracketed", "closed", "attached", "last")


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a standard as somebody wrote it. `annex` is None where it was not said."""

    number: str
    item: str = ""
    word: str = ""
    annex: bool | None = None
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a text refers to: the standard's code and year where named, and the places."""

    code: str
    year: str
    places: tuple[Place, ...]


@lru_cache(maxsize=20_000)
def read_reference(text: str, codes: frozenset[str]) -> Reference:
    """The standard and the places named in a text; `codes` are the standards known, such as 9001."""
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    code = year = ""
    for found in _STANDARD.finditer(text):
        if found[1] in codes or found[0][:3].casefold() in ("iso", "iec", "din"):
            code, year = found[1], found[2] or ""
            text = (text[: found.start()] + " " + text[found.end() :]).strip(" :,;-–")
            break
    return Reference(code, year, tuple(_places(text)))


def _places(text: str) -> list[Place]:
    found = list(_PLACE.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)] * bool(found)
    return [_place(match, text[match.end() : end]) for match, end in zip(found, ends, strict=True)]


def _place(found: re.Match[str], rest: str) -> Place:
    number = re.sub(r"\s?[.,]\s?", ".", found["number"])
    item = next((found[form] for form in _ITEM_FORMS if found[form]), "") + (found["sub"] or "")
    annex = True if found["annex"] else False if found["clause"] else None
    word = found["word"] or ""
    return Place(number, item.lower(), word.lower(), annex, f"{word} {rest}".strip(" :;,-–"))


def key_of(number: str) -> tuple[bool, str, str]:
    """Annex or not, dotted number and item of a place as our own catalogue writes it."""
    head, _, item = number.strip().partition(" ")
    annex = head.upper().startswith("A.")
    return annex, head[2:] if annex else head, item.strip().lower()


def is_dotted(place: Place, others: Collection[Place]) -> bool:
    """Whether a figure is meant as a place: it has a dot or a marker, or nothing else is there."""
    return "." in place.number or place.annex is not None or len(others) == 1
