"""Gaps in the order in which closing them helps most, with who closes them and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from isonomy.base.access import Actor
from isonomy.gap.models import Answer
from isonomy.gap.naming import Column, columns
from isonomy.gap.queries.picture import Picture
from isonomy.gap.queries.planned import PlannedAction
from isonomy.norms.gap.question import clause_key
from isonomy.norms.gap.ranking import Gap, ranked
from isonomy.norms.gap.state import State
from isonomy.packs.load import hs_text
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack

SORTS = ("rank", "clause", "due")
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which gaps to show; empty means all."""

    severity: str = ""
    owner: str = ""
    planned: str = ""
    sort: str = "rank"


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap as the list shows it: `serves` tells of each standard whether closing it helps there."""

    key: str
    clause: str
    title: str
    gap: Gap
    serves: tuple[tuple[str, bool], ...]
    owner: str = ""
    owner_id: int | None = None
    due_on: date | None = None
    actions: tuple[PlannedAction, ...] = ()
    late: bool = False
    gist: str = ""
    """What a separately asked letter is about, since it shares the title of its clause."""

    @property
    def state(self) -> State:
        """The weakest state among the requirements it serves."""
        return self.gap.state

    @property
    def many(self) -> int:
        """How many standards closing it moves."""
        return len(self.gap.standards)

    @property
    def names(self) -> str:
        """The standards it serves, as they are read out."""
        return ", ".join(number for number, served in self.serves if served)


def gap_rows(
    actor: Actor,
    found: Picture,
    actions: Iterable[PlannedAction],
    today: date,
    *,
    responsible: Mapping[str, tuple[int, str]] | None = None,
) -> list[GapRow]:
    """Every gap, ranked; its owner is who acts on it first, else who answers for it."""
    closing: dict[str, list[PlannedAction]] = {}
    for action in actions:
        for key in dict.fromkeys(key for key, _part in action.closes):
            closing.setdefault(key, []).append(action)
    heads = columns(found.packs)
    people = responsible if responsible is not None else responsible_people(actor, found)
    who = _Closing(closing, people, today)
    return [_row(found, gap, heads, who) for gap in ranked(found.standings)]


@dataclass(frozen=True, slots=True)
class _Closing:
    """Who closes and who answers for what, by question."""

    actions: Mapping[str, list[PlannedAction]]
    people: Mapping[str, tuple[int, str]]
    today: date


def responsible_people(actor: Actor, found: Picture) -> dict[str, tuple[int, str]]:
    """Who answers for each question, by its key."""
    rows = (
        Answer.objects.for_(actor)
        .filter(assessment=found.assessment, responsible__isnull=False, part="", site__isnull=True)
        .values_list("key", "responsible_id", "responsible__name")
    )
    return {key: (pk, name) for key, pk, name in rows if pk is not None}


def _row(found: Picture, gap: Gap, heads: Sequence[Column], who: _Closing) -> GapRow:
    key = gap.question.key
    node = found.node(key)
    served = set(gap.standards)
    actions = tuple(who.actions.get(key, ()))
    owner_id, owner = who.people.get(key, (None, ""))
    first = next((a for a in actions if a.owner), None)
    if first is not None:
        owner_id, owner = first.row.owner_id, first.owner
    due = min((a.row.due_on for a in actions if a.row.due_on), default=None)
    return GapRow(
        key,
        gap.question.clause,
        node.full_title,
        gap,
        tuple((head.number, head.key in served) for head in heads),
        owner,
        owner_id,
        due,
        actions,
        due is not None and due < who.today,
        gist_of(node, found.structure),
    )


def gist_of(node: Node, structure: Pack) -> str:
    """The first words of what a letter of a clause asks; a clause itself has its title."""
    if node.level != "item":
        return ""
    shared = node.id.startswith("hs:")
    return hs_text(node.paraphrase, structure.tokens) if shared else node.paraphrase


def chosen(rows: Sequence[GapRow], wanted: Wanted) -> list[GapRow]:
    """The gaps that fit the filters, in the order asked for."""
    kept = [row for row in rows if _fits(row, wanted)]
    if wanted.sort == "clause":
        return sorted(kept, key=lambda row: (row.gap.question.is_control, clause_key(row.clause)))
    if wanted.sort == "due":
        return sorted(kept, key=lambda row: (row.due_on is None, row.due_on or date.min))
    return kept


def _fits(row: GapRow, wanted: Wanted) -> bool:
    if wanted.severity and row.state != wanted.severity:
        return False
    if wanted.planned and bool(row.actions) is not (wanted.planned == "yes"):
        return False
    if wanted.owner == NOBODY:
        return row.owner_id is None
    return not wanted.owner or str(row.owner_id) == wanted.owner
