"""What templates ask of this room: the name of a country, and what the reader may do here."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.translation import gettext as _

from isonomy.base.access import ADMINISTRATORS, APPROVERS, MANAGERS, Actor
from isonomy.parties.countries import country_name

register = template.Library()

register.filter("country", country_name)

BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Chromium/", "Chromium"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip
"""What a browser says of itself, most telling first: nearly all of them also say Safari."""


@register.filter
def browser(said: str) -> str:
    """The browser and system that a user agent names, as "Firefox, Windows"; else its own words."""
    names = [
        next((name for mark, name in table if mark in said), "") for table in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, names)) or said[:60] or _("unknown")


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
