"""The result of an analysis as JSON: every figure with its working, gaps in their order, what was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from isonomy import __version__
from isonomy.base.files.notice import Notice
from isonomy.gap.exchange.analysis import Analysis, PlannedAction
from isonomy.gap.exchange.filled import Problem
from isonomy.gap.exchange.wording import clause_in, stable_id, title_of
from isonomy.gap.figures import Figures
from isonomy.norms.gap.question import clause_key
from isonomy.norms.gap.ranking import Gap, ranked
from isonomy.norms.gap.readiness import readiness
from isonomy.norms.gap.standing import counted
from isonomy.norms.gap.state import State
from isonomy.norms.kernel.verdict import Step

FORMAT = "isonomy.gap-result"
FORM = 1


def result_of(
    analysis: Analysis, problems: Sequence[Problem] = (), remarks: Sequence[Notice] = ()
) -> dict[str, Any]:
    """The whole result; counts are requirements, percentages whole numbers or null."""
    return {
        "format": FORMAT,
        "form": FORM,
        "made_by": f"Isonomy {__version__}",
        "made_at": analysis.made_at.isoformat(timespec="seconds"),
        "assessment": {
            "name": analysis.name,
            "organisation": analysis.organisation,
            "scope": analysis.scope,
            "uid": analysis.uid,
        },
        "editions": [
            {"key": pack.id, "reference": pack.reference, "digest": pack.digest}
            for pack in analysis.packs
        ],
        **figures_of(analysis),
        "sites": [
            {"name": site.name, **share_of(analysis.at_site(site.id))} for site in analysis.sites
        ],
        "gaps": gaps_of(analysis, analysis.gaps),
        "actions": [_action(action) for action in analysis.actions],
        "problems": [
            {
                "sheet": problem.sheet,
                "line": problem.line,
                "field": problem.field,
                "cause": str(problem.cause),
            }
            for problem in problems
        ],
        "remarks": [str(remark) for remark in remarks],
    }


def figures_of(figures: Figures) -> dict[str, Any]:
    """The figures alone: in all, by standard, by clause and standard, and of the controls."""
    whole = figures.readiness
    return {
        "readiness": {
            "percent": _whole(whole.value),
            "working": [_step(step) for step in whole.working],
            "rule": str(whole.cites[0]),
        },
        "counts": counts_of(figures.counts),
        "standards": [
            {
                "key": pack.id,
                "reference": pack.reference,
                **share_of(figures.counts_by_standard[pack.id]),
            }
            for pack in figures.packs
        ],
        "clauses": [
            {"clause": clause, "standard": standard, **share_of(counts)}
            for (clause, standard), counts in sorted(
                figures.counts_by_clause.items(),
                key=lambda item: (clause_key(item[0][0]), figures.packs_in_order[item[0][1]]),
            )
        ],
        "controls": counts_of(counted(figures.controls)),
    }


def share_of(counts: Mapping[State, int]) -> dict[str, Any]:
    """Counts and readiness of a part."""
    return {"percent": _whole(readiness(counts).value), "counts": counts_of(counts)}


def counts_of(counts: Mapping[State, int]) -> dict[str, int]:
    """How many stand in each state, all five named."""
    return {str(state): counts.get(state, 0) for state in State}


def gaps_of(figures: Figures, found: Sequence[Gap] | None = None) -> list[dict[str, Any]]:
    """Gaps in the order in which closing them helps most, counted from 1."""
    gaps = ranked(figures.standings) if found is None else found
    return [
        {
            "rank": rank,
            "id": gap.question.key,
            "clause": clause_in(figures, gap.question),
            "title": title_of(figures, gap.question),
            "state": str(gap.state),
            "severity": gap.severity,
            "standards": list(gap.standards),
            "control": gap.question.is_control,
        }
        for rank, gap in enumerate(gaps, start=1)
    ]


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _step(step: Step) -> dict[str, Any]:
    value = float(step.value) if isinstance(step.value, Decimal) else step.value
    return {"step": step.label, "value": value, "of": step.note}


def _action(action: PlannedAction) -> dict[str, Any]:
    return {
        "id": action.id,
        "title": action.title,
        "state": str(action.state),
        "owner": action.owner,
        "starts_on": action.starts_on.isoformat() if action.starts_on else None,
        "due_on": action.due_on.isoformat() if action.due_on else None,
        "effort_days": None if action.effort_days is None else float(action.effort_days),
        "closes": [stable_id(key, part) for key, part in action.closes],
        "needs": list(action.needs),
    }
