"""Compares two packs: what stays, what moved, what must be looked at again, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from isonomy.packs.node import Confidence, Node
from isonomy.packs.pack import Pack

StepKind = Literal[
    "kept",
    "renumbered",
    "retitled",
    "reworded",
    "extended",
    "split",
    "merged",
    "new",
    "removed",
]
KEEPS_ANSWER: frozenset[StepKind] = frozenset({"kept", "renumbered", "retitled"})
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one requirement between two packs.

    `old` and `new` are node ids; `reason` says in words why, `question` what to ask now.
    """

    kind: StepKind
    old: tuple[str, ...]
    new: str | None
    reason: str
    confidence: Confidence
    question: str = ""
    stated: bool = False
    """Whether the reason is told by the pack; otherwise it follows from the kind alone."""

    @property
    def keeps_answer(self) -> bool:
        """Whether an answer to the old requirement still answers the new one."""
        return self.kind in KEEPS_ANSWER


def compare(old: Pack, new: Pack) -> tuple[Step, ...]:
    """The way from one pack to another, in the order of the new one, removals last.

    Where the new pack states its changes against the old one, they are taken as stated;
    otherwise nodes are matched by id, by their own words, and by likeness.
    """
    if new.comparison is not None and new.comparison.base == old.id:
        steps = list(_stated(old, new))
    else:
        steps = list(_found(old, new))
    taken = {node_id for step in steps for node_id in step.old}
    steps.extend(_removed(old, new, taken))
    return tuple(steps)


def _stated(old: Pack, new: Pack) -> Iterator[Step]:
    for node in new.nodes:
        if not node.auditable:
            continue
        change = node.change
        if change is None:
            yield Step("new", (), node.id, "This edition adds it.", "medium")
            continue
        kind: StepKind = "kept" if change.relation == "same" else change.relation
        told = change.what or _told_above(kind, node, new)
        yield Step(
            kind,
            change.previous,
            node.id,
            told or _reason(kind, node, old),
            change.confidence,
            change.question,
            stated=bool(told),
        )


def _told_above(kind: StepKind, node: Node, new: Pack) -> str:
    """A letter that is new or asks more is explained by the clause it stands in."""
    above = new.by_id.get(node.parent or "")
    if node.level != "item" or kind not in {"new", "extended"} or above is None:
        return ""
    return above.change.what if above.change else ""


_REASONS: dict[StepKind, str] = {
    "kept": "No change of substance is known.",
    "renumbered": "The same demand stood in {before}.",
    "retitled": "The title or the wording changed, not the demand.",
    "split": "What {before} asked now stands in several places.",
    "merged": "Brings together {before}.",
    "new": "This edition adds it.",
}


def _reason(kind: StepKind, node: Node, old: Pack) -> str:
    """The words for a change that the pack states without its own explanation."""
    previous = node.change.previous if node.change else ()
    before = ", ".join(old.by_id[p].clause for p in previous if p in old.by_id)
    return _REASONS.get(kind, "Asks more than {before} did.").format(before=before)


def _found(old: Pack, new: Pack) -> Iterator[Step]:
    local = {_local(node): node for node in old.nodes if node.auditable}
    by_words = {_words(node): node for node in old.nodes if node.auditable}
    for node in new.nodes:
        if not node.auditable:
            continue
        same = local.get(_local(node))
        if same is not None:
            yield _matched(same, node)
        elif _words(node) in by_words:
            before = by_words[_words(node)]
            reason = f"The same words stood in {before.clause}."
            yield Step("renumbered", (before.id,), node.id, reason, "high")
        else:
            yield _likely(node, local.values())


def _local(node: Node) -> str:
    return node.id.partition(":")[2]


def _words(node: Node) -> str:
    return " ".join((node.title, node.paraphrase)).casefold()


def _matched(before: Node, after: Node) -> Step:
    ids = (before.id,)
    if before.paraphrase != after.paraphrase:
        return Step("reworded", ids, after.id, "Our words for it changed; look again.", "high")
    if before.clause != after.clause:
        return Step("renumbered", ids, after.id, f"Was {before.clause}.", "high")
    if before.title != after.title:
        return Step("retitled", ids, after.id, f"Was called {before.title}.", "high")
    return Step("kept", ids, after.id, "Nothing changed.", "high")


def _likely(node: Node, candidates: Iterable[Node]) -> Step:
    best: Node | None = None
    score = ALIKE
    for before in candidates:
        matcher = SequenceMatcher(None, _words(before), _words(node))
        if matcher.real_quick_ratio() > score and (ratio := matcher.ratio()) > score:
            best, score = before, ratio
    if best is None:
        return Step("new", (), node.id, "Nothing like it stood in the older one.", "medium")
    reason = f"Reads much like {best.clause}; the match is a guess."
    return Step("reworded", (best.id,), node.id, reason, "low")


def _removed(old: Pack, new: Pack, taken: set[str]) -> Iterator[Step]:
    stated = new.comparison.changes if new.comparison else ()
    told = {p: change for change in stated if change.relation == "removed" for p in change.previous}
    for node in old.nodes:
        if not node.auditable:
            continue
        if node.id in told:
            change = told[node.id]
            yield Step("removed", (node.id,), None, change.what, change.confidence, stated=True)
        elif node.id not in taken and not _taken_above(old, node, taken):
            reason = "Nothing in the newer one asks for it under this number."
            yield Step("removed", (node.id,), None, reason, "medium")


def _taken_above(old: Pack, node: Node, taken: set[str]) -> bool:
    """A letter whose clause lives on is not removed: letters are mapped through their clause."""
    return node.level == "item" and node.parent in taken
