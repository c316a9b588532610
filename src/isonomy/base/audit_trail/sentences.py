"""Every verb has its sentence, so that a history can be read by people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from isonomy.base.models import Event

SENTENCES: dict[str, str] = {}
"""Verb to sentence with named places: %(who)s and the keys that the actor said."""


def sentence(verb: str, words: str) -> str:
    """Register how an event of this verb reads; a verb has one sentence only."""
    if SENTENCES.setdefault(verb, words) != words:
        raise ValueError(f"{verb} has two sentences")
    return verb


class _Said(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def worded(event: Event, said: Mapping[str, Any] | None = None) -> str:
    """What an event says, in the reader's language."""
    words = SENTENCES.get(event.verb)
    if words is None:
        return event.verb
    places = _Said({**event.said, **(said or {}), "who": event.actor_name})
    return gettext(words) % places
