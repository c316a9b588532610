"""Until when a piece of evidence proves something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from isonomy.norms.kernel.period import add_months


@dataclass(frozen=True, slots=True)
class Proof:
    """The day or period that evidence proves, and after how many months it must be renewed."""

    proves_from: date | None
    proves_until: date | None
    review_months: int | None


def stale_from(proof: Proof) -> date | None:
    """The first day on which evidence counts as stale, or None where it never does.

    Counted from the end of what it proves, never from the day of its upload.
    """
    last = proof.proves_until or proof.proves_from
    if last is None or not proof.review_months:
        return None
    return add_months(last, proof.review_months)


def is_stale(proof: Proof, today: date) -> bool:
    """Whether the evidence must be renewed."""
    first = stale_from(proof)
    return first is not None and today >= first
