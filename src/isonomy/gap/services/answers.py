"""Answer a question, so that nobody's words are lost; split a shared answer, and join it again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.gap.facts import exclusions
from isonomy.gap.models import Answer, Assessment, EvidenceUse, SplitOff
from isonomy.gap.queries.picture import Picture
from isonomy.norms.gap.applicability import Claim, may_be_given
from isonomy.norms.gap.question import Question
from isonomy.norms.gap.state import State
from isonomy.norms.kernel.verdict import Refusal
from isonomy.norms.kernel.workflow import Refused
from isonomy.packs.node import Node
from isonomy.parties.models import Person, Site

ANSWER = sentence("gap.answer", gettext_noop("%(who)s answered %(clause)s: %(state)s"))
NOTE = sentence("gap.note", gettext_noop("%(who)s changed the note on %(clause)s"))
SPLIT = sentence("gap.split", gettext_noop("%(who)s answers %(clause)s of %(standard)s apart"))
JOIN = sentence("gap.join", gettext_noop("%(who)s joined %(clause)s of %(standard)s again"))
UNDIFFER = sentence("gap.same_at_site", gettext_noop("%(who)s set %(clause)s the same at %(site)s"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer belongs: question, requirement whose difference is meant, site."""

    key: str
    part: str = ""
    site: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answers; fields that are absent from `changes` stay as they are.

    `seen` is the version of the answer that the person had before them, 0 where there was none.
    `marks` says what each field showed then (see `mark`), so that two people who change different
    fields do not get into each other's way; without it any change by another is a conflict.
    """

    seen: int
    changes: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, str] | None = None


class AnswerConflict(Exception):
    """Somebody else changed the answer since it was read; both versions are kept for a choice."""

    def __init__(self, theirs: Answer, mine: Given) -> None:
        self.theirs, self.mine = theirs, mine
        super().__init__(f"{theirs.key} was changed by {theirs.changed_by_id}")


FIELDS = frozenset(
    {"state", "note", "justification", "reasons", "responsible", "effort_days", "look_again"}
)


def give_answer(*, actor: Actor, picture: Picture, place: Place, given: Given) -> Answer:
    """Answer a question; raises `AnswerConflict` where somebody else was faster, `Refused` where
    the rules do not allow the state.
    """
    question = question_at(picture, place)
    strange = set(given.changes) - FIELDS
    if strange:
        raise ValidationError(f"unknown fields {sorted(strange)}")
    _refuse_closed(picture.assessment)
    row = _row(actor, picture.assessment, place)
    changes = _own_changes(row, given)
    if not changes and row.pk:
        return row
    _refuse_wrong_exclusion(picture, question, place, row, given)
    verb = ANSWER if "state" in changes or not row.pk else NOTE
    said = {"clause": clause_of(picture, question, place), "state": changes.get("state", row.state)}
    with recording(actor, verb, said=said) as event:
        _write(actor, row, changes)
        event.about(row)
        event.state_after = row.state
    return row


def _own_changes(row: Answer, given: Given) -> dict[str, Any]:
    """What the person changed, or `AnswerConflict` where somebody else changed the same."""
    changes = {k: v for k, v in given.changes.items() if getattr(row, k) != v}
    if not row.pk or row.version == given.seen:
        return changes
    if given.marks is None:
        theirs = set(changes)
    else:
        marks = given.marks
        changes = {k: v for k, v in changes.items() if mark(k, v) != marks.get(k, "")}
        theirs = {k for k in FIELDS if mark(k, getattr(row, k)) != marks.get(k, "")}
    if theirs & set(changes):
        raise AnswerConflict(row, Given(given.seen, changes, given.marks))
    return changes


def mark(name: str, value: Any) -> str:
    """A short sign for what a field showed: the same for the same value, long texts by digest."""
    if value in (None, "", []):
        return ""
    if isinstance(value, Person):
        return str(value.pk)
    if name in {"note", "justification", "look_again"}:
        return hashlib.sha256(str(value).encode()).hexdigest()[:16]
    if isinstance(value, list):
        return ",".join(sorted(value))
    return str(value.normalize()) if isinstance(value, Decimal) else str(value)


def marks_of(row: Answer | None) -> dict[str, str]:
    """What every field of an answer shows; of no answer, what an empty page shows."""
    shown = row or Answer()
    return {name: mark(name, getattr(shown, name)) for name in sorted(FIELDS)}


def question_at(picture: Picture, place: Place) -> Question:
    """The question a place belongs to; `Answer.DoesNotExist` where the assessment asks no such thing."""
    question = picture.by_key.get(place.key)
    if question is None:
        raise Answer.DoesNotExist(place.key)
    parts = {member.requirement.ref for member in question.members if member.adds}
    if place.part and place.part not in parts:
        raise Answer.DoesNotExist(place.part)
    if place.site is not None and place.site not in picture.site_ids:
        raise Answer.DoesNotExist(str(place.site))
    return question


def _row(actor: Actor, assessment: Assessment, place: Place) -> Answer:
    found = (
        Answer.objects.for_(actor)
        .filter(assessment=assessment, key=place.key, part=place.part)
        .filter(models.Q(site=place.site) if place.site else models.Q(site__isnull=True))
        .first()
    )
    return found or Answer(
        organisation_id=actor.organisation_id,
        assessment=assessment,
        key=place.key,
        part=place.part,
        site_id=place.site,
        version=0,
    )


def _write(actor: Actor, row: Answer, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    if "state" in changes and "look_again" not in changes:
        row.look_again = ""
    row.version += 1
    row.changed_at = timezone.now()
    row.changed_by_id = actor.person_id
    row.clean_fields(exclude=["organisation", "assessment", "site", "responsible", "changed_by"])
    row.save()


def _refuse_closed(assessment: Assessment) -> None:
    if not assessment.is_open:
        raise Refused((Refusal("closed", "This gap analysis is closed."),))


def covered_nodes(picture: Picture, question: Question, place: Place) -> list[Node]:
    """The requirements that a state at this place would cover."""
    return [
        picture.node(member.requirement.ref)
        for member in question.members
        if (member.requirement.ref == place.part if place.part else True)
    ]


def _refuse_wrong_exclusion(
    picture: Picture, question: Question, place: Place, row: Answer, given: Given
) -> None:
    state = State(given.changes.get("state", row.state))
    justification = given.changes.get("justification", row.justification)
    nodes = covered_nodes(picture, question, place)
    verdict = may_be_given(Claim(state, justification), exclusions(nodes))
    if not verdict:
        raise Refused(verdict.refusals)


def clause_of(picture: Picture, question: Question, place: Place) -> str:
    """The clause as a history names it."""
    if not place.part:
        return question.clause
    node = picture.node(place.part)
    return f"{picture.pack_by_key[place.part.split(':')[0]].number} {node.clause}"


def split_off(*, actor: Actor, picture: Picture, requirement: str, why: str = "") -> Answer | None:
    """Answer a requirement apart from its core from now on; it starts from the shared answer.

    Returns its own answer, or None where nothing had been answered yet.
    """
    question = picture.by_requirement.get(requirement)
    if question is None or not question.shared:
        raise Answer.DoesNotExist(requirement)
    _refuse_closed(picture.assessment)
    node = picture.node(requirement)
    pack = picture.pack_by_key[requirement.split(":", maxsplit=1)[0]]
    said = {"clause": node.clause, "standard": pack.reference}
    with recording(actor, SPLIT, said=said, reason=why) as event:
        row = SplitOff(
            organisation_id=actor.organisation_id,
            assessment=picture.assessment,
            requirement=requirement,
            core=question.key,
            why=why,
        )
        row.save()
        event.about(row)
        own = _start_from_shared(actor, picture, question, requirement)
        _copy_evidence(actor, picture.assessment, question.key, requirement, requirement)
    return own


def _start_from_shared(
    actor: Actor, picture: Picture, question: Question, requirement: str
) -> Answer | None:
    shared = (
        Answer.objects.for_(actor)
        .filter(assessment=picture.assessment, key=question.key, part="", site__isnull=True)
        .first()
    )
    own = _row(actor, picture.assessment, Place(requirement))
    if shared is None or own.pk:
        return own if own.pk else None
    values = {
        "state": picture.standing_of[requirement],
        "note": shared.note,
        "justification": shared.justification,
        "responsible": shared.responsible,
    }
    _write(actor, own, values)
    return own


def _copy_evidence(
    actor: Actor, assessment: Assessment, source: str, target: str, part: str
) -> None:
    there = set(
        EvidenceUse.objects.for_(actor)
        .filter(assessment=assessment, key=target)
        .values_list("evidence_id", flat=True)
    )
    uses = EvidenceUse.objects.for_(actor).filter(assessment=assessment, key=source)
    for use in uses:
        if use.evidence_id not in there and use.part in ("", part):
            EvidenceUse(
                organisation_id=actor.organisation_id,
                assessment=assessment,
                evidence_id=use.evidence_id,
                key=target,
            ).save()


def join_again(*, actor: Actor, picture: Picture, requirement: str) -> None:
    """Let the shared answer serve a requirement again.

    Its own answer stays in the history, and comes back if it is split off once more; its evidence
    is added to the shared answer.
    """
    row = (
        SplitOff.objects.for_(actor)
        .filter(assessment=picture.assessment, requirement=requirement)
        .first()
    )
    if row is None:
        raise Answer.DoesNotExist(requirement)
    _refuse_closed(picture.assessment)
    node = picture.node(requirement)
    pack = picture.pack_by_key[requirement.split(":", maxsplit=1)[0]]
    said = {"clause": node.clause, "standard": pack.reference}
    with recording(actor, JOIN, row, said=said):
        _copy_evidence(actor, picture.assessment, requirement, row.core, "")
        row.delete()


def same_at_site(*, actor: Actor, picture: Picture, place: Place) -> None:
    """Take back what was said for one site only: it is as everywhere again."""
    if place.site is None:
        raise Answer.DoesNotExist("a site is needed")
    question = question_at(picture, place)
    row = _row(actor, picture.assessment, place)
    if not row.pk:
        return
    site = Site.objects.for_(actor).get(pk=place.site)
    said = {"clause": clause_of(picture, question, place), "site": site.name}
    with recording(actor, UNDIFFER, row, said=said):
        row.delete()
