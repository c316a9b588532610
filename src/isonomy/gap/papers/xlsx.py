"""The gap report and its plan as workbooks: raw values, to be sorted, filtered and counted again."""

from __future__ import annotations

from collections.abc import Sequence

from isonomy.base.paper.xlsx import Column, Sheet, Value, Workbook, workbook_bytes
from isonomy.gap.papers.model import STATES, GapReport
from isonomy.gap.papers.pdf import evidence_figures
from isonomy.gap.papers.words import ACTION_WORDS, Translate, Words

REPORT_FORMAT = "isonomy.gap-report"
PLAN_FORMAT = "isonomy.gap-plan"


def report_xlsx(report: GapReport, *, t: Translate = str) -> bytes:
    """The whole report as a workbook: summary, standards, clauses, gaps, plan, working."""
    words = Words(t)
    return _book(
        report,
        REPORT_FORMAT,
        [
            _summary(report, words),
            _standards(report, words),
            _matrix(report, words),
            _gaps(report, words),
            _actions(report, words),
            _steps(report, words),
        ],
    )


def plan_xlsx(report: GapReport, *, t: Translate = str) -> bytes:
    """The plan as a workbook of its own: actions first, then the gaps they close."""
    words = Words(t)
    return _book(report, PLAN_FORMAT, [_actions(report, words), _gaps(report, words)])


def _book(report: GapReport, form: str, sheets: Sequence[Sheet]) -> bytes:
    return workbook_bytes(
        Workbook(
            title=f"{report.title} · {report.organisation}",
            author=report.organisation,
            made_at=report.made_at,
            format=form,
            sheets=sheets,
            facts={
                "standards": [line.reference for line in report.standards],
                "language": report.language,
            },
        )
    )


def _summary(report: GapReport, words: Words) -> Sheet:
    rows: list[tuple[Value, Value]] = [
        (words("organisation"), report.organisation),
        (words("as_of"), report.made_at.date()),
        (words("prepared_by"), report.prepared_by),
        (words("scope"), report.scope),
        (words("ready"), _share(report.readiness.percent)),
        *((words("summary"), sentence) for sentence in report.summary),
        *((f"{words('site')}: {site.name}", _share(site.readiness)) for site in report.sites),
        *((label, int(value)) for label, value in evidence_figures(report, words)),
        *((words("notes"), note) for note in report.notes),
        (words("notes"), words("own_words")),
    ]
    columns = (Column("label", words("name"), 34), Column("value", words("summary"), 90))
    return Sheet("summary", words("summary"), columns, rows)


def _standards(report: GapReport, words: Words) -> Sheet:
    columns = (
        Column("number", words("standard"), 12),
        Column("reference", words("edition"), 22),
        Column("title", words("title"), 46),
        *(Column(state, words.state(state), 16) for state in STATES),
        Column("readiness", words("ready"), 12),
    )
    rows = [
        (
            line.number,
            line.reference,
            line.title,
            *(line.counts.of(state) for state in STATES),
            _share(line.readiness),
        )
        for line in report.standards
    ]
    return Sheet("standards", words("standards"), columns, rows)


def _matrix(report: GapReport, words: Words) -> Sheet:
    """One row a clause and standard, so that a pivot table needs no preparation."""
    columns = (
        Column("clause", words("clause"), 10),
        Column("title", words("title"), 28),
        Column("standard", words("standard"), 12),
        *(Column(state, words.state(state), 16) for state in STATES),
        Column("readiness", words("ready"), 12),
    )
    rows = [
        (
            row.clause,
            row.title,
            line.number,
            *(cell.counts.of(state) for state in STATES),
            _share(cell.readiness),
        )
        for row in report.matrix
        for line, cell in zip(report.standards, row.cells, strict=True)
        if cell is not None
    ]
    return Sheet("clauses", words("matrix"), columns, rows)


def _gaps(report: GapReport, words: Words) -> Sheet:
    columns = (
        Column("clause", words("clause"), 10),
        Column("title", words("requirement"), 40),
        Column("serves", words("serves"), 30),
        Column("state", words("status"), 18, choices=STATES),
        Column("site", words("site"), 16),
        Column("owner", words("owner"), 20),
        Column("due", words("due"), 12),
        Column("asked", words("asked"), 50),
        Column("note", words("note"), 50),
    )
    rows = [
        (
            gap.clause,
            gap.title,
            ", ".join(gap.serves),
            gap.state,
            gap.site,
            gap.owner,
            gap.due,
            gap.asked,
            gap.note,
        )
        for gap in report.gaps
    ]
    return Sheet("gaps", words("gaps"), columns, rows)


def _actions(report: GapReport, words: Words) -> Sheet:
    columns = (
        Column("id", words("action"), 9),
        Column("title", words("title"), 54),
        Column("owner", words("owner"), 20),
        Column("start", words("start"), 12),
        Column("due", words("due"), 12),
        Column("effort_days", words("effort"), 12),
        Column("status", words("status"), 14, choices=tuple(ACTION_WORDS)),
        Column("depends", words("depends"), 16),
        Column("closes", words("closes"), 24),
    )
    rows = [
        (
            action.id,
            action.title,
            action.owner,
            action.start,
            action.due,
            action.effort_days,
            action.status,
            ", ".join(action.depends),
            ", ".join(action.closes),
        )
        for action in report.actions
    ]
    return Sheet("plan", words("plan"), columns, rows)


def _steps(report: GapReport, words: Words) -> Sheet:
    columns = (
        Column("label", words("steps"), 44),
        Column("value", words("readiness"), 16),
        Column("cite", words("clause"), 30),
    )
    rows = [(step.label, step.value, step.cite) for step in report.readiness.steps]
    return Sheet("working", words("steps"), columns, rows)


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
