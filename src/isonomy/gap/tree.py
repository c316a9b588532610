"""The clause tree beside the working page: every question in one light piece of markup.

Some 500 rows are drawn for each page, so this is plain text built by hand; what never changes in a
row is made once for each set of questions and language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from isonomy.base.look import sign_of
from isonomy.catalogue.shelf import harmonized_structure
from isonomy.gap.queries.picture import Picture, main_clause
from isonomy.norms.gap.question import Question, Relation
from isonomy.norms.gap.readiness import readiness
from isonomy.norms.gap.state import State, weakest
from isonomy.packs.load import hs_text
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack


@dataclass(frozen=True, slots=True)
class Place:
    """Which page the tree stands beside: where its links lead, which question is open, which are shown."""

    link: Callable[[str], str]
    current: str
    suffix: str = ""
    shown: frozenset[str] | None = None


LETTER = 48
"""Characters of a letter's own words that the tree shows."""


@lru_cache(maxsize=64)
def _titles(asked: tuple[Question, ...], packs: tuple[Pack, ...]) -> dict[str, str]:
    by_key = {pack.id: pack for pack in packs}
    structure = harmonized_structure()
    titles = {}
    for question in asked:
        if question.shared:
            node = structure.node(question.key)
        else:
            node = by_key[question.members[0].requirement.standard].node(question.key)
        titles[question.key] = (
            f"<span>{escape(question.clause)}</span><span>{escape(_label(node, structure))}</span>"
        )
    return titles


def _label(node: Node, structure: Pack) -> str:
    """The title; for a letter of a clause its first words, since all letters share the title."""
    if node.level != "item" or not node.paraphrase:
        return node.label
    words = hs_text(node.paraphrase, structure.tokens)
    return words if len(words) <= LETTER else words[:LETTER].rsplit(" ", 1)[0] + "…"


@lru_cache(maxsize=64)
def _columns(asked: tuple[Question, ...], standards: tuple[str, ...]) -> dict[str, list[list[str]]]:
    """For each question, the requirements behind each standard's sign, in the order of the columns."""
    columns = {}
    for question in asked:
        refs: dict[str, list[str]] = {standard: [] for standard in standards}
        for member in question.members:
            refs[member.requirement.standard].append(member.requirement.ref)
        columns[question.key] = [refs[standard] for standard in standards]
    return columns


@lru_cache(maxsize=8)
def _signs(language: str | None) -> tuple[dict[State, str], dict[State, str]]:
    drawn = {state: f'<i class="{sign_of(state).css}"></i>' for state in State}
    words: dict[State, str] = {state: escape(str(sign_of(state).word).lower()) for state in State}
    return drawn, words


VOID = '<i class="void"></i>'


@dataclass(frozen=True, slots=True)
class _Pen:
    """What a row is drawn with."""

    titles: Mapping[str, str]
    columns: Mapping[str, Sequence[Sequence[str]]]
    numbers: Sequence[str]
    states: Mapping[str, State]
    drawn: Mapping[State, str]
    words: Mapping[State, str]

    def cells(self, key: str) -> str:
        """One small sign a standard, and one spoken label for the row."""
        signs, spoken = [], []
        for number, refs in zip(self.numbers, self.columns[key], strict=True):
            if not refs:
                signs.append(VOID)
                continue
            if len(refs) == 1:
                state = self.states[refs[0]]
            else:
                state = weakest(self.states[ref] for ref in refs)
            signs.append(self.drawn[state])
            spoken.append(f"{number} {self.words[state]}")
        return f'<span class="cells" role="img" aria-label="{", ".join(spoken)}">{"".join(signs)}</span>'

    def row(self, question: Question, place: Place) -> str:
        """One question as a line of the tree."""
        current = ' aria-current="page"' if question.key == place.current else ""
        deep = ' class="deep"' if len(question.clause) > 4 else ""
        return (
            f'<li id="{row_id(question.key)}">'
            f'<a href="{place.link(question.key)}{place.suffix}"{deep}{current}>'
            f"{self.titles[question.key]}{self.cells(question.key)}</a></li>"
        )


def row_id(key: str) -> str:
    """The id of a question's line in the tree."""
    return "t-" + key.replace(":", "-").replace(".", "_")


def _pen(picture: Picture) -> _Pen:
    standards = tuple(pack.id for pack in picture.packs)
    drawn, words = _signs(get_language())
    return _Pen(
        _titles(picture.questions, picture.packs),
        _columns(picture.questions, standards),
        [escape(pack.number) for pack in picture.packs],
        picture.standing_of,
        drawn,
        words,
    )


def clause_tree(picture: Picture, place: Place) -> SafeString:
    """The whole tree, grouped by main clause, with the readiness of each standard in each clause."""
    pen, counts = _pen(picture), _counts(picture)
    groups: dict[str, list[Question]] = {}
    for question in picture.questions:
        if place.shown is None or question.key in place.shown:
            groups.setdefault(_group(question), []).append(question)
    drawn = (
        f'<details open id="{group_id(clause)}">{_summary(picture, clause, counts.get(clause, {}))}<ul>'
        f"{''.join(pen.row(question, place) for question in asked)}</ul></details>"
        for clause, asked in groups.items()
    )
    return mark_safe("".join(drawn))  # noqa: S308  every part is ours or escaped


def tree_row(picture: Picture, key: str, place: Place) -> SafeString:
    """One line of the tree, to put in the place of the old one after an answer."""
    return mark_safe(_pen(picture).row(picture.by_key[key], place))  # noqa: S308


def clause_summary(picture: Picture, key: str) -> SafeString:
    """The head of the clause that a question stands in, after an answer."""
    clause = _group(picture.by_key[key])
    counts = _counts(picture, clause).get(clause, {})
    return mark_safe(_summary(picture, clause, counts))  # noqa: S308


def group_id(clause: str) -> str:
    """The id of a main clause in the tree."""
    return f"g-{clause}"


def _group(question: Question) -> str:
    return "A" if question.is_control else main_clause(question.clause)


Counts = Mapping[str, Mapping[State, int]]
"""By standard, how many requirements of one clause stand in each state."""


def _summary(picture: Picture, clause: str, counts: Counts) -> str:
    title = escape(_title(clause))
    figures = "".join(_figures(picture, counts))
    return (
        f'<summary id="s-{escape(clause)}"><span>{escape(clause)}</span><span>{title}</span>'
        f'<span class="cells">{figures}</span></summary>'
    )


def _figures(picture: Picture, counts: Counts) -> Iterable[str]:
    for pack in picture.packs:
        value = readiness(counts.get(pack.id, {})).value
        yield (
            '<span class="void"></span>'
            if value is None
            else f'<em title="{escape(pack.number)}">{value}</em>'
        )


def _counts(picture: Picture, wanted: str = "") -> dict[str, dict[str, dict[State, int]]]:
    """The counts of every clause of the tree, or of the one that is wanted."""
    counts: dict[str, dict[str, dict[State, int]]] = {}
    for found in picture.standings:
        asked = found.member.requirement
        clause = "A" if asked.relation is Relation.CONTROL else main_clause(asked.clause)
        if not wanted or clause == wanted:
            of = counts.setdefault(clause, {}).setdefault(asked.standard, {})
            of[found.state] = of.get(found.state, 0) + 1
    return counts


def _title(clause: str) -> str:
    if clause == "A":
        return _("Annex A controls")
    node = harmonized_structure().by_clause.get(clause)
    return node.label if node else _("Requirements")
