"""The life of a Statement of Applicability (ISO/IEC 27001, 6.1.3 d)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from isonomy.norms.kernel.citation import Cite, Confidence
from isonomy.norms.kernel.verdict import Refusal
from isonomy.norms.kernel.workflow import Transition, Workflow

DEMANDED = Cite("ISO/IEC 27001", "6.1.3 d", "2022", Confidence.GENERAL)


class SoaState(StrEnum):
    """Where a version of the statement stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class SoaFacts:
    """What approval depends on: controls without a decision, and exclusions or inclusions without a reason."""

    undecided: tuple[str, ...]
    unjustified: tuple[str, ...]


def every_control_is_decided(facts: SoaFacts) -> Refusal | None:
    """Each control is either applied or left out; none is forgotten."""
    if not facts.undecided:
        return None
    return Refusal("undecided", ", ".join(facts.undecided), DEMANDED)


def every_decision_is_justified(facts: SoaFacts) -> Refusal | None:
    """Both keeping and leaving out a control need their reason."""
    if not facts.unjustified:
        return None
    return Refusal("unjustified", ", ".join(facts.unjustified), DEMANDED)


_APPROVERS = frozenset({"administrator", "manager"})

SOA: Workflow[SoaFacts] = Workflow(
    "soa",
    SoaState,
    SoaState.DRAFT,
    (
        Transition(
            "approve",
            frozenset({"draft"}),
            SoaState.APPROVED,
            _APPROVERS,
            (every_control_is_decided, every_decision_is_justified),
            DEMANDED,
        ),
        Transition(
            "supersede", frozenset({"approved"}), SoaState.SUPERSEDED, _APPROVERS, cite=DEMANDED
        ),
    ),
)
