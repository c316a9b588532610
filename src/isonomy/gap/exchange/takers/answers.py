"""Takes answers and controls from tables: our own workbook, a foreign Statement of Applicability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from isonomy.base.access import Actor
from isonomy.base.audit_trail import history
from isonomy.base.files.notice import gettext_noop, notice
from isonomy.exchange.reading.plan import Found, ParsedRow, PlannedRow, RowProblem, same
from isonomy.exchange.reading.words import normal
from isonomy.exchange.taking import Place
from isonomy.gap.exchange.fields import ANSWERS
from isonomy.gap.exchange.rows import Meant, days_of, state_of
from isonomy.gap.exchange.takers.answer_writer import (
    AnswerPlace,
    AnswerWriter,
    stored_answers,
)
from isonomy.gap.exchange.takers.ground import (
    People,
    Proofs,
    in_every_language,
    open_analyses,
    picture_at,
    plain_values,
    rows_reader,
)
from isonomy.gap.exchange.wording import LIST, from_stable_id
from isonomy.gap.models import Answer
from isonomy.gap.queries.picture import Picture
from isonomy.norms.gap.state import State

WHOLE = "+"
"""Marks the subject of a foreign row that speaks of a requirement as a whole."""

TOLD_BY_TRAIL = ("state", "note", "justification", "reasons", "effort_days")
"""What an earlier version of an answer said, as far as a workbook shows it and the trail keeps it."""

REASON_CODES = {
    normal(word): code
    for code, words in {
        "risk": ("risk", "risk treatment", "risks", "risiko", "risikobehandlung"),
        "law": ("law", "law or regulation", "legal", "regulation", "regulatory", "gesetz", "recht"),
        "contract": ("contract", "contract or customer", "contractual", "customer", "vertrag"),
        "practice": ("practice", "good practice", "best practice", "gute praxis", "business"),
    }.items()
    for word in words
}


def subject_of(meant: Meant) -> str:
    """The subject of a row: stable id, site, and whether the requirement as a whole is meant."""
    return meant.subject + (WHOLE if meant.whole else "")


def place_of(subject: str) -> AnswerPlace:
    """Question, difference and site of a subject."""
    stable, _at, site = subject.removesuffix(WHOLE).rpartition("@")
    key, part = from_stable_id(stable)
    return key, part, int(site) if site else None


class AnswerTaker:
    """Creates or updates one answer a row; every one goes into the one event of the import."""

    def __init__(self) -> None:
        self.target = in_every_language(ANSWERS, "answers")

    def places(self, actor: Actor) -> Sequence[Place]:
        """Every open analysis."""
        return open_analyses(actor, "gap:work")

    def resolver(self, actor: Actor, place: str) -> _Resolver:
        """Reads each row beside what the analysis holds."""
        return _Resolver(actor, picture_at(actor, place))

    def current(
        self, actor: Actor, place: str, subjects: Sequence[str]
    ) -> Mapping[str, Mapping[str, Any]]:
        """What the answers say now."""
        found = picture_at(actor, place)
        rows, proofs = stored_answers(actor, found), Proofs(actor, found.assessment)
        return {
            subject: _values(rows[at], proofs)
            for subject in subjects
            if (at := place_of(subject)) in rows
        }

    def write(self, actor: Actor, place: str, rows: Sequence[PlannedRow]) -> None:
        """Write every planned row, in bulk."""
        found = picture_at(actor, place)
        wanted = {
            place_of(row.subject): {change.field: change.new for change in row.changes}
            for row in rows
        }
        writer = AnswerWriter(actor, found)
        writer.write(wanted)
        writer.begin_shared(
            (place_of(row.subject), wanted[place_of(row.subject)])
            for row in rows
            if row.subject.endswith(WHOLE)
        )

    def unwrite(self, actor: Actor, place: str, rows: Sequence[PlannedRow]) -> None:
        """Put back what stood there; take away what the import began."""
        writer = AnswerWriter(actor, picture_at(actor, place))
        before = {
            place_of(row.subject): {change.field: change.old for change in row.changes}
            for row in rows
        }
        writer.write(before)
        writer.take_away([place_of(row.subject) for row in rows if row.action == "create"])
        for row in rows:
            if row.subject.endswith(WHOLE):
                given = next((c.new for c in row.changes if c.field == "state"), None)
                writer.take_away_begun(place_of(row.subject), given)


def _values(row: Answer | None, proofs: Proofs, key: str = "", part: str = "") -> dict[str, Any]:
    """What an answer says, in the shape of rows; evidence belongs to the answer for all sites."""
    if row is None:
        return plain_values(
            ANSWERS,
            {"state": str(State.NOT_ASSESSED), "evidence": LIST.join(proofs.titles(key, part))},
        )
    days = None if row.effort_days is None else float(row.effort_days)
    titles = [] if row.site_id is not None else proofs.titles(row.key, row.part)
    return plain_values(
        ANSWERS,
        {
            "state": row.state,
            "note": row.note,
            "justification": row.justification,
            "reasons": LIST.join(str(reason) for reason in row.reasons),
            "responsible": row.responsible.email if row.responsible else "",
            "effort_days": days,
            "evidence": LIST.join(titles),
        },
    )


class _Resolver:
    """Says which answer a row means. It words the row's values as they are stored, in place."""

    def __init__(self, actor: Actor, found: Picture) -> None:
        self._actor = actor
        self._rows = stored_answers(actor, found)
        self._reader = rows_reader(found)
        self._people = People(actor)
        self._proofs = Proofs(actor, found.assessment)

    def __call__(self, row: ParsedRow) -> Found | RowProblem:
        meant = self._reader.meant(row.cells.get("id"), row.values)
        if isinstance(meant, RowProblem):
            return meant
        answer = self._rows.get((meant.key, meant.part, meant.site))
        current = _values(answer, self._proofs, meant.key, meant.part)
        seen = row.values.pop("version", None)
        problem = self._reword(row.values, meant, current, own=seen is not None)
        problem = problem or self._check(row.values, meant, current)
        if problem is not None:
            return problem
        return self._found(row, meant, answer, current, seen)

    def _reword(
        self, values: dict[str, Any], meant: Meant, current: Mapping[str, Any], *, own: bool
    ) -> RowProblem | None:
        """Bring a row into the shape of what is stored."""
        state, days = state_of(values), days_of(values.get("effort_days"))
        rest = values.pop("note_rest", None)
        for name in ("title", "standard", "applicable"):
            values.pop(name, None)
        for problem in (state, days):
            if isinstance(problem, RowProblem):
                return problem
        if state is not None:
            values["state"] = str(state)
        if rest:
            values["note"] = (values.get("note") or "") + rest
        return (
            _reword_reasons(values)
            or self._reword_evidence(values, meant, current, own=own)
            or self._reword_person(values, current)
        )

    def _reword_person(
        self, values: dict[str, Any], current: Mapping[str, Any]
    ) -> RowProblem | None:
        text = values.get("responsible")
        if not text:
            return None
        email = self._people.email(text, "responsible")
        if isinstance(email, RowProblem):
            return email
        if email is not None:
            values["responsible"] = email
            return None
        del values["responsible"]
        line = _("Responsible: %(name)s") % {"name": text}
        note = values.get("note") or current.get("note") or ""
        values["note"] = note if line in note else f"{note}\n{line}".strip()
        return None

    def _reword_evidence(
        self, values: dict[str, Any], meant: Meant, current: Mapping[str, Any], *, own: bool
    ) -> RowProblem | None:
        """Foreign references add to the evidence; our own export says what all of it is."""
        titles = values.get("evidence")
        if not titles:
            return None
        if meant.site is not None:
            values.pop("evidence")
            return None
        if any(len(title) > 200 for title in titles):
            cause = notice(gettext_noop("The title of evidence may have 200 characters."))
            return RowProblem("evidence", cause)
        named = [self._proofs.known(title) for title in titles]
        before = [] if own else current.get("evidence", [])
        values["evidence"] = list(dict.fromkeys([*before, *named]))
        return None

    def _check(
        self, values: Mapping[str, Any], meant: Meant, current: Mapping[str, Any]
    ) -> RowProblem | None:
        state = State(values.get("state") or current.get("state") or State.NOT_ASSESSED)
        justification = values.get("justification") or current.get("justification") or ""
        return self._reader.allowed(meant, state, str(justification))

    def _found(
        self,
        row: ParsedRow,
        meant: Meant,
        answer: Answer | None,
        current: dict[str, Any],
        seen: float | None,
    ) -> Found | RowProblem:
        version = answer.version if answer else 0
        label = self._reader.label(meant)
        if seen is not None and int(seen) != version:
            return self._stale(row, meant, current, (int(seen), version))
        differs = any(
            not same(current.get(name), value)
            for name, value in row.values.items()
            if name not in ANSWERS.identifies and value not in (None, "", [])
        )
        begins = answer is None and differs
        return Found(subject_of(meant), label, None if begins else current)

    def _stale(
        self,
        row: ParsedRow,
        meant: Meant,
        current: dict[str, Any],
        versions: tuple[int, int],
    ) -> Found | RowProblem:
        """A row exported before somebody answered: untouched ones are left, others reported."""
        seen, version = versions
        said = {
            name: value
            for name, value in row.values.items()
            if name not in ANSWERS.identifies and value not in (None, "", [])
        }
        before = {**current, **self._as_seen(meant, seen)}
        if all(same(before.get(name), value) for name, value in said.items()):
            row.values.clear()
            return Found(subject_of(meant), self._reader.label(meant), current)
        cause = notice(
            gettext_noop(
                "Somebody has answered since the export (version %(version)d; the file saw "
                "%(seen)d). Export again, or choose on the page."
            ),
            version=version,
            seen=seen,
        )
        return RowProblem("version", cause)

    def _as_seen(self, meant: Meant, seen: int) -> dict[str, Any]:
        """What an answer said in the version that the file saw, as far as the trail tells."""
        answer = self._rows.get((meant.key, meant.part, meant.site))
        if answer is None:
            return {}
        if not seen:
            return {"state": str(State.NOT_ASSESSED), **dict.fromkeys(TOLD_BY_TRAIL[1:])}
        kind, pk = answer._meta.label_lower, str(answer.pk)
        stored = {name: getattr(answer, name) for name in ("version", *TOLD_BY_TRAIL)}
        for event in history(self._actor, [answer], with_changes=True):
            for change in reversed(event.changes):
                if stored["version"] == seen:
                    break
                if (change["kind"], change["id"]) == (kind, pk):
                    stored |= {k: v for k, v in change["before"].items() if k in stored}
        if stored.pop("version") != seen:
            return {}
        days = stored["effort_days"]
        stored["effort_days"] = None if days is None else float(days)
        stored["reasons"] = LIST.join(str(reason) for reason in stored["reasons"] or ())
        return {**dict.fromkeys(TOLD_BY_TRAIL), **plain_values(ANSWERS, stored)}


def _reword_reasons(values: dict[str, Any]) -> RowProblem | None:
    """Reasons for a control by their codes, also where a table words them."""
    given = values.get("reasons")
    if not given:
        return None
    strange = [reason for reason in given if normal(reason) not in REASON_CODES]
    if strange:
        cause = notice(
            gettext_noop("“%(found)s” is no reason for a control; write one of: %(known)s."),
            found=strange[0][:80],
            known=", ".join(dict.fromkeys(REASON_CODES.values())),
        )
        return RowProblem("reasons", cause)
    values["reasons"] = list(dict.fromkeys(REASON_CODES[normal(reason)] for reason in given))
    return None
