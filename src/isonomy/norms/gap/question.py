"""Which questions a set of standards asks, with every shared requirement asked once.

The relation of a requirement to the Harmonized Structure decides: `identical` requirements of
several standards are one question; an `extended` one shares the question and adds a difference of
its own; `partial` and `specific` ones, and controls, are asked alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """How a requirement relates to the core that management-system standards share."""

    IDENTICAL = "identical"
    EXTENDED = "extended"
    PARTIAL = "partial"
    SPECIFIC = "specific"
    CONTROL = "control"


SHARING = frozenset({Relation.IDENTICAL, Relation.EXTENDED})


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement of one edition, as far as the rules need it.

    `order` is its place in its standard; `clause` its number there; `core` the id in the
    Harmonized Structure, where it has one.
    """

    ref: str
    standard: str
    clause: str
    relation: Relation
    core: str | None
    order: int


@dataclass(frozen=True, slots=True)
class Member:
    """A requirement that a question serves; `adds` where it has a difference of its own."""

    requirement: Requirement
    adds: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to answer. `key` is the id of the core clause, or of the requirement asked alone.

    `split` names members of the core that were split off from it in this assessment.
    """

    key: str
    clause: str
    members: tuple[Member, ...]
    shared: bool
    core: str | None = None
    split_off: bool = False

    @property
    def standards(self) -> tuple[str, ...]:
        """The standards this question serves, each once, in the order of the assessment."""
        return tuple(dict.fromkeys(member.requirement.standard for member in self.members))

    @property
    def is_control(self) -> bool:
        """Whether this is a control of an annex, answered through the Statement of Applicability."""
        return self.members[0].requirement.relation is Relation.CONTROL


@dataclass(frozen=True, slots=True)
class Core:
    """A clause of the Harmonized Structure: its id, number and place."""

    id: str
    clause: str
    order: int


def questions(
    cores: Sequence[Core],
    requirements: Iterable[Sequence[Requirement]],
    split_off: Collection[str] = (),
) -> tuple[Question, ...]:
    """The questions of a set of standards in the order of their clauses.

    `requirements` holds one sequence per standard, in the order of the assessment; `split_off`
    names requirements that practice differs on, which are asked alone although they share a core.
    """
    known = {core.id: core for core in cores}
    shared: dict[str, list[Member]] = {}
    alone: list[Question] = []
    rank: dict[str, int] = {}
    for place, standard in enumerate(requirements):
        for item in standard:
            rank[item.ref] = place
            joins = item.relation in SHARING and item.core in known
            if joins and item.ref not in split_off:
                member = Member(item, item.relation is Relation.EXTENDED)
                shared.setdefault(item.core or "", []).append(member)
            else:
                alone.append(_alone(item, joins))
    together = [
        Question(key, known[key].clause, tuple(members), shared=True, core=key)
        for key, members in shared.items()
    ]
    return tuple(sorted([*together, *alone], key=lambda question: _place(question, rank)))


def _alone(item: Requirement, split: bool) -> Question:
    return Question(
        item.ref,
        item.clause,
        (Member(item, adds=False),),
        shared=False,
        core=item.core,
        split_off=split,
    )


def _place(question: Question, rank: dict[str, int]) -> tuple[object, ...]:
    first = question.members[0].requirement
    return (
        question.is_control,
        clause_key(question.clause),
        not question.shared,
        rank[first.ref],
        first.order,
    )


def clause_key(clause: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key as people count: 8.1, 8.1 a, 8.1 b, 8.1.1, 8.2, and 9.2 before 10.1."""
    parts = clause.replace(".", " ").split()
    return tuple((1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts)
