"""Links to files of an analysis, and numbers for drawings."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

register = template.Library()


@dataclass(frozen=True, slots=True)
class Link:
    """A button that leads to a file or a page about files."""

    url: str
    label: str
    icon: str


@register.simple_tag
def files_links(org: str, assessment: int) -> list[Link]:
    """Where an analysis comes out as files, and goes in from them."""
    wanted = (("gap:export", _("Export"), "down"), ("gap:import", _("Import"), "upload"))
    found = []
    for name, label, icon in wanted:
        try:
            found.append(Link(reverse(name, args=[org, assessment]), label, icon))
        except NoReverseMatch:
            continue
    return found


@register.filter
def unlocalised(number: float) -> str:
    """A number as a drawing takes it: with a point, whatever the language."""
    return f"{number:g}"
