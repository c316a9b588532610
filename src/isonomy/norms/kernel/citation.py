"""Where a rule stands: document, place, edition, and how sure we are of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How a rule was verified; everything but `READ` is a setting that shows its mark."""

    READ = "V"
    SECOND_HAND = "V2"
    OLDER_EDITION = "Vo"
    GENERAL = "G"
    UNCERTAIN = "U"


@dataclass(frozen=True, slots=True)
class Cite:
    """The place in a document that a figure or a refusal rests on.

    `place` is a clause, table or section number, never the words of the document.
    """

    document: str
    place: str = ""
    edition: str = ""
    confidence: Confidence = Confidence.READ

    def __str__(self) -> str:
        name = f"{self.document}:{self.edition}" if self.edition else self.document
        return f"{name}, {self.place}" if self.place else name

    @property
    def verified(self) -> bool:
        """Whether someone read the rule in its source."""
        return self.confidence is Confidence.READ
