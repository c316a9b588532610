"""The gap report as PDF: what a director reads in a minute, then everything behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from isonomy.base.paper.typst import Pdf, compile_pdf
from isonomy.gap.papers.model import STATES, Action, Cell, Counts, Gap, GapReport, StandardLine
from isonomy.gap.papers.shapes import action_span, calendar_of, plan_calendar, trend_lines
from isonomy.gap.papers.words import WORDS, Translate, Words, figure, percent

TEMPLATE = Path(__file__).parent / "report.typ"

LONG_TEXT = 900
"""Characters in a row after which it may break over two pages instead of moving as one."""


def report_pdf(report: GapReport, *, t: Translate = str, strict: bool = False) -> Pdf:
    """Set a gap report as PDF/A-3a and PDF/UA-1, in the language of the report."""
    return compile_pdf(
        template=TEMPLATE,
        data=report_content(report, Words(t)),
        language=report.language,
        made_at=report.made_at,
        strict=strict,
    )


def report_content(report: GapReport, words: Words) -> dict[str, Any]:
    """The report as the template takes it: worded, formatted, every place in a picture computed."""
    return {
        "w": {key: words(key) for key in WORDS if "%(" not in WORDS[key]},
        "title": report.title,
        "organisation": report.organisation,
        "states": [words.state(state) for state in STATES],
        "cover": _cover(report, words),
        "standards": [_standard(line) for line in report.standards],
        "all": _standard_figures(report),
        "readiness": _readiness(report, words),
        "summary": list(report.summary),
        "alt_standards": _alt_standards(report, words),
        "matrix": [
            {
                "clause": row.clause,
                "title": row.title,
                "cells": [_cell(cell) for cell in row.cells],
                "together": _cell(row.together),
            }
            for row in report.matrix
        ],
        "sites": [
            {
                "name": site.name,
                "detail": site.detail,
                "percent": percent(site.readiness),
                "share": site.readiness,
            }
            for site in report.sites
        ],
        "trend": _trend(report, words),
        "comparison": _comparison(report, words),
        "gaps": [_gap(gap, report, words) for gap in report.gaps],
        "plan": _plan(report, words),
        "evidence": evidence_figures(report, words),
        "notes": list(report.notes),
    }


def _counts(counts: Counts) -> list[int]:
    return [counts.of(state) for state in STATES]


def _cell(cell: Cell | None) -> dict[str, Any] | None:
    if cell is None or cell.counts.total == 0:
        return None
    return {"counts": _counts(cell.counts), "figure": figure(cell.readiness)}


def _standard(line: StandardLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "reference": line.reference,
        "title": line.title,
        "subject": line.subject,
        "edition": line.edition,
        "counts": _counts(line.counts),
        "total": str(line.counts.total),
        "gaps": str(line.counts.gaps),
        "percent": percent(line.readiness),
        "figure": figure(line.readiness),
    }


def _standard_figures(report: GapReport) -> dict[str, Any]:
    counts = report.counts
    return {
        "counts": _counts(counts),
        "total": str(counts.total),
        "gaps": str(counts.gaps),
        "percent": percent(report.readiness.percent),
        "figure": figure(report.readiness.percent),
    }


def _cover(report: GapReport, words: Words) -> dict[str, Any]:
    facts = [
        (words("as_of"), words.day(report.made_at.date())),
        (words("prepared_by"), report.prepared_by),
        (words("scope"), report.scope),
        (
            words("sites"),
            "\n".join(
                f"{site.name}, {site.detail}" if site.detail else site.name for site in report.sites
            ),
        ),
    ]
    return {"facts": [list(fact) for fact in facts if fact[1]], "day": facts[0][1]}


def _readiness(report: GapReport, words: Words) -> dict[str, Any]:
    readiness = report.readiness
    return {
        "figure": figure(readiness.percent),
        "target": readiness.target,
        "target_label": ""
        if readiness.target is None
        else words("target", percent=percent(readiness.target)),
        "steps": [
            {"label": step.label, "value": step.value, "cite": step.cite, "total": step.total}
            for step in readiness.steps
        ],
        "note": readiness.note,
    }


def _alt_standards(report: GapReport, words: Words) -> str:
    lines = "; ".join(
        words("chart_standard", standard=line.reference, percent=percent(line.readiness))
        for line in report.standards
    )
    return words("chart_standards", lines=lines)


def _trend(report: GapReport, words: Words) -> dict[str, Any] | None:
    points = report.trend
    measured = [point for point in points if point.readiness is not None]
    if len(points) < 2 or not measured:
        return None
    calendar = calendar_of([point.on for point in points])
    first, last = measured[0], measured[-1]
    said = {
        "first": percent(first.readiness),
        "from": words.day(first.on),
        "last": percent(last.readiness),
        "to": words.day(last.on),
    }
    alt = words("chart_trend", **said)
    if last.planned is not None:
        alt += " " + words("chart_trend_plan", percent=percent(last.planned))
    planned = [point for point in points if point.planned is not None]
    return {
        **trend_lines(points, calendar),
        "ticks": calendar.ticks(words),
        "alt": alt,
        "today": words("today", percent=figure(last.readiness)),
        "plan": words("planned", percent=figure(planned[-1].planned)) if planned else "",
    }


def _comparison(report: GapReport, words: Words) -> dict[str, Any] | None:
    past = report.comparison
    if past is None:
        return None
    rows = [*past.standards, (words("together"), past.before, past.after)]
    return {
        "heading": words("compared", name=past.name, day=words.day(past.frozen_on)),
        "rows": [
            {
                "name": name,
                "then": percent(then),
                "now": percent(now),
                "difference": signed(then, now),
            }
            for name, then, now in rows
        ],
        "moved": words("better_worse", better=past.better, worse=past.worse),
        "changes": [
            {
                "clause": change.clause,
                "title": change.title,
                "served": ", ".join(change.serves),
                "before": change.before,
                "before_word": words.state(change.before),
                "after": change.after,
                "after_word": words.state(change.after),
            }
            for change in past.changes
        ],
    }


def signed(before: float | None, after: float | None) -> str:
    """The difference of two shown shares in points, with its sign; a dash where one is missing."""
    if before is None or after is None:
        return "–"
    points = int(figure(after)) - int(figure(before))
    return f"+{points}" if points > 0 else f"\N{MINUS SIGN}{-points}" if points < 0 else "0"


def _gap(gap: Gap, report: GapReport, words: Words) -> dict[str, Any]:
    long = len(gap.title) + len(gap.note) + len(gap.asked) > LONG_TEXT
    return {
        "clause": gap.clause,
        "title": gap.title,
        "serves": [line.number in gap.serves for line in report.standards],
        "served": ", ".join(gap.serves),
        "state": gap.state,
        "word": words.state(gap.state),
        "owner": gap.owner,
        "due": words.day(gap.due),
        "late": gap.late,
        "note": gap.note,
        "asked": gap.asked,
        "site": gap.site,
        "breakable": long,
    }


def _plan(report: GapReport, words: Words) -> dict[str, Any]:
    today = report.made_at.date()
    calendar = plan_calendar(report.actions, today)
    rows = []
    for action in report.actions:
        span = action_span(action, calendar) if calendar else None
        rows.append(_action(action, words) | {"span": list(span) if span else None})
    return {
        "rows": rows,
        "ticks": calendar.ticks(words) if calendar else [],
        "today": calendar.place(today) if calendar else None,
    }


def _action(action: Action, words: Words) -> dict[str, Any]:
    below = []
    if action.effort_days is not None:
        below.append(words("days", days=words.amount(action.effort_days)))
    if action.closes:
        below.append(words("closes_gaps", clauses=", ".join(action.closes)))
    if action.depends:
        below.append(words("after_actions", actions=", ".join(action.depends)))
    return {
        "id": action.id,
        "title": action.title,
        "owner": action.owner,
        "due": words.day(action.due),
        "late": action.late,
        "status": action.status,
        "word": words.action(action.status),
        "below": " · ".join(below),
        "breakable": len(action.title) > LONG_TEXT,
    }


def evidence_figures(report: GapReport, words: Words) -> list[list[str]]:
    """How well the answers are supported, as label and value; empty where nothing was counted."""
    figures = report.evidence
    if figures is None:
        return []
    return [
        [words(f"evidence_{name}"), str(value)]
        for name, value in (
            ("items", figures.items),
            ("files", figures.files),
            ("links", figures.links),
            ("records", figures.records),
            ("stale", figures.stale),
            ("without", figures.conforming_without),
        )
    ]
