"""How questions are named and asked in files, in words that fit the standards they serve."""

from __future__ import annotations

from isonomy.gap.figures import Figures
from isonomy.norms.gap.question import Question
from isonomy.packs.load import hs_text
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack

LIST = " | "
"""Between several values of one cell."""

GENERAL = "General"
"""A title that says nothing without that of the clause above."""

APART = "|"
"""Between a question and the requirement whose difference is meant: `hs:10.2|iso9001:10.2.1`."""


def stable_id(key: str, part: str = "") -> str:
    """The id of an answer as files carry it."""
    return f"{key}{APART}{part}" if part else key


def from_stable_id(text: str) -> tuple[str, str]:
    """Question and requirement (or "") of an id."""
    key, _, part = text.strip().partition(APART)
    return key.strip(), part.strip()


def title_of(figures: Figures, question: Question, part: str = "") -> str:
    """What a question is called: by the shared structure, or by the one standard that asks."""
    node = figures.node(part or question.key)
    if node.full_title != GENERAL or node.parent is None:
        return node.full_title
    pack = figures.structure if node.id.startswith("hs:") else _pack_of(figures, question, part)
    return f"{pack.node(node.parent).full_title}: {GENERAL.lower()}"


def _pack_of(figures: Figures, question: Question, part: str) -> Pack:
    return figures.pack_by_key[serves(question, part)[0]]


def asked_in(figures: Figures, question: Question, part: str = "") -> str:
    """What is asked: for a difference only what the standard adds."""
    node = figures.node(part or question.key)
    text = node.adds or node.paraphrase if part else node.paraphrase
    return hs_text(text, _tokens(figures, question))


def clause_in(figures: Figures, question: Question, part: str = "") -> str:
    """The number people cite: that of the shared structure, or of the standard."""
    return figures.node(part).clause if part else question.clause


def question_texts(figures: Figures, question: Question, part: str = "") -> list[str]:
    """The questions an auditor would put."""
    node: Node = figures.node(part or question.key)
    return [hs_text(text, _tokens(figures, question)) for text in node.questions]


def _tokens(figures: Figures, question: Question) -> dict[str, str]:
    """The words of the one standard served, or of the structure where there are several."""
    standards = question.standards
    pack = figures.pack_by_key[standards[0]] if len(standards) == 1 else figures.structure
    return {**figures.structure.tokens, **pack.tokens}


def standard_names(figures: Figures, question: Question, part: str = "") -> list[str]:
    """The editions an answer serves, short where the number alone is clear: “9001”."""
    return [short_name(figures, key) for key in serves(question, part)]


def serves(question: Question, part: str = "") -> tuple[str, ...]:
    """The standards that an answer, or the difference of one of them, counts for."""
    if not part:
        return question.standards
    return tuple(m.requirement.standard for m in question.members if m.requirement.ref == part)


def short_name(figures: Figures, key: str) -> str:
    """A standard as people say it; with its year where two editions stand side by side."""
    pack = figures.pack_by_key[key]
    twice = sum(other.number == pack.number for other in figures.packs) > 1
    return f"{pack.number}:{pack.edition}" if twice else pack.number
