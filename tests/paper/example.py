"""An invented food manufacturer part-way to six standards: the facts of its report and statement."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import cycle

from isonomy.gap.papers.model import (
    Action,
    Cell,
    Change,
    Comparison,
    Counts,
    EvidenceFigures,
    Gap,
    GapReport,
    MatrixRow,
    Readiness,
    SiteLine,
    StandardLine,
    Step,
    TrendPoint,
)
from isonomy.gap.papers.statement import Approval, Control, Statement

MADE_AT = datetime(2026, 11, 22, 14, 5, tzinfo=timezone(timedelta(hours=1)))

SUBJECTS = (
    ("9001", "ISO 9001:2015", "Quality management systems", "Quality", "with Amendment 1:2024"),
    ("14001", "ISO 14001:2015", "Environmental management systems", "Environment", "with Amendment 1:2024"),
    ("45001", "ISO 45001:2018", "Occupational health and safety management systems", "Safety", "with Amendment 1:2024"),
    ("27001", "ISO/IEC 27001:2022", "Information security management systems", "Information", "with Amendment 1:2024"),
    ("22000", "ISO 22000:2018", "Food safety management systems", "Food safety", "with Amendment 1:2024"),
    ("50001", "ISO 50001:2018", "Energy management systems", "Energy", "with Amendment 1:2024"),
)  # fmt: skip
CLAUSES = (
    ("4", "Context"),
    ("5", "Leadership"),
    ("6", "Planning"),
    ("7", "Support"),
    ("8", "Operation"),
    ("9", "Performance"),
    ("10", "Improvement"),
)
# conforms, partly, does not conform, not applicable, not assessed; one row a clause, six standards
CELLS = (
    ((9, 3, 2, 0, 2), (10, 4, 0, 0, 2), (8, 4, 0, 0, 4), (12, 2, 2, 0, 2), (10, 2, 0, 0, 2), (10, 4, 0, 0, 4)),
    ((14, 2, 0, 0, 2), (11, 7, 0, 0, 2), (15, 6, 2, 0, 9), (13, 3, 0, 0, 2), (18, 4, 0, 0, 2), (9, 8, 6, 0, 6)),
    ((8, 8, 0, 0, 2), (10, 6, 4, 0, 6), (14, 12, 2, 0, 10), (3, 6, 2, 0, 9), (6, 9, 0, 0, 3), (12, 8, 6, 0, 2)),
    ((30, 8, 2, 0, 4), (12, 10, 2, 0, 2), (8, 10, 2, 0, 10), (14, 6, 0, 0, 0), (26, 6, 2, 0, 6), (10, 10, 0, 0, 2)),
    ((34, 16, 2, 12, 12), (8, 3, 1, 0, 3), (8, 14, 2, 0, 6), (4, 4, 0, 0, 4), (62, 19, 4, 0, 8), (6, 2, 6, 0, 6)),
    ((10, 9, 4, 0, 4), (4, 6, 4, 0, 4), (12, 10, 2, 0, 10), (8, 10, 2, 0, 6), (6, 3, 2, 0, 3), (6, 10, 4, 0, 12)),
    ((8, 2, 0, 0, 0), (5, 3, 0, 0, 0), (8, 8, 2, 0, 2), (6, 1, 0, 0, 0), (8, 1, 0, 0, 0), (6, 1, 0, 0, 0)),
)  # fmt: skip

GAPS = (
    ("9.2.2", "Internal audit programme", "9001 14001 45001 22000 27001", "does_not_conform", "Priya Nair", date(2026, 12, 15), False,
     "Audits are planned by process and year, with auditors who do not check their own work.",
     "The programme covers Aldermoor only; Port Selwyn has not been audited since March 2025."),
    ("8.1", "Operational planning and control", "14001 50001", "does_not_conform", "Daniel Reyes", date(2026, 12, 22), False,
     "Criteria for the processes that matter are set and kept, also where others do the work.",
     "Compressed air runs through the night in hall 2 without a set point. Contract cleaning has no environmental criteria."),
    ("6.2", "Objectives and planning to achieve them", "14001 50001", "does_not_conform", "Daniel Reyes", date(2026, 11, 18), True,
     "Objectives can be measured, have an owner and a date, and are followed up.",
     "Energy objectives for 2026 have no base year."),
    ("10.2", "Incident, nonconformity and corrective action", "45001", "does_not_conform", "Priya Nair", date(2026, 12, 15), False,
     "Incidents are investigated with the people concerned, and the effect of what was done is looked at.",
     "Near misses are written down and not investigated."),
    ("8.9.5", "Withdrawal and recall", "22000", "does_not_conform", "Mei Hartmann", date(2026, 12, 1), False,
     "A named team can take back unsafe product in time, and has practised it.",
     "The last mock recall reached 81 percent of one lot in five hours."),
    ("7.5.3", "Control of documented information", "9001 14001 45001 27001 22000 50001", "partly", "Ines Okafor", date(2026, 11, 30), False,
     "The right version is at hand where it is used, and old ones are out of reach.",
     "Released documents are controlled; the forms on the line are still photocopies."),
    ("6.1", "Actions to address risks and opportunities", "9001 14001 45001 27001 22000 50001", "partly", "Tomasz Lindgren", date(2026, 12, 22), False,
     "What could help or harm the intended results is known and acted upon.", ""),
    ("7.3", "Awareness", "9001 14001 27001 22000 50001", "partly", "Mei Hartmann", date(2026, 12, 22), False,
     "People know the policy, what they contribute and what follows when it is ignored.",
     "Night shift and temporary workers are not reached."),
    ("7.2", "Competence", "9001 14001 45001 27001 22000 50001", "partly", "Mei Hartmann", date(2027, 1, 15), False,
     "Needed competence is set for each task, reached and recorded.", ""),
    ("9.3", "Management review", "9001 14001 45001 27001 22000 50001", "partly", "Ines Okafor", date(2027, 1, 29), False,
     "Top management looks at the whole system at planned intervals and decides.",
     "Two reviews a year take place; energy and information security were not on the agenda."),
    ("5.3", "Roles, responsibilities and authorities", "50001", "partly", "Ines Okafor", date(2026, 12, 10), False,
     "Everyone knows who decides what, and who reports on the system.", "Clear for quality, not yet for energy."),
    ("8.4", "Externally provided processes, products and services", "9001", "partly", "Priya Nair", date(2027, 2, 12), False,
     "Suppliers are chosen, watched and judged by criteria that fit what they supply.", ""),
    ("6.1.2", "Hazard identification and assessment of risks", "45001", "partly", "Tomasz Lindgren", date(2026, 12, 18), False,
     "Hazards are found before they hurt, also in jobs that are rare.", "Cleaning of silos is missing."),
    ("8.5.2", "Hazard analysis", "22000", "partly", "Mei Hartmann", date(2027, 1, 8), False,
     "Each hazard that may be expected is judged, with the reasons kept.", "Allergens of the new line were assessed from data sheets alone."),
    ("6.3", "Energy review", "50001", "partly", "Daniel Reyes", date(2027, 2, 26), False,
     "Significant uses of energy are known from measurement.", "Sub-meters exist in one of four halls."),
    ("9.1", "Monitoring, measurement, analysis and evaluation", "9001 14001 45001 27001 22000 50001", "partly", "Ines Okafor", date(2027, 1, 22), False,
     "What is measured, how, when and by whom is set, and results lead to decisions.", ""),
)  # fmt: skip

ACTIONS = (
    ("A1", "Audit programme for both sites with an auditor from outside the area", "Priya Nair", date(2026, 11, 23), date(2026, 12, 15), 6, (), "in_progress", ("9.2.2",), False),
    ("A2", "Set base year and indicators for energy objectives", "Daniel Reyes", date(2026, 11, 2), date(2026, 11, 18), 3, (), "open", ("6.2",), True),
    ("A3", "Set points and night shut-down of compressed air, halls 1 to 4", "Daniel Reyes", date(2026, 11, 30), date(2026, 12, 22), 8, ("A2",), "open", ("8.1",), False),
    ("A4", "Investigate near misses of the last twelve months", "Priya Nair", date(2026, 11, 16), date(2026, 12, 15), 10, (), "in_progress", ("10.2",), False),
    ("A5", "Mock recall with carriers and two customers", "Mei Hartmann", date(2026, 11, 24), date(2026, 12, 1), 4, (), "open", ("8.9.5",), False),
    ("A6", "Replace photocopied forms at the lines by issued ones", "Ines Okafor", date(2026, 11, 9), date(2026, 11, 30), 5, (), "in_progress", ("7.5.3",), False),
    ("A7", "One register of risks and opportunities for all six standards", "Tomasz Lindgren", date(2026, 12, 1), date(2026, 12, 22), 7, (), "open", ("6.1",), False),
    ("A8", "Short induction for night shift and temporary workers", "Mei Hartmann", date(2026, 12, 1), date(2026, 12, 22), 4, ("A6",), "open", ("7.3",), False),
    ("A9", "Competence matrix with renewal dates", "Mei Hartmann", date(2026, 12, 7), date(2027, 1, 15), 9, (), "open", ("7.2",), False),
    ("A10", "Name the energy team and its authority", "Ines Okafor", None, date(2026, 12, 10), 1, (), "open", ("5.3",), False),
    ("A11", "Management review with energy and information security on the agenda", "Ines Okafor", date(2027, 1, 11), date(2027, 1, 29), 3, ("A1", "A7"), "open", ("9.3",), False),
    ("A12", "Sub-meters in halls 2 to 4", "Daniel Reyes", date(2027, 1, 4), date(2027, 2, 26), 12, ("A3",), "open", ("6.3",), False),
    ("A13", "Policy signed and posted at both sites", "Ines Okafor", date(2026, 10, 12), date(2026, 11, 6), 2, (), "done", ("5.2",), False),
)  # fmt: skip


def ready(counts: Counts) -> float | None:
    """Conforming whole, partly half, of what applies: the rule of the example, in percent."""
    applicable = counts.total - counts.not_applicable
    return (counts.conforms + counts.partly / 2) / applicable * 100 if applicable else None


def cell(figures: tuple[int, ...]) -> Cell:
    counts = Counts(*figures)
    return Cell(counts, ready(counts))


def together(cells: tuple[Cell, ...]) -> Cell:
    counts = sum((one.counts for one in cells), Counts())
    return Cell(counts, ready(counts))


def gap_report(**changes: object) -> GapReport:
    """The report of the example; keyword arguments replace single facts."""
    rows = [tuple(cell(figures) for figures in row) for row in CELLS]
    standards = []
    for at, (number, reference, title, subject, edition) in enumerate(SUBJECTS):
        column = together(tuple(row[at] for row in rows))
        standards.append(
            StandardLine(
                number, reference, title, subject, edition, column.counts, column.readiness
            )
        )
    all_counts = sum((line.counts for line in standards), Counts())
    percent = ready(all_counts)
    applicable = all_counts.total - all_counts.not_applicable
    points = all_counts.conforms + all_counts.partly / 2
    facts: dict[str, object] = {
        "title": "Gap analysis",
        "organisation": "Aldermoor Foods Ltd",
        "made_at": MADE_AT,
        "standards": tuple(standards),
        "readiness": Readiness(
            percent,
            (
                Step("Conforms, counted whole", str(all_counts.conforms)),
                Step(f"Partly, counted half: {all_counts.partly} × ½", f"{all_counts.partly / 2:g}"),
                Step(f"Does not conform: {all_counts.does_not_conform}", "0"),
                Step(f"Not assessed: {all_counts.not_assessed}", "0"),
                Step("Points", f"{points:g}", total=True),
                Step(f"Applicable: {all_counts.total} less {all_counts.not_applicable}", str(applicable)),
                Step(f"{points:g} of {applicable}", f"{percent:.0f}\u202f%", total=True),
            ),
            "Every requirement weighs the same. The 93 controls of Annex A are counted in the "
            "Statement of Applicability, not here.",
            80.0,
        ),
        "matrix": tuple(
            MatrixRow(clause, title, row, together(row))
            for (clause, title), row in zip(CLAUSES, rows, strict=True)
        ),
        "scope": "Development, production and distribution of chilled sauces, soups and ready meals.",
        "sites": (
            SiteLine("Aldermoor", "298 people", Counts(), 69.0),
            SiteLine("Port Selwyn", "114 people", Counts(), 55.0),
        ),
        "prepared_by": "Ines Okafor, quality manager",
        "summary": (
            "You stand six points higher than on 1 October; most of it came from documents that now have approval.",
            "Five requirements are not met at all. Closing the first, the internal audit programme, moves five standards at once.",
            "At the present pace the target of 80\u202f% is reached in March, four weeks before the first certification audit.",
        ),
        "gaps": tuple(
            Gap(clause, title, tuple(serves.split()), state, owner, due, late, note, asked)  # type: ignore[arg-type]
            for clause, title, serves, state, owner, due, late, asked, note in GAPS
        ),
        "actions": tuple(Action(*row) for row in ACTIONS),  # type: ignore[arg-type]
        "trend": tuple(
            TrendPoint(on, measured, planned)
            for on, measured, planned in (
                (date(2026, 5, 31), 31.0, 30.0),
                (date(2026, 6, 30), 36.0, 36.5),
                (date(2026, 7, 31), 38.0, 43.0),
                (date(2026, 8, 31), 45.0, 49.5),
                (date(2026, 9, 30), 49.0, 55.5),
                (date(2026, 10, 31), 58.0, 62.0),
                (date(2026, 11, 22), percent, 66.5),
                (date(2027, 1, 31), None, 74.0),
                (date(2027, 3, 31), None, 80.0),
            )
        ),
        "comparison": Comparison(
            "Baseline “After the summer”",
            date(2026, 10, 1),
            52.0,
            percent,
            tuple(
                (line.reference, then, line.readiness)
                for line, then in zip(standards, (61.0, 49.0, 47.0, 52.0, 70.0, 45.0), strict=True)
            ),
            94,
            3,
            (
                Change("5.2", "Policy", ("9001", "14001", "45001", "27001", "22000", "50001"), "partly", "conforms"),
                Change("7.5.2", "Creating and updating documents", ("9001", "14001", "45001", "27001", "22000", "50001"), "does_not_conform", "partly"),
                Change("9.2.2", "Internal audit programme", ("9001", "14001", "45001", "27001", "22000"), "partly", "does_not_conform"),
            ),
        ),
        "evidence": EvidenceFigures(318, 241, 52, 25, 14, 37),
        "notes": ("The answers were given by the owners of the processes and read by the quality manager.",),
    }  # fmt: skip
    return GapReport(**{**facts, **changes})  # type: ignore[arg-type]


THEMES = (("5", "Organisational", 37), ("6", "People", 8), ("7", "Physical", 14), ("8", "Technological", 34))  # fmt: skip
NAMES = (
    ("Policies for information security", "Roles and responsibilities", "Inventory of information", "Access control",
     "Suppliers and agreements", "Readiness for continuity", "Screening", "Awareness and training", "Secure areas",
     "Equipment off the premises", "Protection against malware", "Backup of information", "Logging", "Secure coding")
)  # fmt: skip
STATUSES = ("implemented", "implemented", "partly", "planned", "implemented", "not_implemented")  # fmt: skip


def statement(**changes: object) -> Statement:
    """The Statement of Applicability of the example: 93 controls, three excluded, two undecided."""
    names, statuses = cycle(NAMES), cycle(STATUSES)
    controls = []
    for number, theme, count in THEMES:
        for at in range(1, count + 1):
            control = f"{number}.{at}"
            applies = (
                None if control in {"8.11", "8.12"} else control not in {"8.30", "8.25", "7.12"}
            )
            controls.append(
                Control(
                    control,
                    next(names),
                    theme,
                    applies,
                    "We write no software and order none." if applies is False
                    else "" if applies is None else "Needed to treat risk R-12, and asked for by customers.",
                    next(statuses) if applies else None,  # type: ignore[arg-type]
                    "Tomasz Lindgren" if applies else "",
                    ("IS-POL-01", "IS-REC-17") if applies and at % 3 else (),
                )
            )  # fmt: skip
    facts: dict[str, object] = {
        "title": "Statement of Applicability",
        "organisation": "Aldermoor Foods Ltd",
        "reference": "ISO/IEC 27001:2022, Annex A",
        "version": "3.0",
        "made_at": MADE_AT,
        "controls": tuple(controls),
        "scope": "Information of orders, recipes and traceability at Aldermoor and Port Selwyn.",
        "prepared_by": "Tomasz Lindgren, information security officer",
        "approvals": (
            Approval(
                "Harriet Vance",
                "Managing director",
                date(2026, 11, 20),
                "The choice of controls and the remaining risks are accepted.",
            ),
        ),
    }
    return Statement(**{**facts, **changes})  # type: ignore[arg-type]
