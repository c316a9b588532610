"""What a cell says: dates, figures, choices, yes and no, references, as people in several countries write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from isonomy.base.files.notice import Notice, gettext_noop, notice
from isonomy.base.files.safe_cell import plain_cell
from isonomy.exchange.reading.grid import Cell, CellFault, shown
from isonomy.exchange.reading.target import Field, Kind
from isonomy.exchange.reading.words import normal

Value = str | int | float | bool | list[str] | None

_YES = frozenset(
    [
        "yes",
        "y",
        "ja",
        "j",
        "true",
        "wahr",
        "1",
        "x",
        "oui",
        "o",
        "vrai",
        "si",
        "sí",
        "s",
        "sì",
        "vero",
        "tak",
        "prawda",
        "ano",
        "sim",
        "done",
        "ok",
        "✓",
        "✔",
        "☑",
        "✅",
    ]
)
_NO = frozenset(
    [
        "no",
        "n",
        "nein",
        "false",
        "falsch",
        "0",
        "non",
        "faux",
        "falso",
        "nie",
        "ne",
        "nao",
        "não",
        "-",
        "–",
        "✗",
        "✘",
        "☐",
        "❌",
    ]
)
_MONTHS = {
    "jan": 1, "januar": 1, "january": 1, "janner": 1, "feb": 2, "februar": 2, "february": 2,
    "mar": 3, "marz": 3, "maerz": 3, "mrz": 3, "march": 3, "apr": 4, "april": 4, "mai": 5, "may": 5,
    "jun": 6, "juni": 6, "june": 6, "jul": 7, "juli": 7, "july": 7, "aug": 8, "august": 8,
    "sep": 9, "sept": 9, "september": 9, "okt": 10, "oktober": 10, "oct": 10, "october": 10,
    "nov": 11, "november": 11, "dez": 12, "dezember": 12, "dec": 12, "december": 12,
}  # fmt: skip
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_PARTS = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?:,?\s\d{1,2}:\d{2}.*)?")
_WORDED = re.compile(r"(\d{1,2})\.?[\s-]([^\W\d]+)\.?[\s,-]+(\d{4})", re.UNICODE)
_WORDED_US = re.compile(r"([^\W\d]+)\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})", re.UNICODE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([.,])\d{3}")
_SPLIT = re.compile(r"[|;\n]+")
_EXCEL_START = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Habits:
    """What the other cells of a column tell: order of day and month, decimal comma, percent as fraction."""

    day_first: bool | None = None
    decimal_comma: bool | None = None
    fractions: bool = False


_NO_HABITS = Habits()


def habits_of(field: Field, cells: Iterable[Cell]) -> Habits:
    """How this column writes dates or figures, as far as its own cells decide it."""
    if field.kind is Kind.DATE:
        return Habits(day_first=_day_first(cells))
    if field.kind in (Kind.NUMBER, Kind.PERCENT):
        cells = list(cells)
        figures = [cell for cell in cells if isinstance(cell, int | float)]
        fractions = bool(figures) and all(0 <= figure <= 1 for figure in figures)
        return Habits(decimal_comma=_decimal_comma(cells), fractions=fractions)
    return Habits()


def parse_value(field: Field, cell: Cell, habits: Habits = _NO_HABITS) -> Value | Notice:
    """What the cell says for this field; a notice where it cannot be told. Empty cells give None."""
    if isinstance(cell, CellFault):
        return _faulty(cell)
    if isinstance(cell, str):
        cell = plain_cell(cell).strip()
    if cell is None or cell == "":
        return None
    return _PARSERS[field.kind](field, cell, habits)


def _faulty(cell: CellFault) -> Notice:
    if cell.shown.startswith("="):
        return notice(
            gettext_noop(
                "The cell holds a formula that was never calculated (%(formula)s). "
                "Open the file in a spreadsheet program and save it."
            ),
            formula=cell.shown,
        )
    return notice(gettext_noop("The cell shows the error %(error)s."), error=cell.shown)


def _text(field: Field, cell: Cell, habits: Habits) -> Value | Notice:
    text = unicodedata.normalize("NFC", shown(cell))
    if len(text) > field.max_length:
        return notice(
            gettext_noop("The text has %(found)d characters; at most %(limit)d fit."),
            found=len(text),
            limit=field.max_length,
        )
    return text


def _choice(field: Field, cell: Cell, habits: Habits) -> Value | Notice:
    known = _choices(field)
    text = shown(cell)
    for form in (text.strip().casefold(), normal(text)):
        if form in known:
            return known[form]
    return notice(
        gettext_noop("“%(found)s” is none of: %(choices)s."),
        found=text[:80],
        choices=", ".join(choice.label for choice in field.choices),
    )


@lru_cache(maxsize=256)
def _choices(field: Field) -> dict[str, str]:
    known: dict[str, str] = {}
    for choice in field.choices:
        for word in (choice.value, choice.label, *choice.synonyms):
            known.setdefault(word.strip().casefold(), choice.value)
            known.setdefault(normal(word), choice.value)
    return known


def _flag(field: Field, cell: Cell, habits: Habits) -> Value | Notice:
    if isinstance(cell, bool):
        return cell
    text = shown(cell).strip().casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    return notice(gettext_noop("“%(found)s” is neither yes nor no."), found=text[:80])


def _references(field: Field, cell: Cell, habits: Habits) -> Value | Notice:
    pieces = (piece.strip() for piece in _SPLIT.split(shown(cell)))
    return list(dict.fromkeys(piece for piece in pieces if piece))


def _date(field: Field, cell: Cell, habits: Habits) -> Value | Notice:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial_date(cell)
    if isinstance(cell, time | bool):
        return _no_date(shown(cell))
    text = unicodedata.normalize("NFKC", shown(cell)).strip()
    if re.fullmatch(r"\d{5}", text):
        return _serial_date(int(text))
    return _written_date(text, habits)


def _serial_date(days: float) -> Value | Notice:
    if 20_000 <= days < 80_000:
        return (_EXCEL_START + timedelta(days=int(days))).isoformat()
    return _no_date(shown(days))


def _written_date(text: str, habits: Habits) -> Value | Notice:
    if found := _ISO.fullmatch(text):
        return _calendar(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _WORDED.fullmatch(text):
        return _calendar(int(found[3]), _MONTHS.get(normal(found[2]), 0), int(found[1]), text)
    if found := _WORDED_US.fullmatch(text):
        return _calendar(int(found[3]), _MONTHS.get(normal(found[1]), 0), int(found[2]), text)
    if not (found := _PARTS.fullmatch(text)):
        return _no_date(text)
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    day_first = _order(first, second, found[2], habits)
    if day_first is None:
        return notice(
            gettext_noop(
                "“%(found)s” can be read as day/month or month/day, and no other date in "
                "the column decides it. Write dates like 2026-12-31."
            ),
            found=text,
        )
    day, month = (first, second) if day_first else (second, first)
    return _calendar(year, month, day, text)


def _order(first: int, second: int, mark: str, habits: Habits) -> bool | None:
    """Whether the day comes first; None where neither the date nor the column says so."""
    if mark == ".":
        return True
    if first > 12 or second > 12:
        return first > 12
    return True if first == second else habits.day_first


def _calendar(year: int, month: int, day: int, text: str) -> Value | Notice:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return _no_date(text)


def _no_date(text: str) -> Notice:
    return notice(
        gettext_noop("“%(found)s” is no date. Write dates like 2026-12-31."), found=text[:80]
    )


def _day_first(cells: Iterable[Cell]) -> bool | None:
    seen = set()
    for cell in cells:
        found = _PARTS.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if found and found[2] != ".":
            first, second = int(found[1]), int(found[3])
            if (first > 12) != (second > 12):
                seen.add(first > 12)
    return seen.pop() if len(seen) == 1 else None


def _number(field: Field, cell: Cell, habits: Habits) -> Value | Notice:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    text = re.sub(r"[\s'’\u00a0\u202f]", "", unicodedata.normalize("NFKC", shown(cell)))
    text = re.sub(r"^(?:€|\$|£|EUR|USD|GBP|CHF)|(?:€|\$|£|EUR|USD|GBP|CHF|%)$", "", text)
    figure = _figure(text, habits)
    if figure is None and _THOUSANDS.fullmatch(text):
        return notice(
            gettext_noop(
                "“%(found)s” can be read with a decimal or a thousands mark, "
                "and no other figure in the column decides it."
            ),
            found=shown(cell)[:80],
        )
    if figure is None:
        return notice(gettext_noop("“%(found)s” is no number."), found=shown(cell)[:80])
    return int(figure) if figure.is_integer() else figure


def _figure(text: str, habits: Habits) -> float | None:
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        decimal = "," if comma > point else "."
    elif text.count(",") > 1 or text.count(".") > 1:
        decimal = "." if text.count(",") > 1 else ","
    elif _THOUSANDS.fullmatch(text) and not text.lstrip("+-").startswith("0"):
        if habits.decimal_comma is None:
            return None
        decimal = "," if habits.decimal_comma else "."
    else:
        decimal = "," if text.count(",") == 1 else "."
    other = "." if decimal == "," else ","
    plain = text.replace(other, "").replace(decimal, ".")
    return float(plain) if re.fullmatch(r"[+-]?\d*\.?\d+", plain) else None


def _decimal_comma(cells: Iterable[Cell]) -> bool | None:
    seen = set()
    for cell in cells:
        if isinstance(cell, str):
            text = cell.strip(" %€$£\u00a0")
            last = max(text.rfind(","), text.rfind("."))
            both = "," in text and "." in text
            if last >= 0 and (both or not re.fullmatch(r"\d{3}", text[last + 1 :])):
                seen.add(text[last] == ",")
    return seen.pop() if len(seen) == 1 else None


def _percent(field: Field, cell: Cell, habits: Habits) -> Value | Notice:
    figure = _number(field, cell, habits)
    if isinstance(figure, int | float) and not isinstance(figure, bool):
        if isinstance(cell, int | float) and habits.fractions:
            figure = round(figure * 100, 10)
        if not 0 <= figure <= 100:
            return notice(
                gettext_noop("“%(found)s” is no percentage from 0 to 100."), found=shown(cell)[:80]
            )
        return int(figure) if float(figure).is_integer() else figure
    return figure


_PARSERS: dict[Kind, Callable[[Field, Cell, Habits], Value | Notice]] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.NUMBER: _number,
    Kind.PERCENT: _percent,
    Kind.REFERENCES: _references,
    Kind.FLAG: _flag,
}
