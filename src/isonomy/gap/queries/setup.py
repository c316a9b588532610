"""What a gap analysis can be made against, and the analyses there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomy.base.access import Actor
from isonomy.catalogue.models import InstalledPack
from isonomy.catalogue.shelf import harmonized_structure, pack_of
from isonomy.gap.facts import questions_of
from isonomy.gap.models import (
    Action,
    Answer,
    Assessment,
    AssessmentSite,
    AssessmentStandard,
    SplitOff,
)
from isonomy.gap.naming import DISCIPLINES, Column, columns
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.results import Cell, cell
from isonomy.norms.gap.action import ActionState
from isonomy.norms.gap.standing import AnswerKey
from isonomy.norms.gap.state import GAPS, State
from isonomy.packs.pack import DatedFact, Pack

EVENTS: dict[str, str | Promise] = {
    "bodies_ready": gettext_lazy("Certification bodies are ready"),
    "new_certificates_only_to_this_edition": gettext_lazy(
        "New certificates only to the new edition"
    ),
    "end_of_transition": gettext_lazy("Certificates to the old edition end"),
}
CONFIDENCE: dict[str, str | Promise] = {
    "high": gettext_lazy("confirmed"),
    "medium-high": gettext_lazy("well reported"),
    "medium": gettext_lazy("reported"),
    "medium-low": gettext_lazy("weakly reported"),
    "low": gettext_lazy("uncertain"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A date of an edition with how sure we are of it."""

    label: str
    day: str
    confidence: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that can be chosen, with its dates."""

    row: InstalledPack
    pack: Pack
    facts: tuple[Fact, ...]
    outlook: str
    outlook_confidence: str

    @property
    def requirements(self) -> int:
        """How many requirements it has."""
        return len(self.pack.requirements)

    @property
    def controls(self) -> int:
        """How many controls it has."""
        return len(self.pack.controls)


@dataclass(frozen=True, slots=True)
class Family:
    """A standard with its editions, the one in force first."""

    number: str
    about: str
    editions: tuple[Edition, ...]


def editions(actor: Actor) -> list[Edition]:
    """The newest version of each pack that can be assessed against."""
    rows = (
        InstalledPack.objects.for_(actor)
        .exclude(kind="structure")
        .defer("content")
        .order_by("key", "version", "pk")
    )
    newest = {(row.organisation_id, row.key): row for row in rows}
    return [_edition(row) for row in newest.values()]


def editions_by_pk(actor: Actor, pks: Sequence[int]) -> list[Edition]:
    """Certain packs, also where a newer version of them stands on the shelf."""
    rows = InstalledPack.objects.for_(actor).filter(pk__in=pks).defer("content").order_by("pk")
    return [_edition(row) for row in rows]


def _edition(row: InstalledPack) -> Edition:
    pack = pack_of(row)
    outlook = pack.dates.outlook
    return Edition(
        row,
        pack,
        tuple(_facts(pack)),
        outlook.status if outlook else "",
        str(CONFIDENCE[outlook.confidence]) if outlook else "",
    )


def _facts(pack: Pack) -> list[Fact]:
    dates = pack.dates
    found = []
    for label, fact in ((_("Published"), dates.published), (_("Amended"), dates.amended)):
        if fact is not None:
            found.append(_fact(label, fact))
    for milestone in dates.transition.milestones if dates.transition else ():
        sure = milestone.confidence == "high"
        words = str(CONFIDENCE[milestone.confidence])
        found.append(Fact(str(EVENTS[milestone.event]), day_words(milestone.date), words, sure))
    return found


def _fact(label: str, fact: DatedFact) -> Fact:
    words = str(CONFIDENCE[fact.confidence])
    return Fact(label, day_words(fact.date), words, fact.confidence == "high")


def day_words(text: str) -> str:
    """A year, a month or a day as people write it."""
    from_parts = [int(part) for part in text.split("-")]
    if len(from_parts) == 1:
        return text
    if len(from_parts) == 2:
        return date_format(date(from_parts[0], from_parts[1], 1), "F Y")
    return date_format(date(*from_parts), "j F Y")


def families(listed: Sequence[Edition]) -> list[Family]:
    """The editions by standard, in the order in which they were installed; frameworks last."""
    found: dict[str, list[Edition]] = {}
    for edition in sorted(listed, key=lambda e: (e.pack.kind != "standard", e.row.pk)):
        found.setdefault(edition.pack.family or edition.pack.id, []).append(edition)
    return [
        Family(
            listed[0].pack.number,
            str(DISCIPLINES.get(listed[0].pack.discipline, listed[0].pack.title)),
            tuple(sorted(listed, key=lambda e: (e.pack.draft, e.pack.edition))),
        )
        for listed in found.values()
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One gap analysis as the list shows it."""

    assessment: Assessment
    lanes: tuple[tuple[Column, Cell], ...]
    sites: tuple[str, ...]
    cell: Cell
    gaps: int
    assessed: int
    asked: int
    actions: int
    changed_at: datetime | None


