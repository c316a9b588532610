"""The Statement of Applicability: drawn up from the answers, approved by a named person, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.base.audit_trail.recording import OpenEvent
from isonomy.base.transitions import bind, take
from isonomy.gap.models import Answer, Evidence, EvidenceUse, SoaVersion
from isonomy.gap.queries.picture import Picture
from isonomy.norms.gap.soa import SOA, SoaFacts, SoaState
from isonomy.norms.gap.state import State
from isonomy.proof.canonical import digest

DRAW_UP = sentence(
    "soa.draw_up",
    gettext_noop("%(who)s drew up the Statement of Applicability, version %(number)s"),
)
sentence(
    "soa.approve",
    gettext_noop("%(who)s approved the Statement of Applicability, version %(number)s"),
)
sentence(
    "soa.supersede",
    gettext_noop("%(who)s superseded the Statement of Applicability, version %(number)s"),
)


def draw_up_statement(*, actor: Actor, picture: Picture) -> SoaVersion:
    """Write down all controls as they are decided now, as the next version, for approval."""
    highest = (
        SoaVersion.objects.for_(actor)
        .filter(assessment=picture.assessment)
        .aggregate(highest=Max("number"))["highest"]
        or 0
    )
    content = statement_content(actor, picture)
    with recording(actor, DRAW_UP, said={"number": highest + 1}) as event:
        row = SoaVersion(
            organisation_id=actor.organisation_id,
            assessment=picture.assessment,
            number=highest + 1,
            content=content,
            digest=digest(content),
            drawn_up_at=timezone.now(),
            drawn_up_by_id=actor.person_id,
        )
        row.save()
        event.about(row)
    return row


def statement_content(actor: Actor, picture: Picture) -> dict[str, Any]:
    """The statement as data: every control with its decision, reason, implementation and evidence."""
    rows = {
        row.key: row
        for row in Answer.objects.for_(actor).filter(
            assessment=picture.assessment, part="", site__isnull=True
        )
    }
    proofs = _proofs(actor, picture)
    controls = [
        _control(picture, found.question.key, found.state, rows.get(found.question.key), proofs)
        for found in picture.controls
    ]
    return {
        "form": 1,
        "scope": picture.assessment.scope,
        "editions": [
            {"reference": p.reference, "digest": p.digest} for p in picture.packs if p.controls
        ],
        "controls": controls,
    }


def _control(
    picture: Picture, key: str, state: State, row: Answer | None, proofs: Mapping[str, list[str]]
) -> dict[str, Any]:
    node = picture.node(key)
    return {
        "ref": key,
        "control": node.clause,
        "title": node.title,
        "theme": node.theme,
        "decided": state is not State.NOT_ASSESSED,
        "applicable": state is not State.NOT_APPLICABLE,
        "state": str(state),
        "reasons": list(row.reasons) if row else [],
        "justification": row.justification if row else "",
        "implementation": row.note if row else "",
        "evidence": proofs.get(key, []),
    }


def _proofs(actor: Actor, picture: Picture) -> dict[str, list[str]]:
    uses = EvidenceUse.objects.for_(actor).filter(assessment=picture.assessment)
    titles = dict(Evidence.objects.for_(actor).values_list("pk", "title"))
    found: dict[str, list[str]] = {}
    for use in uses.order_by("pk"):
        found.setdefault(use.key, []).append(titles[use.evidence_id])
    return found


def statement_facts(actor: Actor, row: SoaVersion) -> SoaFacts:
    """What approval depends on."""
    controls = row.content["controls"]
    return SoaFacts(
        undecided=tuple(c["control"] for c in controls if not c["decided"]),
        unjustified=tuple(
            c["control"]
            for c in controls
            if c["decided"]
            and not (c["justification"].strip() or (c["applicable"] and c["reasons"]))
        ),
    )


def _approve(actor: Actor, row: SoaVersion, event: OpenEvent, said: Mapping[str, Any]) -> None:
    row.approved_at, row.approved_by_id = timezone.now(), actor.person_id
    row.meaning = str(said.get("meaning", ""))[:200]
    event.said.update({"number": row.number, "digest": row.digest})
    earlier = SoaVersion.objects.for_(actor).filter(
        assessment=row.assessment_id, state=SoaState.APPROVED
    )
    for old in earlier.exclude(pk=row.pk):
        take(actor, old, "supersede", said={"number": old.number})


def _supersede(actor: Actor, row: SoaVersion, event: OpenEvent, said: Mapping[str, Any]) -> None:
    event.said["number"] = row.number


bind(SoaVersion, SOA, statement_facts, {"approve": _approve, "supersede": _supersede})
