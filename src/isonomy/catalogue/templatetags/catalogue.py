"""How the catalogue's facts are drawn: relations, confidence, changes, dates."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from isonomy.catalogue import words
from isonomy.catalogue.queries import Shelved
from isonomy.packs.node import Node
from isonomy.packs.pack import DatedFact, Pack

register = template.Library()

register.filter("why", words.why)
register.filter("cause", words.cause)
register.filter("day_in_words", words.day_in_words)


@register.simple_tag
def relation(name: str) -> SafeString:
    """The sign of a relation with its word."""
    sign, word = words.RELATIONS.get(name, ("", ""))
    return format_html('<span class="rel" aria-hidden="true">{}</span> <span>{}</span>', sign, word)


@register.simple_tag
def relation_sign(name: str) -> SafeString:
    """The sign of a relation, its word for the ear only."""
    sign, word = words.RELATIONS.get(name, ("", ""))
    return format_html(
        '<span class="rel" aria-hidden="true">{}</span><span class="vh">, {}</span>', sign, word
    )


@register.simple_tag
def confidence(value: str) -> SafeString:
    """How sure we are: three dots and the words."""
    dots, word = words.CONFIDENCE.get(value, (0, value))
    shown = "●" * dots + "○" * (3 - dots)
    return format_html(
        '<span class="conf"><span aria-hidden="true">{}</span> {}</span>', shown, word
    )


@register.simple_tag
def dated(fact: DatedFact | None) -> SafeString:
    """A date with its confidence, where that is not high."""
    if fact is None:
        return SafeString("–")
    text = format_html('<span class="nowrap">{}</span>', words.day_in_words(fact.date))
    if fact.confidence == "high":
        return text
    return format_html("{}<br>{}", text, confidence(fact.confidence))


@register.filter
def change_kind(kind: str) -> str:
    """What became of a requirement, in a word."""
    return str(words.KINDS.get(kind, kind))


@register.filter
def milestone(event: str) -> str:
    """What happens on a day of a transition."""
    return str(words.MILESTONES.get(event, event))


@register.filter
def count_word(name: str) -> str:
    """What was counted."""
    return str(words.COUNTS.get(name, name))


@register.filter
def practice(name: str) -> str:
    """Whether a requirement may be set aside, in a sentence."""
    return str(words.PRACTICE.get(name, ""))


@register.filter
def pdca(name: str | None) -> str:
    """The quarter of the cycle."""
    return str(words.PDCA.get(name or "", ""))


@register.filter
def place(node: Node) -> str:
    """The part of a node's id that stands in addresses."""
    return node.id.partition(":")[2]


@register.filter
def label(pack: Pack) -> str:
    """A short name for columns: the number, and the edition where the number alone is not enough."""
    return f"{pack.number}:{pack.edition}" if pack.draft else pack.number


@register.filter
def asked(one: Shelved) -> int:
    """How many things a pack asks: requirements and controls."""
    return len(one.pack.requirements) + len(one.pack.controls)


@register.filter
def topic(name: str) -> str:
    """A topic as words."""
    return name.replace("_", " ")
