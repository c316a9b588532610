"""From a filled workbook to an analysis: good rows are taken, wrong ones named by line and field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from isonomy.base.files.notice import Notice, gettext_noop, notice, refused
from isonomy.exchange.reading.grid import Cell
from isonomy.exchange.reading.plan import RowProblem
from isonomy.exchange.reading.target import Target
from isonomy.exchange.reading.values import Habits, habits_of, parse_value
from isonomy.gap.exchange.analysis import Analysis, Place, PlannedAction, Said
from isonomy.gap.exchange.fields import ACTIONS, ANSWERS
from isonomy.gap.exchange.rows import AnswerRows, days_of, state_of
from isonomy.gap.exchange.sheets import Filled, SheetRows, text_in
from isonomy.gap.exchange.wording import from_stable_id
from isonomy.norms.gap.action import ActionState
from isonomy.norms.gap.question import SHARING, Relation
from isonomy.norms.gap.standing import AnswerKey
from isonomy.norms.gap.state import State
from isonomy.packs.load import builtin_packs
from isonomy.packs.pack import Pack

EXACT = frozenset({"note", "note_rest", "justification", "details", "title"})
"""Columns whose text is taken to the letter, with blanks and line ends as they stand."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not taken: sheet, line, the heading of the field where known, and the cause."""

    sheet: str
    line: int
    field: str
    cause: Notice

    def __str__(self) -> str:
        place = ", ".join(word for word in (self.sheet, f"line {self.line}", self.field) if word)
        return f"{place}: {self.cause}"


@dataclass(frozen=True, slots=True)
class Read:
    """What came out of a file: the analysis of its good rows, the wrong rows, and remarks."""

    analysis: Analysis
    problems: tuple[Problem, ...]
    remarks: tuple[Notice, ...] = ()


def analysis_from(
    filled: Filled, *, made_at: datetime, name: str, packs: Sequence[Pack] = ()
) -> Read:
    """Read a filled workbook. `packs` overrule the editions that it names."""
    told = filled.facts
    about: Mapping[str, Any] = told.get("assessment", {})
    chosen, remarks = (tuple(packs), []) if packs else _editions(filled)
    split_off = frozenset(told["split_off"]) if "split_off" in told else _splits(filled, chosen)
    sites = _sites(filled)
    empty = Analysis(
        name=about.get("name") or name,
        organisation=about.get("organisation", ""),
        packs=chosen,
        made_at=made_at,
        scope=about.get("scope", ""),
        sites=sites,
        split_off=split_off,
        aim=about.get("aim", 100),
        aim_on=date.fromisoformat(about["aim_on"]) if about.get("aim_on") else None,
        uid=about.get("uid", ""),
        language=about.get("language", "en"),
    )
    said, answer_problems = _Answers(empty, filled.answers).read()
    actions, action_problems = _Actions(empty, filled.actions).read()
    analysis = replace(empty, said=said, actions=tuple(actions))
    return Read(analysis, (*answer_problems, *action_problems), tuple(remarks))


def _editions(filled: Filled) -> tuple[tuple[Pack, ...], list[Notice]]:
    """The editions that the hidden sheet names, or that the ids of a bare table belong to."""
    shelf, remarks = builtin_packs(), []
    wanted = [(str(e["key"]), str(e["digest"])) for e in filled.facts.get("editions", ())]
    if not wanted:
        wanted = [(key, "") for key in _named(filled)]
    if not wanted:
        raise refused(
            gettext_noop("The file does not tell which standards it is about; say so: --standards.")
        )
    for key, digest in wanted:
        if key not in shelf:
            raise refused(
                gettext_noop("The standard “%(key)s” does not come with this version."), key=key
            )
        if digest and shelf[key].digest != digest:
            remarks.append(
                notice(
                    gettext_noop(
                        "%(reference)s: the workbook was made with another version of its content."
                    ),
                    reference=shelf[key].reference,
                )
            )
    return tuple(shelf[key] for key, _ in wanted), remarks


def _named(filled: Filled) -> list[str]:
    """Standards that ids and the column of standards name, in the order of the shelf."""
    words: set[str] = set()
    for _, cells in filled.answers.rows:
        key, part = from_stable_id(text_in(cells.get("id")))
        words.update(text.partition(":")[0] for text in (key, part) if ":" in text)
        words.update(text.strip() for text in text_in(cells.get("standard")).split("|"))
    return [key for key in builtin_packs() if key in words and key != "hs"]


