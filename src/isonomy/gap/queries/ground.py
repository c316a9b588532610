"""What stands behind the answers: how fresh the evidence is, and which answers have none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from isonomy.base.access import Actor
from isonomy.base.look import Piece, pieces
from isonomy.gap.models import EvidenceUse
from isonomy.gap.queries.picture import Picture
from isonomy.norms.gap.freshness import Proof, stale_from
from isonomy.norms.gap.state import State

SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Ground:
    """Pieces of evidence in use by how fresh they are; `without` counts conforming answers with none."""

    items: int
    fresh: int
    soon: int
    stale: int
    undated: int
    without: int
    conforming: int

    @property
    def laid(self) -> list[Piece]:
        """The pieces of a bar: fresh, due soon, stale; what never counts as stale stays pale."""
        parts = [
            ("conforms", self.fresh),
            ("partly", self.soon),
            ("stale", self.stale),
            ("not_assessed", self.undated),
        ]
        return pieces(parts, self.items)


def ground(actor: Actor, found: Picture, today: date) -> Ground:
    """How well the answers of the standards in sight are proved, in one query."""
    rows = list(
        EvidenceUse.objects.for_(actor)
        .filter(assessment=found.assessment)
        .values_list(
            "key",
            "evidence_id",
            "evidence__proves_from",
            "evidence__proves_until",
            "evidence__review_months",
        )
    )
    shown = [row for row in rows if row[0] in found.by_key]
    first_stale = {row[1]: stale_from(Proof(row[2], row[3], row[4])) for row in shown}
    stale = sum(on is not None and on <= today for on in first_stale.values())
    soon = sum(on is not None and today < on <= today + SOON for on in first_stale.values())
    undated = sum(on is None for on in first_stale.values())
    proved = {row[0] for row in shown}
    conforming = {
        key
        for (key, part, site), state in found.answers.items()
        if not part and site is None and state is State.CONFORMS and key in found.by_key
    }
    return Ground(
        len(first_stale),
        len(first_stale) - stale - soon - undated,
        soon,
        stale,
        undated,
        len(conforming - proved),
        len(conforming),
    )
