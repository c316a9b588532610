"""What a structured document is made of: headings, paragraphs and tables, before any file format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; level 1 may begin a new page."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; `style` is one of body, lead, note, figure."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class TableCell:
    """Text of a cell; a second, quieter text may follow; `tone` names a state for its colour."""

    text: str
    below: str = ""
    strong: bool = False
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head that repeats, a caption, and widths in millimetres.

    `numeric` are the columns set flush to the end side.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str | TableCell]]
    widths: Sequence[float]
    numeric: frozenset[int] = frozenset()


Part = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A Word document: what it is called, for whom, in which language, and its parts."""

    title: str
    organisation: str
    made_at: datetime
    language: str
    page_words: str
    """Such as "Page {page} of {pages}"; the places become fields."""
    table_word: str
    """Begins every caption, followed by the number of the table."""
    cover: Sequence[tuple[str, str]]
    """Facts on the first page: label and value."""
    parts: Sequence[Part]
    landscape: bool = False
