"""A workflow is one table: who may take which step, from where to where, and what must be true first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from isonomy.norms.kernel.citation import Cite
from isonomy.norms.kernel.verdict import Refusal

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Transition(Generic[F]):
    """One step of a workflow. `by` names roles; each of `needs` reads as a claim about the facts."""

    name: str
    source: frozenset[str]
    target: str
    by: frozenset[str]
    needs: tuple[Callable[[F], Refusal | None], ...] = ()
    cite: Cite | None = None
    reason_required: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """One button: the step, and why it is greyed (empty when it may be taken)."""

    name: str
    target: str
    refusals: tuple[Refusal, ...] = ()
    reason_required: bool = False

    @property
    def open(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.refusals


class Refused(Exception):
    """A step was asked for that the workflow does not allow; it carries every reason."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        self.refusals = refusals
        super().__init__("; ".join(refusal.reason for refusal in refusals))


@dataclass(frozen=True, slots=True)
class Workflow(Generic[F]):
    """The whole life of one kind of thing, from which buttons, API, trail and diagram are read."""

    name: str
    states: type[StrEnum]
    start: str
    transitions: tuple[Transition[F], ...]

    def __post_init__(self) -> None:
        known = {str(state) for state in self.states}
        for step in self.transitions:
            strange = (set(step.source) | {step.target}) - known
            if strange:
                raise ValueError(f"{self.name}.{step.name} names unknown states {sorted(strange)}")

    def offers(self, state: str, roles: frozenset[str], facts: F) -> Iterator[Offer]:
        """The steps these roles may see from `state`, with what still stands in the way."""
        for step in self.transitions:
            if state in step.source and roles & step.by:
                refusals = tuple(no for need in step.needs if (no := need(facts)))
                yield Offer(step.name, step.target, refusals, step.reason_required)

    def take(self, name: str, state: str, roles: frozenset[str], facts: F) -> str:
        """The state after the step, or `Refused`. The only gate: every caller goes through it."""
        for offer in self.offers(state, roles, facts):
            if offer.name == name:
                if offer.refusals:
                    raise Refused(offer.refusals)
                return offer.target
        raise Refused((Refusal("not_offered", f"{name} is not offered from {state}"),))

    def diagram(self) -> str:
        """Mermaid text for the documents, drawn from the same table."""
        arrows = (
            f"  {source} --> {step.target}: {step.name}"
            for step in self.transitions
            for source in sorted(step.source)
        )
        return "\n".join(["stateDiagram-v2", f"  [*] --> {self.start}", *arrows])
