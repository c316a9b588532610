"""Move an assessment to a new edition of a standard: answers are kept, changes are marked for another look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.catalogue.models import InstalledPack
from isonomy.catalogue.shelf import pack_of
from isonomy.gap.models import Answer, AssessmentStandard, EvidenceUse
from isonomy.gap.queries.picture import Picture, picture
from isonomy.gap.services.answers import Place
from isonomy.norms.gap.carry_over import Changed, Fate, Move, plan
from isonomy.norms.gap.question import Question
from isonomy.norms.gap.state import State, weakest
from isonomy.packs.pack import Pack

CARRY = sentence("gap.carry_over", gettext_noop("%(who)s moved from %(old)s to %(new)s"))


def carry_over_plan(old: Pack, new: Pack) -> tuple[Move, ...]:
    """What would become of every requirement when moving from one edition to the other."""
    asked = [
        Changed(
            node.id,
            node.change.relation if node.change else "same",
            node.change.previous if node.change else (),
            node.change.what if node.change else "",
        )
        for node in new.nodes
        if node.auditable
    ]
    return plan(asked, [node.id for node in old.nodes if node.auditable])


def carry_over(
    *, actor: Actor, before: Picture, old: Pack, new: InstalledPack, keep_old: bool = False
) -> Picture:
    """Take the new edition in, answer from the old one by the deltas, and leave the old one behind.

    With `keep_old` both editions stay side by side in the assessment. Own answers are copied to the
    requirements that came from them; shared answers serve the new edition as they are. What changed
    is marked for another look, with what changed.
    """
    target = pack_of(new)
    moves = carry_over_plan(old, target)
    said = {"old": old.reference, "new": target.reference}
    with recording(actor, CARRY, before.assessment, said=said) as event:
        event.norms = [{"edition": p.reference, "digest": p.digest} for p in (old, target)]
        _swap(actor, before, old, new, keep_old)
        after = picture(actor, before.assessment)
        rows = _rows(actor, before)
        for move in moves:
            if move.fate in (Fate.KEPT, Fate.LOOK_AGAIN):
                _carry(actor, before, after, move, rows)
    return picture(actor, before.assessment)


def _swap(actor: Actor, before: Picture, old: Pack, new: InstalledPack, keep_old: bool) -> None:
    rows = AssessmentStandard.objects.for_(actor).filter(assessment=before.assessment)
    leaving = rows.get(pack__digest=old.digest)
    position = leaving.position
    if not keep_old:
        leaving.left_on = timezone.localdate()
        leaving.save()
    there = rows.filter(pack=new).first()
    row = there or AssessmentStandard(
        organisation_id=actor.organisation_id, assessment=before.assessment, pack=new
    )
    row.position, row.left_on = position, None
    row.save()


def _rows(actor: Actor, before: Picture) -> dict[tuple[str, str, int | None], Answer]:
    found = Answer.objects.for_(actor).filter(assessment=before.assessment)
    return {(row.key, row.part, row.site_id): row for row in found}


def _carry(
    actor: Actor,
    before: Picture,
    after: Picture,
    move: Move,
    rows: dict[tuple[str, str, int | None], Answer],
) -> None:
    question = after.by_requirement[move.ref]
    part = _part(question, move.ref)
    note = (move.what or _("The requirement changed.")) if move.fate is Fate.LOOK_AGAIN else ""
    if question.shared and not part:
        _mark(actor, rows.get((question.key, "", None)), note)
        return
    if (question.key, part, None) in rows:
        return
    sources = [found for ref in move.sources if (found := _source(before, ref, rows))]
    if sources:
        _copy(actor, after, Place(question.key, part), sources, note)
        _copy_proofs(actor, before, sources, question.key, part)


def _part(question: Question, ref: str) -> str:
    for member in question.members:
        if member.requirement.ref == ref:
            return ref if member.adds else ""
    raise KeyError(ref)


def _source(
    before: Picture, ref: str, rows: dict[tuple[str, str, int | None], Answer]
) -> Answer | None:
    question = before.by_requirement.get(ref)
    if question is None:
        return None
    return rows.get((question.key, _part(question, ref), None))


def _mark(actor: Actor, row: Answer | None, note: str) -> None:
    if row is not None and note and row.look_again != note:
        row.look_again = note[:500]
        row.version += 1
        row.save()


def _copy(actor: Actor, after: Picture, place: Place, sources: Sequence[Answer], note: str) -> None:
    first = sources[0]
    values: dict[str, Any] = {
        "state": weakest(State(row.state) for row in sources),
        "note": "\n\n".join(dict.fromkeys(row.note for row in sources if row.note)),
        "justification": "\n\n".join(
            dict.fromkeys(row.justification for row in sources if row.justification)
        ),
        "responsible_id": first.responsible_id,
        "effort_days": first.effort_days,
        "look_again": note[:500],
    }
    Answer(
        organisation_id=actor.organisation_id,
        assessment=after.assessment,
        key=place.key,
        part=place.part,
        changed_at=timezone.now(),
        changed_by_id=actor.person_id,
        **values,
    ).save()


def _copy_proofs(
    actor: Actor, before: Picture, sources: Sequence[Answer], key: str, part: str
) -> None:
    uses = EvidenceUse.objects.for_(actor).filter(
        assessment=before.assessment, key__in=[row.key for row in sources]
    )
    for evidence_id in dict.fromkeys(uses.values_list("evidence_id", flat=True)):
        if not EvidenceUse.objects.for_(actor).filter(
            assessment=before.assessment, evidence_id=evidence_id, key=key, part=part
        ):
            EvidenceUse(
                organisation_id=actor.organisation_id,
                assessment=before.assessment,
                evidence_id=evidence_id,
                key=key,
                part=part,
            ).save()
