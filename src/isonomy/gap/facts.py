"""From packs and rows to the facts that the rules of the gap analysis take."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from isonomy.norms.gap.applicability import Exclusion
from isonomy.norms.gap.question import Core, Question, Relation, Requirement, questions
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack


@lru_cache(maxsize=64)
def requirements_of(pack: Pack) -> tuple[Requirement, ...]:
    """What a pack asks for, in its order: requirements first, then controls."""
    return tuple(
        Requirement(node.id, pack.id, node.clause, _relation(node), node.hs, order)
        for order, node in enumerate(pack.nodes)
        if node.auditable
    )


def _relation(node: Node) -> Relation:
    if node.kind == "control":
        return Relation.CONTROL
    return Relation(node.hs_relation) if node.hs_relation else Relation.SPECIFIC


@lru_cache(maxsize=8)
def cores_of(structure: Pack) -> tuple[Core, ...]:
    """The clauses of the Harmonized Structure that requirements may share."""
    return tuple(
        Core(node.id, node.clause, order)
        for order, node in enumerate(structure.nodes)
        if node.auditable
    )


@lru_cache(maxsize=128)
def questions_of(
    structure: Pack, packs: tuple[Pack, ...], split_off: frozenset[str]
) -> tuple[Question, ...]:
    """The questions of a set of packs; the same set is worked out once per process."""
    return questions(cores_of(structure), [requirements_of(pack) for pack in packs], split_off)


def exclusions(nodes: Iterable[Node]) -> tuple[Exclusion, ...]:
    """What the standards say on leaving these requirements out."""
    return tuple(
        Exclusion(
            node.id,
            node.not_applicable is not None and node.not_applicable.allowed,
            node.not_applicable.rule if node.not_applicable else "",
            node.not_applicable.condition if node.not_applicable else "",
        )
        for node in nodes
    )
