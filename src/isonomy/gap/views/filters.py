"""What a page was asked to show: standard, site and baseline from its address, or everything."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from isonomy.gap.queries.picture import Picture


@dataclass(frozen=True, slots=True)
class Sight:
    """The part of an analysis that a page looks at."""

    standard: str = ""
    site: int | None = None


def number_in(request: HttpRequest, name: str) -> int | None:
    """A number from the address; anything else counts as not given."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def sight(request: HttpRequest, found: Picture) -> Sight:
    """The standard and site asked for, where the analysis has them."""
    standard, site = request.GET.get("standard", ""), number_in(request, "site")
    return Sight(
        standard if standard in found.pack_by_key else "",
        site if site in found.site_ids else None,
    )


def seen(found: Picture, limits: Sight) -> Picture:
    """The picture of that part."""
    if not limits.standard and limits.site is None:
        return found
    standards = (limits.standard,) if limits.standard else ()
    return found.limited_to(standards=standards, site=limits.site)
