"""The short names that tables and filters of the gap room use for standards, clauses and states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomy.packs.pack import Pack

CLAUSES: dict[str, str | Promise] = {
    "4": gettext_lazy("Context"),
    "5": gettext_lazy("Leadership"),
    "6": gettext_lazy("Planning"),
    "7": gettext_lazy("Support"),
    "8": gettext_lazy("Operation"),
    "9": gettext_lazy("Performance"),
    "10": gettext_lazy("Improvement"),
}
DISCIPLINES: dict[str, str | Promise] = {
    "quality": gettext_lazy("Quality"),
    "environment": gettext_lazy("Environment"),
    "occupational health and safety": gettext_lazy("Safety"),
    "information security": gettext_lazy("Information"),
    "food safety": gettext_lazy("Food safety"),
    "energy": gettext_lazy("Energy"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A standard as the head of a column: its number, and what it is about in one word."""

    key: str
    number: str
    about: str


def columns(packs: Sequence[Pack]) -> list[Column]:
    """The standards by number; two editions of one standard are told apart by their year."""
    many = Counter(pack.number for pack in packs)
    return [
        Column(
            pack.id,
            f"{pack.number}:{pack.edition}" if many[pack.number] > 1 else pack.number,
            str(DISCIPLINES.get(pack.discipline, pack.discipline.capitalize())),
        )
        for pack in packs
    ]


def clause_name(clause: str, packs: Sequence[Pack]) -> str:
    """What a main clause is about, in one word where the standards share it."""
    if clause in CLAUSES and any(pack.kind == "standard" for pack in packs):
        return str(CLAUSES[clause])
    for pack in packs:
        node = pack.by_clause.get(clause)
        if node is not None:
            return node.label
    return ""


def all_of(many: int) -> str:
    """How all standards together are called: "All six"."""
    return _("All %(many)s") % {"many": apnumber(many)}
