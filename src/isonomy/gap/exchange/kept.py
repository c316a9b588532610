"""From what is stored to an analysis as plain facts, with everything that reports and workbooks say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language

from isonomy.base.access import Actor
from isonomy.gap.exchange.analysis import Analysis, Place, PlannedAction, Proof, Said
from isonomy.gap.models import Answer, EvidenceUse
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.planned import PlannedAction as StoredAction
from isonomy.gap.queries.planned import whole_plan
from isonomy.norms.gap.action import ActionState
from isonomy.norms.gap.freshness import Proof as ProofDates
from isonomy.norms.gap.freshness import is_stale
from isonomy.norms.gap.standing import AnswerKey
from isonomy.norms.gap.state import State
from isonomy.parties.queries import organisation


def kept_analysis(actor: Actor, found: Picture, *, made_at: datetime | None = None) -> Analysis:
    """The analysis as it is stored, in five queries beyond those of the picture."""
    moment = timezone.localtime(made_at or timezone.now())
    rows = list(
        Answer.objects.for_(actor)
        .filter(assessment=found.assessment)
        .select_related("responsible")
        .order_by("pk")
    )
    uses = _uses(actor, found)
    plan = whole_plan(actor, found.assessment)
    return Analysis(
        name=found.assessment.name,
        organisation=organisation(actor).name,
        packs=found.packs,
        made_at=moment,
        scope=found.assessment.scope,
        sites=tuple(Place(site.pk, site.name, site.city) for site in found.sites),
        split_off=frozenset(q.key for q in found.questions if q.split_off),
        said=_said(rows, uses),
        actions=tuple(_action(action) for action in sorted(plan, key=lambda a: a.row.pk)),
        proofs=tuple(_proofs(uses, moment.date())),
        people=_people(rows, plan),
        aim=found.assessment.aim,
        aim_on=found.assessment.aim_on,
        uid=f"{actor.organisation_id}-{found.assessment.pk}",
        language=get_language() or "en",
    )


def _uses(actor: Actor, found: Picture) -> list[EvidenceUse]:
    return list(
        EvidenceUse.objects.for_(actor)
        .filter(assessment=found.assessment)
        .select_related("evidence__file")
        .order_by("pk")
    )


def _said(rows: Iterable[Answer], uses: Iterable[EvidenceUse]) -> dict[AnswerKey, Said]:
    """Every answer; evidence stands at the answer for all sites, even where nothing else is said."""
    titles: dict[tuple[str, str], dict[str, None]] = {}
    for use in uses:
        titles.setdefault((use.key, use.part), {})[use.evidence.title] = None
    said = {(row.key, row.part, row.site_id): _answer(row, titles) for row in rows}
    for (key, part), names in titles.items():
        said.setdefault((key, part, None), Said(evidence=tuple(names)))
    return said


def _answer(row: Answer, titles: dict[tuple[str, str], dict[str, None]]) -> Said:
    everywhere = row.site_id is None
    return Said(
        state=State(row.state),
        note=row.note,
        justification=row.justification,
        reasons=tuple(str(reason) for reason in row.reasons),
        responsible=row.responsible.email if row.responsible else "",
        effort_days=row.effort_days,
        evidence=tuple(titles.get((row.key, row.part), ())) if everywhere else (),
        version=row.version,
        look_again=row.look_again,
    )


def _action(action: StoredAction) -> PlannedAction:
    row = action.row
    return PlannedAction(
        id=str(row.pk),
        title=row.title,
        details=row.details,
        state=ActionState(row.state),
        owner=row.owner.email if row.owner else "",
        starts_on=row.starts_on,
        due_on=row.due_on,
        done_on=row.done_on,
        effort_days=row.effort_days,
        closes=action.closes,
        needs=tuple(str(pk) for pk in action.needs),
    )


def _proofs(uses: Iterable[EvidenceUse], today: date) -> list[Proof]:
    keys: dict[int, list[str]] = {}
    evidence = {}
    for use in uses:
        keys.setdefault(use.evidence_id, []).append(use.key)
        evidence[use.evidence_id] = use.evidence
    return [
        Proof(
            title=row.title,
            kind=row.kind,
            place=row.url or row.place or row.file_name,
            sha256=row.file.sha256 if row.file else "",
            used=tuple(dict.fromkeys(keys[pk])),
            stale=is_stale(ProofDates(row.proves_from, row.proves_until, row.review_months), today),
        )
        for pk, row in evidence.items()
    ]


def _people(rows: Iterable[Answer], plan: Iterable[StoredAction]) -> dict[str, str]:
    people = [row.responsible for row in rows] + [action.row.owner for action in plan]
    return {person.email.casefold(): person.name for person in people if person and person.name}
