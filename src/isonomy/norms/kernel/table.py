"""Dated normative tables: read strictly from YAML, looked up always for a date or an edition."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from isonomy.norms.kernel.citation import Cite, Confidence
from isonomy.norms.kernel.period import Period
from isonomy.norms.kernel.verdict import Answer, Step
from isonomy.proof.canonical import canonical


class TableError(ValueError):
    """A normative table is not fit for use: the message names the table and the cause."""


class _StrictLoader(yaml.SafeLoader):
    """YAML that refuses duplicate keys and keeps decimal figures exact."""


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise TableError(f"line {key_node.start_mark.line + 1}: {key!r} stands twice")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


def _decimal(loader: _StrictLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _decimal)


@dataclass(frozen=True, slots=True)
class Band:
    """A figure that holds for every number up to and including `up_to`; None is without end."""

    up_to: Decimal | None
    value: Decimal


@dataclass(frozen=True, slots=True)
class TableEdition:
    """One edition of a table with the days on which it applies."""

    edition: str
    applies: Period
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class DatedTable:
    """A table of a norm in all its editions; there is no "latest", only a date or an edition."""

    id: str
    title: str
    unit: str
    document: str
    place: str
    confidence: Confidence
    editions: tuple[TableEdition, ...]
    digest: str

    def on(self, day: date) -> TableEdition:
        """The edition that applies on a day."""
        for edition in self.editions:
            if day in edition.applies:
                return edition
        raise TableError(f"{self.id}: no edition applies on {day.isoformat()}")

    def edition(self, name: str) -> TableEdition:
        """The edition of that name."""
        for edition in self.editions:
            if edition.edition == name:
                return edition
        raise TableError(f"{self.id}: there is no edition {name!r}")

    def look_up(self, given: Decimal | int, day: date) -> Answer[Decimal]:
        """The figure for a number on a day; an upper bound belongs to the lower band."""
        if given < 0:
            raise TableError(f"{self.id}: {given} is below nought")
        edition = self.on(day)
        cite = Cite(self.document, self.place, edition.edition, self.confidence)
        for band in edition.bands:
            if band.up_to is None or given <= band.up_to:
                step = Step(self.title, band.value, cite, f"{given} → {band.value} {self.unit}")
                return Answer(band.value, (step,), (cite,), edition.edition, self.digest)
        raise TableError(f"{self.id}: {given} lies above the last band of {edition.edition}")


_KEYS = {"id", "title", "unit", "source", "editions", "checked", "cases"}


def load_table(path: Path) -> DatedTable:
    """Read one table; unknown keys, gaps, overlaps and duplicate keys are refused by name."""
    raw = yaml.load(path.read_text("utf-8"), _StrictLoader)  # noqa: S506  a SafeLoader underneath
    if not isinstance(raw, dict) or (strange := set(raw) - _KEYS):
        raise TableError(f"{path.name}: unknown keys {sorted(strange) if raw else raw}")
    editions = tuple(_edition(raw["id"], item) for item in raw["editions"] if "applies" in item)
    for first, second in itertools.pairwise(editions):
        if first.applies.overlaps(second.applies):
            raise TableError(f"{raw['id']}: {first.edition} and {second.edition} overlap")
    source = raw["source"]
    return DatedTable(
        id=raw["id"],
        title=raw["title"],
        unit=raw["unit"],
        document=source["document"],
        place=source.get("place", ""),
        confidence=Confidence(source.get("confidence", "U")),
        editions=editions,
        digest=hashlib.sha256(canonical(_plain(raw))).hexdigest(),
    )


def _edition(table: str, raw: dict[str, Any]) -> TableEdition:
    span = Period(raw["applies"]["from"], raw["applies"].get("until"))
    bands = tuple(
        Band(None if b.get("up_to") is None else Decimal(b["up_to"]), Decimal(b["value"]))
        for b in raw["bands"]
    )
    bounds = [band.up_to for band in bands]
    if None in bounds[:-1]:
        raise TableError(f"{table} {raw['edition']}: only the last band may be without end")
    closed = [bound for bound in bounds if bound is not None]
    if closed != sorted(set(closed)):
        raise TableError(f"{table} {raw['edition']}: bands overlap or stand out of order")
    return TableEdition(raw["edition"], span, bands)


def _plain(value: Any) -> Any:
    """The same content with dates and decimals as text, so that its digest is stable."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | bool) or value is None else str(value)