def lines(actor: Actor, assessments: Sequence[Assessment]) -> list[Line]:
    """Some analyses with their figures, in six queries for all of them."""
    pictures = _pictures(actor, assessments)
    pks = [row.pk for row in assessments]
    answers = Answer.objects.for_(actor).filter(assessment__in=pks).order_by()
    changed = dict(answers.values_list("assessment").annotate(last=Max("changed_at")))
    open_ones = Action.objects.for_(actor).filter(
        assessment__in=pks, state__in=[ActionState.PLANNED, ActionState.IN_PROGRESS]
    )
    actions: dict[int, int] = {}
    for pk in open_ones.values_list("assessment_id", flat=True):
        actions[pk] = actions.get(pk, 0) + 1
    return [_line(found, changed.get(pk), actions.get(pk, 0)) for pk, found in pictures.items()]


def _line(found: Picture, changed_at: datetime | None, actions: int) -> Line:
    gaps = {s.question.key for s in found.standings if s.state in GAPS}
    asked = len(found.requirements)
    return Line(
        found.assessment,
        tuple((head, cell(found.counts_by_standard[head.key])) for head in columns(found.packs)),
        tuple(site.name for site in found.sites),
        cell(found.counts),
        len(gaps),
        asked - found.counts[State.NOT_ASSESSED],
        asked,
        actions,
        changed_at,
    )


def _pictures(actor: Actor, assessments: Sequence[Assessment]) -> dict[int, Picture]:
    pks = [row.pk for row in assessments]
    packs: dict[int, list[Pack]] = {pk: [] for pk in pks}
    standards = AssessmentStandard.objects.for_(actor).filter(
        assessment__in=pks, left_on__isnull=True
    )
    for row in standards.select_related("pack").defer("pack__content").order_by("position", "pk"):
        packs[row.assessment_id].append(pack_of(row.pack))
    sites: dict[int, list[Any]] = {pk: [] for pk in pks}
    covered = AssessmentSite.objects.for_(actor).filter(assessment__in=pks)
    for place in covered.select_related("site").order_by("site_id"):
        sites[place.assessment_id].append(place.site)
    split: dict[int, set[str]] = {pk: set() for pk in pks}
    apart = SplitOff.objects.for_(actor).filter(assessment__in=pks)
    for pk, requirement in apart.values_list("assessment_id", "requirement"):
        split[pk].add(requirement)
    answers = _answers(actor, pks)
    structure = harmonized_structure()
    return {
        row.pk: Picture(
            row,
            tuple(packs[row.pk]),
            tuple(sites[row.pk]),
            questions_of(structure, tuple(packs[row.pk]), frozenset(split[row.pk])),
            answers[row.pk],
        )
        for row in assessments
    }


def _answers(actor: Actor, pks: Sequence[int]) -> dict[int, dict[AnswerKey, State]]:
    known = {str(state): state for state in State}
    found: dict[int, dict[AnswerKey, State]] = {pk: {} for pk in pks}
    rows = Answer.objects.for_(actor).filter(assessment__in=pks).order_by()
    for pk, key, part, site, state in rows.values_list(
        "assessment_id", "key", "part", "site_id", "state"
    ):
        found[pk][key, part, site] = known[state]
    return found
