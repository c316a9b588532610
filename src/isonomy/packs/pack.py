"""A content pack: one edition of a standard as an immutable document."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar, Literal

import rfc8785
from pydantic import ConfigDict, TypeAdapter

from isonomy.packs.node import STRICT, Change, Confidence, Node

PackKind = Literal["standard", "structure", "framework"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFact:
    """A date (year, month or day) and how sure we are of it."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    date: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A day of a transition period, with the confidence of its source."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    event: Literal["bodies_ready", "new_certificates_only_to_this_edition", "end_of_transition"]
    date: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """The road from the previous edition to this one."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    milestones: tuple[Milestone, ...]
    note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is known in public of the next edition."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    status: str
    confidence: Confidence
    expected: str = ""
    reported: tuple[str, ...] = ()
    note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When an edition was published, what it replaces and what replaces it.

    `as_of` is the day on which these facts were last looked up. A transition stands in both
    the old and the new edition, so that each page can show it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    as_of: str = ""
    published: DatedFact | None = None
    amended: DatedFact | None = None
    replaces: str | None = None
    replaced_by: str | None = None
    transition: Transition | None = None
    outlook: Outlook | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is known of the way from the base edition to this one, beyond the single clause."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    base: str
    rest: str = ""
    terminology: str = ""
    informative: tuple[str, ...] = ()
    net_new: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pack:
    """One edition of a standard or framework: its facts, its nodes in order and its digest.

    The digest is SHA-256 over the canonical JSON (RFC 8785) of `to_json()`. Defaults are left
    out of that document, so a field added later does not change the digest of an old pack.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: str
    version: int
    number: str
    reference: str
    title: str
    kind: PackKind = "standard"
    family: str = ""
    edition: str = ""
    amendment: str = ""
    discipline: str = ""
    language: str = "en"
    licence: str = ""
    provenance: str = ""
    draft: bool = False
    draft_note: str = ""
    tokens: dict[str, str] = field(default_factory=dict)
    dates: Dates = field(default_factory=Dates)
    counts: dict[str, int] = field(default_factory=dict)
    comparison: Comparison | None = None
    nodes: tuple[Node, ...] = ()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pack) and other.digest == self.digest

    @property
    def key(self) -> str:
        """The same as `id`: what installed packs and selections are named by."""
        return self.id

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical document, in hexadecimal."""
        return digest_of(self.to_json())

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """All nodes by their stable id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def position(self) -> Mapping[str, int]:
        """The place of each node in reading order, counted from 0."""
        return {node.id: place for place, node in enumerate(self.nodes)}

    @cached_property
    def by_clause(self) -> Mapping[str, Node]:
        """All nodes by the number people cite."""
        return {node.clause: node for node in self.nodes}

    @cached_property
    def _children(self) -> Mapping[str | None, tuple[Node, ...]]:
        below: dict[str | None, list[Node]] = defaultdict(list)
        for node in self.nodes:
            below[node.parent].append(node)
        return {parent: tuple(nodes) for parent, nodes in below.items()}

    @cached_property
    def by_hs(self) -> Mapping[str, tuple[Node, ...]]:
        """The auditable nodes that belong to each Harmonized Structure line."""
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes:
            if node.hs and node.auditable:
                found[node.hs].append(node)
        return {hs: tuple(nodes) for hs, nodes in found.items()}

    def node(self, node_id: str) -> Node:
        """The node with this id; KeyError names the pack when there is none."""
        try:
            return self.by_id[node_id]
        except KeyError:
            raise KeyError(f"{self.id} has no node {node_id!r}") from None

    def children(self, node_id: str | None) -> tuple[Node, ...]:
        """The nodes directly below this one, in order; None gives the top of the tree."""
        return self._children.get(node_id, ())

    def ancestors(self, node: Node) -> tuple[Node, ...]:
        """The nodes above this one, from the top down."""
        found: list[Node] = []
        while node.parent is not None:
            node = self.by_id[node.parent]
            found.append(node)
        return tuple(reversed(found))

    @cached_property
    def requirements(self) -> tuple[Node, ...]:
        """What an auditor asks: clauses and separately asked letters, without headings."""
        return tuple(node for node in self.nodes if node.kind == "requirement")

    @cached_property
    def controls(self) -> tuple[Node, ...]:
        """The reference controls (Annex A of ISO/IEC 27001, or those of a framework)."""
        return tuple(node for node in self.nodes if node.kind == "control")

    def to_json(self) -> dict[str, Any]:
        """The whole pack as plain JSON data, defaults left out; what the digest covers."""
        found = _ADAPTER.dump_python(self, mode="json", exclude_defaults=True)
        return dict(found)

    def renamed(self, pack_id: str) -> Pack:
        """The same pack under another id, with all its nodes."""

        def other(node_id: str | None) -> str | None:
            old = f"{self.id}:"
            return f"{pack_id}:{node_id.removeprefix(old)}" if node_id else node_id

        nodes = (
            replace(
                node,
                id=str(other(node.id)),
                parent=other(node.parent),
                demanded_by=other(node.demanded_by) or "",
            )
            for node in self.nodes
        )
        return replace(self, id=pack_id, nodes=tuple(nodes), comparison=None)

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Pack:
        """The pack that `to_json` wrote; unknown keys are refused."""
        return _ADAPTER.validate_python(dict(document))


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 over canonical JSON, in hexadecimal."""
    return hashlib.sha256(rfc8785.dumps(dict(document))).hexdigest()


_ADAPTER = TypeAdapter(Pack)
