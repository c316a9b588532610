"""One verb, one transaction, one event: all of it or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from isonomy.base.access import Actor
from isonomy.base.audit_trail.sentences import SENTENCES
from isonomy.base.audit_trail.values import commit, personal_fields, plain
from isonomy.base.models import ChainHead, Event, PersonalValue, RowChange
from isonomy.proof.chain import GENESIS, link_hash


class Unrecorded(RuntimeError):
    """A row was about to change outside `recording`, or in the chain of another organisation."""


@dataclass(slots=True)
class OpenEvent:
    """An event while its verb is being carried out; rows note their changes in it."""

    actor: Actor
    verb: str
    owner_id: int
    subject_kind: str = ""
    subject_id: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    state_before: str = ""
    state_after: str = ""
    norms: list[dict[str, str]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    personal: list[tuple[str, str, Any]] = field(default_factory=list)

    def about(self, row: models.Model) -> None:
        """Name the row this event is about; a newly founded organisation starts its own chain."""
        self.subject_kind, self.subject_id = row._meta.label_lower, str(row.pk)
        owner = getattr(row, "chain_id", None)
        if owner is not None and self.owner_id == 0:
            self.owner_id = owner

    def note(self, row: models.Model, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """List one changed row with the changed columns before and after."""
        owner = getattr(row, "chain_id", self.owner_id)
        if self.owner_id == 0:
            self.owner_id = owner
        if owner != self.owner_id:
            raise Unrecorded(f"{row._meta.label} of {owner} cannot change for {self.owner_id}")
        hidden = personal_fields(type(row))
        self.changes.append(
            {
                "kind": row._meta.label_lower,
                "id": str(row.pk),
                "before": self._committed(before, hidden),
                "after": self._committed(after, hidden),
            }
        )

    def _committed(self, values: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for name, value in values.items():
            told[name] = plain(value)
            if name in hidden and value not in (None, ""):
                salt, digest = commit(told[name])
                self.personal.append((digest, salt, told[name]))
                told[name] = {"committed": digest}
        return told


_open: ContextVar[tuple[OpenEvent, ...]] = ContextVar("open_events", default=())
_done: ContextVar[list[OpenEvent] | None] = ContextVar("done_events", default=None)


def open_event() -> OpenEvent | None:
    """The event that is being carried out now, if any."""
    events = _open.get()
    return events[-1] if events else None


def require_recording(what: str) -> OpenEvent:
    """The open event, or `Unrecorded`: nothing changes without one."""
    event = open_event()
    if event is None:
        raise Unrecorded(f"{what} changes only inside `with recording(...)`")
    return event


@contextmanager
def recording(
    actor: Actor,
    verb: str,
    subject: models.Model | None = None,
    *,
    said: Mapping[str, Any] | None = None,
    reason: str = "",
    owner_id: int | None = None,
) -> Iterator[OpenEvent]:
    """Carry out one verb: its row changes and its event are written together or not at all.

    Nested verbs each get their event; the heads of the chains are locked last, in id order.
    """
    if verb not in SENTENCES:
        raise Unrecorded(f"{verb} has no sentence")
    event = OpenEvent(
        actor,
        verb,
        actor.organisation_id if owner_id is None else owner_id,
        said={key: plain(value) for key, value in (said or {}).items()},
        reason=reason,
    )
    if subject is not None:
        event.about(subject)
    outermost = _done.get() is None
    with transaction.atomic():
        done = _done.get()
        if done is None:
            done = []
        before = len(done)
        done_token = _done.set(done)
        open_token = _open.set((*_open.get(), event))
        try:
            yield event
            done.append(event)
            if outermost:
                _write(done)
        except BaseException:
            # what was carried out inside is rolled back with it, so its events go too
            del done[before:]
            raise
        finally:
            _open.reset(open_token)
            _done.reset(done_token)


def _write(events: Sequence[OpenEvent]) -> None:
    by_owner: dict[int, list[OpenEvent]] = {}
    for event in events:
        by_owner.setdefault(event.owner_id, []).append(event)
    now = timezone.now().astimezone(UTC)
    for owner_id in sorted(by_owner):
        _append(owner_id, by_owner[owner_id], now)


def _append(owner_id: int, events: Sequence[OpenEvent], now: datetime) -> None:
    head = _locked_head(owner_id)
    rows: list[Event] = []
    for event in events:
        row = _row(event, owner_id, head.sequence + 1, head.hash, now)
        head.sequence, head.hash = row.sequence, row.hash
        rows.append(row)
    Event.objects.bulk_create(rows)
    _index(owner_id, events, rows)
    ChainHead.objects.filter(pk=owner_id).update(sequence=head.sequence, hash=head.hash)


def _locked_head(owner_id: int) -> ChainHead:
    """The head of a chain, locked until the transaction ends; a new chain begins here."""
    locked = ChainHead.objects.select_for_update()
    head = locked.filter(organisation_id=owner_id).first()
    if head is None:
        ChainHead.objects.get_or_create(organisation_id=owner_id, defaults={"hash": GENESIS})
        head = locked.get(organisation_id=owner_id)
    return head


def _row(event: OpenEvent, owner_id: int, sequence: int, previous: str, now: datetime) -> Event:
    row = Event(
        organisation_id=owner_id,
        sequence=sequence,
        at=now,
        actor_id=event.actor.person_id,
        actor_name=event.actor.name[:64],
        role=event.actor.role or "",
        via=event.actor.via,
        verb=event.verb,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        state_before=event.state_before,
        state_after=event.state_after,
        said=event.said,
        reason=event.reason,
        norms=event.norms,
        changes=event.changes,
        request_id=event.actor.request_id,
        previous=previous,
    )
    row.hash = link_hash(previous, content_of(row))
    return row


def content_of(event: Event) -> dict[str, Any]:
    """What the digest of an event covers: everything but its own digest and database id."""
    return {
        "organisation": event.organisation_id,
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(),
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "role": event.role,
        "via": event.via,
        "verb": event.verb,
        "subject": [event.subject_kind, event.subject_id],
        "state": [event.state_before, event.state_after],
        "said": event.said,
        "reason": event.reason,
        "norms": event.norms,
        "changes": event.changes,
        "request": event.request_id,
    }


def _index(owner_id: int, events: Sequence[OpenEvent], rows: Sequence[Event]) -> None:
    changes = [
        RowChange(
            organisation_id=owner_id,
            kind=change["kind"],
            row_id=change["id"],
            sequence=row.sequence,
            place=place,
        )
        for event, row in zip(events, rows, strict=True)
        for place, change in enumerate(event.changes)
    ]
    RowChange.objects.bulk_create(changes, batch_size=2000)
    personal = [
        PersonalValue(
            organisation_id=owner_id,
            sequence=row.sequence,
            commitment=digest,
            salt=salt,
            value=value,
        )
        for event, row in zip(events, rows, strict=True)
        for digest, salt, value in event.personal
    ]
    PersonalValue.objects.bulk_create(personal, batch_size=2000)
