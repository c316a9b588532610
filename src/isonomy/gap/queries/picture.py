"""The whole of an assessment at a glance: its standards, sites, questions and how each stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from isonomy.base.access import Actor
from isonomy.catalogue.shelf import harmonized_structure, pack_of
from isonomy.gap.facts import questions_of
from isonomy.gap.models import Answer, Assessment, AssessmentSite, AssessmentStandard, SplitOff
from isonomy.norms.gap.question import Question
from isonomy.norms.gap.readiness import readiness
from isonomy.norms.gap.standing import AnswerKey, Standing, counted, standings
from isonomy.norms.gap.state import State
from isonomy.norms.kernel.verdict import Answer as Result
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack
from isonomy.parties.models import Site


@dataclass(frozen=True)
class Picture:
    """An assessment with everything that its figures rest on; made anew for every request.

    `answers` holds states only; notes are read where they are shown.
    """

    assessment: Assessment
    packs: tuple[Pack, ...]
    sites: tuple[Site, ...]
    questions: tuple[Question, ...]
    answers: Mapping[AnswerKey, State]

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

    def node(self, ref: str) -> Node:
        """What the pack says about a requirement, or the Harmonized Structure about a core clause."""
        if ref.startswith("hs:"):
            return harmonized_structure().node(ref)
        standard = self.by_requirement[ref].members
        for member in standard:
            if member.requirement.ref == ref:
                return self.pack_by_key[member.requirement.standard].node(ref)
        raise KeyError(ref)

    @cached_property
    def site_ids(self) -> tuple[int, ...]:
        """The sites by id."""
        return tuple(site.pk for site in self.sites)

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

    def limited_to(self, *, standards: Sequence[str] = (), site: int | None = None) -> Picture:
        """The same picture for some of the standards or one of the sites."""
        packs = tuple(pack for pack in self.packs if not standards or pack.id in standards)
        sites = tuple(item for item in self.sites if site is None or item.pk == site)
        keep = {pack.id for pack in packs}
        asked = tuple(kept for q in self.questions if (kept := _kept(q, keep)) is not None)
        return Picture(self.assessment, packs, sites, asked, self.answers)


def _kept(question: Question, standards: set[str]) -> Question | None:
    members = tuple(m for m in question.members if m.requirement.standard in standards)
    if not members:
        return None
    if len(members) == len(question.members):
        return question
    return Question(
        question.key, question.clause, members, question.shared, question.core, question.split_off
    )


def main_clause(clause: str) -> str:
    """The first number of a clause: "10" of 10.2.1; "A" of a control of Annex A."""
    return clause.split(".", maxsplit=1)[0].split(" ", maxsplit=1)[0]


def assessments(actor: Actor) -> list[Assessment]:
    """The gap analyses of the organisation, open ones first, the newest on top."""
    return list(Assessment.objects.for_(actor).order_by("-is_open", "-pk"))


def standards_of(actor: Actor, assessment: Assessment) -> tuple[Pack, ...]:
    """The editions an assessment is made against now, in its order."""
    rows = (
        AssessmentStandard.objects.for_(actor)
        .filter(assessment=assessment, left_on__isnull=True)
        .select_related("pack")
        .defer("pack__content")
        .order_by("position", "pk")
    )
    return tuple(pack_of(row.pack) for row in rows)


def picture(actor: Actor, assessment: Assessment) -> Picture:
    """Everything an assessment's pages and reports count on, in four queries."""
    packs = standards_of(actor, assessment)
    covered = (
        AssessmentSite.objects.for_(actor)
        .filter(assessment=assessment)
        .select_related("site")
        .order_by("site_id")
    )
    split_off = frozenset(
        SplitOff.objects.for_(actor)
        .filter(assessment=assessment)
        .values_list("requirement", flat=True)
    )
    return Picture(
        assessment,
        packs,
        tuple(row.site for row in covered),
        questions_of(harmonized_structure(), packs, split_off),
        answers_of(actor, assessment),
    )


def answers_of(actor: Actor, assessment: Assessment) -> dict[AnswerKey, State]:
    """The state of every answer that was given."""
    rows: Iterable[tuple[str, str, int | None, str]] = (
        Answer.objects.for_(actor)
        .filter(assessment=assessment)
        .values_list("key", "part", "site_id", "state")
    )
    known = {str(state): state for state in State}
    return {(key, part, site): known[state] for key, part, site, state in rows}


def assessment_of(actor: Actor, pk: int) -> Assessment:
    """One gap analysis of the actor's organisation; `DoesNotExist` for anybody else's."""
    return Assessment.objects.for_(actor).get(pk=pk)
