"""Takes actions of the plan from tables: our own workbook, CAPA registers, risk treatment plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from isonomy.base.access import Actor
from isonomy.base.files.notice import gettext_noop, notice
from isonomy.base.transitions import take
from isonomy.exchange.reading.matching import Outcome, RequirementIndex
from isonomy.exchange.reading.plan import Found, ParsedRow, PlannedRow, RowProblem
from isonomy.exchange.taking import Place
from isonomy.gap.exchange.fields import ACTIONS
from isonomy.gap.exchange.filled import closes_in
from isonomy.gap.exchange.form import arrives_as
from isonomy.gap.exchange.rows import days_of, requirements_of
from isonomy.gap.exchange.takers.ground import (
    People,
    in_every_language,
    open_analyses,
    picture_at,
    plain_values,
    rows_reader,
)
from isonomy.gap.exchange.wording import LIST, from_stable_id, stable_id
from isonomy.gap.models import Action, ActionGap, ActionNeed, Assessment
from isonomy.gap.queries.picture import Picture
from isonomy.norms.gap.action import ACTION, ActionState

LONGEST_TITLE = 200
DAYS = ("starts_on", "due_on", "done_on")


class Plan:
    """The actions of one analysis as rows see them: by id, by foreign number, by title."""

    def __init__(self, actor: Actor, assessment: Assessment) -> None:
        rows = Action.objects.for_(actor).filter(assessment=assessment).select_related("owner")
        self.rows = {row.pk: row for row in rows.order_by("pk")}
        self.gaps: dict[int, list[ActionGap]] = {}
        for gap in ActionGap.objects.for_(actor).filter(action__assessment=assessment):
            self.gaps.setdefault(gap.action_id, []).append(gap)
        self.needs: dict[int, list[ActionNeed]] = {}
        for need in ActionNeed.objects.for_(actor).filter(action__assessment=assessment):
            self.needs.setdefault(need.action_id, []).append(need)

    def find(self, subject: str) -> Action | None:
        """The action that a subject names: our own id, or the beginning of its title."""
        if subject.isdecimal() and len(subject) < 18 and int(subject) in self.rows:
            return self.rows[int(subject)]
        return next(
            (
                row
                for row in self.rows.values()
                if row.title == subject or row.title.startswith(f"{subject} ")
            ),
            None,
        )

    def values(self, row: Action) -> dict[str, Any]:
        """What an action says, in the shape of rows."""
        closes = (stable_id(gap.key, gap.part) for gap in self.gaps.get(row.pk, ()))
        needs = (str(need.needed_id) for need in self.needs.get(row.pk, ()))
        days = {name: getattr(row, name) for name in DAYS}
        return plain_values(
            ACTIONS,
            {
                "title": row.title,
                "details": row.details,
                "state": row.state,
                "owner": row.owner.email if row.owner else "",
                "effort_days": None if row.effort_days is None else float(row.effort_days),
                "closes": LIST.join(sorted(closes)),
                "needs": LIST.join(sorted(needs)),
                **days,
            },
        )


class ActionTaker:
    """Creates or updates one action a row. An existing one moves by the steps of its workflow only."""

    def __init__(self) -> None:
        self.target = in_every_language(ACTIONS, "actions")

    def places(self, actor: Actor) -> Sequence[Place]:
        """Every open analysis."""
        return open_analyses(actor, "gap:work")

    def resolver(self, actor: Actor, place: str) -> _Resolver:
        """Reads each row beside the plan."""
        return _Resolver(actor, picture_at(actor, place))

    def current(
        self, actor: Actor, place: str, subjects: Sequence[str]
    ) -> Mapping[str, Mapping[str, Any]]:
        """What the actions say now."""
        plan = Plan(actor, picture_at(actor, place).assessment)
        found = ((subject, plan.find(subject)) for subject in subjects)
        return {subject: plan.values(row) for subject, row in found if row is not None}

    def write(self, actor: Actor, place: str, rows: Sequence[PlannedRow]) -> None:
        """Write every planned row."""
        writer = _Writer(actor, picture_at(actor, place).assessment)
        for row in rows:
            writer.write(row.subject, {change.field: change.new for change in row.changes})

    def unwrite(self, actor: Actor, place: str, rows: Sequence[PlannedRow]) -> None:
        """Put back what stood there; take away what the import created."""
        writer = _Writer(actor, picture_at(actor, place).assessment)
        for row in rows:
            if row.action == "create":
                writer.take_away(row.subject)
            else:
                old = {change.field: change.old for change in row.changes}
                writer.write(row.subject, old, restoring=True)


class _Resolver:
    """Says which action a row means. It words the row's values as they are stored, in place."""

    def __init__(self, actor: Actor, found: Picture) -> None:
        self._actor = actor
        self._plan = Plan(actor, found.assessment)
        self._people = People(actor)
        self._reader = rows_reader(found)
        self._index = RequirementIndex(requirements_of(found))
        self._picture = found

    def __call__(self, row: ParsedRow) -> Found | RowProblem:
        values = row.values
        number = " ".join(str(values.get("id") or "").split())
        action = self._plan.find(number) if number else None
        title = arrives_as(str(values["title"])).strip()
        if action is None and not number:
            action = self._plan.find(_short(title))
        ours = action is not None and number == str(action.pk)
        self._retitle(values, "" if ours else number, title)
        current = self._plan.values(action) if action else {}
        problem = (
            self._reword_owner(values, current)
            or self._reword_closes(values, current)
            or self._check(values, current, action)
        )
        if problem is not None:
            return problem
        subject = str(action.pk) if action else number or str(values["title"])
        return Found(subject, str(values["title"]), current if action else None)

    @staticmethod
    def _retitle(values: dict[str, Any], number: str, title: str) -> None:
        """A foreign number stays in front of the title; a long title goes on in the details."""
        full = title if not number or title.startswith(number) else f"{number} {title}"
        values["title"] = _short(full)
        if len(full) > LONGEST_TITLE:
            values["details"] = f"{full}\n\n{values.get('details') or ''}".strip()[:10_000]

    def _reword_owner(self, values: dict[str, Any], current: Mapping[str, Any]) -> Any:
        text = values.get("owner")
        if not text:
            return None
        email = self._people.email(text, "owner")
        if isinstance(email, RowProblem):
            return email
        if email is not None:
            values["owner"] = email
            return None
        del values["owner"]
        self._add_words(values, current, _("Owner: %(name)s") % {"name": text})
        return None

    @staticmethod
    def _add_words(values: dict[str, Any], current: Mapping[str, Any], line: str) -> None:
        details = values.get("details") or current.get("details") or ""
        values["details"] = details if line in details else f"{details}\n{line}".strip()

    def _reword_closes(self, values: dict[str, Any], current: Mapping[str, Any]) -> Any:
        text = values.get("closes")
        if not text:
            return None
        if ":" in text:
            pairs = closes_in(text, lambda piece: self._reader.meant(piece, {}))
            if isinstance(pairs, RowProblem):
                return RowProblem("closes", pairs.cause)
            ids = [stable_id(key, part) for key, part in pairs]
        else:
            matches = self._index.match_all(text)
            refs = [m.ids[0] for m in matches if m.outcome is Outcome.UNIQUE]
            ids = [self._picture.by_requirement[ref].key for ref in refs]
            if not ids:
                del values["closes"]
                self._add_words(values, current, _("Closes: %(text)s") % {"text": text})
                return None
        values["closes"] = LIST.join(sorted(dict.fromkeys(ids)))
        return None

    def _check(
        self, values: dict[str, Any], current: Mapping[str, Any], action: Action | None
    ) -> RowProblem | None:
        days = days_of(values.get("effort_days"))
        if isinstance(days, RowProblem):
            return days
        starts = values.get("starts_on") or current.get("starts_on")
        due = values.get("due_on") or current.get("due_on")
        if starts and due and due < starts:
            return RowProblem("due_on", notice(gettext_noop("It would be due before it starts.")))
        return self._check_needs(values, action) or self._check_state(values, action)

    def _check_needs(self, values: dict[str, Any], action: Action | None) -> RowProblem | None:
        found = []
        for need in values.get("needs") or ():
            needed = self._plan.find(need)
            if needed is None or needed == action:
                cause = notice(
                    gettext_noop("No other action has the id “%(found)s”."), found=need[:80]
                )
                return RowProblem("needs", cause)
            found.append(str(needed.pk))
        if found:
            values["needs"] = sorted(found)
        return None

    def _check_state(self, values: Mapping[str, Any], action: Action | None) -> RowProblem | None:
        """An action that is there moves by its own steps: a file may take those that need no reason."""
        state = values.get("state")
        if not state or action is None or state == action.state:
            return None
        if step_to(self._actor, action.state, state) is not None:
            return None
        cause = notice(
            gettext_noop(
                "From “%(old)s” no step leads to “%(new)s” by a file; take it on the page."
            ),
            old=action.state,
            new=state,
        )
        return RowProblem("state", cause)


