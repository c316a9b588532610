"""One question as its page shows it: what is asked, for whom it counts, what was answered and proved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from isonomy.base.access import Actor
from isonomy.base.audit_trail.reading import history
from isonomy.base.models import Event
from isonomy.catalogue.shelf import harmonized_structure
from isonomy.gap.models import Action, ActionGap, Answer, EvidenceUse
from isonomy.gap.queries.picture import Picture
from isonomy.gap.services.answers import marks_of
from isonomy.norms.gap.action import ActionState
from isonomy.norms.gap.freshness import Proof, stale_from
from isonomy.norms.gap.question import Member, Question
from isonomy.norms.gap.standing import answer_at
from isonomy.norms.gap.state import State
from isonomy.packs.load import hs_text
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack
from isonomy.parties.models import Site


@dataclass(frozen=True, slots=True)
class Served:
    """A requirement that the answer serves, as the row of standards on top shows it."""

    pack: Pack
    node: Node
    member: Member
    state: State

    @property
    def place(self) -> str:
        """Where the catalogue shows it, within its standard."""
        return self.node.id.split(":", 1)[1]

    @property
    def how(self) -> str:
        """In a word or two, how it relates to the shared answer."""
        if self.member.adds:
            return _("adds something")
        return _("the same")


@dataclass(frozen=True, slots=True)
class Difference:
    """What one standard adds to a shared question, with its own answer."""

    pack: Pack
    node: Node
    state: State
    row: Answer | None

    @property
    def text(self) -> str:
        """What is added, in our own words."""
        return self.node.adds or self.node.paraphrase

    @property
    def version(self) -> int:
        """The version a form must name."""
        return self.row.version if self.row else 0

    @property
    def marks(self) -> str:
        """What the form shows, so that two people changing different fields do not collide."""
        return json.dumps(marks_of(self.row))


@dataclass(frozen=True, slots=True)
class AtSite:
    """What was said for one site only."""

    site: Site
    state: State | None
    row: Answer | None

    @property
    def version(self) -> int:
        """The version a form must name."""
        return self.row.version if self.row else 0

    @property
    def marks(self) -> str:
        """What the form shows, so that two people changing different fields do not collide."""
        return json.dumps(marks_of(self.row))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, in our own words: from the core for a shared question, else from the standard."""

    title: str
    paraphrase: str
    questions: tuple[str, ...]
    evidence: tuple[str, ...]
    documented: tuple[tuple[str, str], ...]
    auditor_note: str


@dataclass(frozen=True, slots=True)
class Proven:
    """A piece of evidence as it supports this question."""

    use: EvidenceUse
    stale_since: date | None
    pack: Pack | None


def asked(picture: Picture, question: Question) -> Asked:
    """What a question asks, worded for the standards it serves."""
    nodes = [picture.node(member.requirement.ref) for member in question.members]
    documented = {
        (item.mode, item.name): None for node in nodes for item in node.documented_information
    }
    if not question.shared or len(question.members) == 1:
        return _asked_alone(nodes[0], tuple(documented))
    structure = harmonized_structure()
    core = structure.node(question.key)
    tokens = structure.tokens
    return Asked(
        core.full_title,
        hs_text(core.paraphrase, tokens),
        tuple(hs_text(text, tokens) for text in core.questions),
        tuple(hs_text(text, tokens) for text in core.evidence),
        tuple(documented),
        hs_text(core.auditor_note, tokens) if core.auditor_note else "",
    )


def _asked_alone(node: Node, documented: tuple[tuple[str, str], ...]) -> Asked:
    return Asked(
        node.full_title,
        node.paraphrase,
        node.questions,
        node.evidence,
        documented,
        node.auditor_note,
    )


def served(picture: Picture, question: Question) -> list[Served]:
    """The requirements that a question's answer serves, in the order of the standards."""
    return [
        Served(
            picture.pack_by_key[member.requirement.standard],
            picture.node(member.requirement.ref),
            member,
            picture.standing_of[member.requirement.ref],
        )
        for member in question.members
    ]


def answer_rows(
    actor: Actor, picture: Picture, question: Question
) -> dict[tuple[str, int | None], Answer]:
    """The stored answers of one question, by part and site."""
    rows = (
        Answer.objects.for_(actor)
        .filter(assessment=picture.assessment, key=question.key)
        .select_related("changed_by", "responsible")
    )
    return {(row.part, row.site_id): row for row in rows}


def differences(
    picture: Picture, question: Question, rows: dict[tuple[str, int | None], Answer]
) -> list[Difference]:
    """What each standard adds, with how it stands."""
    return [
        Difference(
            picture.pack_by_key[member.requirement.standard],
            picture.node(member.requirement.ref),
            answer_at(picture.answers, question.key, member.requirement.ref, None),
            rows.get((member.requirement.ref, None)),
        )
        for member in question.members
        if member.adds
    ]


def at_sites(
    picture: Picture, question: Question, rows: dict[tuple[str, int | None], Answer]
) -> list[AtSite]:
    """What was said for each site only; empty where an assessment covers one site."""
    if len(picture.sites) < 2:
        return []
    return [
        AtSite(
            site,
            picture.answers.get((question.key, "", site.pk)),
            rows.get(("", site.pk)),
        )
        for site in picture.sites
    ]


def proofs(actor: Actor, picture: Picture, question: Question, today: date) -> list[Proven]:
    """The evidence that supports a question, with what became stale."""
    uses = (
        EvidenceUse.objects.for_(actor)
        .filter(assessment=picture.assessment, key=question.key)
        .select_related("evidence", "evidence__file")
        .order_by("pk")
    )
    found = []
    for use in uses:
        item = use.evidence
        first = stale_from(Proof(item.proves_from, item.proves_until, item.review_months))
        stale = first if first and first <= today else None
        pack = picture.pack_by_key.get(use.part.split(":")[0]) if use.part else None
        found.append(Proven(use, stale, pack))
    return found


def actions_for(actor: Actor, picture: Picture, question: Question) -> list[Action]:
    """The actions that close gaps of this question, open ones first."""
    gaps = ActionGap.objects.for_(actor).filter(key=question.key).values("action_id")
    found = (
        Action.objects.for_(actor)
        .filter(assessment=picture.assessment, pk__in=gaps)
        .select_related("owner")
        .order_by("due_on", "pk")
    )
    closed = {ActionState.DONE, ActionState.CANCELLED}
    return sorted(found, key=lambda action: action.state in closed)


def relative(picture: Picture, question: Question) -> Question | None:
    """The shared question that one asked alone is a relative of, or was split off from."""
    if question.shared or question.core is None:
        return None
    return picture.by_key.get(question.core)


def apart(picture: Picture, question: Question) -> list[Served]:
    """The requirements of this core that are answered apart, so that they are not forgotten."""
    if not question.shared:
        return []
    return [
        found
        for other in picture.questions
        if other.split_off and other.core == question.key
        for found in served(picture, other)
    ]


def question_history(
    actor: Actor,
    rows: Sequence[Answer],
    newest: int | None = None,
    *,
    with_changes: bool = False,
) -> list[Event]:
    """What was done on this question, newest first; with every word that changed where asked."""
    if not rows:
        return []
    return list(history(actor, rows, newest=newest, with_changes=with_changes))