def _splits(filled: Filled, packs: Sequence[Pack]) -> frozenset[str]:
    """Requirements that share a core but are answered alone in a bare table of ours."""
    sharing = {
        node.id
        for pack in packs
        for node in pack.nodes
        if node.auditable and node.hs and node.hs_relation and Relation(node.hs_relation) in SHARING
    }
    ids = {text_in(cells.get("id")).strip() for _, cells in filled.answers.rows}
    ours = any(key.startswith("hs:") for key in ids)
    return frozenset(ids & sharing) if ours else frozenset()


def _sites(filled: Filled) -> tuple[Place, ...]:
    """The sites of the workbook; a bare table brings its own by naming them."""
    told = [Place(int(site["id"]), str(site["name"])) for site in filled.facts.get("sites", ())]
    if told:
        return tuple(told)
    names = {
        " ".join(text.split()): None
        for _, cells in filled.answers.rows
        if (text := text_in(cells.get("site"))).strip()
    }
    return tuple(Place(number, name) for number, name in enumerate(names, start=1))


class _SheetReader:
    """Reads the rows of one sheet and keeps what is wrong with them."""

    def __init__(self, sheet: SheetRows, target: Target) -> None:
        self._sheet, self._target = sheet, target
        self.problems = [
            Problem(sheet.name, fault.line, fault.field, fault.cause) for fault in sheet.faults
        ]
        fields = {field.name for field in target.fields}
        self._habits: dict[str, Habits] = {
            name: habits_of(target.field(name), [cells[name] for _, cells in sheet.rows])
            for name in sheet.columns
            if name in fields
        }

    def values(self, line: int, cells: Mapping[str, Cell]) -> dict[str, Any] | None:
        """The row as values, or None after noting what could not be understood."""
        values: dict[str, Any] = {"note_rest": text_in(cells.get("note_rest"))}
        sound = True
        for name, habits in self._habits.items():
            value = parse_value(self._target.field(name), cells[name], habits)
            if isinstance(value, Notice):
                self.fault(line, name, value)
                sound = False
            else:
                values[name] = text_in(cells[name]) if name in EXACT else value
        return values if sound else None

    def fault(self, line: int, name: str, cause: Notice) -> None:
        """Note one wrong row."""
        heading = self._sheet.headings.get(name, name)
        self.problems.append(Problem(self._sheet.name, line, heading, cause))

    def taken(self, line: int, found: Any) -> bool:
        """Whether a step went well; a problem is noted."""
        if isinstance(found, RowProblem):
            self.fault(line, found.field, found.cause)
            return False
        return True


class _Answers(_SheetReader):
    """Reads the answer sheet."""

    def __init__(self, analysis: Analysis, sheet: SheetRows) -> None:
        super().__init__(sheet, ANSWERS)
        sites = {site.name.casefold(): site.id for site in analysis.sites}
        self._rows = AnswerRows(analysis, sites)
        self._lines: dict[AnswerKey, int] = {}
        self._said: dict[AnswerKey, Said] = {}
        self._wholes: list[tuple[AnswerKey, State]] = []

    def read(self) -> tuple[dict[AnswerKey, Said], list[Problem]]:
        """Every answer of the sheet that says something, and the wrong rows by line."""
        for line, cells in self._sheet.rows:
            values = self.values(line, cells)
            if values is not None:
                self._take(line, cells.get("id"), values)
        for place, state in self._wholes:
            self._said.setdefault(place, Said(state))
        return self._said, sorted(self.problems, key=lambda problem: problem.line)

    def _take(self, line: int, cell: Cell, values: dict[str, Any]) -> None:
        meant = self._rows.meant(cell, values)
        if isinstance(meant, RowProblem):
            self.fault(line, meant.field, meant.cause)
            return
        place = (meant.key, meant.part, meant.site)
        if place in self._lines:
            self.fault(line, "id", already(self._lines[place], self._rows.label(meant)))
            return
        self._lines[place] = line
        said = said_in(values)
        if isinstance(said, RowProblem):
            self.fault(line, said.field, said.cause)
        elif self.taken(line, self._rows.allowed(meant, said.state, said.justification)):
            if said != Said(version=said.version):
                self._said[place] = said
            if meant.whole:
                self._wholes.append(((meant.key, "", meant.site), said.state))


def already(line: int, label: str) -> Notice:
    """A second row about the same thing."""
    return notice(
        gettext_noop("Line %(line)d already speaks of %(label)s."), line=line, label=label
    )


