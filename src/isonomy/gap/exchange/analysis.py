"""A whole gap analysis as plain facts, with every text: what workbooks and reports are made from.

It is made from the database by `kept.py` and from a filled workbook by `filled.py`; nothing in
it knows which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from isonomy.gap.facts import questions_of
from isonomy.gap.figures import Figures
from isonomy.norms.gap.action import ActionState
from isonomy.norms.gap.question import Question
from isonomy.norms.gap.ranking import Gap, ranked
from isonomy.norms.gap.standing import AnswerKey
from isonomy.norms.gap.state import State
from isonomy.packs.load import builtin_packs
from isonomy.packs.pack import Pack


@dataclass(frozen=True, slots=True)
class Place:
    """A site of the analysis; on a server `id` is that of the site, in a file its place in the list."""

    id: int
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What one answer says. `responsible` is an e-mail address, `evidence` holds titles."""

    state: State = State.NOT_ASSESSED
    note: str = ""
    justification: str = ""
    reasons: tuple[str, ...] = ()
    responsible: str = ""
    effort_days: Decimal | None = None
    evidence: tuple[str, ...] = ()
    version: int = 0
    look_again: str = ""


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One action of the plan. `closes` holds (question, requirement or "") pairs, `needs` action ids."""

    id: str
    title: str
    details: str = ""
    state: ActionState = ActionState.PLANNED
    owner: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    effort_days: Decimal | None = None
    closes: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state in (ActionState.PLANNED, ActionState.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence as far as reports and OSCAL need it; `used` names questions."""

    title: str
    kind: str
    place: str = ""
    sha256: str = ""
    used: tuple[str, ...] = ()
    stale: bool = False


@dataclass(frozen=True)
class Analysis(Figures):
    """A gap analysis with its texts, its plan and everything that its figures rest on.

    `made_at` is the moment it speaks of, with its zone; `people` gives the name behind an e-mail
    address, where it is known.
    """

    name: str
    organisation: str
    packs: tuple[Pack, ...]
    made_at: datetime
    scope: str = ""
    sites: tuple[Place, ...] = ()
    split_off: frozenset[str] = frozenset()
    said: Mapping[AnswerKey, Said] = field(default_factory=dict)
    actions: tuple[PlannedAction, ...] = ()
    proofs: tuple[Proof, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    aim: int = 100
    aim_on: date | None = None
    uid: str = ""
    language: str = "en"

    @cached_property
    def structure(self) -> Pack:  # type: ignore[override]
        """The Harmonized Structure that questions are shared by."""
        return builtin_packs()["hs"]

    @cached_property
    def questions(self) -> tuple[Question, ...]:  # type: ignore[override]
        """Everything that is asked, in the order of clauses."""
        return questions_of(self.structure, self.packs, self.split_off)

    @cached_property
    def answers(self) -> dict[AnswerKey, State]:  # type: ignore[override]
        """The state of every answer."""
        return {place: said.state for place, said in self.said.items()}

    @cached_property
    def site_ids(self) -> tuple[int, ...]:
        """The sites by id."""
        return tuple(site.id for site in self.sites)

    @cached_property
    def gaps(self) -> list[Gap]:
        """Gaps among requirements and controls, those first whose closing helps most."""
        return ranked(self.standings)

    @cached_property
    def _said_by_key(self) -> dict[str, list[tuple[AnswerKey, Said]]]:
        found: dict[str, list[tuple[AnswerKey, Said]]] = {}
        for place, said in self.said.items():
            found.setdefault(place[0], []).append((place, said))
        return found

    def said_under(self, key: str) -> list[tuple[AnswerKey, Said]]:
        """Every answer of one question: for all, for differences, at sites."""
        return self._said_by_key.get(key, [])

    def person(self, email: str) -> str:
        """The name of somebody, as it is known or as the address tells it."""
        known = self.people.get(email.casefold())
        if known or "@" not in email:
            return known or email
        words = email.partition("@")[0].replace(".", " ").replace("_", " ").split()
        return " ".join(word.capitalize() for word in words) or email

    @property
    def today(self) -> date:
        """The day the analysis speaks of."""
        return self.made_at.date()
