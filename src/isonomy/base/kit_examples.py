"""What the component page shows: its rows, and invented figures and people for the examples."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from isonomy.base.look import DayInput

ROWS = (
    ("wordmark", _("Wordmark"), _("The i is a plumb line; the bob is the only coloured part.")),
    ("type", _("Type"), _("Headings as if cut in stone, text that is easy to read for an hour.")),
    ("colour", _("Colour"), _("One accent. Green, ochre and red belong to status.")),
    ("icon", _("Icon"), _("Decoration beside a word, never instead of it.")),
    ("button", _("Button"), _("A verb with its object. One primary on a page.")),
    ("field", _("Field"), _("Label above, hint below; the error says what to do.")),
    ("errors", _("Error summary"), _("On top of the form, each line leads to its field.")),
    ("verdict", _("Verdict"), _("Keys 1 to 5. The chosen one has a tint, a rule and a bold word.")),
    ("status", _("Status"), _("Sign, colour and word; the signs differ in shape.")),
    (
        "tag",
        _("Tags, counts, avatars"),
        _("A tag names a standard or a filter; a red count is late."),
    ),
    (
        "menu",
        _("Menu and switcher"),
        _("The organisation is always named; a consultant sees until when."),
    ),
    ("crumbs", _("Path, tabs, pages"), _("Where am I, what else is here, what comes next.")),
    (
        "table",
        _("Table with filters"),
        _("Heads stay in sight; on a phone a row becomes a record."),
    ),
    ("record", _("Panel and facts"), _("A heading, a hairline, content. No box.")),
    ("figure", _("Figure and measure"), _("One large figure on a page; bars share one scale.")),
    ("working", _("How was this computed?"), _("Every figure opens to its working.")),
    ("journey", _("Journey"), _("Six steps. The bob hangs where you are.")),
    ("serves", _("One answer, many standards"), _("Which standards an answer serves, and how.")),
    ("delta", _("What a standard adds"), _("The difference alone is judged again.")),
    ("split", _("Split answer"), _("Where practice differs, one standard stands alone.")),
    ("tree", _("Tree"), _("Clause by standard on one measure; a dash means not asked.")),
    ("timeline", _("Timeline and comment"), _("Newest first: who, what, when.")),
    ("file", _("File and drop"), _("What it proves comes before when it was uploaded.")),
    ("callout", _("Callout and citation"), _("A rule is given in our own words, with its place.")),
    ("conflict", _("Conflict"), _("Two wrote at once: both texts, and the choice.")),
    ("diff", _("Difference"), _("Added is underlined, removed is struck; colour only helps.")),
    ("transitions", _("Steps of a workflow"), _("Open, or greyed with the reason and its place.")),
    ("dialog", _("Dialog and toast"), _("A dialog asks one thing; a toast offers the way back.")),
    ("empty", _("Empty"), _("What belongs here, why it helps, the one thing to do.")),
    ("board", _("Board"), _("Actions by state; a late one says so in a word.")),
    ("gantt", _("Plan"), _("Today is the plumb line.")),
    ("chart", _("Chart"), _("The title says the finding; a table is one click away.")),
    ("calendar", _("Calendar"), _("The month, and the days on which something is due.")),
    ("wizard", _("Wizard"), _("One question a step; the steps are named.")),
    ("keys", _("Keys"), _("Letters without modifiers, off inside fields.")),
)

_SPRITE = Path(__file__).parent / "static/isonomy/icons.svg"
ICON_NAMES = tuple(re.findall(r'<symbol id="i-([a-z-]+)"', _SPRITE.read_text()))
STANDARDS = ("9001", "14001", "45001", "27001", "22000", "50001")


class SiteForm(forms.Form):
    """A form as rooms write them, with every kind of field."""

    name = forms.CharField(
        label=_("Name of the site"), help_text=_("As it should appear on the certificate")
    )
    employees = forms.IntegerField(
        label=_("Employees"),
        min_value=1,
        error_messages={"min_value": _("Write a number of at least 1, for example 114.")},
    )
    country = forms.ChoiceField(
        label=_("Country"), choices=[("GB", _("United Kingdom")), ("DE", _("Germany"))]
    )
    opened_on = forms.DateField(label=_("In use since"), widget=DayInput, required=False)
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    shifts = forms.ChoiceField(
        label=_("Shifts"),
        widget=forms.RadioSelect,
        choices=[("1", _("One")), ("2", _("Two")), ("3", _("Three"))],
    )
    mail = forms.BooleanField(label=_("Mail me when evidence becomes stale"), required=False)


def samples(request: HttpRequest) -> dict[str, Any]:
    """The invented context of the examples."""
    given = {"name": "Port Selwyn", "employees": "0", "country": "GB", "shifts": "2"}
    return {
        "form": SiteForm(given, auto_id="kit_%s"),
        "unfocused": True,
        "icon_names": ICON_NAMES,
        "page": Paginator(range(226), 25).page(2),
        "crumbs": [
            {"label": "Findings", "url": "#crumbs"},
            {"label": "2026", "url": "#crumbs"},
            {"label": "NC-2026-031"},
        ],
        "tabs": [
            {"label": "Overview", "url": "#crumbs", "current": True},
            {"label": "Evidence", "url": "#crumbs", "count": 3},
            {"label": "History", "url": "#crumbs"},
        ],
        "findings": [
            ("NC-2026-031", "Wrong allergen label on lot 2609-2A", "partly", "Tomasz Lindgren", 62),
            (
                "NC-2026-038",
                "Scale 4 used after its calibration date",
                "does_not_conform",
                "Daniel Reyes",
                19,
            ),
            ("NC-2026-029", "Contractor without site induction", "conforms", "Priya Nair", 80),
        ],
        "facts": [
            ("Responsible", "Ines Okafor"),
            ("Effort to close", "3 days"),
            ("Sites", "Aldermoor, Port Selwyn"),
        ],
        "parts": [
            ("conforms", 84),
            ("partly", 33),
            ("does_not_conform", 8),
            ("not_applicable", 6),
            ("not_assessed", 18),
        ],
        "half": [("accent", 61), ("not_assessed", 39)],
        "working": [
            ("Conforms, counted whole", 364),
            ("Partly, counted half: 178 × ½", 89),
            ("Does not conform: 48", 0),
            ("453 of 706", "64 %", "total"),
        ],
        "journey": _journey(),
        "wizard_steps": _wizard(),
        "serves": _serves(),
        "tree_rows": _tree(),
        "standards": STANDARDS,
        "month_day": date(2026, 11, 22),
        "month_marks": {
            date(2026, 11, 25): ("Internal audit at Port Selwyn", "#calendar"),
            date(2026, 11, 26): ("Internal audit at Port Selwyn", "#calendar"),
            date(2026, 11, 30): ("17 open questions are due", ""),
        },
        "kit_organisations": [
            {"name": "Aldermoor Foods", "role": "Quality manager", "url": "#menu", "current": True},
            {
                "name": "Fenwick Dairy",
                "role": "Consultant until 31 Mar 2027",
                "url": "#menu",
                "current": False,
            },
        ],
        "offers": _offers(),
        "columns": _board(),
        "plan": _plan(),
    }


def _journey() -> list[dict[str, str]]:
    rows = [
        ("Choose", "Six standards", "done"),
        ("Find the gaps", "712 of 712", "done"),
        ("Build", "31 of 44", "current"),
        ("Audit yourselves", "2 of 6", "ahead"),
        ("Be audited", "9 Feb 2027", "ahead"),
        ("Be certified", "May 2027", "ahead"),
    ]
    return [{"label": label, "text": text, "state": state} for label, text, state in rows]


def _wizard() -> list[dict[str, str]]:
    rows = [
        ("Standards", "done"),
        ("Editions", "done"),
        ("Sites", "current"),
        ("Scope", "ahead"),
        ("People", "ahead"),
    ]
    return [
        {"label": label, "state": state, "url": "#wizard" if state == "done" else ""}
        for label, state in rows
    ]


def _serves() -> list[dict[str, str]]:
    rows = [
        ("9001", "10.2.1", "adds something", "conforms"),
        ("14001", "10.2", "adds something", "partly"),
        ("45001", "10.2", "adds something", "does_not_conform"),
        ("27001", "10.2", "the same", "conforms"),
        ("22000", "10.1.1", "the same", "conforms"),
        ("50001", "10.1", "the same", "not_assessed"),
    ]
    return [dict(zip(("standard", "place", "how", "state"), row, strict=True)) for row in rows]


def _tree() -> list[dict[str, Any]]:
    p, c, n, o = "partly", "conforms", "does_not_conform", "not_assessed"
    rows = [
        ("6.1", "Risks and opportunities", (p, p, p, p, p, p), False),
        ("6.2", "Objectives and plans", (p, n, p, c, p, n), True),
        ("6.3", "Planning of changes", (o, None, None, o, o, None), False),
    ]
    return [
        {
            "place": place,
            "title": title,
            "cells": list(zip(STANDARDS, states, strict=True)),
            "current": here,
        }
        for place, title, states, here in rows
    ]


def _offers() -> list[SimpleNamespace]:
    reason = SimpleNamespace(
        reason="The person who audited may not take the decision.",
        cite=SimpleNamespace(document="ISO/IEC 17021-1", place="9.5.1"),
    )
    return [
        SimpleNamespace(
            name="approve", label="Approve", open=True, refusals=(), reason_required=False
        ),
        SimpleNamespace(
            name="return", label="Send back", open=True, refusals=(), reason_required=True
        ),
        SimpleNamespace(
            name="decide", label="Decide", open=False, refusals=(reason,), reason_required=False
        ),
    ]


def _board() -> list[dict[str, Any]]:
    card = {
        "url": "#board",
        "owner": "Priya Nair",
        "due": "15 Dec",
        "late": False,
        "standards": ["45001"],
    }
    return [
        {
            "title": "To do",
            "state": "open",
            "cards": [{**card, "title": "Bring worker representatives into cause analysis"}],
        },
        {
            "title": "Doing",
            "state": "doing",
            "cards": [
                {
                    **card,
                    "title": "Plan four internal audits",
                    "owner": "Tomasz Lindgren",
                    "due": "4 days late",
                    "late": True,
                },
                {
                    **card,
                    "title": "Rate the environmental impact",
                    "owner": "Daniel Reyes",
                    "standards": ["14001", "50001"],
                },
            ],
        },
        {"title": "Done", "state": "done", "cards": []},
    ]


def _plan() -> dict[str, Any]:
    return {
        "months": [
            "Nov",
            "Dec",
            "Jan",
            "Feb",
            "Mar",
            "Apr",
            "May",
            "Jun",
            "Jul",
            "Aug",
            "Sep",
            "Oct",
        ],
        "today": 6,
        "rows": [
            {
                "title": "Close the gaps",
                "text": "14 of 38 actions",
                "start": 0,
                "width": 23,
                "done": 8.5,
            },
            {"title": "Internal audits", "text": "2 of 6", "start": 3, "width": 18, "done": 5.9},
            {
                "title": "Stage 1 and stage 2",
                "text": "9 February, 23 March",
                "start": 25,
                "width": 16,
                "done": 0,
            },
        ],
    }