def said_in(values: Mapping[str, Any]) -> Said | RowProblem:
    """What an answer row says by itself."""
    state, days = state_of(values), days_of(values.get("effort_days"))
    if isinstance(state, RowProblem):
        return state
    if isinstance(days, RowProblem):
        return days
    return Said(
        state=state or State.NOT_ASSESSED,
        note=str(values.get("note") or "") + str(values.get("note_rest") or ""),
        justification=str(values.get("justification") or ""),
        reasons=tuple(values.get("reasons") or ()),
        responsible=str(values.get("responsible") or ""),
        effort_days=days,
        evidence=tuple(values.get("evidence") or ()),
        version=int(values.get("version") or 0),
    )


class _Actions(_SheetReader):
    """Reads the action sheet."""

    def __init__(self, analysis: Analysis, sheet: SheetRows) -> None:
        super().__init__(sheet, ACTIONS)
        self._rows = AnswerRows(analysis, {})
        self._lines: dict[str, int] = {}

    def read(self) -> tuple[list[PlannedAction], list[Problem]]:
        """Every action of the sheet, and the wrong rows by line."""
        found = []
        for line, cells in self._sheet.rows:
            values = self.values(line, cells)
            action = self._take(line, values) if values is not None else None
            if action is not None:
                found.append(action)
        return self._with_known_needs(found), sorted(self.problems, key=lambda p: p.line)

    def _take(self, line: int, values: dict[str, Any]) -> PlannedAction | None:
        key = str(values.get("id") or f"row {line}")
        days = days_of(values.get("effort_days"))
        closes = self._closes(str(values.get("closes") or ""))
        if not str(values.get("title") or "").strip():
            self.fault(line, "title", notice(gettext_noop("Nothing stands here.")))
            return None
        if key in self._lines:
            self.fault(line, "id", already(self._lines[key], key))
            return None
        if not (self.taken(line, days) and self.taken(line, closes)):
            return None
        action = _action(key, values, days, closes)
        if action.starts_on and action.due_on and action.due_on < action.starts_on:
            self.fault(line, "due_on", notice(gettext_noop("It would be due before it starts.")))
            return None
        self._lines[key] = line
        return action

    def _closes(self, text: str) -> tuple[tuple[str, str], ...] | RowProblem:
        pairs = closes_in(text, lambda piece: self._rows.meant(piece, {}))
        if isinstance(pairs, RowProblem):
            return RowProblem("closes", pairs.cause)
        return pairs

    def _with_known_needs(self, found: Sequence[PlannedAction]) -> list[PlannedAction]:
        known = {action.id for action in found}
        kept = []
        for action in found:
            strange = [need for need in action.needs if need not in known or need == action.id]
            if strange:
                cause = notice(
                    gettext_noop("No other action has the id “%(found)s”."), found=strange[0][:80]
                )
                self.fault(self._lines[action.id], "needs", cause)
            needs = tuple(need for need in action.needs if need not in strange)
            kept.append(replace(action, needs=needs))
        return kept


def closes_in(text: str, meant: Callable[[str], Any]) -> tuple[tuple[str, str], ...] | RowProblem:
    """The questions that an action closes, by stable ids with a bar or comma between them."""
    found: dict[tuple[str, str], None] = {}
    for piece in _pieces(text):
        place = meant(piece)
        if isinstance(place, RowProblem):
            return place
        found[place.key, place.part] = None
    return tuple(found)


def _pieces(text: str) -> list[str]:
    """Ids of a cell. A bar stands between ids, and inside one between question and difference."""
    spaced = text.replace(" | ", "\n").replace(";", "\n").replace(", ", "\n")
    return [piece.strip() for piece in spaced.split("\n") if piece.strip()]


def _action(key: str, values: Mapping[str, Any], days: Any, closes: Any) -> PlannedAction:
    def day(name: str) -> date | None:
        return date.fromisoformat(values[name]) if values.get(name) else None

    return PlannedAction(
        id=key,
        title=str(values["title"]),
        details=str(values.get("details") or ""),
        state=ActionState(values.get("state") or ActionState.PLANNED),
        owner=str(values.get("owner") or ""),
        starts_on=day("starts_on"),
        due_on=day("due_on"),
        done_on=day("done_on"),
        effort_days=days,
        closes=closes,
        needs=tuple(values.get("needs") or ()),
    )
