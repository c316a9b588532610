"""Every figure of a gap analysis from its questions and answers, the same on a server and without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, cached_property

from isonomy.norms.gap.question import Question
from isonomy.norms.gap.readiness import readiness
from isonomy.norms.gap.standing import AnswerKey, Standing, counted, standings
from isonomy.norms.gap.state import State
from isonomy.norms.kernel.verdict import Answer as Result
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack


class Figures:
    """What follows from the questions of an analysis and the state of each answer.

    Whoever holds an analysis gives `packs` in its order, `questions`, `answers` (states only) and
    `site_ids`; everything else is worked out once and kept.
    """

    packs: tuple[Pack, ...]
    questions: tuple[Question, ...]
    answers: Mapping[AnswerKey, State]
    structure: Pack

    @cached_property
    def site_ids(self) -> tuple[int, ...]:
        """The sites by id."""
        raise NotImplementedError

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """Every question by its key."""
        return {question.key: question for question in self.questions}

    @cached_property
    def by_requirement(self) -> dict[str, Question]:
        """The question under which each requirement is answered."""
        return {
            member.requirement.ref: question
            for question in self.questions
            for member in question.members
        }

    @cached_property
    def pack_by_key(self) -> dict[str, Pack]:
        """The packs by their key, in the order of the assessment."""
        return {pack.id: pack for pack in self.packs}

    @cached_property
    def packs_in_order(self) -> dict[str, int]:
        """The place of each standard in the analysis, counted from 0."""
        return {pack.id: place for place, pack in enumerate(self.packs)}

    def node(self, ref: str) -> Node:
        """What the pack says about a requirement, or the Harmonized Structure about a core clause."""
        if ref.startswith("hs:"):
            return self.structure.node(ref)
        for member in self.by_requirement[ref].members:
            if member.requirement.ref == ref:
                return self.pack_by_key[member.requirement.standard].node(ref)
        raise KeyError(ref)

    @cached_property
    def standings(self) -> list[Standing]:
        """How every requirement and control stands over all sites."""
        return standings(self.questions, self.answers, self.site_ids)

    @cached_property
    def standing_of(self) -> dict[str, State]:
        """The state of each requirement by its id."""
        return {found.member.requirement.ref: found.state for found in self.standings}

    @cached_property
    def requirements(self) -> list[Standing]:
        """Standings without controls, which are counted in the Statement of Applicability."""
        return [found for found in self.standings if not found.question.is_control]

    @cached_property
    def controls(self) -> list[Standing]:
        """Standings of the controls."""
        return [found for found in self.standings if found.question.is_control]

    @cached_property
    def counts(self) -> Counter[State]:
        """How many requirements stand in each state, over all standards."""
        return counted(self.requirements)

    @cached_property
    def readiness(self) -> Result[Decimal | None]:
        """The one figure over all standards, with its working."""
        return readiness(self.counts)

    @cached_property
    def counts_by_standard(self) -> dict[str, Counter[State]]:
        """How many requirements of each standard stand in each state."""
        counts: dict[str, Counter[State]] = {pack.id: Counter() for pack in self.packs}
        for found in self.requirements:
            counts[found.standard][found.state] += 1
        return counts

    @cached_property
    def counts_by_clause(self) -> dict[tuple[str, str], Counter[State]]:
        """By main clause ("4" to "10") and standard, how many stand in each state."""
        counts: dict[tuple[str, str], Counter[State]] = {}
        for found in self.requirements:
            clause = main_clause(found.member.requirement.clause)
            counts.setdefault((clause, found.standard), Counter())[found.state] += 1
        return counts

    def at_site(self, site: int) -> Counter[State]:
        """How many requirements stand in each state at one site."""
        found = standings(self.questions, self.answers, [site])
        return counted(item for item in found if not item.question.is_control)


@cache
def main_clause(clause: str) -> str:
    """The first number of a clause: "10" of 10.2.1; "A" of a control of Annex A."""
    return clause.split(".", maxsplit=1)[0].split(" ", maxsplit=1)[0]
