"""The nouns of a content pack: clause, control, documented information, change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from pydantic import ConfigDict

NodeKind = Literal["heading", "requirement", "control"]
NodeLevel = Literal["clause", "item", "control"]
HsRelation = Literal["identical", "extended", "partial", "specific"]
Pdca = Literal["plan", "do", "check", "act"]
Confidence = Literal["high", "medium-high", "medium", "medium-low", "low"]
ChangeRelation = Literal[
    "same", "renumbered", "retitled", "extended", "split", "merged", "new", "removed"
]

STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedInformation:
    """A document to maintain or a record to retain, as a requirement names it."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    mode: Literal["maintain", "retain"]
    name: str
    mandatory: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplicable:
    """Whether a requirement may be set aside, by which rule, and how usual that is.

    `ui_default` says how a page treats the choice: offered, offered with a warning, or hidden.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    allowed: bool
    practice: Literal[
        "never", "practically_never", "rare", "typical", "conditional", "via_soa", "unknown"
    ]
    rule: str
    condition: str = ""
    ui_default: Literal["", "offer", "warn", "hide"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a requirement between two editions, and how sure we are."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    relation: ChangeRelation
    previous: tuple[str, ...] = ()
    confidence: Confidence = "medium"
    what: str = ""
    question: str = ""
    node: str = ""
    hs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One line of a clause tree: a heading, a requirement or a reference control.

    `level` tells a clause from a separately asked letter of it ("item").
    `hs` names the Harmonized Structure line it belongs to and `hs_relation` how it stands to it:
    identical (one answer serves all), extended (`adds` says by what), partial (a relative only)
    or specific (its own). `clause` is the number people cite, `id` the key that never changes.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: str
    clause: str
    title: str
    kind: NodeKind
    level: NodeLevel
    short_title: str = ""
    display_title: str = ""
    parent: str | None = None
    pdca: Pdca | None = None
    pdca_inner: Pdca | None = None
    hs: str | None = None
    hs_relation: HsRelation | None = None
    hs_parent: str | None = None
    paraphrase: str = ""
    adds: str = ""
    questions: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    evidence_inherited: bool = False
    documented_information: tuple[DocumentedInformation, ...] = ()
    topics: tuple[str, ...] = ()
    not_applicable: NotApplicable | None = None
    auditor_note: str = ""
    source: str = ""
    theme: str = ""
    attributes: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    guidance_ref: str = ""
    predecessors: tuple[str, ...] = ()
    introduced: bool = False
    demanded_by: str = ""
    change: Change | None = None

    @property
    def auditable(self) -> bool:
        """Whether an auditor asks for this line: requirements and controls, not headings."""
        return self.kind != "heading"

    @property
    def label(self) -> str:
        """The short title where there is one, for trees and narrow columns."""
        return self.short_title or self.title

    @property
    def full_title(self) -> str:
        """The title that stands alone: "Internal audit: general" instead of "General"."""
        return self.display_title or self.title

    @property
    def sort_key(self) -> tuple[tuple[int, int, str], ...]:
        """Orders clause numbers as people count: 9.2 before 9.10, letters after their clause."""
        parts = self.clause.replace(" ", ".").replace("-", ".").split(".")
        return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts)
