"""The past can be read: the history of a row, and any row as it was at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db import models

from isonomy.base.access import Actor
from isonomy.base.audit_trail.values import restored
from isonomy.base.models import Event, PersonalValue, RowChange

M = TypeVar("M", bound=models.Model)


def history(
    actor: Actor,
    rows: Iterable[models.Model],
    *,
    newest: int | None = None,
    with_changes: bool = False,
) -> Sequence[Event]:
    """The events that are about these rows or changed them, newest first; at most `newest`.

    What each event changed is read only `with_changes`: an import's event may list thousands of rows.
    """
    by_kind: dict[str, list[str]] = {}
    for row in rows:
        by_kind.setdefault(row._meta.label_lower, []).append(str(row.pk))
    own, changed = models.Q(pk__in=[]), models.Q(pk__in=[])
    for kind, ids in by_kind.items():
        own |= models.Q(subject_kind=kind, subject_id__in=ids)
        changed |= models.Q(kind=kind, row_id__in=ids)
    places = RowChange.objects.filter(changed, organisation_id=actor.organisation_id)
    found = Event.objects.filter(
        own | models.Q(sequence__in=places.values("sequence")),
        organisation_id=actor.organisation_id,
    ).order_by("-sequence")
    if not with_changes:
        found = found.defer("changes", "norms")
    return list(found if newest is None else found[:newest])


def as_of(actor: Actor, model: type[M], pk: object, moment: datetime) -> M | None:
    """A row as it was at a moment, rebuilt from its events; None where it did not exist then.

    The row is unsaved and stands apart from the database. Personal values that were erased
    come back empty.
    """
    values: dict[str, Any] = {}
    exists = False
    for change, event in _changes(actor, model, pk, moment):
        exists = change["after"] != {}
        values.update(_told(event, change["after"]))
    if not exists:
        return None
    return _rebuilt(model, pk, values)


def all_as_of(
    actor: Actor, kinds: Iterable[type[models.Model]], moment: datetime
) -> dict[type[models.Model], list[models.Model]]:
    """All rows of some kinds as they were at a moment, rebuilt from the events in one walk.

    The rows are unsaved and stand apart from the database, in the order of their numbers.
    """
    by_label = {model._meta.label_lower: model for model in kinds}
    values: dict[str, dict[str, dict[str, Any]]] = {label: {} for label in by_label}
    changed = RowChange.objects.filter(
        organisation_id=actor.organisation_id, kind__in=list(by_label)
    )
    events = Event.objects.filter(
        organisation_id=actor.organisation_id,
        at__lte=moment,
        sequence__in=changed.values("sequence"),
    ).order_by("sequence")
    for event in events.iterator(chunk_size=500):
        for change in event.changes:
            rows = values.get(change["kind"])
            if rows is None:
                continue
            if change["after"] == {}:
                rows.pop(change["id"], None)
            else:
                rows.setdefault(change["id"], {}).update(_told(event, change["after"]))
    return {
        model: [
            _rebuilt(model, pk, told) for pk, told in sorted(values[label].items(), key=_number)
        ]
        for label, model in by_label.items()
    }


def _number(item: tuple[str, Any]) -> tuple[int, str]:
    return (int(item[0]) if item[0].isdigit() else 0, item[0])


def _rebuilt(model: type[M], pk: object, values: dict[str, Any]) -> M:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    known = {
        name: restored(fields[name], value) for name, value in values.items() if name in fields
    }
    row = model(**known)
    row.pk = model._meta.pk.to_python(pk)
    return row


def _changes(
    actor: Actor, model: type[models.Model], pk: object, moment: datetime
) -> Iterable[tuple[dict[str, Any], Event]]:
    places = list(
        RowChange.objects.filter(
            organisation_id=actor.organisation_id, kind=model._meta.label_lower, row_id=str(pk)
        ).order_by("sequence", "place")
    )
    events = {
        event.sequence: event
        for event in Event.objects.filter(
            organisation_id=actor.organisation_id,
            sequence__in=[place.sequence for place in places],
            at__lte=moment,
        )
    }
    for place in places:
        if event := events.get(place.sequence):
            yield event.changes[place.place], event


def _told(event: Event, values: dict[str, Any]) -> dict[str, Any]:
    hidden = {
        value["committed"]
        for value in values.values()
        if isinstance(value, dict) and set(value) == {"committed"}
    }
    if not hidden:
        return values
    kept = {
        item.commitment: item.value
        for item in PersonalValue.objects.filter(
            organisation_id=event.organisation_id,
            sequence=event.sequence,
            commitment__in=hidden,
        )
    }
    return {
        name: kept.get(value["committed"], "")
        if isinstance(value, dict) and set(value) == {"committed"}
        else value
        for name, value in values.items()
    }


def erase_personal(organisation_id: int, kind: str, row_id: str) -> int:
    """Forget the personal values that events keep of one row; the chain stays valid.

    Returns how many values were erased.
    """
    apps.get_model(kind)
    sequences = RowChange.objects.filter(
        organisation_id=organisation_id, kind=kind, row_id=row_id
    ).values_list("sequence", flat=True)
    commitments: set[str] = set()
    for event in Event.objects.filter(organisation_id=organisation_id, sequence__in=sequences):
        for change in event.changes:
            if change["kind"] == kind and change["id"] == row_id:
                for value in (*change["before"].values(), *change["after"].values()):
                    if isinstance(value, dict) and set(value) == {"committed"}:
                        commitments.add(value["committed"])
    erased, _ = PersonalValue.objects.filter(
        organisation_id=organisation_id, commitment__in=commitments
    ).delete()
    return erased
