"""The countries of ISO 3166-1 with their names in the languages of the house."""

from __future__ import annotations

import csv
import zoneinfo
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

_FILE = Path(__file__).with_name("countries.tsv")


@cache
def _names() -> dict[str, dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file, delimiter="\t")}


def country_name(code: str) -> str:
    """The name of a country in the reader's language; the code itself where it is unknown."""
    row = _names().get(code, {})
    return row.get((get_language() or "en")[:2]) or row.get("en") or code


def countries() -> list[tuple[str, str]]:
    """Code and name of every country, by name in the reader's language."""
    return sorted(((code, country_name(code)) for code in _names()), key=lambda pair: pair[1])


def is_country(code: str) -> bool:
    """Whether a two-letter code names a country."""
    return code in _names()


_REGIONS = {
    "Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
}  # fmt: skip


@cache
def time_zones() -> tuple[str, ...]:
    """The time zones that places on earth have, and UTC."""
    known = zoneinfo.available_timezones()
    return ("UTC", *sorted(name for name in known if name.split("/")[0] in _REGIONS))
