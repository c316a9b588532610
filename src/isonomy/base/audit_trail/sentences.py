"""Every verb has its sentence, so that a history can be read by people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext

from isonomy.base import look
from isonomy.base.models import Event

SENTENCES: dict[str, str] = {}
"""Verb to sentence with named places: %(who)s and the keys that the actor said."""

FACTS: dict[str, Callable[[Any], object]] = {
    "state": lambda state: look.sign_of(state).word if state in look.VERDICTS else state
}
"""Name of a fact that is kept as a code, such as a state or a role, to how it reads."""


def sentence(verb: str, words: str) -> str:
    """Register how an event of this verb reads; a verb has one sentence only."""
    if SENTENCES.setdefault(verb, words) != words:
        raise ValueError(f"{verb} has two sentences")
    return verb


class Places(dict[str, Any]):
    """What fills the places of a sentence; a place that nobody filled shows as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def worded(event: Event, said: Mapping[str, Any] | None = None) -> str:
    """What an event says, in the reader's language."""
    words = SENTENCES.get(event.verb)
    if words is None:
        return event.verb
    places = Places({**facts_in_words(event.said), **(said or {}), "who": event.actor_name})
    return gettext(words) % places


def facts_in_words(said: Mapping[str, Any]) -> dict[str, Any]:
    """What the actor said, codes by the words that people know them by."""
    return {key: FACTS[key](fact) if key in FACTS else fact for key, fact in said.items()}
