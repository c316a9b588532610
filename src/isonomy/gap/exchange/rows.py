"""What one row of an answer sheet means: which answer, which state, and whether the rules allow it.

The same reading serves the import room and the command line; the room lays the row beside what is
stored, the command line takes it as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from isonomy.base.files.notice import Notice, gettext_noop, notice
from isonomy.exchange.reading.grid import Cell, shown
from isonomy.exchange.reading.matching import Outcome, Requirement, RequirementIndex
from isonomy.exchange.reading.plan import RowProblem
from isonomy.gap.exchange.wording import from_stable_id, stable_id
from isonomy.gap.facts import exclusions
from isonomy.gap.figures import Figures
from isonomy.norms.gap.applicability import Claim, may_be_given
from isonomy.norms.gap.question import Question
from isonomy.norms.gap.state import State

MOST_DAYS = Decimal("99999.9")


@dataclass(frozen=True, slots=True)
class Meant:
    """The answer a row speaks of; `whole` where a foreign row speaks of a requirement as a whole.

    Then the row answers the shared part too, where nobody has answered it yet.
    """

    key: str
    part: str
    site: int | None
    whole: bool = False

    @property
    def subject(self) -> str:
        """The answer as one text: stable id and site."""
        return f"{stable_id(self.key, self.part)}@{self.site or ''}"


class AnswerRows:
    """Reads answer rows for one analysis. `sites` gives the id of a site by its name, case folded."""

    def __init__(self, figures: Figures, sites: Mapping[str, int]) -> None:
        self._figures, self._sites = figures, sites
        self._index = RequirementIndex(requirements_of(figures))

    def meant(self, cell: Cell, values: Mapping[str, Any]) -> Meant | RowProblem:
        """The answer that a row names by stable id, clause, control or title, and by site."""
        site = self._site(values.get("site"))
        if isinstance(site, RowProblem):
            return site
        found = self._own(shown(cell)) or self._foreign(cell, values)
        if isinstance(found, Notice):
            return RowProblem("id", found)
        return Meant(found.key, found.part, site, found.whole)

    def _site(self, name: Any) -> int | RowProblem | None:
        text = " ".join(str(name or "").split())
        if not text:
            return None
        found = self._sites.get(text.casefold())
        if found is not None:
            return found
        cause = notice(
            gettext_noop("“%(found)s” is no site of this gap analysis. Its sites: %(sites)s."),
            found=text[:80],
            sites=", ".join(self._sites) or "–",
        )
        return RowProblem("site", cause)

    def _own(self, text: str) -> Meant | None:
        key, part = from_stable_id(text)
        question = self._figures.by_key.get(key)
        if question is None:
            return None
        parts = {member.requirement.ref for member in question.members if member.adds}
        return Meant(key, part, None) if not part or part in parts else None

    def _foreign(self, cell: Cell, values: Mapping[str, Any]) -> Meant | Notice:
        key, part = from_stable_id(shown(cell))
        match = self._index.match(
            part or key if part or ":" in key else cell,
            standard=self._standard(str(values.get("standard") or "")),
            title=str(values.get("title") or ""),
        )
        questions = {self._figures.by_requirement[ref].key for ref in match.ids}
        if match.outcome is Outcome.UNIQUE:
            return self._whole(match.ids[0])
        if match.outcome is Outcome.AMBIGUOUS and len(questions) == 1:
            return Meant(questions.pop(), "", None)
        return match.reason or notice(gettext_noop("The row names no requirement."))

    def _standard(self, text: str) -> str:
        """The standard as the index knows it, or nothing where the text names none of ours."""
        packs = self._figures.packs
        exact = [pack.id for pack in packs if pack.id == text.strip()]
        return exact[0] if exact else text if any(pack.number in text for pack in packs) else ""

    def _whole(self, ref: str) -> Meant:
        question = self._figures.by_requirement[ref]
        adds = any(member.adds for member in question.members if member.requirement.ref == ref)
        return Meant(question.key, ref if adds else "", None, whole=adds)

    def label(self, meant: Meant) -> str:
        """How a person names the answer: clause and title."""
        node = self._figures.node(meant.part or meant.key)
        return f"{node.clause} {node.full_title}"

    def allowed(self, meant: Meant, state: State, justification: str) -> RowProblem | None:
        """What the standards say against this state, if anything."""
        question = self._figures.by_key[meant.key]
        verdict = may_be_given(Claim(state, justification), self._exclusions(question, meant.part))
        for refusal in verdict.refusals:
            rule = refusal.cite.document if refusal.cite else ""
            return _REFUSALS[refusal.code](refusal.reason, rule)
        return None

    def _exclusions(self, question: Question, part: str) -> Any:
        refs = (member.requirement.ref for member in question.members)
        return exclusions([self._figures.node(ref) for ref in refs if not part or ref == part])


def _not_allowed(ref: str, rule: str) -> RowProblem:
    cause = notice(gettext_noop("%(ref)s may not be left out (%(rule)s)."), ref=ref, rule=rule)
    return RowProblem("state", cause)


def _unjustified(ref: str, rule: str) -> RowProblem:
    cause = notice(gettext_noop("Say why it does not apply (%(rule)s)."), rule=rule or "–")
    return RowProblem("justification", cause)


_REFUSALS = {"exclusion_not_allowed": _not_allowed, "justification_missing": _unjustified}


def requirements_of(figures: Figures) -> Iterable[Requirement]:
    """Everything the standards of an analysis ask for, as the matching takes it."""
    for pack in figures.packs:
        for node in pack.nodes:
            if node.auditable:
                yield Requirement(
                    node.id, pack.id, node.clause, node.title, pack.edition, node.predecessors
                )


def state_of(values: Mapping[str, Any]) -> State | RowProblem | None:
    """The state a row gives: its own, or “not applicable” where it says that it does not apply."""
    state = State(values["state"]) if values.get("state") else None
    applicable = values.get("applicable")
    if applicable is False:
        return State.NOT_APPLICABLE
    if applicable is True and state is State.NOT_APPLICABLE:
        cause = gettext_noop("The row says both that it applies and that it does not.")
        return RowProblem("state", notice(cause))
    return state


def days_of(value: Any, field: str = "effort_days") -> Decimal | RowProblem | None:
    """Days of effort with at most one decimal."""
    if value is None or value == "":
        return None
    try:
        days = Decimal(str(value))
    except InvalidOperation:
        days = Decimal(-1)
    if not days.is_finite() or days != days.quantize(Decimal("0.1")) or not 0 <= days <= MOST_DAYS:
        cause = notice(
            gettext_noop("“%(found)s” is no effort; give days such as 3 or 0.5."),
            found=str(value)[:40],
        )
        return RowProblem(field, cause)
    return days.quantize(Decimal("0.1"))
