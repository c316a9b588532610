"""What became of a requirement in the next edition, and where it came from in the last one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from isonomy.packs.diff import Step, compare
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack


@dataclass(frozen=True, slots=True)
class Passage:
    """One step between two editions with the nodes on both sides."""

    step: Step
    old_pack: Pack
    new_pack: Pack
    old: tuple[Node, ...]
    new: Node | None

    @property
    def reworded(self) -> bool:
        """Whether the words on both sides can be shown against each other."""
        return (
            len(self.old) == 1
            and self.new is not None
            and self.old[0].paraphrase != self.new.paraphrase
        )


@lru_cache(maxsize=32)
def passages(old: Pack, new: Pack) -> tuple[Passage, ...]:
    """Every step from one pack to another; computed once, since packs never change."""
    return tuple(
        Passage(
            step,
            old,
            new,
            tuple(old.by_id[node_id] for node_id in step.old if node_id in old.by_id),
            new.by_id.get(step.new or ""),
        )
        for step in compare(old, new)
    )


def around(node: Node, pack: Pack, packs: Sequence[Pack]) -> list[Passage]:
    """The steps that lead to this requirement from the edition before, and from it to the next."""
    by_id = {one.id: one for one in packs}
    found: list[Passage] = []
    before = by_id.get(pack.dates.replaces or "")
    if before is not None:
        found += [one for one in passages(before, pack) if one.new is node]
    after = by_id.get(pack.dates.replaced_by or "")
    if after is not None:
        found += [one for one in passages(pack, after) if node.id in one.step.old]
    return found
