"""What proves an answer: bring it in, say what it proves, use it, renew it, withdraw it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.base.files.models import StoredFile
from isonomy.gap.models import Assessment, Evidence, EvidenceUse

ADD = sentence("evidence.add", gettext_noop("%(who)s added the evidence %(title)s"))
CHANGE = sentence("evidence.change", gettext_noop("%(who)s changed the evidence %(title)s"))
USE = sentence("evidence.use", gettext_noop("%(who)s used %(title)s for %(clause)s"))
UNUSE = sentence("evidence.unuse", gettext_noop("%(who)s no longer uses %(title)s for %(clause)s"))
RENEW = sentence("evidence.renew", gettext_noop("%(who)s renewed the evidence %(title)s"))
WITHDRAW = sentence("evidence.withdraw", gettext_noop("%(who)s withdrew the evidence %(title)s"))


@dataclass(frozen=True, slots=True)
class Proven:
    """What a piece of evidence is and proves; one of `file`, `url` and `place` says where it is."""

    title: str
    file: StoredFile | None = None
    file_name: str = ""
    url: str = ""
    place: str = ""
    proves_from: date | None = None
    proves_until: date | None = None
    review_months: int | None = None

    @property
    def kind(self) -> Evidence.Kind:
        """Where the proof is."""
        if self.file is not None:
            return Evidence.Kind.FILE
        return Evidence.Kind.LINK if self.url else Evidence.Kind.RECORD


def add_evidence(*, actor: Actor, proven: Proven) -> Evidence:
    """Bring a piece of evidence in; it supports nothing until it is used."""
    with recording(actor, ADD, said={"title": proven.title}) as event:
        row = Evidence(organisation_id=actor.organisation_id, added_by_id=actor.person_id)
        _fill(row, proven)
        event.about(row)
    return row


def change_evidence(*, actor: Actor, evidence: Evidence, proven: Proven) -> Evidence:
    """Change what a piece of evidence says; its bytes never change, they are renewed."""
    with recording(actor, CHANGE, evidence, said={"title": proven.title}):
        _fill(evidence, proven)
    return evidence


def _fill(row: Evidence, proven: Proven) -> None:
    row.kind = proven.kind
    for name in (
        "title",
        "file",
        "file_name",
        "url",
        "place",
        "proves_from",
        "proves_until",
        "review_months",
    ):
        setattr(row, name, getattr(proven, name))
    row.full_clean(exclude=["organisation", "file", "added_by", "replaced_by"])
    row.save()


def use_evidence(
    *,
    actor: Actor,
    assessment: Assessment,
    evidence: Evidence,
    key: str,
    part: str = "",
    clause: str,
) -> EvidenceUse:
    """Let a piece of evidence support an answer, or one standard's difference in it."""
    found = (
        EvidenceUse.objects.for_(actor)
        .filter(assessment=assessment, evidence=evidence, key=key, part=part)
        .first()
    )
    if found is not None:
        return found
    said = {"title": evidence.title, "clause": clause}
    with recording(actor, USE, evidence, said=said):
        row = EvidenceUse(
            organisation_id=actor.organisation_id,
            assessment=assessment,
            evidence=evidence,
            key=key,
            part=part,
        )
        row.save()
    return row


def stop_using(*, actor: Actor, use: EvidenceUse, clause: str) -> None:
    """Take a piece of evidence away from an answer; the evidence itself stays."""
    evidence = use.evidence
    with recording(actor, UNUSE, evidence, said={"title": evidence.title, "clause": clause}):
        use.delete()


def renew_evidence(*, actor: Actor, old: Evidence, proven: Proven) -> Evidence:
    """Put newer evidence in the place of older one, everywhere it is used; the old one stays readable."""
    with recording(actor, RENEW, old, said={"title": proven.title}):
        new = add_evidence(actor=actor, proven=proven)
        old.replaced_by = new
        old.save()
        for use in EvidenceUse.objects.for_(actor).filter(evidence=old):
            use.evidence = new
            use.save()
    return new


def withdraw_evidence(*, actor: Actor, evidence: Evidence, reason: str = "") -> Evidence:
    """Say that a piece of evidence no longer counts; it supports nothing from now on."""
    with recording(actor, WITHDRAW, evidence, said={"title": evidence.title}, reason=reason):
        evidence.withdrawn_on = timezone.localdate()
        evidence.save()
        for use in EvidenceUse.objects.for_(actor).filter(evidence=evidence):
            use.delete()
    return evidence
