"""Freeze the analysis as it stands, and keep the daily figure that the line towards the plan is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.gap.models import Baseline, DailyFigure
from isonomy.gap.queries.picture import Picture
from isonomy.norms.gap.readiness import readiness
from isonomy.norms.gap.standing import state_at
from isonomy.norms.gap.state import State
from isonomy.proof.canonical import digest

FREEZE = sentence("baseline.freeze", gettext_noop("%(who)s froze the baseline %(name)s"))
MEASURE = sentence(
    "gap.measure", gettext_noop("%(who)s noted the readiness of the day: %(percent)s %%")
)


def freeze_baseline(*, actor: Actor, picture: Picture, name: str, note: str = "") -> Baseline:
    """Keep every state and figure as it is now under a name, with the digest of it all."""
    content = content_of(picture)
    with recording(actor, FREEZE, said={"name": name}) as event:
        row = Baseline(
            organisation_id=actor.organisation_id,
            assessment=picture.assessment,
            name=name,
            note=note,
            frozen_at=timezone.now(),
            frozen_by_id=actor.person_id,
            content=content,
            digest=digest(content),
        )
        row.full_clean(exclude=["organisation", "assessment", "frozen_by"])
        row.validate_constraints()
        row.save()
        event.about(row)
        event.norms = [{"edition": pack.reference, "digest": pack.digest} for pack in picture.packs]
    return row


def content_of(picture: Picture) -> dict[str, Any]:
    """What a baseline holds: editions, sites, the state of every requirement, also by site, and figures."""
    percent = picture.readiness.value
    return {
        "form": 1,
        "standards": [
            {"key": p.id, "number": p.number, "reference": p.reference, "digest": p.digest}
            for p in picture.packs
        ],
        "sites": [{"id": site.pk, "name": site.name} for site in picture.sites],
        "states": {ref: str(state) for ref, state in picture.standing_of.items()},
        "at_sites": _at_sites(picture),
        "counts": {str(state): count for state, count in picture.counts.items()},
        "by_standard": {
            key: {str(state): count for state, count in counts.items()}
            for key, counts in picture.counts_by_standard.items()
        },
        "percent": None if percent is None else int(percent),
    }


def _at_sites(picture: Picture) -> dict[str, dict[str, str]]:
    """Only what differs at a site from the state over all sites."""
    differing = {key for key, _, site in picture.answers if site is not None}
    found: dict[str, dict[str, str]] = {}
    for site in picture.site_ids:
        states = {
            member.requirement.ref: str(state_at(question, member, picture.answers, site))
            for question in picture.questions
            if question.key in differing
            for member in question.members
        }
        if states:
            found[str(site)] = states
    return found


def note_daily_figure(
    *, actor: Actor, picture: Picture, on: date, counts: Mapping[str, int] | None = None
) -> DailyFigure:
    """Write down the readiness of a day once; a later call on the same day brings it up to date."""
    told = counts if counts is not None else {str(s): c for s, c in picture.counts.items()}
    percent = readiness_percent(told)
    row = DailyFigure.objects.for_(actor).filter(
        assessment=picture.assessment, on=on
    ).first() or DailyFigure(
        organisation_id=actor.organisation_id, assessment=picture.assessment, on=on
    )
    if row.pk and row.percent == percent and row.counts == dict(told):
        return row
    with recording(actor, MEASURE, said={"percent": percent}) as event:
        row.percent, row.counts = percent, dict(told)
        row.save()
        event.about(row)
    return row


def readiness_percent(counts: Mapping[str, int]) -> int | None:
    """Readiness from counts by the name of the state."""
    value = readiness({state: counts.get(str(state), 0) for state in State}).value
    return None if value is None else int(value)
