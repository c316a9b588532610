"""The signs, words and widths that pages draw with: one place for the look of every status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.forms import DateInput
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class HouseForms(TemplatesSetting):
    """Renders Django forms in the house style: label above, hint below, the error on the field."""

    form_template_name = "base/forms/form.html"
    field_template_name = "base/forms/field.html"
    formset_template_name = "base/forms/formset.html"


class DayInput(DateInput):
    """A date field with the browser's own calendar; its value is always year-month-day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Sign:
    """How one status looks: its class in CSS, its drawing in the sprite, its word."""

    css: str
    drawing: str
    word: str | Promise


SIGNS: dict[str, Sign] = {
    "conforms": Sign("ok", "s-ok", _("Conforms")),
    "partly": Sign("part", "s-part", _("Partly")),
    "does_not_conform": Sign("no", "s-no", _("Does not conform")),
    "not_applicable": Sign("na", "s-na", _("Not applicable")),
    "not_assessed": Sign("open", "s-open", _("Not assessed")),
    "stale": Sign("stale", "s-stale", _("Stale evidence")),
    "valid": Sign("ok", "c-valid", _("Valid")),
    "suspended": Sign("part", "c-susp", _("Suspended")),
    "withdrawn": Sign("no", "c-gone", _("Withdrawn")),
    "expired": Sign("na", "c-exp", _("Expired")),
    # plain signs, for a sentence of one's own: done, attention, failed, none, open
    "ok": Sign("ok", "s-ok", _("Done")),
    "part": Sign("part", "s-part", _("Partly done")),
    "no": Sign("no", "s-no", _("Failed")),
    "na": Sign("na", "s-na", _("None")),
    "open": Sign("open", "s-open", _("Open")),
}

VERDICTS = ("conforms", "partly", "does_not_conform", "not_applicable", "not_assessed")


def sign_of(state: object) -> Sign:
    """The sign of a status; an unknown one counts as not assessed, never as conforming."""
    return SIGNS.get(str(state), SIGNS["not_assessed"])


@dataclass(frozen=True, slots=True)
class Piece:
    """One coloured piece of a bar: where it starts and how wide it is, in percent of the bar."""

    css: str
    start: str
    width: str


def pieces(parts: Iterable[tuple[str, float]], whole: float) -> list[Piece]:
    """Lay counts by status end to end on one bar; what is not assessed stays empty.

    `whole` is what the full bar stands for, so that equal counts get equal lengths.
    """
    laid: list[Piece] = []
    start = 0.0
    for state, count in parts:
        css = "accent" if state == "accent" else sign_of(state).css
        share = 100 * count / whole if whole else 0.0
        if share > 0 and css != "open":
            laid.append(Piece(css, f"{start:.2f}%", f"{share:.2f}%"))
            start += share
    return laid


def initials(name: str) -> str:
    """Up to two letters that stand for a person: first and last word of the name."""
    words = [word for word in name.split() if word[:1].isalnum()]
    if not words:
        return "–"
    first, last = words[0], words[-1]
    if len(words) == 1:
        return first[:2].upper() if first[:2].isascii() else first[:1]
    return (first[0] + last[0]).upper()


def short_digest(digest: str, head: int = 8, tail: int = 4) -> str:
    """A digest short enough for a line: its first and last characters."""
    return digest if len(digest) <= head + tail + 1 else f"{digest[:head]}…{digest[-tail:]}"


def numbered(states: Sequence[str] | None = None) -> list[tuple[int, str, Sign]]:
    """The verdicts a person may choose, each with the key that chooses it."""
    allowed = VERDICTS if states is None else states
    return [(key, s, SIGNS[s]) for key, s in enumerate(VERDICTS, start=1) if s in allowed]
