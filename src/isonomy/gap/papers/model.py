"""What a gap report says: frozen facts, counted and computed by the room, only worded and set here.

Shares are percentages from 0 to 100; nothing is computed in a writer but sums of shown counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

State = Literal["conforms", "partly", "does_not_conform", "not_applicable", "not_assessed"]
STATES: tuple[State, ...] = get_args(State)

ActionStatus = Literal["open", "in_progress", "done", "dropped"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many requirements stand in each state."""

    conforms: int = 0
    partly: int = 0
    does_not_conform: int = 0
    not_applicable: int = 0
    not_assessed: int = 0

    def of(self, state: State) -> int:
        """The number of requirements in one state."""
        return {
            "conforms": self.conforms,
            "partly": self.partly,
            "does_not_conform": self.does_not_conform,
            "not_applicable": self.not_applicable,
            "not_assessed": self.not_assessed,
        }[state]

    @property
    def total(self) -> int:
        return sum(self.of(state) for state in STATES)

    @property
    def gaps(self) -> int:
        """Requirements that were looked at and are not met in full."""
        return self.partly + self.does_not_conform

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(self.of(state) + other.of(state) for state in STATES))


@dataclass(frozen=True, slots=True)
class StandardLine:
    """One standard of the analysis: its name, where it stands and where it should stand."""

    number: str
    """Short, as people say it: 9001."""
    reference: str
    """With issuer and year: ISO 9001:2015."""
    title: str
    subject: str = ""
    """One word for narrow columns: Quality."""
    edition: str = ""
    """Amendments and remarks on the edition."""
    counts: Counts = Counts()
    readiness: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a computation, as it would be written on paper."""

    label: str
    value: str
    cite: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Readiness:
    """The one figure, its target and its working."""

    percent: float | None
    steps: tuple[Step, ...] = ()
    note: str = ""
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One clause in one standard."""

    counts: Counts
    readiness: float | None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One clause of the Harmonized Structure; `cells` in the order of the report's standards."""

    clause: str
    title: str
    cells: tuple[Cell | None, ...]
    together: Cell


@dataclass(frozen=True, slots=True)
class Gap:
    """One requirement that is not met in full, in the order in which to close them."""

    clause: str
    title: str
    serves: tuple[str, ...]
    state: State
    owner: str = ""
    due: date | None = None
    late: bool = False
    note: str = ""
    asked: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """One action of the plan."""

    id: str
    title: str
    owner: str = ""
    start: date | None = None
    due: date | None = None
    effort_days: float | None = None
    depends: tuple[str, ...] = ()
    status: ActionStatus = "open"
    closes: tuple[str, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class SiteLine:
    """One site and its share."""

    name: str
    detail: str = ""
    counts: Counts = Counts()
    readiness: float | None = None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """Readiness on a day: measured, planned, or both."""

    on: date
    readiness: float | None = None
    planned: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that differs between a baseline and the day of the report."""

    clause: str
    title: str
    serves: tuple[str, ...]
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Comparison:
    """A baseline beside today."""

    name: str
    frozen_on: date
    before: float | None
    after: float | None
    standards: tuple[tuple[str, float | None, float | None], ...] = ()
    """Number of the standard, readiness then, readiness now."""
    better: int = 0
    worse: int = 0
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceFigures:
    """How well the answers are supported."""

    items: int = 0
    files: int = 0
    links: int = 0
    records: int = 0
    stale: int = 0
    conforming_without: int = 0
    """Answers that say "conforms" and name no evidence."""


@dataclass(frozen=True, slots=True)
class GapReport:
    """Everything a gap report says, in one language, as of one moment."""

    title: str
    organisation: str
    made_at: datetime
    """With its zone; also the date of the files, so that the same report gives the same bytes."""
    standards: tuple[StandardLine, ...]
    readiness: Readiness
    matrix: tuple[MatrixRow, ...]
    scope: str = ""
    sites: tuple[SiteLine, ...] = ()
    prepared_by: str = ""
    summary: tuple[str, ...] = ()
    """Up to three sentences that a director reads first."""
    gaps: tuple[Gap, ...] = ()
    actions: tuple[Action, ...] = ()
    trend: tuple[TrendPoint, ...] = ()
    comparison: Comparison | None = None
    evidence: EvidenceFigures | None = None
    notes: tuple[str, ...] = ()
    language: str = "en"

    @property
    def counts(self) -> Counts:
        """All standards together."""
        return sum((line.counts for line in self.standards), Counts())
