"""What a room takes from a table: its fields, the words people head them with, and what may stand there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds. Values are JSON: text, choice and date (YYYY-MM-DD) as text, percent 0 to 100."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    PERCENT = "percent"
    REFERENCES = "references"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a field: as stored, as shown, and as others write it."""

    value: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a row says. `synonyms` are other headings for it, in any language."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    synonyms: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    max_length: int = 20_000

    @property
    def words(self) -> tuple[str, ...]:
        """Every heading under which the field is known."""
        return (self.name, self.label, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of row that a room takes. `identifies` names the fields that say which row is meant."""

    name: str
    label: str
    fields: tuple[Field, ...]
    identifies: tuple[str, ...]

    def field(self, name: str) -> Field:
        """The field of that name."""
        return next(field for field in self.fields if field.name == name)

    @property
    def known_headings(self) -> frozenset[str]:
        """Every heading that one of the fields is known by."""
        return frozenset(word for field in self.fields for word in field.words)
