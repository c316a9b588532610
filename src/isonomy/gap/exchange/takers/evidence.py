"""Takes evidence that is kept elsewhere from tables: document registers, schedules of records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from isonomy.base.access import Actor
from isonomy.base.files.notice import gettext_noop, notice
from isonomy.exchange.reading.matching import Outcome, RequirementIndex
from isonomy.exchange.reading.plan import Found, ParsedRow, PlannedRow, RowProblem
from isonomy.exchange.taking import Place
from isonomy.gap.exchange.fields import EVIDENCE
from isonomy.gap.exchange.form import arrives_as
from isonomy.gap.exchange.rows import requirements_of
from isonomy.gap.exchange.takers.ground import (
    Proofs,
    in_every_language,
    open_analyses,
    picture_at,
    plain_values,
)
from isonomy.gap.exchange.wording import LIST, from_stable_id, stable_id
from isonomy.gap.models import Evidence, EvidenceUse
from isonomy.gap.queries.picture import Picture

LONGEST_TITLE = 200
STORED = ("title", "place", "url", "proves_from", "proves_until", "review_months")


class EvidenceTaker:
    """Creates or updates one record or link a row, used where the row names a requirement."""

    def __init__(self) -> None:
        self.target = in_every_language(EVIDENCE, "")

    def places(self, actor: Actor) -> Sequence[Place]:
        """Every open analysis."""
        return open_analyses(actor, "gap:work")

    def resolver(self, actor: Actor, place: str) -> _Resolver:
        """Reads each row beside the evidence that is there."""
        return _Resolver(actor, picture_at(actor, place))

    def current(
        self, actor: Actor, place: str, subjects: Sequence[str]
    ) -> Mapping[str, Mapping[str, Any]]:
        """What the evidence says now."""
        shelf = _Shelf(actor, picture_at(actor, place))
        found = ((subject, shelf.find(subject)) for subject in subjects)
        return {subject: shelf.values(row) for subject, row in found if row is not None}

    def write(self, actor: Actor, place: str, rows: Sequence[PlannedRow]) -> None:
        """Write every planned row."""
        shelf = _Shelf(actor, picture_at(actor, place))
        for row in rows:
            shelf.write(row.subject, {change.field: change.new for change in row.changes})

    def unwrite(self, actor: Actor, place: str, rows: Sequence[PlannedRow]) -> None:
        """Put back what stood there; take away what the import created."""
        shelf = _Shelf(actor, picture_at(actor, place))
        for row in rows:
            if row.action == "create":
                shelf.take_away(row.subject)
            else:
                shelf.write(row.subject, {change.field: change.old for change in row.changes})


class _Shelf:
    """The evidence of an organisation, with its uses in one analysis."""

    def __init__(self, actor: Actor, found: Picture) -> None:
        self._actor, self._picture = actor, found
        self._proofs = Proofs(actor, found.assessment)
        self.uses: dict[int, list[EvidenceUse]] = {}
        for by_title in self._proofs.uses.values():
            for use in by_title.values():
                self.uses.setdefault(use.evidence_id, []).append(use)

    def find(self, subject: str) -> Evidence | None:
        """The evidence whose title is this, or begins with this number."""
        return self._proofs.by_title.get(self._proofs.known(subject))

    def values(self, row: Evidence) -> dict[str, Any]:
        """What a piece of evidence says, in the shape of rows."""
        supports = sorted(stable_id(use.key, use.part) for use in self.uses.get(row.pk, ()))
        stored = {name: getattr(row, name) for name in STORED}
        return plain_values(EVIDENCE, {**stored, "supports": LIST.join(supports)})

    def write(self, subject: str, values: Mapping[str, Any]) -> None:
        """Set fields of one piece; it begins where it is not there."""
        row = self.find(subject) or Evidence(
            organisation_id=self._actor.organisation_id, added_by_id=self._actor.person_id
        )
        self._proofs.by_title.pop(row.title, None)
        for name in ("title", "place", "url"):
            if name in values:
                setattr(row, name, arrives_as(values[name] or ""))
        for name in ("proves_from", "proves_until"):
            if name in values:
                setattr(row, name, date.fromisoformat(values[name]) if values[name] else None)
        if "review_months" in values:
            row.review_months = int(values["review_months"]) if values["review_months"] else None
        if row.kind != Evidence.Kind.FILE:
            row.kind = Evidence.Kind.LINK if row.url else Evidence.Kind.RECORD
        row.full_clean(exclude=["organisation", "file", "added_by", "replaced_by"])
        row.save()
        self._proofs.by_title[row.title] = row
        if "supports" in values:
            self._support(row, str(values["supports"] or ""))

    def _support(self, row: Evidence, text: str) -> None:
        wanted = dict.fromkeys(from_stable_id(one) for one in text.split(LIST) if one)
        there = {(use.key, use.part): use for use in self.uses.get(row.pk, ())}
        for key, part in wanted:
            if (key, part) not in there:
                use = EvidenceUse(
                    organisation_id=self._actor.organisation_id,
                    assessment=self._picture.assessment,
                    evidence=row,
                    key=key,
                    part=part,
                )
                use.save()
                self.uses.setdefault(row.pk, []).append(use)
        for place, use in there.items():
            if place not in wanted:
                use.delete()

    def take_away(self, subject: str) -> None:
        """Take a piece away that an import created."""
        row = self.find(subject)
        if row is None:
            return
        for use in self.uses.pop(row.pk, []):
            use.delete()
        self._proofs.by_title.pop(row.title)
        row.delete()


class _Resolver:
    """Says which piece of evidence a row means. It words the row's values as stored, in place."""

    def __init__(self, actor: Actor, found: Picture) -> None:
        self._shelf = _Shelf(actor, found)
        self._picture = found
        self._index = RequirementIndex(requirements_of(found))

    def __call__(self, row: ParsedRow) -> Found | RowProblem:
        values = row.values
        number = " ".join(str(values.get("id") or "").split())
        title = " ".join(str(values["title"]).split())
        full = title if not number or title.startswith(f"{number} ") else f"{number} {title}"
        if len(full) > LONGEST_TITLE:
            cause = notice(gettext_noop("The title of evidence may have 200 characters."))
            return RowProblem("title", cause)
        values["title"] = full
        subject = number or full
        there = self._shelf.find(subject)
        current = self._shelf.values(there) if there else {}
        problem = self._reword_dates(values, current) or self._reword_supports(values, current)
        if problem is not None:
            return problem
        if there is not None and there.kind == Evidence.Kind.FILE:
            values.pop("url", None)
        return Found(subject, full, current if there else None)

    @staticmethod
    def _reword_dates(values: dict[str, Any], current: Mapping[str, Any]) -> RowProblem | None:
        """A day to renew becomes months after what is proved, as freshness is counted here."""
        renew = values.pop("renew_on", None)
        start = values.get("proves_from") or current.get("proves_from")
        end = values.get("proves_until") or current.get("proves_until")
        if start and end and end < start:
            cause = notice(gettext_noop("What it proves would end before it begins."))
            return RowProblem("proves_until", cause)
        last = end or start
        months = values.get("review_months")
        if renew and last and renew > last and not months:
            first, until = date.fromisoformat(last), date.fromisoformat(renew)
            whole = (until.year - first.year) * 12 + until.month - first.month
            values["review_months"] = max(whole + (until.day > first.day), 1)
        elif months is not None and (months != int(months) or not 0 < months <= 600):
            cause = notice(gettext_noop("Give whole months, such as 12."))
            return RowProblem("review_months", cause)
        return None

    def _reword_supports(
        self, values: dict[str, Any], current: Mapping[str, Any]
    ) -> RowProblem | None:
        """Requirements named by a row are added to those that the evidence supports already."""
        text = values.pop("supports", None)
        if not text:
            return None
        ids = {one for one in str(current.get("supports", "")).split(LIST) if one}
        for piece in str(text).split("|"):
            key = piece.strip()
            if key in self._picture.by_key:
                ids.add(key)
                continue
            for match in self._index.match_all(piece):
                if match.outcome is Outcome.UNIQUE:
                    ids.add(self._picture.by_requirement[match.ids[0]].key)
                elif match.reason is not None:
                    return RowProblem("supports", match.reason)
        values["supports"] = LIST.join(sorted(ids))
        return None
