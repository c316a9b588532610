"""Checks a content pack without a database: `isonomy pack check DIR`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from isonomy.packs.load import (
    CONTENT,
    Draft,
    Node,
    Pack,
    PackError,
    Problem,
    assemble,
    builtin_packs,
    load_pack,
    read_draft,
)

PARAPHRASE_LIMIT = 900
ADDS_LIMIT = 400
SHORT_TITLE_LIMIT = 34
_ID = re.compile(r"[a-z][a-z0-9_-]{0,79}")
_TOKEN = re.compile(r"\{(\w*)\}")


def check_pack(folder: Path) -> list[Problem]:
    """Everything wrong with a pack folder, with file, line and field; empty when it is sound."""
    try:
        draft = read_draft(folder)
    except PackError as fault:
        return sorted(fault.problems)
    pack = assemble(draft)
    if pack is not None:
        draft.problems.extend(_Check(draft, pack).found())
    return sorted(set(draft.problems))


class _Check:
    """One walk over a pack; every method yields the problems of one kind."""

    def __init__(self, draft: Draft, pack: Pack) -> None:
        self.draft = draft
        self.pack = pack
        self.structure = pack if pack.kind == "structure" else builtin_packs()["hs"]

    def found(self) -> Iterator[Problem]:
        yield from self.of_the_pack()
        seen: set[str] = set()
        for node in self.pack.nodes:
            yield from self.of_the_tree(node, seen)
            yield from self.of_the_structure(node)
            yield from self.of_the_words(node)
            seen.add(node.id)
        yield from self.of_the_order()
        yield from self.of_the_changes()

    def at(self, node: Node, field: str, message: str) -> Problem:
        source, index = self.draft.places[node.id]
        line = source.line(("nodes", index, field))
        return Problem(source.name, line, f"{node.id} {field}", message)

    def fact(self, field: str, message: str) -> Problem:
        source = self.draft.pack
        return Problem(source.name, source.line((field,)), field, message)

    def of_the_pack(self) -> Iterator[Problem]:
        if not _ID.fullmatch(self.pack.id):
            yield self.fact("id", "may hold small letters, digits, - and _ only")
        if self.pack.id != self.draft.folder.resolve().name:
            yield self.fact("id", f"differs from the folder's name {self.draft.folder.name!r}")
        if self.pack.version < 1:
            yield self.fact("version", "counts from 1")
        for name, stated in self.pack.counts.items():
            counted = count_of(self.pack).get(name)
            if counted is not None and counted != stated:
                yield self.fact("counts", f"{name} says {stated}, the nodes give {counted}")

    def of_the_tree(self, node: Node, seen: set[str]) -> Iterator[Problem]:
        if not node.id.startswith(f"{self.pack.id}:"):
            yield self.at(node, "id", f"must begin with {self.pack.id}:")
        if node.parent is not None and node.parent not in self.pack.by_id:
            yield self.at(node, "parent", f"{node.parent} does not exist")
        elif node.parent is not None and node.parent not in seen:
            yield self.at(node, "parent", f"{node.parent} must stand before what is below it")
        if node.demanded_by and node.demanded_by not in self.pack.by_id:
            yield self.at(node, "demanded_by", f"{node.demanded_by} does not exist")

    def of_the_structure(self, node: Node) -> Iterator[Problem]:
        for field in ("hs", "hs_parent"):
            name = getattr(node, field)
            if name and name not in self.structure.by_id:
                yield self.at(node, field, f"{name} is no line of the Harmonized Structure")
        if not node.auditable or self.pack.kind != "standard" or node.kind == "control":
            return
        if node.hs_relation is None:
            yield self.at(node, "hs_relation", "is missing")
        if node.hs_relation == "specific" and node.hs:
            yield self.at(node, "hs_relation", "a specific requirement has no line of its own")
        if node.hs_relation in {"identical", "extended", "partial"} and not node.hs:
            yield self.at(node, "hs", f"is missing although the relation is {node.hs_relation}")
        if node.hs_relation == "extended" and not node.adds:
            yield self.at(node, "adds", "must say what this standard adds to the shared text")
        if node.hs_relation != "extended" and node.adds:
            yield self.at(node, "adds", "belongs to extended requirements only")

    def of_the_words(self, node: Node) -> Iterator[Problem]:
        yield from self.of_the_tokens(node)
        if len(node.short_title) > SHORT_TITLE_LIMIT:
            yield self.at(node, "short_title", f"is longer than {SHORT_TITLE_LIMIT} characters")
        if not node.auditable or self.pack.kind == "framework":
            return
        if not node.paraphrase:
            yield self.at(node, "paraphrase", "is missing")
        if len(node.paraphrase) > PARAPHRASE_LIMIT:
            message = f"has {len(node.paraphrase)} characters; the limit is {PARAPHRASE_LIMIT}"
            yield self.at(node, "paraphrase", message)
        if len(node.adds) > ADDS_LIMIT:
            yield self.at(node, "adds", f"has {len(node.adds)} characters; limit {ADDS_LIMIT}")
        if not node.questions:
            yield self.at(node, "questions", "at least one question is needed")
        if self.pack.kind == "standard" and node.not_applicable is None:
            yield self.at(node, "not_applicable", "the rule for setting it aside is missing")
        elif node.not_applicable is not None and not node.not_applicable.rule.strip():
            yield self.at(node, "not_applicable", "the rule is empty")

    def of_the_tokens(self, node: Node) -> Iterator[Problem]:
        known = set(self.pack.tokens) if self.pack.kind == "structure" else set()
        for field, text in texts_of(node):
            for token in _TOKEN.findall(text):
                if token not in known:
                    yield self.at(node, field.partition("[")[0], f"{{{token}}} is not a token")

    def of_the_order(self) -> Iterator[Problem]:
        """Siblings with plain numbers rise as people count."""
        for parent in (None, *(node.id for node in self.pack.nodes)):
            plain = [n for n in self.pack.children(parent) if re.fullmatch(r"[\d.]+", n.clause)]
            for before, after in pairwise(plain):
                if after.sort_key < before.sort_key:
                    yield self.at(after, "clause", f"stands after {before.clause}")

    def of_the_changes(self) -> Iterator[Problem]:
        comparison, source = self.pack.comparison, self.draft.comparison
        if comparison is None or source is None:
            return
        base = neighbour(self.draft.folder, comparison.base)
        if base is None:
            line = source.line(("base",))
            yield Problem(source.name, line, "base", f"there is no pack {comparison.base}")
            return
        for node in self.pack.nodes:
            for previous in node.change.previous if node.change else ():
                if previous not in base.by_id:
                    yield self.at(node, "change", f"previous {previous} is not in {base.id}")
        for index, change in enumerate(comparison.changes):
            line = source.line(("changes", index))
            place = f"changes[{index}]"
            if change.node and change.node not in self.pack.by_id:
                yield Problem(source.name, line, place, f"{change.node} does not exist")
            for previous in change.previous:
                if previous not in base.by_id:
                    message = f"previous {previous} is not in {base.id}"
                    yield Problem(source.name, line, place, message)


def neighbour(folder: Path, pack_id: str) -> Pack | None:
    """The pack with this id beside the folder, or among those shipped."""
    beside = folder.resolve().parent / pack_id
    if _ID.fullmatch(pack_id) and beside.parent != CONTENT and (beside / "pack.yaml").is_file():
        try:
            return load_pack(beside)
        except PackError:
            return None
    return builtin_packs().get(pack_id)


def count_of(pack: Pack) -> Mapping[str, int]:
    """What can be counted in a pack, under the names used in `counts`."""
    relations = Counter(node.hs_relation for node in pack.requirements)
    return {
        "headings": sum(1 for node in pack.nodes if node.kind == "heading"),
        "requirements": len(pack.requirements),
        "controls": len(pack.controls),
        "identical": relations["identical"],
        "extended": relations["extended"],
        "partial": relations["partial"],
        "specific": relations["specific"],
        "questions": sum(len(node.questions) for node in pack.requirements),
    }


def texts_of(node: Node) -> Iterator[tuple[str, str]]:
    """Every own-words text of a node with the name of its field."""
    for field in ("paraphrase", "adds", "auditor_note"):
        if text := getattr(node, field):
            yield field, text
    for field in ("questions", "evidence"):
        for index, text in enumerate(getattr(node, field)):
            yield f"{field}[{index}]", text
    for index, document in enumerate(node.documented_information):
        yield f"documented_information[{index}]", document.name
