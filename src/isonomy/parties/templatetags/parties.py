"""What templates ask of this room: the name of a country, and what the reader may do here."""

from __future__ import annotations

from django import template
from django.template.context import Context

from isonomy.base.access import ADMINISTRATORS, APPROVERS, MANAGERS, Actor
from isonomy.parties.countries import country_name

register = template.Library()

register.filter("country", country_name)


@register.simple_tag(takes_context=True)
def may(context: Context) -> dict[str, bool]:
    """Which of this room's acts are open to the reader."""
    actor: Actor | None = context.get("actor")
    if actor is None:
        return {}
    return {
        "change": actor.may(APPROVERS),
        "people": actor.may(ADMINISTRATORS),
        "trail": actor.may(MANAGERS),
    }
