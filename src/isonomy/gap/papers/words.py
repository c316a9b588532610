"""The words of the gap documents: English source, marked for translation, looked up by the caller.

A document is worded by `Words(t)`, where `t` turns an English source string into the reader's
language; without a server `t` may be `str`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from isonomy.base.paper.wording import gettext_noop as _

Translate = Callable[[str], str]

STATE_WORDS = {
    "conforms": _("Conforms"),
    "partly": _("Partly"),
    "does_not_conform": _("Does not conform"),
    "not_applicable": _("Not applicable"),
    "not_assessed": _("Not assessed"),
}
ACTION_WORDS = {
    "open": _("Open"),
    "in_progress": _("In progress"),
    "done": _("Done"),
    "dropped": _("Dropped"),
}
IMPLEMENTATION_WORDS = {
    "implemented": _("Implemented"),
    "partly": _("Partly implemented"),
    "planned": _("Planned"),
    "not_implemented": _("Not implemented"),
    "not_applicable": _("Not applicable"),
}
MONTHS = (
    _("Jan"),
    _("Feb"),
    _("Mar"),
    _("Apr"),
    _("May"),
    _("Jun"),
    _("Jul"),
    _("Aug"),
    _("Sep"),
    _("Oct"),
    _("Nov"),
    _("Dec"),
)

HALF = _("0.5")

WORDS = {
    # every document
    "page": _("Page {page} of {pages}"),
    "day": _("%(day)s %(month)s %(year)s"),
    "as_of": _("As of"),
    "prepared_by": _("Prepared by"),
    "scope": _("Scope"),
    "sites": _("Sites"),
    "site": _("Site"),
    "organisation": _("Organisation"),
    "standards": _("Standards"),
    "standard": _("Standard"),
    "edition": _("Edition"),
    "yes": _("Yes"),
    "no": _("No"),
    "none_yet": _("Nothing yet."),
    "notes": _("Notes"),
    "own_words": _("Requirements are given in our own words. The standards themselves decide."),
    "missing": _(
        "These characters have no font here and appear as □: {signs}. "
        "A font pack adds the scripts that you need."
    ),
    # report
    "in_a_minute": _("In one minute"),
    "readiness": _("Readiness"),
    "ready": _("Ready, %%"),
    "target": _("Target %(percent)s"),
    "same_scale": _("All standards on one scale"),
    "same_scale_note": _(
        "Each bar holds all requirements of a standard; its pale end is what nobody has looked at."
    ),
    "requirements": _("Requirements"),
    "gaps": _("Gaps"),
    "trend": _("Towards the plan"),
    "trend_note": _("Readiness in percent; the dashed line is the plan."),
    "today": _("%(percent)s today"),
    "planned": _("%(percent)s planned"),
    "by_site": _("By site"),
    "by_clause": _("Conformity by clause and standard"),
    "by_clause_note": _(
        "Figures are readiness in percent. Bars show how the requirements of a clause are met."
    ),
    "clause": _("Clause"),
    "together": _("Together"),
    "how_computed": _("How the figure was computed"),
    "compared": _("Compared with %(name)s of %(day)s"),
    "then": _("Then"),
    "now": _("Now"),
    "difference": _("Difference"),
    "better_worse": _("Answers that rose: %(better)s. Answers that fell: %(worse)s."),
    "before": _("Before"),
    "after": _("After"),
    "gaps_title": _("Gaps, the most useful first"),
    "gaps_note": _("By severity, then by how many standards one answer moves."),
    "requirement": _("Requirement"),
    "serves": _("Serves"),
    "status": _("Status"),
    "owner": _("Owner"),
    "due": _("Due"),
    "late": _("late"),
    "asked": _("What is asked"),
    "note": _("Note"),
    "no_gaps": _("Every requirement that was assessed is met."),
    "plan": _("Plan"),
    "plan_note": _(
        "The line is the day of this report. Actions without a start are shown by their end."
    ),
    "action": _("Action"),
    "start": _("Start"),
    "effort": _("Effort, days"),
    "days": _("%(days)s days"),
    "after_actions": _("after %(actions)s"),
    "closes_gaps": _("closes %(clauses)s"),
    "closes": _("Closes"),
    "depends": _("Depends on"),
    "no_plan": _("No action is planned yet."),
    "ground": _("What stands behind the answers"),
    "evidence": _("Evidence"),
    "evidence_items": _("Pieces of evidence"),
    "evidence_files": _("of them files"),
    "evidence_links": _("of them links"),
    "evidence_records": _("of them records"),
    "evidence_stale": _("Past their review date"),
    "evidence_without": _("Answers that conform and name no evidence"),
    "chart_standards": _("Bars of conformity: %(lines)s."),
    "chart_standard": _("%(standard)s %(percent)s ready"),
    "chart_trend": _("Readiness went from %(first)s on %(from)s to %(last)s on %(to)s."),
    "chart_trend_plan": _("The plan for that day was %(percent)s."),
    "summary": _("Summary"),
    "matrix": _("Matrix"),
    "steps": _("Working"),
    "table": _("Table"),
    # Statement of Applicability
    "version": _("Version"),
    "controls_of": _("Controls of"),
    "approved_by": _("Approved by"),
    "draft": _("Draft, not approved"),
    "approved": _("Approved"),
    "approval": _("Approval"),
    "name": _("Name"),
    "role": _("Role"),
    "on": _("Date"),
    "meaning": _("What the approval means"),
    "control": _("Control"),
    "title": _("Title"),
    "theme": _("Theme"),
    "applies": _("Applies"),
    "justification": _("Justification"),
    "implementation": _("Implementation"),
    "undecided": _("Undecided"),
    "controls": _("Controls"),
    "applicable": _("Applicable"),
    "excluded": _("Excluded"),
    "controls_sentence": _(
        "%(applicable)s of %(total)s controls apply; %(implemented)s of them are implemented."
    ),
    "excluded_sentence": _("Excluded, each with its reason: %(excluded)s."),
    "undecided_sentence": _("Still undecided: %(undecided)s."),
}


class Words:
    """The words of one document in one language."""

    def __init__(self, t: Translate) -> None:
        self._t = t

    def __call__(self, key: str, **values: object) -> str:
        """A label or sentence by its key, its named places filled."""
        source = self._t(WORDS[key])
        return source % values if values or "%" in source else source

    def state(self, state: str) -> str:
        return self._t(STATE_WORDS[state])

    def action(self, status: str) -> str:
        return self._t(ACTION_WORDS[status])

    def implementation(self, status: str) -> str:
        return self._t(IMPLEMENTATION_WORDS[status])

    def month(self, number: int) -> str:
        """Short name of a month, 1 to 12."""
        return self._t(MONTHS[number - 1])

    def amount(self, value: float) -> str:
        """A figure without needless places, with the decimal mark of the language."""
        return amount(value, self._t)

    def day(self, day: date | None) -> str:
        """A date as people write it, or nothing."""
        if day is None:
            return ""
        said = self("day", day=day.day, month=self.month(day.month), year=day.year)
        return said.replace(" ", "\N{NO-BREAK SPACE}")


def amount(value: float, t: Translate) -> str:
    """A figure without needless places; a language shows its decimal mark by how it writes a half."""
    return f"{value:g}".replace(".", t(HALF)[1])


def percent(value: float | None) -> str:
    """A share with its sign after a thin space; a dash while nothing was assessed."""
    return "–" if value is None else f"{figure(value)}\u202f%"


def figure(value: float | None) -> str:
    """A share rounded half up to whole percent, without its sign."""
    return "–" if value is None else str(int(value + 0.5))
