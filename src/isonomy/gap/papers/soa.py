"""The Statement of Applicability as PDF and as workbook, with version and approval."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from isonomy.base.paper.typst import Pdf, compile_pdf
from isonomy.base.paper.xlsx import Column, Sheet, Workbook, workbook_bytes
from isonomy.gap.papers.statement import Control, Implementation, Statement
from isonomy.gap.papers.words import IMPLEMENTATION_WORDS, WORDS, Translate, Words

TEMPLATE = Path(__file__).parent / "soa.typ"
FORMAT = "isonomy.statement-of-applicability"

LONG_TEXT = 900

SIGNS: dict[Implementation, tuple[int, str]] = {
    "implemented": (0, "conforms"),
    "partly": (1, "partly"),
    "planned": (4, "planned"),
    "not_implemented": (2, "does_not_conform"),
    "not_applicable": (3, "not_applicable"),
}
"""Sign (its place among the five states) and tone of a bar for each degree of implementation."""


def statement_pdf(statement: Statement, *, t: Translate = str, strict: bool = False) -> Pdf:
    """Set a Statement of Applicability as PDF/A-3a and PDF/UA-1."""
    return compile_pdf(
        template=TEMPLATE,
        data=statement_content(statement, Words(t)),
        language=statement.language,
        made_at=statement.made_at,
        strict=strict,
    )


def statement_content(statement: Statement, words: Words) -> dict[str, Any]:
    """The statement as the template takes it: worded, counted, grouped by theme."""
    applicable = [control for control in statement.controls if control.applies]
    draft = "" if statement.approvals else words("draft")
    day = words.day(statement.made_at.date())
    version = f"{words('version')} {statement.version}"
    return {
        "w": {key: words(key) for key in WORDS if "%(" not in WORDS[key]},
        "title": statement.title,
        "organisation": statement.organisation,
        "running": " · ".join(part for part in (statement.title, version, day, draft) if part),
        "draft": draft,
        "facts": _facts(statement, words),
        "applicable": str(len(applicable)),
        "of-all": f"\u202f/\u202f{len(statement.controls)}",
        "sentences": _sentences(statement, applicable, words),
        "legend": _legend(words),
        "themes": [_theme(name, rows) for name, rows in _by_theme(statement)],
        "approvals": [
            {
                "name": approval.name,
                "role": approval.role,
                "on": words.day(approval.on),
                "meaning": approval.meaning,
            }
            for approval in statement.approvals
        ],
        "controls": [
            {"theme": name, "rows": [_control(control, words) for control in rows]}
            for name, rows in _by_theme(statement)
        ],
        "notes": list(statement.notes),
    }


def _facts(statement: Statement, words: Words) -> list[list[str]]:
    day = words.day(statement.made_at.date())
    facts = [
        [words("version"), f"{statement.version}, {day}"],
        [words("controls_of"), statement.reference],
        [words("scope"), statement.scope],
        [words("prepared_by"), statement.prepared_by],
    ]
    return [fact for fact in facts if fact[1]]


def _legend(words: Words) -> list[list[str]]:
    degrees = [
        [tone, words.implementation(status)]
        for status, (_, tone) in SIGNS.items()
        if status != "not_applicable"
    ]
    outside = [["not_applicable", words("excluded")], ["not_assessed", words("undecided")]]
    return [*degrees, *outside]


def _sentences(statement: Statement, applicable: list[Control], words: Words) -> list[str]:
    excluded = sum(control.applies is False for control in statement.controls)
    undecided = sum(control.applies is None for control in statement.controls)
    implemented = sum(control.status == "implemented" for control in applicable)
    sentences = [
        words(
            "controls_sentence",
            applicable=len(applicable),
            total=len(statement.controls),
            implemented=implemented,
        )
    ]
    if excluded:
        sentences.append(words("excluded_sentence", excluded=excluded))
    if undecided:
        sentences.append(words("undecided_sentence", undecided=undecided))
    return sentences


def _by_theme(statement: Statement) -> list[tuple[str, list[Control]]]:
    """Themes in the order of their first control; a theme that comes again is not split."""
    order = list(dict.fromkeys(control.theme for control in statement.controls))
    rows = sorted(statement.controls, key=lambda control: order.index(control.theme))
    return [(theme, list(group)) for theme, group in groupby(rows, lambda control: control.theme)]


def _theme(name: str, controls: list[Control]) -> dict[str, Any]:
    parts: list[list[Any]] = []
    for status, (_, tone) in SIGNS.items():
        count = sum(bool(control.applies) and control.status == status for control in controls)
        parts.append([count, tone])
    parts.append([sum(control.applies is False for control in controls), "not_applicable"])
    undecided = len(controls) - sum(part[0] for part in parts)
    parts.append([undecided, "not_assessed"])
    return {"name": name, "parts": parts, "total": len(controls)}


def _control(control: Control, words: Words) -> dict[str, Any]:
    return {
        "id": control.id,
        "title": control.title,
        "applies": _applies(control),
        "word": words(_applies(control)),
        "justification": control.justification,
        "status": words.implementation(control.status) if control.status else None,
        "sign": SIGNS[control.status][0] if control.status else 0,
        "evidence": ", ".join(control.evidence),
        "owner": control.owner,
        "note": control.note,
        "breakable": len(control.justification) + len(control.note) > LONG_TEXT,
    }


def _applies(control: Control) -> str:
    return {True: "yes", False: "no", None: "undecided"}[control.applies]


def statement_xlsx(statement: Statement, *, t: Translate = str) -> bytes:
    """The statement as a workbook: one row a control, raw values, fit to be read back."""
    words = Words(t)
    return workbook_bytes(
        Workbook(
            title=statement.title,
            author=statement.organisation,
            made_at=statement.made_at,
            format=FORMAT,
            sheets=(_controls_sheet(statement, words), _about_sheet(statement, words)),
            facts={"version": statement.version, "reference": statement.reference},
        )
    )


def _controls_sheet(statement: Statement, words: Words) -> Sheet:
    columns = (
        Column("control", words("control"), 10),
        Column("title", words("title"), 44),
        Column("theme", words("theme"), 18),
        Column("applies", words("applies"), 11, choices=("yes", "no", "")),
        Column("justification", words("justification"), 60),
        Column("status", words("implementation"), 18, choices=tuple(IMPLEMENTATION_WORDS)),
        Column("owner", words("owner"), 22),
        Column("evidence", words("evidence"), 30),
        Column("note", words("note"), 50),
    )
    rows = [
        (
            control.id,
            control.title,
            control.theme,
            "" if control.applies is None else _applies(control),
            control.justification,
            control.status or "",
            control.owner,
            "\n".join(control.evidence),
            control.note,
        )
        for control in statement.controls
    ]
    return Sheet("statement", words("controls"), columns, rows)


def _about_sheet(statement: Statement, words: Words) -> Sheet:
    approvals = "; ".join(
        f"{approval.name}, {approval.role}, {approval.on.isoformat()}: {approval.meaning}"
        for approval in statement.approvals
    )
    columns = (Column("label", words("name"), 24), Column("value", words("summary"), 80))
    rows = (
        (words("title"), statement.title),
        (words("organisation"), statement.organisation),
        (words("controls_of"), statement.reference),
        (words("version"), statement.version),
        (words("as_of"), statement.made_at.date()),
        (words("scope"), statement.scope),
        (words("prepared_by"), statement.prepared_by),
        (words("approval"), approvals or words("draft")),
    )
    return Sheet("about", words("summary"), columns, rows)
