"""One figure for where an organisation stands, with its working."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from isonomy.norms.gap.state import State
from isonomy.norms.kernel.citation import Cite, Confidence
from isonomy.norms.kernel.verdict import Answer, Step

HALF = Decimal("0.5")
HOUSE_RULE = Cite("Isonomy", "readiness", "1", Confidence.GENERAL)
"""No standard defines a readiness figure: this one is ours, and says so."""


def readiness(counts: Mapping[State, int]) -> Answer[Decimal | None]:
    """Readiness in whole percent: conforming requirements count whole, partly conforming ones half.

    Divided by all that apply. What was not assessed counts as nothing, so that silence never
    helps. None where nothing applies. Every requirement weighs the same; controls are counted in
    the Statement of Applicability, not here (the caller leaves them out).
    """
    whole, half = counts.get(State.CONFORMS, 0), counts.get(State.PARTLY, 0)
    none, unseen = counts.get(State.DOES_NOT_CONFORM, 0), counts.get(State.NOT_ASSESSED, 0)
    left_out = counts.get(State.NOT_APPLICABLE, 0)
    points, applicable = whole + half * HALF, whole + half + none + unseen
    percent = _percent(points, applicable)
    working = (
        Step("conforms_counted_whole", whole, HOUSE_RULE, str(whole)),
        Step("partly_counted_half", half * HALF, HOUSE_RULE, str(half)),
        Step("does_not_conform_counted_nothing", 0, HOUSE_RULE, str(none)),
        Step("not_assessed_counted_nothing", 0, HOUSE_RULE, str(unseen)),
        Step("points", points, HOUSE_RULE),
        Step("applicable", applicable, HOUSE_RULE, str(left_out)),
        Step("readiness_percent", "–" if percent is None else percent, HOUSE_RULE),
    )
    return Answer(percent, working, (HOUSE_RULE,), HOUSE_RULE.edition)


def _percent(points: Decimal, applicable: int) -> Decimal | None:
    if not applicable:
        return None
    return (points * 100 / applicable).quantize(Decimal(1), ROUND_HALF_UP)
