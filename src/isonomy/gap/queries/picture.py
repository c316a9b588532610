"""The whole of an assessment at a glance: its standards, sites, questions and how each stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from isonomy.base.access import Actor
from isonomy.catalogue.shelf import harmonized_structure, pack_of
from isonomy.gap.facts import questions_of
from isonomy.gap.figures import Figures, main_clause
from isonomy.gap.models import Answer, Assessment, AssessmentSite, AssessmentStandard, SplitOff
from isonomy.norms.gap.question import Question
from isonomy.norms.gap.standing import AnswerKey
from isonomy.norms.gap.state import State
from isonomy.packs.pack import Pack
from isonomy.parties.models import Site

__all__ = [
    "Picture",
    "answers_of",
    "assessment_of",
    "assessments",
    "main_clause",
    "picture",
    "standards_of",
]


@dataclass(frozen=True)
class Picture(Figures):
    """An assessment with everything that its figures rest on; made anew for every request.

    `answers` holds states only; notes are read where they are shown.
    """

    assessment: Assessment
    packs: tuple[Pack, ...]
    sites: tuple[Site, ...]
    questions: tuple[Question, ...]
    answers: Mapping[AnswerKey, State]

    @cached_property
    def structure(self) -> Pack:  # type: ignore[override]
        """The Harmonized Structure that questions are shared by."""
        return harmonized_structure()

    @cached_property
    def site_ids(self) -> tuple[int, ...]:
        """The sites by id."""
        return tuple(site.pk for site in self.sites)

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


def assessments(actor: Actor) -> list[Assessment]:
    """The gap analyses of the organisation, open ones first, the newest on top."""
    return list(Assessment.objects.for_(actor).order_by("-is_open", "-pk"))


def standards_of(actor: Actor, assessment: Assessment) -> tuple[Pack, ...]:
    """The editions an assessment is made against now, in its order."""
    return tuple(pack_of(row.pack) for row in _editions(actor).filter(assessment=assessment))


def _editions(actor: Actor) -> QuerySet[AssessmentStandard]:
    return (
        AssessmentStandard.objects.for_(actor)
        .filter(left_on__isnull=True)
        .select_related("pack")
        .defer("pack__content")
        .order_by("position", "pk")
    )


def picture(actor: Actor, assessment: Assessment) -> Picture:
    """Everything an assessment's pages and reports count on, in four queries."""
    return _picture(actor, assessment, standards_of(actor, assessment))


def picture_of(actor: Actor, pk: int) -> Picture:
    """The picture of an assessment by its number; `DoesNotExist` for anybody else's."""
    rows = list(_editions(actor).filter(assessment=pk).select_related("assessment", "pack"))
    if not rows:
        return picture(actor, assessment_of(actor, pk))
    return _picture(actor, rows[0].assessment, tuple(pack_of(row.pack) for row in rows))


def _picture(actor: Actor, assessment: Assessment, packs: tuple[Pack, ...]) -> Picture:
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
