"""Numbers for drawings, whatever the language of the page."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def unlocalised(number: float) -> str:
    """A number as a drawing takes it: with a point, whatever the language."""
    return f"{number:g}"
