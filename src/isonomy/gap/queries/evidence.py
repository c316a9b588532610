"""Evidence in lists, and one piece with everything it is used for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q

from isonomy.base.access import Actor
from isonomy.gap.models import Evidence, EvidenceUse
from isonomy.norms.gap.freshness import Proof, stale_from

PAGE = 25


@dataclass(frozen=True, slots=True)
class Held:
    """A piece of evidence with how often it is used and since when it is stale."""

    row: Evidence
    uses: int
    stale_since: date | None


def stale_since(row: Evidence, today: date) -> date | None:
    """The day since which a piece of evidence is stale, if it is."""
    first = stale_from(Proof(row.proves_from, row.proves_until, row.review_months))
    return first if first and first <= today else None


def held_evidence(actor: Actor, today: date, *, words: str = "", show: str = "") -> list[Held]:
    """The evidence that counts, the newest on top; `show` is "stale", "unused" or empty for all."""
    rows = Evidence.objects.for_(actor).filter(withdrawn_on__isnull=True, replaced_by__isnull=True)
    for word in words.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(file_name__icontains=word) | Q(place__icontains=word)
        )
    counts: dict[int, int] = {}
    for pk in EvidenceUse.objects.for_(actor).values_list("evidence_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    found = [
        Held(row, counts.get(row.pk, 0), stale_since(row, today))
        for row in rows.select_related("file", "added_by").order_by("-pk")
    ]
    if show == "stale":
        return [item for item in found if item.stale_since]
    if show == "unused":
        return [item for item in found if not item.uses]
    return found


def page_of_evidence(found: list[Held], number: str | None) -> Page[Held]:
    """One page of a list of evidence."""
    return Paginator(found, PAGE).get_page(number)


def evidence_of(actor: Actor, pk: int) -> Evidence:
    """One piece of evidence of the actor's organisation."""
    return Evidence.objects.for_(actor).select_related("file", "added_by", "replaced_by").get(pk=pk)


def uses_of(actor: Actor, evidence: Evidence) -> list[EvidenceUse]:
    """Where a piece of evidence is used."""
    return list(
        EvidenceUse.objects.for_(actor)
        .filter(evidence=evidence)
        .select_related("assessment")
        .order_by("assessment_id", "pk")
    )