def step_to(actor: Actor, state: str, target: str) -> str | None:
    """The step of the workflow that leads from one state to another, as far as a file may take it."""
    for step in ACTION.transitions:
        known = state in step.source and step.target == target and actor.roles & step.by
        if known and not step.reason_required:
            return step.name
    return None


def _short(title: str) -> str:
    """A title that fits, on one line."""
    line = " ".join(title.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


class _Writer:
    """Writes actions inside the recording that is open."""

    def __init__(self, actor: Actor, assessment: Assessment) -> None:
        self._actor, self._assessment = actor, assessment
        self._plan = Plan(actor, assessment)
        self._people = People(actor)

    def write(self, subject: str, values: Mapping[str, Any], *, restoring: bool = False) -> None:
        """Set fields of one action; `restoring` puts an earlier state back past the workflow."""
        row = self._plan.find(subject)
        begins = row is None
        if row is None:
            state = values.get("state") or ActionState.PLANNED
            row = Action(
                organisation_id=self._actor.organisation_id,
                assessment=self._assessment,
                state=state,
            )
        self._fill(row, values)
        row.full_clean(exclude=["organisation", "assessment", "owner"])
        row.save()
        self._plan.rows[row.pk] = row
        if "closes" in values:
            self._close(row, str(values["closes"] or ""))
        if "needs" in values:
            self._need(row, [int(pk) for pk in values["needs"] or ()])
        if not begins and "state" in values:
            self._move(row, values["state"], restoring=restoring)

    def _fill(self, row: Action, values: Mapping[str, Any]) -> None:
        for name in ("title", "details"):
            if name in values:
                setattr(row, name, arrives_as(values[name] or ""))
        for name in DAYS:
            if name in values:
                setattr(row, name, date.fromisoformat(values[name]) if values[name] else None)
        if "owner" in values:
            row.owner = self._people.person(values["owner"])
        if "effort_days" in values:
            days = values["effort_days"]
            row.effort_days = None if days is None else Decimal(str(days))

    def _close(self, row: Action, text: str) -> None:
        wanted = dict.fromkeys(from_stable_id(one) for one in text.split(LIST) if one)
        there = {(gap.key, gap.part): gap for gap in self._plan.gaps.get(row.pk, ())}
        for key, part in wanted:
            if (key, part) not in there:
                owner = self._actor.organisation_id
                ActionGap(organisation_id=owner, action=row, key=key, part=part).save()
        for place, gap in there.items():
            if place not in wanted:
                gap.delete()

    def _need(self, row: Action, wanted: Sequence[int]) -> None:
        there = {need.needed_id: need for need in self._plan.needs.get(row.pk, ())}
        for pk in wanted:
            if pk not in there:
                owner = self._actor.organisation_id
                ActionNeed(organisation_id=owner, action=row, needed_id=pk).save()
        for pk, need in there.items():
            if pk not in wanted:
                need.delete()

    def _move(self, row: Action, state: str, *, restoring: bool) -> None:
        if restoring:
            # an undo is no step of the action's life: what stood there before stands there again
            setattr(row, "state", state)  # noqa: B010
            row.save()
            return
        name = step_to(self._actor, row.state, state)
        if name is not None:
            self._plan.rows[row.pk] = take(self._actor, row, name, said={"by": "file"})

    def take_away(self, subject: str) -> None:
        """Take an action away that an import created."""
        row = self._plan.find(subject)
        if row is None:
            return
        for child in (*self._plan.gaps.get(row.pk, ()), *self._plan.needs.get(row.pk, ())):
            child.delete()
        self._plan.rows.pop(row.pk)
        row.delete()
