"""Writes answers of one analysis in bulk, inside the recording of an import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from isonomy.base.access import Actor
from isonomy.exchange.reading.target import Kind
from isonomy.gap.exchange.fields import ANSWERS
from isonomy.gap.exchange.form import arrives_as
from isonomy.gap.exchange.takers.ground import People, Proofs
from isonomy.gap.models import Answer
from isonomy.gap.queries.picture import Picture
from isonomy.norms.gap.state import State

STORED = ("state", "note", "justification", "reasons", "responsible", "effort_days")
WRITTEN = (
    "state", "note", "justification", "reasons", "responsible", "effort_days", "look_again",
    "version", "changed_at", "changed_by",
)  # fmt: skip

AnswerPlace = tuple[str, str, int | None]
"""Question, requirement whose difference is meant, site."""


def stored_answers(actor: Actor, found: Picture) -> dict[AnswerPlace, Answer]:
    """Every answer of an analysis by its place."""
    rows = (
        Answer.objects.for_(actor).filter(assessment=found.assessment).select_related("responsible")
    )
    return {(row.key, row.part, row.site_id): row for row in rows}


class AnswerWriter:
    """Writes answers of one analysis in bulk, inside the recording that is open."""

    def __init__(self, actor: Actor, found: Picture) -> None:
        self._actor, self._picture = actor, found
        self._rows = stored_answers(actor, found)
        self._people = People(actor)
        self._proofs = Proofs(actor, found.assessment)

    def write(self, wanted: Mapping[AnswerPlace, Mapping[str, Any]]) -> None:
        """Set the fields of every place; answers that are not there begin."""
        new, changed, support = [], [], []
        for place, values in wanted.items():
            row = self._rows.get(place)
            if row is None:
                row = self._rows[place] = self._begun(place)
                new.append(row)
            else:
                changed.append(row)
            self._fill(row, values)
            if "evidence" in values and place[2] is None:
                support.append((place[0], place[1], values["evidence"] or []))
        Answer.objects.bulk_create(new, batch_size=500)
        Answer.objects.bulk_update(changed, WRITTEN, batch_size=200)
        self._proofs.support(support)

    def _begun(self, place: AnswerPlace) -> Answer:
        key, part, site = place
        return Answer(
            organisation_id=self._actor.organisation_id,
            assessment=self._picture.assessment,
            key=key,
            part=part,
            site_id=site,
            version=0,
        )

    def _fill(self, row: Answer, values: Mapping[str, Any]) -> None:
        for name in STORED:
            if name in values:
                setattr(row, name, self._stored(name, values[name]))
        if "state" in values:
            row.look_again = ""
        row.version += 1
        row.changed_at = timezone.now()
        row.changed_by_id = self._actor.person_id

    def _stored(self, name: str, value: Any) -> Any:
        if name == "state":
            return value or str(State.NOT_ASSESSED)
        if name == "responsible":
            return self._people.person(value)
        if name == "effort_days":
            return None if value is None else Decimal(str(value))
        if ANSWERS.field(name).kind is Kind.REFERENCES:
            return list(value or [])
        return arrives_as(value or "")

    def begin_shared(self, given: Iterable[tuple[AnswerPlace, Mapping[str, Any]]]) -> None:
        """Answer the shared part of requirements that foreign rows judged whole, where nobody has."""
        new: dict[AnswerPlace, Answer] = {}
        for (key, _part, site), values in given:
            place = (key, "", site)
            if "state" in values and place not in self._rows and place not in new:
                row = new[place] = self._begun(place)
                self._fill(row, {"state": values["state"]})
        self._rows |= new
        Answer.objects.bulk_create(new.values(), batch_size=500)

    def take_away_begun(self, place: AnswerPlace, state: Any) -> None:
        """Take a shared answer away that `begin_shared` began and nobody has touched since."""
        shared = (place[0], "", place[2])
        row = self._rows.get(shared)
        if row is not None and row.version == 1 and row.state == state and not row.note:
            self.take_away([shared])

    def take_away(self, places: Iterable[AnswerPlace]) -> None:
        """Take answers away that an import began."""
        there = [row for place in places if (row := self._rows.pop(place, None)) is not None]
        Answer.objects.bulk_delete(there)
