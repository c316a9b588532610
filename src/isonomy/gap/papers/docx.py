"""The gap report as a Word document, for those who go on writing in it."""

from __future__ import annotations

from isonomy.base.paper.document import Heading, Paper, Paragraph, Part, Table, TableCell
from isonomy.base.paper.docx import docx_bytes
from isonomy.gap.papers.model import STATES, Action, Comparison, Counts, Gap, GapReport
from isonomy.gap.papers.pdf import evidence_figures, signed
from isonomy.gap.papers.words import Translate, Words, figure, percent


def report_docx(report: GapReport, *, t: Translate = str) -> bytes:
    """Write a gap report as DOCX: the same facts as the PDF, pictures as tables."""
    words = Words(t)
    return docx_bytes(
        Paper(
            title=report.title,
            organisation=report.organisation,
            made_at=report.made_at,
            language=report.language,
            page_words=words("page"),
            table_word=words("table"),
            cover=_cover(report, words),
            parts=_parts(report, words),
        )
    )


def _cover(report: GapReport, words: Words) -> list[tuple[str, str]]:
    facts = [
        (words("as_of"), words.day(report.made_at.date())),
        (words("prepared_by"), report.prepared_by),
        (words("scope"), report.scope),
        (words("standards"), ", ".join(line.reference for line in report.standards)),
        (words("sites"), ", ".join(site.name for site in report.sites)),
    ]
    return [fact for fact in facts if fact[1]]


def _parts(report: GapReport, words: Words) -> list[Part]:
    return [
        *_minute(report, words),
        *_matrix(report, words),
        *_working(report, words),
        *_gaps(report, words),
        *_plan(report, words),
        *(_comparison(report.comparison, words) if report.comparison else ()),
        *_ground(report, words),
    ]


def _minute(report: GapReport, words: Words) -> list[Part]:
    parts: list[Part] = [
        Heading(words("in_a_minute"), 1, new_page=True),
        Paragraph(f"{words('readiness')}: {percent(report.readiness.percent)}", "figure"),
    ]
    if report.readiness.target is not None:
        parts.append(Paragraph(words("target", percent=percent(report.readiness.target)), "note"))
    parts += [Paragraph(sentence, "lead") for sentence in report.summary]
    names = [*(line.reference for line in report.standards), words("together")]
    counts = [*(line.counts for line in report.standards), report.counts]
    ready = [*(line.readiness for line in report.standards), report.readiness.percent]
    parts.append(
        Table(
            words("same_scale"),
            [words("standard"), *(words.state(state) for state in STATES), words("ready")],
            [
                [TableCell(name, strong=True), *_numbers(count), figure(share)]
                for name, count, share in zip(names, counts, ready, strict=True)
            ],
            (45, 20, 20, 25, 25, 20, 15),
            frozenset(range(1, 7)),
        )
    )
    if report.sites:
        parts.append(
            Table(
                words("by_site"),
                [words("site"), words("ready")],
                [
                    [TableCell(site.name, site.detail), figure(site.readiness)]
                    for site in report.sites
                ],
                (140, 30),
                frozenset({1}),
            )
        )
    return parts


def _numbers(counts: Counts) -> list[str]:
    return [str(counts.of(state)) for state in STATES]


def _matrix(report: GapReport, words: Words) -> list[Part]:
    if not report.matrix:
        return []
    width = 130 / (len(report.standards) + 1)
    return [
        Heading(words("by_clause"), 1),
        Table(
            words("by_clause_note"),
            [words("clause"), *(line.number for line in report.standards), words("together")],
            [
                [
                    TableCell(f"{row.clause} {row.title}", strong=True),
                    *("–" if cell is None else figure(cell.readiness) for cell in row.cells),
                    figure(row.together.readiness),
                ]
                for row in report.matrix
            ],
            (40, *(width for _ in range(len(report.standards) + 1))),
            frozenset(range(1, len(report.standards) + 2)),
        ),
    ]


