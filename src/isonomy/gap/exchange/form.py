"""The workbook form: one sheet to answer on, one for the plan, one to read the requirements by.

Ids are stable, values raw, several values of a cell stand with a bar between them. What was
written is compared with `arrives_as`, so that our own export comes back as “unchanged”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from isonomy.base.paper.wording import gettext_noop as _
from isonomy.base.paper.xlsx import Column, Sheet, Value, Workbook, workbook_bytes
from isonomy.gap.exchange.analysis import Analysis, Said
from isonomy.gap.exchange.wording import (
    LIST,
    asked_in,
    clause_in,
    serves,
    stable_id,
    title_of,
)
from isonomy.gap.papers.words import Translate
from isonomy.norms.gap.action import ActionState
from isonomy.norms.gap.question import Question
from isonomy.norms.gap.state import State

FORMAT = "isonomy.gap"
FORM = 1

ANSWERS, ACTIONS, REQUIREMENTS = "answers", "actions", "requirements"

HEADINGS: dict[str, dict[str, str]] = {
    ANSWERS: {
        "id": _("Id"),
        "site": _("Site"),
        "clause": _("Clause"),
        "standard": _("Serves"),
        "title": _("Title"),
        "asked": _("What is asked"),
        "state": _("State"),
        "note": _("What is in place"),
        "justification": _("Justification"),
        "reasons": _("Reasons"),
        "responsible": _("Responsible"),
        "effort_days": _("Effort, days"),
        "evidence": _("Evidence"),
        "version": _("Version"),
        "note_rest": _("What is in place, continued"),
    },
    ACTIONS: {
        "id": _("Id"),
        "title": _("What to do"),
        "details": _("Details"),
        "state": _("State"),
        "owner": _("Owner"),
        "starts_on": _("Starts"),
        "due_on": _("Due"),
        "done_on": _("Done on"),
        "effort_days": _("Effort, days"),
        "closes": _("Closes"),
        "needs": _("Waits for"),
    },
    REQUIREMENTS: {
        "requirement": _("Requirement"),
        "standard": _("Standard"),
        "clause": _("Clause"),
        "title": _("Title"),
        "asked": _("What is asked"),
        "answered": _("Answered under"),
        "state": _("State"),
    },
}
HINTS = {
    "id": _("Keeps a row and its answer together; leave it as it is."),
    "site": _("Empty: all sites. To answer a site apart, copy the row and name the site."),
    "state": _("Choose from the list."),
    "justification": _("Needed where something does not apply."),
    "responsible": _("The e-mail address of a colleague."),
    "owner": _("The e-mail address of a colleague."),
    "evidence": _("Titles with a bar between them: Policy | Minutes 2026"),
    "version": _("What you saw; tells whether somebody else has answered since."),
    "closes": _("Ids from the first sheet, with a bar between them."),
    "needs": _("Ids of other actions, with a bar between them."),
}
WIDTHS = {
    "id": 24, "site": 14, "clause": 10, "standard": 20, "title": 34, "asked": 50, "state": 18,
    "note": 60, "justification": 34, "reasons": 20, "responsible": 26, "effort_days": 9,
    "evidence": 34, "version": 8, "note_rest": 20, "details": 50, "owner": 26, "starts_on": 12,
    "due_on": 12, "done_on": 12, "closes": 34, "needs": 18, "requirement": 24, "answered": 24,
}  # fmt: skip
SHEET_NAMES = {ANSWERS: _("Answers"), ACTIONS: _("Actions"), REQUIREMENTS: _("Requirements")}

FITS = 16_000
"""Characters that fit a cell for certain, whatever the script (a cell counts UTF-16 units)."""

_RETURN = re.compile("\r\n?")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def arrives_as(text: str) -> str:
    """A text as it comes out of a workbook again: one kind of line end, nothing unprintable."""
    return _UNPRINTABLE.sub("\ufffd", _RETURN.sub("\n", text)).replace("\x7f", "")


def form_bytes(analysis: Analysis, *, t: Translate = str) -> bytes:
    """The analysis as a workbook that can be filled in and brought back."""
    return workbook_bytes(
        Workbook(
            title=analysis.name,
            author=analysis.organisation or "Isonomy",
            made_at=analysis.made_at,
            format=FORMAT,
            sheets=(
                _sheet(ANSWERS, _answer_rows(analysis), analysis, t),
                _sheet(ACTIONS, _action_rows(analysis), analysis, t),
                _sheet(REQUIREMENTS, _requirement_rows(analysis), analysis, t),
            ),
            facts=form_facts(analysis, t),
        )
    )


def form_facts(analysis: Analysis, t: Translate = str) -> dict[str, Any]:
    """What the hidden sheet tells: which analysis, editions, sites and splits, and the headings."""
    return {
        "form": FORM,
        "assessment": {
            "uid": analysis.uid,
            "name": analysis.name,
            "organisation": analysis.organisation,
            "scope": analysis.scope,
            "aim": analysis.aim,
            "aim_on": analysis.aim_on.isoformat() if analysis.aim_on else None,
            "language": analysis.language,
        },
        "editions": [
            {"key": pack.id, "reference": pack.reference, "digest": pack.digest}
            for pack in analysis.packs
        ],
        "sites": [{"id": site.id, "name": site.name} for site in analysis.sites],
        "split_off": sorted(analysis.split_off),
        "headings": {
            sheet: {t(words): key for key, words in headings.items()}
            for sheet, headings in HEADINGS.items()
        },
    }


def _sheet(key: str, rows: list[list[Value]], analysis: Analysis, t: Translate) -> Sheet:
    columns = [
        Column(
            name,
            t(words),
            WIDTHS[name],
            choices=_choices(key, name, analysis),
            hidden=name == "note_rest",
            hint=t(HINTS[name]) if name in HINTS and key != REQUIREMENTS else "",
        )
        for name, words in HEADINGS[key].items()
    ]
    return Sheet(key, t(SHEET_NAMES[key]), columns, rows)


def _choices(sheet: str, name: str, analysis: Analysis) -> tuple[str, ...]:
    if name == "state" and sheet != REQUIREMENTS:
        return tuple(str(state) for state in (State if sheet == ANSWERS else ActionState))
    if name == "site" and sheet == ANSWERS and analysis.sites:
        return tuple(site.name for site in analysis.sites)
    return ()


def _answer_rows(analysis: Analysis) -> list[list[Value]]:
    """One row for every question and every difference; one more for each site that differs."""
    sites = {site.id: site.name for site in analysis.sites}
    at_sites: dict[tuple[str, str], list[int]] = {}
    for key, part, site in analysis.said:
        if site in sites:
            at_sites.setdefault((key, part), []).append(site)
    rows: list[list[Value]] = []
    for question, part in asked_of(analysis):
        for site_id in (None, *sorted(at_sites.get((question.key, part), ()))):
            said = analysis.said.get((question.key, part, site_id), Said())
            name = "" if site_id is None else sites[site_id]
            rows.append(_answer_row(analysis, question, part, name, said))
    return rows


def asked_of(analysis: Analysis) -> Iterator[tuple[Question, str]]:
    """Every question, each followed by what single standards add to it."""
    for question in analysis.questions:
        yield question, ""
        for member in question.members:
            if member.adds:
                yield question, member.requirement.ref


def _answer_row(
    analysis: Analysis, question: Question, part: str, site: str, said: Said
) -> list[Value]:
    return [
        stable_id(question.key, part),
        site,
        clause_in(analysis, question, part),
        LIST.join(serves(question, part)),
        title_of(analysis, question, part),
        asked_in(analysis, question, part),
        str(said.state),
        said.note[:FITS],
        said.justification,
        LIST.join(said.reasons),
        said.responsible,
        said.effort_days,
        LIST.join(said.evidence),
        said.version,
        said.note[FITS:],
    ]


def _action_rows(analysis: Analysis) -> list[list[Value]]:
    return [
        [
            action.id,
            action.title,
            action.details,
            str(action.state),
            action.owner,
            action.starts_on,
            action.due_on,
            action.done_on,
            action.effort_days,
            LIST.join(stable_id(key, part) for key, part in action.closes),
            LIST.join(action.needs),
        ]
        for action in analysis.actions
    ]


def _requirement_rows(analysis: Analysis) -> list[list[Value]]:
    """Every requirement and control by standard, with how it stands now; for reading only."""
    return [
        [
            node.id,
            pack.reference,
            node.clause,
            node.full_title,
            node.paraphrase,
            analysis.by_requirement[node.id].key,
            str(analysis.standing_of[node.id]),
        ]
        for pack in analysis.packs
        for node in pack.nodes
        if node.auditable
    ]
