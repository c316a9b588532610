"""Proposes which column is which field, and recognises a file of the same build by its headings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from isonomy.base.files.notice import Notice
from isonomy.exchange.reading.grid import Cell, Table, shown
from isonomy.exchange.reading.target import Field, Kind, Target
from isonomy.exchange.reading.values import Habits, habits_of, parse_value
from isonomy.exchange.reading.words import likeness, normal

_PROPOSE_FROM = 0.62
_SAMPLE = 40
_BRACKETED = 0.96
_JUDGED = frozenset({Kind.CHOICE, Kind.DATE, Kind.NUMBER, Kind.PERCENT, Kind.FLAG})

ColumnMap = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One column of the file: its heading, the field proposed for it (or ""), how sure, and samples."""

    column: int
    heading: str
    field: str
    confidence: float
    samples: tuple[str, ...]
    remembered: bool = False


def fingerprint(headings: Sequence[str]) -> str:
    """A digest by which files with the same headings in the same order are known again."""
    joined = "\x1f".join(normal(heading) for heading in headings)
    return hashlib.sha256(joined.encode()).hexdigest()


def propose(
    target: Target, table: Table, *, remembered: Mapping[str, str] | None = None
) -> tuple[Proposal, ...]:
    """For every column the field it most likely is; a remembered mapping (heading to field) goes first."""
    known = remembered or {}
    names = {field.name for field in target.fields}
    kept = {
        column: known[heading]
        for column, heading in enumerate(table.headings)
        if known.get(heading) in names
    }
    scores = _scores(target, table, set(kept.values())) if not known else {}
    proposed = _assign(scores, taken_columns=set(kept))
    return tuple(
        Proposal(
            column,
            heading,
            kept.get(column) or proposed.get(column, ("", 0.0))[0],
            1.0 if column in kept else proposed.get(column, ("", 0.0))[1],
            _samples(table.column(column)),
            remembered=column in kept,
        )
        for column, heading in enumerate(table.headings)
    )


def missing_fields(target: Target, columns: ColumnMap) -> tuple[Field, ...]:
    """Required fields for which no column was chosen."""
    chosen = set(columns.values())
    return tuple(field for field in target.fields if field.required and field.name not in chosen)


def heading_likeness(field: Field, heading: str) -> float:
    """How well a heading fits a field, from 0 to 1."""
    best = max(likeness(word, heading) for word in field.words)
    return best * _BRACKETED if best == 1.0 and any(mark in heading for mark in "[(") else best


def _scores(target: Target, table: Table, taken: Iterable[str]) -> dict[tuple[str, int], float]:
    spoken_for = set(taken)
    scores = {}
    for field in target.fields:
        if field.name in spoken_for:
            continue
        for column, heading in enumerate(table.headings):
            likely = heading_likeness(field, heading)
            if likely >= _PROPOSE_FROM:
                likely *= _plausible(field, table.column(column)[:_SAMPLE])
            if likely >= _PROPOSE_FROM:
                scores[field.name, column] = round(likely, 3)
    return scores


def _plausible(field: Field, cells: Sequence[Cell]) -> float:
    """Less than 1 where most cells of a column cannot be what the field holds."""
    filled = [cell for cell in cells if cell is not None and shown(cell).strip()]
    if field.kind not in _JUDGED or not filled:
        return 1.0
    habits: Habits = habits_of(field, filled)
    fits = sum(1 for cell in filled if not isinstance(parse_value(field, cell, habits), Notice))
    return 0.7 + 0.3 * fits / len(filled)


def _assign(
    scores: Mapping[tuple[str, int], float], *, taken_columns: set[int]
) -> dict[int, tuple[str, float]]:
    chosen: dict[int, tuple[str, float]] = {}
    used: set[str] = set()
    for (field, column), score in sorted(scores.items(), key=lambda item: (-item[1], item[0][1])):
        if field not in used and column not in chosen and column not in taken_columns:
            chosen[column] = (field, score)
            used.add(field)
    return chosen


def _samples(cells: Sequence[Cell]) -> tuple[str, ...]:
    samples: list[str] = []
    for cell in cells:
        text = " ".join(shown(cell).split())[:80]
        if text and text not in samples:
            samples.append(text)
        if len(samples) == 3:
            break
    return tuple(samples)