def _working(report: GapReport, words: Words) -> list[Part]:
    if not report.readiness.steps:
        return []
    return [
        Heading(words("how_computed"), 2),
        Table(
            words("steps"),
            [words("steps"), "", ""],
            [
                [TableCell(step.label, strong=step.total), step.cite,
                 TableCell(step.value, strong=step.total)]
                for step in report.readiness.steps
            ],
            (110, 30, 30),
            frozenset({2}),
        ),
        *([Paragraph(report.readiness.note, "note")] if report.readiness.note else []),
    ]  # fmt: skip


def _gaps(report: GapReport, words: Words) -> list[Part]:
    heading = Heading(words("gaps_title"), 1, new_page=True)
    if not report.gaps:
        return [heading, Paragraph(words("no_gaps"))]
    return [
        heading,
        Table(
            words("gaps_note"),
            [words("clause"), words("requirement"), words("serves"), words("status"),
             words("owner"), words("due")],
            [_gap(gap, words) for gap in report.gaps],
            (15, 70, 24, 24, 19, 18),
        ),
    ]  # fmt: skip


def _gap(gap: Gap, words: Words) -> list[str | TableCell]:
    due = words.day(gap.due)
    return [
        gap.clause,
        TableCell(gap.title, "\n".join(text for text in (gap.asked, gap.note) if text), True),
        ", ".join(gap.serves),
        TableCell(words.state(gap.state), tone=gap.state),
        gap.owner,
        TableCell(f"{due}, {words('late')}", tone="does_not_conform") if gap.late else due,
    ]


def _plan(report: GapReport, words: Words) -> list[Part]:
    heading = Heading(words("plan"), 1, new_page=True)
    if not report.actions:
        return [heading, Paragraph(words("no_plan"))]
    return [
        heading,
        Table(
            words("plan"),
            ["", words("action"), words("owner"), words("start"), words("due"), words("effort"),
             words("status")],
            [_action(action, words) for action in report.actions],
            (11, 63, 24, 19, 21, 13, 19),
            frozenset({5}),
        ),
    ]  # fmt: skip


def _action(action: Action, words: Words) -> list[str | TableCell]:
    below = []
    if action.closes:
        below.append(words("closes_gaps", clauses=", ".join(action.closes)))
    if action.depends:
        below.append(words("after_actions", actions=", ".join(action.depends)))
    due = words.day(action.due)
    return [
        action.id,
        TableCell(action.title, " · ".join(below), True),
        action.owner,
        words.day(action.start),
        TableCell(f"{due}, {words('late')}", tone="does_not_conform") if action.late else due,
        "" if action.effort_days is None else words.amount(action.effort_days),
        words.action(action.status),
    ]


def _comparison(past: Comparison, words: Words) -> list[Part]:
    rows = [*past.standards, (words("together"), past.before, past.after)]
    parts: list[Part] = [
        Heading(words("compared", name=past.name, day=words.day(past.frozen_on)), 1),
        Table(
            words("readiness"),
            [words("standard"), words("then"), words("now"), words("difference")],
            [
                [name, percent(before), percent(after), signed(before, after)]
                for name, before, after in rows
            ],
            (95, 25, 25, 25),
            frozenset({1, 2, 3}),
        ),
        Paragraph(words("better_worse", better=past.better, worse=past.worse)),
    ]
    if past.changes:
        parts.append(
            Table(
                words("difference"),
                [words("clause"), words("requirement"), words("before"), words("after")],
                [
                    [
                        change.clause,
                        TableCell(change.title, ", ".join(change.serves)),
                        TableCell(words.state(change.before), tone=change.before),
                        TableCell(words.state(change.after), tone=change.after),
                    ]
                    for change in past.changes
                ],
                (18, 82, 35, 35),
            )
        )
    return parts


def _ground(report: GapReport, words: Words) -> list[Part]:
    parts: list[Part] = []
    figures = evidence_figures(report, words)
    if figures or report.notes:
        parts.append(Heading(words("ground"), 1))
    if figures:
        parts.append(
            Table(words("evidence"), [words("evidence"), ""], figures, (140, 30), frozenset({1}))
        )
    parts += [Paragraph(note) for note in report.notes]
    parts.append(Paragraph(words("own_words"), "note"))
    return parts
