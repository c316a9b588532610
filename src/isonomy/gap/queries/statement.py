"""The Statement of Applicability: every control with its decision, now and as it was drawn up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from isonomy.base.access import Actor
from isonomy.gap.forms.answer import REASONS
from isonomy.gap.models import Answer, EvidenceUse, SoaVersion
from isonomy.gap.papers.statement import Approval, Control, Implementation, Statement
from isonomy.gap.queries.picture import Picture
from isonomy.norms.gap.soa import SoaState
from isonomy.norms.gap.standing import Standing
from isonomy.norms.gap.state import State
from isonomy.packs.node import Node
from isonomy.parties.models import ROLE_LABELS, Membership, Organisation

STATUS: dict[str, Implementation] = {
    State.CONFORMS: "implemented",
    State.PARTLY: "partly",
    State.DOES_NOT_CONFORM: "not_implemented",
    State.NOT_APPLICABLE: "not_applicable",
}


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One control with its decision, its reasons, how far it is in place, and what proves it."""

    key: str
    node: Node
    state: State
    row: Answer | None
    evidence: tuple[str, ...]

    @property
    def decided(self) -> bool:
        """Whether somebody has decided on it."""
        return self.state is not State.NOT_ASSESSED

    @property
    def applies(self) -> bool | None:
        """Kept, left out, or not decided."""
        return None if not self.decided else self.state is not State.NOT_APPLICABLE

    @property
    def status(self) -> str:
        """How far an applied control is in place; empty where there is nothing to say."""
        return STATUS.get(self.state, "") if self.applies else ""

    @property
    def reasons(self) -> list[str]:
        """Why it is applied, in words."""
        return reason_words(self.row.reasons if self.row else ())

    @property
    def unjustified(self) -> bool:
        """Whether the decision still needs its reason."""
        given = self.row.justification.strip() if self.row else ""
        return self.decided and not given and not (self.applies and self.reasons)

    @property
    def version(self) -> int:
        """The version that a form must name."""
        return self.row.version if self.row else 0


@dataclass(frozen=True, slots=True)
class Theme:
    """The controls of one theme, in their order."""

    name: str
    rows: tuple[ControlRow, ...]

    @property
    def applied(self) -> int:
        """How many apply."""
        return sum(row.applies is True for row in self.rows)

    @property
    def left_out(self) -> int:
        """How many are left out."""
        return sum(row.applies is False for row in self.rows)

    @property
    def undecided(self) -> int:
        """How many nobody has decided."""
        return sum(row.applies is None for row in self.rows)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """How many stand in each state, for a bar."""
        return [(str(s), sum(row.state is s for row in self.rows)) for s in State]


def reason_words(codes: Iterable[str]) -> list[str]:
    """The reasons for applying a control, in the language of the page."""
    words = dict(REASONS)
    return [str(words.get(code, code)) for code in codes]


def control_rows(actor: Actor, found: Picture) -> list[ControlRow]:
    """Every control of the analysis with its answer and evidence, in two queries."""
    keys = [standing.question.key for standing in found.controls]
    answers = {
        row.key: row
        for row in Answer.objects.for_(actor)
        .filter(assessment=found.assessment, part="", site__isnull=True, key__in=keys)
        .select_related("responsible")
    }
    proofs = _proofs(actor, found, keys)
    return [_row(found, standing, answers, proofs) for standing in found.controls]


def control_row(actor: Actor, found: Picture, key: str) -> ControlRow | None:
    """One control, or None where the analysis has no such control."""
    standing = next((s for s in found.controls if s.question.key == key), None)
    if standing is None:
        return None
    answers = {
        row.key: row
        for row in Answer.objects.for_(actor)
        .filter(assessment=found.assessment, part="", site__isnull=True, key=key)
        .select_related("responsible", "changed_by")
    }
    return _row(found, standing, answers, _proofs(actor, found, [key]))


def _proofs(actor: Actor, found: Picture, keys: Sequence[str]) -> dict[str, list[str]]:
    rows = (
        EvidenceUse.objects.for_(actor)
        .filter(assessment=found.assessment, key__in=keys)
        .order_by("pk")
        .values_list("key", "evidence__title")
    )
    proofs: dict[str, list[str]] = {}
    for key, title in rows:
        proofs.setdefault(key, []).append(title)
    return proofs


def _row(
    found: Picture,
    standing: Standing,
    answers: Mapping[str, Answer],
    proofs: Mapping[str, Sequence[str]],
) -> ControlRow:
    key = standing.question.key
    return ControlRow(
        key,
        found.pack_by_key[standing.standard].node(key),
        standing.state,
        answers.get(key),
        tuple(proofs.get(key, ())),
    )


def themes(rows: Iterable[ControlRow]) -> list[Theme]:
    """The controls by theme, themes in the order of their first control."""
    found: dict[str, list[ControlRow]] = {}
    for row in rows:
        found.setdefault(row.node.theme or _("Controls"), []).append(row)
    return [Theme(name, tuple(listed)) for name, listed in found.items()]


def versions(actor: Actor, found: Picture) -> list[SoaVersion]:
    """The versions that were drawn up, newest first, without what they hold."""
    return list(
        SoaVersion.objects.for_(actor)
        .filter(assessment=found.assessment)
        .select_related("drawn_up_by", "approved_by")
        .defer("content")
        .order_by("-number")
    )


def paper_of(actor: Actor, found: Picture, version: SoaVersion, language: str) -> Statement:
    """A version as the document that is printed and signed."""
    content = version.content
    return Statement(
        title=_("Statement of Applicability"),
        organisation=Organisation.objects.for_(actor).get().name,
        reference=", ".join(edition["reference"] for edition in content["editions"]),
        version=str(version.number),
        made_at=version.drawn_up_at,
        controls=tuple(_control(control) for control in content["controls"]),
        scope=content["scope"],
        prepared_by=version.drawn_up_by.name if version.drawn_up_by else "",
        approvals=_approvals(actor, version),
        notes=(_("Digest of this version (SHA-256): %(digest)s") % {"digest": version.digest},),
        language=language,
    )


def _control(control: Mapping[str, Any]) -> Control:
    applies = control["applicable"] if control["decided"] else None
    said = [*reason_words(control["reasons"]), control["justification"].strip()]
    return Control(
        id=control["control"].removeprefix("A."),
        title=control["title"],
        theme=control["theme"],
        applies=applies,
        justification=". ".join(part.rstrip(".") for part in said if part),
        status=STATUS.get(control["state"]) if applies else None,
        evidence=tuple(control["evidence"]),
        note=control["implementation"],
    )


def _approvals(actor: Actor, version: SoaVersion) -> tuple[Approval, ...]:
    if version.state == SoaState.DRAFT or version.approved_at is None:
        return ()
    person = version.approved_by
    member = Membership.objects.for_(actor).filter(person=person).first()
    role = (member.job_title or str(ROLE_LABELS[member.role])) if member else ""  # type: ignore[index]
    return (
        Approval(
            person.name if person else "",
            role,
            version.approved_at.date(),
            version.meaning,
        ),
    )


def reference_of(found: Picture) -> str:
    """The standards whose controls are listed."""
    return ", ".join(pack.reference for pack in found.packs if pack.controls)
