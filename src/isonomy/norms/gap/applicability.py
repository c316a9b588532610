"""When a requirement may be called not applicable, and what must be said then."""

from __future__ import annotations

from dataclasses import dataclass

from isonomy.norms.gap.state import State
from isonomy.norms.kernel.citation import Cite, Confidence
from isonomy.norms.kernel.verdict import Refusal, Verdict


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What a standard says on leaving one of its requirements out; `rule` is the place in our words."""

    ref: str
    allowed: bool
    rule: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A state that somebody wants to give, with the justification they wrote."""

    state: State
    justification: str


def may_be_given(claim: Claim, exclusions: tuple[Exclusion, ...]) -> Verdict:
    """Whether a state may be given to all the requirements it would cover.

    Not applicable needs a rule that allows it for every one of them, and a justification.
    """
    if claim.state is not State.NOT_APPLICABLE:
        return Verdict()
    refusals = [
        Refusal("exclusion_not_allowed", item.ref, _cite(item))
        for item in exclusions
        if not item.allowed
    ]
    if not claim.justification.strip():
        place = _cite(exclusions[0]) if exclusions else None
        refusals.append(Refusal("justification_missing", "", place))
    return Verdict(tuple(refusals))


def _cite(item: Exclusion) -> Cite:
    return Cite(item.rule, "", "", Confidence.GENERAL)
