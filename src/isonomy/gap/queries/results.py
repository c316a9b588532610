"""The overview of results: how each clause of each standard stands, and how the figure came about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isonomy.base.look import Piece, pieces, sign_of
from isonomy.gap.naming import Column, all_of, clause_name, columns
from isonomy.gap.queries.picture import Picture
from isonomy.norms.gap.question import clause_key
from isonomy.norms.gap.readiness import readiness
from isonomy.norms.gap.state import State


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure with its bar; no figure where nothing applies, no cell where nothing is asked."""

    percent: int | None
    laid: tuple[Piece, ...]
    spoken: str

    @property
    def figure(self) -> str:
        """The figure, or a dash."""
        return "–" if self.percent is None else str(self.percent)


@dataclass(frozen=True, slots=True)
class Row:
    """One main clause over all standards, and together."""

    clause: str
    title: str
    cells: tuple[Cell | None, ...]
    together: Cell


@dataclass(frozen=True, slots=True)
class Matrix:
    """Conformity by clause and standard."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: Row
    together: str


def percent_of(counts: Mapping[State, int]) -> int | None:
    """Readiness in whole percent; None where nothing applies."""
    value = readiness(counts).value
    return None if value is None else int(value)


def cell(counts: Mapping[State, int]) -> Cell:
    """The figure and the bar of some requirements."""
    laid = pieces([(str(state), counts.get(state, 0)) for state in State], sum(counts.values()))
    spoken = ", ".join(
        f"{counts[state]} {str(sign_of(state).word).lower()}"
        for state in State
        if counts.get(state)
    )
    return Cell(percent_of(counts), tuple(laid), spoken)


def matrix(found: Picture) -> Matrix:
    """How each main clause of each standard stands."""
    keys = [pack.id for pack in found.packs]
    clauses = sorted({clause for clause, _key in found.counts_by_clause}, key=clause_key)
    rows = tuple(
        _row(found, clause, [found.counts_by_clause.get((clause, key)) for key in keys])
        for clause in clauses
    )
    by_standard = [found.counts_by_standard[key] for key in keys]
    foot = Row("", _("Ready, %%") % {}, tuple(cell(c) for c in by_standard), cell(found.counts))
    return Matrix(tuple(columns(found.packs)), rows, foot, all_of(len(keys)))


def _row(found: Picture, clause: str, counts: Sequence[Counter[State] | None]) -> Row:
    together: Counter[State] = Counter()
    for one in counts:
        together.update(one or {})
    cells = tuple(None if one is None else cell(one) for one in counts)
    return Row(clause, clause_name(clause, found.packs), cells, cell(together))


def working(counts: Mapping[State, int]) -> list[tuple[str, str] | tuple[str, str, str]]:
    """How the figure was computed, line by line, in the words of the page."""
    steps = {step.label: step for step in readiness(counts).working}
    partly, points = steps["partly_counted_half"], steps["points"].value
    applicable, percent = steps["applicable"], steps["readiness_percent"].value
    asked = int(applicable.value) + int(applicable.note)
    return [
        (_("Conforms, counted whole"), _plain(steps["conforms_counted_whole"].value)),
        (_("Partly, counted half: %(many)s × ½") % {"many": partly.note}, _plain(partly.value)),
        (
            _("Does not conform: %(many)s")
            % {"many": steps["does_not_conform_counted_nothing"].note},
            "0",
        ),
        (
            _("Not assessed: %(many)s") % {"many": steps["not_assessed_counted_nothing"].note},
            "0",
        ),
        (_("Points"), _plain(points), "total"),
        (
            _("Applicable: %(asked)s less %(left)s") % {"asked": asked, "left": applicable.note},
            _plain(applicable.value),
        ),
        (
            _("%(points)s of %(applicable)s")
            % {"points": _plain(points), "applicable": _plain(applicable.value)},
            f"{percent}\u202f%",
            "total",
        ),
    ]


def _plain(value: object) -> str:
    """A count of points: whole, or with its half."""
    text = str(value)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", get_format("DECIMAL_SEPARATOR"))


@dataclass(frozen=True, slots=True)
class AtSite:
    """How one site stands, and how many answers are its own."""

    pk: int
    name: str
    percent: int | None
    differing: int

    @property
    def note(self) -> str:
        """How far it differs from the other sites."""
        if not self.differing:
            return _("as everywhere")
        return ngettext(
            "%(many)s answer of its own", "%(many)s answers of its own", self.differing
        ) % {"many": self.differing}


def by_site(found: Picture) -> list[AtSite]:
    """How each site stands; empty where an analysis covers one site or none."""
    if len(found.sites) < 2:
        return []
    own = Counter(site for (_key, _part, site) in found.answers if site is not None)
    return [
        AtSite(site.pk, site.name, percent_of(found.at_site(site.pk)), own[site.pk])
        for site in found.sites
    ]
