"""What is the same in every language: data that people or packs bring, names, addresses, figures."""

from __future__ import annotations

import json
import re
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from django.db import connection

from isonomy.base.look import initials
from isonomy.packs.load import builtin_packs, hs_text
from isonomy.parties.countries import countries
from isonomy.parties.models import Person
from tests.world.catalogue import OSCAL

ROOMS = ("base_", "parties_", "catalogue_", "exchange_", "gap_", "files_")
WORD = re.compile(r"[A-Za-z]{2,}")
CODE_WORD = re.compile(r"[a-z_]+")
"""What a row keeps for itself, such as "open": shown as it is it would be a mistake."""

SAME_EVERYWHERE = re.compile(
    r"[\w.+-]+@[\w.-]+"  # an address of mail
    r"|https?://\S+|/[\w/.{}-]+"  # an address of the web
    r"|[\w-]+\.(?:xlsx?|ods|csv|pdf|json|txt|png|docx)\b"  # a file
    r"|\b(?:sha256 )?[0-9a-f]{6,64}(?:…[0-9a-f]+)?"  # a digest
    r"|\b[a-z_]+\.[a-z_]+(?: · (?:web|api|system|import|command))?\b"  # a verb of the audit trail
    r"|\biso_\w+|\b[\w-]+:[\w.-]+\b|\b[A-Z]\.\d[\w.]*"  # a token, an id, a control
    r"|\b(?:[a-z]\d?|[ivx]+)\)"  # a letter in a clause
)
NAMES = {
    "Isonomy": "the name of the product",
    **dict.fromkeys(("ISO", "IEC", "IAF", "NIST", "Amd"), "part of a standard's name"),
    **dict.fromkeys(("OSCAL", "XLSX", "XLS", "ODS", "CSV", "PDF", "JSON", "DOCX"), "a format"),
    **dict.fromkeys(
        ("API", "SHA", "sha", "UTF", "UTC", "LEI", "GLN", "MB", "QR"), "a term or unit"
    ),
    **dict.fromkeys(("Ctrl", "Enter", "Esc", "Tab"), "a key"),
    **dict.fromkeys(("English", "Deutsch"), "languages are offered under their own names"),
}


class Known:
    """The strings that are data; whatever is left of a page's text must be translated."""

    def __init__(self, *sources: Iterable[str]) -> None:
        self.data: set[str] = set()
        for source in sources:
            for text in source:
                if CODE_WORD.fullmatch(text):
                    continue
                plain = " ".join(text.split()).lower()
                lines = (" ".join(line.split()).lower() for line in text.splitlines())
                self.data |= {plain, plain.rstrip("."), *lines}
        longest = sorted((t for t in self.data if WORD.search(t)), key=len, reverse=True)
        words = "|".join(map(re.escape, longest))
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)

    def forgotten(self, shown: str) -> list[str]:
        """The words of a shown string that are neither data nor a name: nobody translated them."""
        if not WORD.search(shown) or shown.lower() in self.data or self._is_cut(shown.lower()):
            return []
        rest = SAME_EVERYWHERE.sub(" ", self._pattern.sub(" ", shown))
        return [word for word in WORD.findall(rest) if word not in NAMES]

    def _is_cut(self, shown: str) -> bool:
        start = shown.rstrip("…").strip()
        return shown.endswith("…") and any(start in text for text in self.data)


def rows_of_people() -> Iterator[str]:
    """Every string of every row that the rooms keep."""
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names() if t.startswith(ROOMS)]
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name the database gave
            for row in cursor.fetchall():
                yield from strings(row)
    for name in Person.objects.values_list("name", flat=True):
        yield initials(name)


def texts_of_packs() -> Iterator[str]:
    """What the shipped packs say, the shared structure in the words of every standard."""
    packs = builtin_packs().values()
    for pack in packs:
        yield pack.title.partition(" - ")[0]
        for text in strings(asdict(pack)):
            yield text
            if "{" in text:
                yield from (hs_text(text, one.tokens) for one in packs)
                yield from (hs_text(text, {**pack.tokens, **one.tokens}) for one in packs)


def file_of_a_framework() -> Iterator[str]:
    """What stands in the file that the world brings in, and what a pack made from it says of itself."""
    yield from strings(OSCAL.decode())
    yield "Imported from an OSCAL document."
    yield from (
        "Control",
        "Status",
        "Implemented",
    )  # the table that tests/world/gap_files.py brings


def places() -> Iterator[str]:
    """Countries, which have a list of their own in every language, and time zones."""
    yield from (name for _, name in countries())
    for zone in zoneinfo.available_timezones():
        yield zone
        yield zone.replace("_", " ")


def strings(value: Any) -> Iterator[str]:
    """The strings inside of a value, also inside of JSON."""
    if isinstance(value, str):
        try:
            inner = json.loads(value) if value[:1] in "{[" and value else None
        except ValueError:
            inner = None
        if isinstance(inner, dict | list):
            yield from strings(inner)
        else:
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)
