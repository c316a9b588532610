"""The audit trail as people read it: sentences, names, and what changed from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from isonomy.base.access import Role
from isonomy.base.audit_trail import SENTENCES, worded
from isonomy.base.look import VERDICTS, sign_of
from isonomy.base.models import Event, PersonalValue
from isonomy.parties.models import ROLE_LABELS, Person
from isonomy.parties.trail_words import CODES

INSTALLATION = ("installation", "person", "door")
"""Rooms whose verbs stand in the chain of the installation, not of an organisation."""


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One column of a changed row, as text before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One row that an event changed."""

    kind: str
    row_id: str
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One event with its sentence and what it changed."""

    event: Event
    sentence: str
    role: str
    rows: tuple[ChangedRow, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events to show; empty means all."""

    person_id: int | None = None
    verb: str = ""
    start: datetime | None = None
    before: datetime | None = None


def events(organisation_id: int, wanted: Wanted) -> models.QuerySet[Event]:
    """The events of one chain, newest first."""
    found = Event.objects.filter(organisation_id=organisation_id).order_by("-sequence")
    if wanted.person_id is not None:
        found = found.filter(actor_id=wanted.person_id)
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.start is not None:
        found = found.filter(at__gte=wanted.start)
    if wanted.before is not None:
        found = found.filter(at__lt=wanted.before)
    return found


def verbs(*, of_installation: bool) -> list[tuple[str, str]]:
    """Every verb with its sentence stripped of who did it, for a choice."""
    listed = [
        (verb, capfirst((gettext(words) % _Gap()).replace("…", "", 1).strip()))
        for verb, words in SENTENCES.items()
        if (verb.split(".")[0] in INSTALLATION) is of_installation
    ]
    return sorted(listed, key=lambda pair: pair[1])


class _Gap(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentences(found: Sequence[Event]) -> dict[int, str]:
    """The sentence of each event by its id, with people named as they are called today."""
    names = _names(event.said.get("person_id") for event in found)
    return {event.pk: worded(event, _told(event, names)) for event in found}


def lines(found: Sequence[Event]) -> list[Line]:
    """Events with their sentences and what they changed, ready to be shown."""
    words = sentences(found)
    names = _names(_people_in(found))
    kept = _personal(found)
    return [
        Line(
            event,
            words[event.pk],
            str(ROLE_LABELS[Role(event.role)]) if event.role else "",
            tuple(_row(change, names, kept) for change in event.changes),
        )
        for event in found
    ]


def _told(event: Event, names: Mapping[int, str]) -> dict[str, str]:
    told: dict[str, str] = {}
    person = event.said.get("person_id")
    if person is not None:
        told["person"] = names.get(person, "…")
    return told


def _names(ids: Iterable[Any]) -> dict[int, str]:
    wanted = {pk for pk in ids if isinstance(pk, int)}
    if not wanted:
        return {}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _people_in(found: Sequence[Event]) -> Iterable[Any]:
    for event in found:
        for change in event.changes:
            model = _model(change["kind"])
            for values in (change["before"], change["after"]):
                for name, value in values.items():
                    field = _field(model, name)
                    if isinstance(field, models.ForeignKey) and field.related_model is Person:
                        yield value


def _personal(found: Sequence[Event]) -> dict[str, Any]:
    hidden = [
        value["committed"]
        for event in found
        for change in event.changes
        for values in (change["before"], change["after"])
        for value in values.values()
        if isinstance(value, dict) and set(value) == {"committed"}
    ]
    if not hidden:
        return {}
    kept = PersonalValue.objects.filter(
        organisation_id=found[0].organisation_id,
        sequence__in=[event.sequence for event in found],
        commitment__in=hidden,
    )
    return dict(kept.values_list("commitment", "value"))


def _model(kind: str) -> type[models.Model] | None:
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None


def _field(model: type[models.Model] | None, name: str) -> Any:
    if model is None:
        return None
    try:
        return model._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        try:
            return model._meta.get_field(name)
        except FieldDoesNotExist:
            return None


def _row(
    change: Mapping[str, Any], names: Mapping[int, str], kept: Mapping[str, Any]
) -> ChangedRow:
    model = _model(change["kind"])
    before, after = change["before"], change["after"]
    shown = [
        ChangedField(_label(model, name), *told)
        for name in {**before, **after}
        if name not in {"organisation_id", "token_hash"}
        for told in [
            (
                _value(model, name, before.get(name), names, kept),
                _value(model, name, after.get(name), names, kept),
            )
        ]
        if told[0] != told[1]
    ]
    kind = capfirst(gettext(str(model._meta.verbose_name))) if model else change["kind"]
    return ChangedRow(kind, change["id"], tuple(shown))


def _label(model: type[models.Model] | None, name: str) -> str:
    field = _field(model, name)
    return capfirst(gettext(str(getattr(field, "verbose_name", name))))


def _value(
    model: type[models.Model] | None,
    name: str,
    value: Any,
    names: Mapping[int, str],
    kept: Mapping[str, Any],
) -> str:
    """A stored value in words: choices by their label, people by name, what was erased as such."""
    if isinstance(value, dict) and set(value) == {"committed"}:
        return str(kept.get(value["committed"], gettext("(erased)")))
    if value is None or value == "":
        return ""
    field = _field(model, name)
    if isinstance(field, models.ForeignKey):
        return names.get(value, f"{value}") if field.related_model is Person else f"{value}"
    if isinstance(value, list | dict):
        return _several(value)
    return _plain_value(field, value)


def _several(values: list[Any] | dict[str, Any]) -> str:
    """A few plain values side by side; a whole document only by how much it holds."""
    inner = list(values.values()) if isinstance(values, dict) else values
    if any(isinstance(one, list | dict) for one in inner):
        return ngettext("%(n)s entry", "%(n)s entries", len(inner)) % {"n": len(inner)}
    if isinstance(values, list):
        return ", ".join(_by_label(None, item) for item in values)
    words = {key: str(sign_of(key).word) if key in VERDICTS else key for key in values}
    return ", ".join(f"{words[key]}: {item}" for key, item in values.items())


def _plain_value(field: Any, value: Any) -> str:
    """A date on the reader's clock, yes or no, a choice by its label, anything else as it is."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(field, models.DateTimeField):
        return date_format(localtime(field.to_python(value)), "DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return date_format(field.to_python(value), "DATE_FORMAT")
    return _by_label(field, value)


def _by_label(field: Any, value: Any) -> str:
    labels = dict(getattr(field, "flatchoices", None) or [])
    return (
        str(labels[value]) if value in labels else gettext(value) if value in CODES else f"{value}"
    )
