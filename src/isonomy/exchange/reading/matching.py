"""Finds the requirement that a row of a foreign table means, or says why that cannot be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from isonomy.base.files.notice import Notice, gettext_noop, notice
from isonomy.exchange.reading.grid import Cell, CellFault, shown
from isonomy.exchange.reading.reference import Place, is_dotted, key_of, read_reference
from isonomy.exchange.reading.words import likeness, normal

_TITLE_FITS = 0.6
_TITLE_LEAD = 0.2


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement that rows may mean. `number` as in “4.2 a” or “A.5.1”; `former` are old numbers."""

    id: str
    standard: str
    number: str
    title: str = ""
    year: str = ""
    former: tuple[str, ...] = ()


class Outcome(StrEnum):
    """Whether a text means one requirement, several, or none."""

    UNIQUE = "unique"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: the ids, and a sentence where it is not exactly one."""

    outcome: Outcome
    ids: tuple[str, ...] = ()
    reason: Notice | None = None


Key = tuple[bool, str, str]


class RequirementIndex:
    """All requirements in question, found by id, by place in a standard, or by title."""

    def __init__(self, requirements: Iterable[Requirement]) -> None:
        self._all = tuple(requirements)
        self._by_id = {requirement.id.casefold(): requirement for requirement in self._all}
        self._by_key: dict[Key, list[Requirement]] = {}
        self._by_former: dict[Key, list[Requirement]] = {}
        self._by_title: dict[str, list[Requirement]] = {}
        for requirement in self._all:
            self._by_key.setdefault(key_of(requirement.number), []).append(requirement)
            for number in requirement.former:
                self._by_former.setdefault(key_of(number), []).append(requirement)
            if requirement.title:
                self._by_title.setdefault(normal(requirement.title), []).append(requirement)
        self._codes = frozenset(_code(requirement.standard) for requirement in self._all) | {
            "27002"
        }

    def match(
        self, cell: Cell, *, standard: str = "", title: str = "", annex: bool | None = None
    ) -> Match:
        """The requirement meant by a cell.

        `standard` restricts to one (key or code), `title` is what the row calls the requirement,
        and `annex` says whether bare numbers in this table are controls (True) or clauses (False).
        """
        if isinstance(cell, CellFault | date | time):
            return _none(
                gettext_noop(
                    "The spreadsheet program has made “%(found)s” of the number. "
                    "Format the column as text and write the number again."
                ),
                found=shown(cell),
            )
        text = shown(cell).strip()
        if exact := self._by_id.get(text.casefold()):
            return Match(Outcome.UNIQUE, (exact.id,))
        reference = read_reference(text, self._codes)
        places = [place for place in reference.places if is_dotted(place, reference.places)]
        code = reference.code or _code(standard)
        pool = [code, reference.year, standard if "_" in standard else ""]
        if not places:
            return self._by_words(text, pool)
        if len(places) > 1:
            return self._several(places, text, pool, annex)
        annex = True if reference.code == "27002" else annex
        return self._one(places[0], text, pool, title=title, annex=annex, cell=cell)

    def match_all(self, cell: Cell, *, standard: str = "") -> tuple[Match, ...]:
        """Every requirement named in a cell, such as “A 5.17 A 8.5” or “4.1; 6.1.2”."""
        text = shown(cell)
        reference = read_reference(text, self._codes)
        pool = [reference.code or _code(standard), reference.year, ""]
        return tuple(
            self._one(place, text, pool, title="", annex=None, cell=None)
            for place in reference.places
            if is_dotted(place, reference.places)
        )

    def _one(
        self,
        place: Place,
        text: str,
        pool: Sequence[str],
        *,
        title: str,
        annex: bool | None,
        cell: Cell,
    ) -> Match:
        found = self._candidates(place, pool, annex, cell)
        if not found:
            return self._absent(place, text, pool, annex)
        if len(found) > 1:
            found = _by_title(found, title or place.rest) or found
        if len(found) == 1:
            return Match(Outcome.UNIQUE, (found[0].id,))
        return _ambiguous(text, found)

    def _candidates(
        self, place: Place, pool: Sequence[str], annex: bool | None, cell: Cell
    ) -> list[Requirement]:
        said = place.annex if place.annex is not None else annex
        sides = (said,) if said is not None else (False, True)
        numbers = [place.number]
        if isinstance(cell, float) and re.fullmatch(r"\d+\.\d", place.number):
            numbers.append(place.number + "0")
        found: list[Requirement] = []
        for number in numbers:
            for side in sides:
                worded = self._by_key.get((side, number, place.word), []) if place.word else []
                found += self._in_pool(
                    worded or self._by_key.get((side, number, place.item), []), pool
                )
        return found

    def _absent(self, place: Place, text: str, pool: Sequence[str], annex: bool | None) -> Match:
        former = []
        if place.annex or (place.annex is None and annex):
            former = self._in_pool(self._by_former.get((True, place.number, ""), []), pool)
        if len(former) == 1:
            return Match(Outcome.UNIQUE, (former[0].id,))
        if former:
            return _ambiguous(text, former)
        if place.item and self._in_pool(self._by_key.get((False, place.number, ""), []), pool):
            return _none(
                gettext_noop("%(number)s has no item %(item)s."),
                number=place.number,
                item=place.item,
            )
        return _none(
            gettext_noop("“%(found)s” is not among the requirements chosen here."), found=text[:80]
        )

    def _several(
        self, places: Sequence[Place], text: str, pool: Sequence[str], annex: bool | None
    ) -> Match:
        """A text with several numbers: a title may hold figures, so the first must stand alone."""
        ids: list[str] = []
        for place in places:
            ids += [found.id for found in self._candidates(place, pool, annex, None)]
        unique = tuple(dict.fromkeys(ids))
        if len(unique) == 1:
            return Match(Outcome.UNIQUE, unique)
        return Match(
            Outcome.AMBIGUOUS if unique else Outcome.NONE,
            unique,
            notice(
                gettext_noop(
                    "“%(found)s” names several places; one row speaks of one requirement."
                ),
                found=text[:80],
            ),
        )

    def _by_words(self, text: str, pool: Sequence[str]) -> Match:
        found = self._in_pool(self._by_title.get(normal(text), []), pool) if text else []
        if len(found) == 1:
            return Match(Outcome.UNIQUE, (found[0].id,))
        if found:
            return _ambiguous(text, found)
        if not text:
            return _none(gettext_noop("The row names no requirement."))
        return _none(
            gettext_noop(
                "“%(found)s” is neither the number, the id nor the title of a requirement."
            ),
            found=text[:80],
        )

    def _in_pool(
        self, requirements: Iterable[Requirement], pool: Sequence[str]
    ) -> list[Requirement]:
        code, year, key = pool
        code = "27001" if code == "27002" else code
        return [
            found
            for found in requirements
            if (not code or _code(found.standard) == code)
            and (not key or found.standard == key)
            and (not year or not found.year or found.year == year or code == "27001")
        ]


def _by_title(found: Sequence[Requirement], title: str) -> list[Requirement]:
    """The one whose title the row gives, if it leads the others clearly."""
    if not normal(title):
        return []
    ranked = sorted(((likeness(one.title, title), one) for one in found), key=lambda r: -r[0])
    (best, one), (second, _) = ranked[0], ranked[1]
    exact = best == 1.0 > second
    return [one] if exact or (best >= _TITLE_FITS and best - second >= _TITLE_LEAD) else []


def _ambiguous(text: str, found: Sequence[Requirement]) -> Match:
    ids = tuple(dict.fromkeys(one.id for one in found))
    return Match(
        Outcome.AMBIGUOUS,
        ids,
        notice(
            gettext_noop("“%(found)s” can mean %(ids)s. Name the standard, or use the id."),
            found=text[:80],
            ids=", ".join(ids[:6]),
        ),
    )


def _none(template: str, **facts: str) -> Match:
    return Match(Outcome.NONE, (), notice(template, **facts))


def _code(standard: str) -> str:
    found = re.search(r"\d{4,5}", standard)
    return found[0] if found else standard
