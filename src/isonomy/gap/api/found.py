"""Finds what a call names, or says that nothing is there; other organisations' rows never are."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone
from ninja import Schema

from isonomy.base.access import Actor
from isonomy.base.api import ApiRequest
from isonomy.gap.models import Assessment
from isonomy.gap.queries.picture import Picture, assessment_of, picture
from isonomy.norms.gap.question import Question
from isonomy.parties.models import Person
from isonomy.parties.queries import colleagues


class CountsOut(Schema):
    """How many requirements stand in each state."""

    conforms: int
    partly: int
    does_not_conform: int
    not_applicable: int
    not_assessed: int


class ShareOut(Schema):
    """Readiness of a part in whole percent, with what it was counted from."""

    percent: int | None
    counts: CountsOut


def picture_or_404(request: ApiRequest, assessment_id: int) -> Picture:
    """The analysis of the token's organisation with this id."""
    return picture(request.actor, assessment_or_404(request, assessment_id))


def assessment_or_404(request: ApiRequest, assessment_id: int) -> Assessment:
    """The row of the analysis."""
    try:
        return assessment_of(request.actor, assessment_id)
    except Assessment.DoesNotExist:
        raise Http404 from None


def question_or_404(found: Picture, key: str) -> Question:
    """A question of the analysis by its key, or by a requirement that it serves."""
    question = found.by_key.get(key) or found.by_requirement.get(key)
    if question is None:
        raise Http404
    return question


def row_or_404(rows: Any, **wanted: Any) -> Any:
    """One row of a scoped query set."""
    row = rows.filter(**wanted).first()
    if row is None:
        raise Http404
    return row


def colleague(actor: Actor, email: str | None) -> Person | None:
    """A colleague by e-mail address; an address of nobody here is a fault of the field."""
    if not email:
        return None
    for person in colleagues(actor, timezone.localdate()):
        if person.email.casefold() == email.strip().casefold():
            return person
    raise NoColleague(email)


class NoColleague(Exception):
    """An address that belongs to no colleague."""
