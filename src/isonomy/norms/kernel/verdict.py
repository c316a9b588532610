"""What a rule answers: yes or no with reasons, or a value with its working."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from isonomy.norms.kernel.citation import Cite

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not be done; `code` is what a page words, `cite` the rule that says so."""

    code: str
    reason: str
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, or no with every reason."""

    refusals: tuple[Refusal, ...] = ()

    def __bool__(self) -> bool:
        return not self.refusals


@dataclass(frozen=True, slots=True)
class Step:
    """One line of working: what was counted, how much of it, and by which rule."""

    label: str
    value: Decimal | int | str
    cite: Cite | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer(Generic[V]):
    """A computed value that shows its working and the edition and digest of what it used."""

    value: V
    working: tuple[Step, ...] = ()
    cites: tuple[Cite, ...] = ()
    edition: str = ""
    digest: str = ""
