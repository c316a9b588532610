"""From an analysis to what the gap report says; wording and setting are done by the papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from isonomy.base.paper.wording import gettext_noop as _
from isonomy.gap.exchange.analysis import Analysis, PlannedAction, Said
from isonomy.gap.exchange.wording import (
    asked_in,
    clause_in,
    short_name,
    title_of,
)
from isonomy.gap.papers import model as paper
from isonomy.gap.papers.words import Translate, amount
from isonomy.norms.gap.action import ActionState
from isonomy.norms.gap.question import Question, clause_key
from isonomy.norms.gap.ranking import Gap
from isonomy.norms.gap.readiness import readiness
from isonomy.norms.gap.standing import answer_at, state_of
from isonomy.norms.gap.state import GAPS, State
from isonomy.norms.kernel.verdict import Step
from isonomy.packs.pack import Pack

TITLE = _("Gap analysis")
STEPS = {
    "conforms_counted_whole": _("Conforms, counted whole"),
    "partly_counted_half": _("Partly, counted half"),
    "does_not_conform_counted_nothing": _("Does not conform, counts nothing"),
    "not_assessed_counted_nothing": _("Not assessed, counts nothing"),
    "points": _("Points"),
    "applicable": _("Requirements that apply"),
    "readiness_percent": _("Readiness: points of requirements that apply"),
}
READINESS_NOTE = _(
    "No standard defines a readiness figure. This one is ours: requirements that conform count "
    "whole, partly conforming ones half, and what nobody has looked at counts nothing. Controls "
    "are counted in the Statement of Applicability."
)
STANDING = _(
    "Readiness is %(percent)s %%: of %(total)s requirements in %(standards)s standards, "
    "%(assessed)s were assessed and %(conforms)s conform."
)
NOTHING_ASSESSED = _("None of the %(total)s requirements has been assessed yet.")
OPEN_GAPS = _(
    "%(gaps)s answers are gaps, %(severe)s of them do not conform; closing “%(title)s” "
    "(%(clause)s) moves %(standards)s standards."
)
NO_GAPS = _("No gap was found among what was assessed.")
PLANNED = _("The plan holds %(open)s open actions with %(days)s days of effort; %(late)s are late.")
NO_PLAN = _("No action is planned yet.")
AMENDED = _("with %(amendment)s")
PROPOSED = _("draft content")

SUBJECTS = {
    "quality": _("Quality"),
    "environment": _("Environment"),
    "occupational health and safety": _("Safety"),
    "information security": _("Information"),
    "food safety": _("Food safety"),
    "energy": _("Energy"),
}

STATUS: dict[ActionState, paper.ActionStatus] = {
    ActionState.PLANNED: "open",
    ActionState.IN_PROGRESS: "in_progress",
    ActionState.DONE: "done",
    ActionState.CANCELLED: "dropped",
}


def report_of(
    analysis: Analysis,
    *,
    t: Translate = str,
    prepared_by: str = "",
    trend: Sequence[paper.TrendPoint] = (),
    comparison: paper.Comparison | None = None,
    notes: Sequence[str] = (),
) -> paper.GapReport:
    """Everything the gap report says about an analysis, in the language of `t`."""
    return paper.GapReport(
        title=analysis.name or t(TITLE),
        organisation=analysis.organisation,
        made_at=analysis.made_at,
        standards=tuple(_standard(analysis, pack, t) for pack in analysis.packs),
        readiness=paper.Readiness(
            percent=_percent(analysis.counts),
            steps=tuple(_step(step, t) for step in analysis.readiness.working),
            note=t(READINESS_NOTE),
            target=float(analysis.aim),
        ),
        matrix=tuple(_matrix(analysis)),
        scope=analysis.scope,
        sites=tuple(_sites(analysis)),
        prepared_by=prepared_by,
        summary=tuple(_summary(analysis, t)),
        gaps=tuple(_gap(analysis, gap) for gap in analysis.gaps),
        actions=tuple(_action(analysis, action) for action in analysis.actions),
        trend=tuple(trend),
        comparison=comparison,
        evidence=_evidence(analysis),
        notes=tuple(notes),
        language=analysis.language,
    )


def paper_counts(counts: Mapping[State, int]) -> paper.Counts:
    """Counts as the papers take them."""
    return paper.Counts(**{str(state): counts.get(state, 0) for state in State})


def _percent(counts: Mapping[State, int]) -> float | None:
    value = readiness(counts).value
    return None if value is None else float(value)


def _standard(analysis: Analysis, pack: Pack, t: Translate) -> paper.StandardLine:
    counts = analysis.counts_by_standard[pack.id]
    amendment = pack.amendment.rpartition("/")[2]
    edition = t(AMENDED) % {"amendment": amendment} if amendment else ""
    return paper.StandardLine(
        number=short_name(analysis, pack.id),
        reference=pack.reference,
        title=pack.title.partition(" - ")[0],
        subject=t(SUBJECTS[pack.discipline])
        if pack.discipline in SUBJECTS
        else pack.discipline.capitalize(),
        edition=t(PROPOSED) if pack.draft else edition,
        counts=paper_counts(counts),
        readiness=_percent(counts),
    )


def _step(step: Step, t: Translate) -> paper.Step:
    value = step.value if isinstance(step.value, str) else amount(float(step.value), t)
    if step.label == "readiness_percent" and value != "–":
        value = f"{value}\u202f%"
    elif step.label not in ("points", "applicable"):
        factor = {"conforms_counted_whole": "1", "partly_counted_half": "½"}.get(step.label, "0")
        value = f"{step.note} × {factor} = {value}"
    return paper.Step(
        t(STEPS[step.label]),
        value,
        str(step.cite) if step.cite else "",
        total=step.label == "readiness_percent",
    )


def _matrix(analysis: Analysis) -> list[paper.MatrixRow]:
    rows = []
    clauses = dict.fromkeys(clause for clause, _ in analysis.counts_by_clause)
    for clause in sorted(clauses, key=clause_key):
        found = [analysis.counts_by_clause.get((clause, pack.id)) for pack in analysis.packs]
        together: Counter[State] = sum((one for one in found if one), Counter())
        rows.append(
            paper.MatrixRow(
                clause,
                _clause_title(analysis, clause),
                tuple(_cell(one) if one else None for one in found),
                _cell(together),
            )
        )
    return rows


def _cell(counts: Counter[State]) -> paper.Cell:
    return paper.Cell(paper_counts(counts), _percent(counts))


def _clause_title(analysis: Analysis, clause: str) -> str:
    for pack in (analysis.structure, *analysis.packs):
        node = pack.by_clause.get(clause)
        if node is not None:
            return node.label
    return ""


def _sites(analysis: Analysis) -> list[paper.SiteLine]:
    found = []
    for site in analysis.sites:
        counts = analysis.at_site(site.id)
        found.append(paper.SiteLine(site.name, site.detail, paper_counts(counts), _percent(counts)))
    return found


def _summary(analysis: Analysis, t: Translate) -> list[str]:
    counts = analysis.counts
    total = sum(counts.values())
    assessed = total - counts[State.NOT_ASSESSED]
    if not assessed:
        return [t(NOTHING_ASSESSED) % {"total": total}]
    standing = t(STANDING) % {
        "percent": analysis.readiness.value,
        "total": total,
        "standards": len(analysis.packs),
        "assessed": assessed,
        "conforms": counts[State.CONFORMS],
    }
    return [standing, _gap_sentence(analysis, t), _plan_sentence(analysis, t)]


def _gap_sentence(analysis: Analysis, t: Translate) -> str:
    if not analysis.gaps:
        return t(NO_GAPS)
    first = analysis.gaps[0]
    return t(OPEN_GAPS) % {
        "gaps": len(analysis.gaps),
        "severe": sum(gap.state is State.DOES_NOT_CONFORM for gap in analysis.gaps),
        "title": title_of(analysis, first.question),
        "clause": clause_in(analysis, first.question),
        "standards": len(first.standards),
    }


def _plan_sentence(analysis: Analysis, t: Translate) -> str:
    going = [action for action in analysis.actions if action.is_open]
    if not going:
        return t(NO_PLAN)
    days = sum(action.effort_days or 0 for action in going)
    return t(PLANNED) % {
        "open": len(going),
        "days": amount(float(days), t),
        "late": sum(_late(action, analysis.today) for action in going),
    }


def _late(action: PlannedAction, today: date) -> bool:
    return action.is_open and action.due_on is not None and action.due_on < today


def _gap(analysis: Analysis, gap: Gap) -> paper.Gap:
    question = gap.question
    said = _open_answers(analysis, question)
    closing = [
        action
        for action in analysis.actions
        if action.is_open and any(key == question.key for key, _ in action.closes)
    ]
    owners = dict.fromkeys(
        analysis.person(email)
        for email in (*(one.responsible for one in said), *(a.owner for a in closing))
        if email
    )
    due = min((a.due_on for a in closing if a.due_on), default=None)
    return paper.Gap(
        clause=clause_in(analysis, question),
        title=title_of(analysis, question),
        serves=tuple(short_name(analysis, key) for key in gap.standards),
        state=_paper_state(gap.state),
        owner=", ".join(owners),
        due=due,
        late=due is not None and due < analysis.today,
        note="\n".join(dict.fromkeys(one.note for one in said if one.note)),
        asked=asked_in(analysis, question),
        site=", ".join(_open_sites(analysis, question)),
    )


def _paper_state(state: State) -> paper.State:
    return next(name for name in paper.STATES if name == str(state))


def _open_answers(analysis: Analysis, question: Question) -> list[Said]:
    """The answers of a question that are gaps, the one for all first."""
    return [
        said
        for (key, _, _), said in sorted(
            analysis.said_under(question.key), key=lambda item: (item[0][1], item[0][2] or 0)
        )
        if said.state in GAPS
    ]


def _open_sites(analysis: Analysis, question: Question) -> list[str]:
    """The sites at which a question is a gap, where they differ."""
    found = [
        site.name
        for site in analysis.sites
        if any(
            state_of(question, member, analysis.answers, [site.id]) in GAPS
            for member in question.members
        )
    ]
    return found if len(found) < len(analysis.sites) else []


def _action(analysis: Analysis, action: PlannedAction) -> paper.Action:
    closes = dict.fromkeys(
        clause_in(analysis, question, part)
        for key, part in action.closes
        if (question := analysis.by_key.get(key)) is not None
    )
    return paper.Action(
        id=action.id,
        title=action.title,
        owner=analysis.person(action.owner),
        start=action.starts_on,
        due=action.due_on,
        effort_days=None if action.effort_days is None else float(action.effort_days),
        depends=action.needs,
        status=STATUS[action.state],
        closes=tuple(closes),
        late=_late(action, analysis.today),
    )


def _evidence(analysis: Analysis) -> paper.EvidenceFigures | None:
    """How well answers are supported; nothing is said where no evidence was named at all."""
    proven = {key for proof in analysis.proofs for key in proof.used}
    proven |= {key for (key, _, _), said in analysis.said.items() if said.evidence}
    if not proven and not analysis.proofs:
        return None
    kinds = Counter(proof.kind for proof in analysis.proofs)
    titles = {title for said in analysis.said.values() for title in said.evidence}
    bare = sum(
        answer_at(analysis.answers, question.key, "", None) is State.CONFORMS
        and question.key not in proven
        for question in analysis.questions
    )
    return paper.EvidenceFigures(
        items=len(analysis.proofs) or len(titles),
        files=kinds["file"],
        links=kinds["link"],
        records=kinds["record"] if analysis.proofs else len(titles),
        stale=sum(proof.stale for proof in analysis.proofs),
        conforming_without=bare,
    )
