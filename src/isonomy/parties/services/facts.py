"""What every service of this room asks of the facts it is given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from isonomy.base.scope import OwnedModel
from isonomy.parties.countries import is_country, time_zones


def take_facts(row: OwnedModel, facts: Mapping[str, Any], allowed: Collection[str]) -> list[str]:
    """Put facts on a row and check it whole; returns the names of the columns that change.

    Raises `ValidationError` with the field's name for what is missing, too long or unknown.
    """
    strange = set(facts) - set(allowed)
    if strange:
        raise TypeError(f"{type(row).__name__} has no {sorted(strange)} to set")
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name, value in facts.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    check_place(facts)
    references = [field.name for field in row._meta.concrete_fields if field.is_relation]
    row.full_clean(exclude=references)
    return changed


def check_place(facts: Mapping[str, Any]) -> None:
    """A country is one of ISO 3166-1, a time zone one of the tz database."""
    country, zone = facts.get("country"), facts.get("time_zone")
    if country and not is_country(country):
        raise ValidationError({"country": _("Choose a country, for example DE for Germany.")})
    if zone is not None and zone not in time_zones():
        raise ValidationError({"time_zone": _("Choose a time zone, for example Europe/Berlin.")})
