"""Open, change and close the sites of an organisation, and record how many people work there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.base.refusals import refused
from isonomy.parties.models import Headcount, Site
from isonomy.parties.services.facts import take_facts

OPEN = sentence("parties.open_site", gettext_noop("%(who)s added the site %(site)s"))
CHANGE = sentence("parties.change_site", gettext_noop("%(who)s changed the site %(site)s"))
CLOSE = sentence("parties.close_site", gettext_noop("%(who)s closed the site %(site)s on %(on)s"))
REOPEN = sentence("parties.reopen_site", gettext_noop("%(who)s opened the site %(site)s again"))
COUNT = sentence(
    "parties.record_headcount",
    gettext_noop("%(who)s recorded %(people)s people at the site %(site)s"),
)

_FACTS = (
    "name",
    "street",
    "postcode",
    "city",
    "region",
    "country",
    "time_zone",
    "activities",
    "is_central",
)
_WEEK = Decimal(168)


@dataclass(frozen=True, slots=True)
class Count:
    """How many people of one category work at a site; hours are per person and week."""

    people: int
    weekly_hours: Decimal | None = None
    shifts: int = 1
    largest_shift: int | None = None


def open_site(actor: Actor, *, name: str, **facts: Any) -> Site:
    """Add a place where the organisation works."""
    site = Site(organisation_id=actor.organisation_id)
    take_facts(site, {"name": name, **facts}, _FACTS)
    _name_is_free(actor, site)
    with recording(actor, OPEN, said={"site": site.name}) as event:
        site.save()
        event.about(site)
    return site


def change_site(actor: Actor, site: Site, **facts: Any) -> None:
    """Change the name, address, clock or activities of a site."""
    if take_facts(site, facts, _FACTS):
        _name_is_free(actor, site)
        with recording(actor, CHANGE, site, said={"site": site.name}):
            site.save()


def _name_is_free(actor: Actor, site: Site) -> None:
    others = Site.objects.for_(actor).filter(name__iexact=site.name).exclude(pk=site.pk)
    if others.exists():
        raise ValidationError({"name": _("Another site already has this name.")})


def close_site(actor: Actor, site: Site, *, on: date) -> None:
    """Close a site from a day on; what was assessed there stays readable."""
    if site.closed_on is not None:
        raise refused("already_closed", _("This site is already closed."))
    with recording(actor, CLOSE, site, said={"site": site.name, "on": on}):
        site.closed_on = on
        site.save()


def reopen_site(actor: Actor, site: Site) -> None:
    """Take a closed site into use again."""
    if site.closed_on is None:
        raise refused("not_closed", _("This site is not closed."))
    with recording(actor, REOPEN, site, said={"site": site.name}):
        site.closed_on = None
        site.save()


def record_headcount(actor: Actor, site: Site, counts: Mapping[str, Count]) -> int:
    """Record who works at a site by category; a category that is not named has nobody.

    Returns the people at the site over all categories.
    """
    for category, count in counts.items():
        _check(category, count)
    there = {row.category: row for row in Headcount.objects.for_(actor).filter(site=site)}
    total = sum(count.people for count in counts.values())
    with recording(actor, COUNT, site, said={"site": site.name, "people": total}):
        for category, count in counts.items():
            row = there.pop(category, None)
            if count.people:
                _write(actor, site, category, count, row)
            elif row is not None:
                row.delete()
        for row in there.values():
            row.delete()
    return total


def _write(actor: Actor, site: Site, category: str, count: Count, row: Headcount | None) -> None:
    if row is None:
        row = Headcount(organisation_id=actor.organisation_id, site=site, category=category)
    row.people, row.shifts = count.people, count.shifts
    row.weekly_hours, row.largest_shift = count.weekly_hours, count.largest_shift
    row.save()


def _check(category: str, count: Count) -> None:
    if category not in Headcount.Category.values:
        raise ValidationError({"category": _("This is no category of personnel.")})
    if count.people < 0:
        raise ValidationError({f"{category}_people": _("Write a number, for example 114.")})
    if count.weekly_hours is not None and not 0 < count.weekly_hours <= _WEEK:
        raise ValidationError(
            {f"{category}_weekly_hours": _("Write hours a week, for example 20.")}
        )
    part_time = category == Headcount.Category.PART_TIME
    if part_time and count.people and count.weekly_hours is None:
        raise ValidationError(
            {f"{category}_weekly_hours": _("Say how many hours a week each works.")}
        )
    if count.shifts < 1:
        raise ValidationError({f"{category}_shifts": _("There is at least one shift.")})
    if count.largest_shift is not None and count.largest_shift > count.people:
        raise ValidationError(
            {f"{category}_largest_shift": _("A shift cannot have more people than there are.")}
        )
