"""What a Statement of Applicability says: the facts of one version, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Implementation = Literal["implemented", "partly", "planned", "not_implemented", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved a version, when, and what the approval means."""

    name: str
    role: str
    on: date
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One control of Annex A, whether it applies, why, and how far it is in place."""

    id: str
    """As in Annex A: 5.1."""
    title: str
    theme: str
    applies: bool | None
    """None while nobody has decided."""
    justification: str = ""
    """Why it is included, or why it is excluded."""
    status: Implementation | None = None
    owner: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One version of a Statement of Applicability."""

    title: str
    organisation: str
    reference: str
    """The standard whose controls these are: ISO/IEC 27001:2022."""
    version: str
    made_at: datetime
    controls: tuple[Control, ...]
    scope: str = ""
    prepared_by: str = ""
    approvals: tuple[Approval, ...] = ()
    """Empty: a draft, and the document says so on every page."""
    notes: tuple[str, ...] = ()
    language: str = "en"
