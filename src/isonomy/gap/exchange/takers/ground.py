"""What every import into an analysis stands on: the analysis, its sites, colleagues and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from isonomy.base.access import EDITORS, Actor
from isonomy.base.files.notice import gettext_noop, notice
from isonomy.exchange.reading.grid import Cell
from isonomy.exchange.reading.plan import RowProblem
from isonomy.exchange.reading.target import Field, Target
from isonomy.exchange.reading.values import parse_value
from isonomy.exchange.taking import Place
from isonomy.gap.exchange.form import HEADINGS, arrives_as
from isonomy.gap.exchange.rows import AnswerRows
from isonomy.gap.models import Assessment, Evidence, EvidenceUse
from isonomy.gap.queries.picture import Picture, assessment_of, picture
from isonomy.parties.models import Person
from isonomy.parties.queries import colleagues, organisation


def in_every_language(target: Target, sheet: str) -> Target:
    """The target with the headings of our own export in every language of the pages."""
    headings = HEADINGS.get(sheet, {})

    def told(field: Field) -> Field:
        sources = dict.fromkeys((field.label, headings.get(field.name, field.label)))
        words: dict[str, None] = {}
        for code, _name in settings.LANGUAGES:
            with override(code):
                words |= dict.fromkeys(gettext(source) for source in sources)
        return replace(field, synonyms=(*field.synonyms, *words))

    return replace(target, fields=tuple(told(field) for field in target.fields))


def open_analyses(actor: Actor, url_name: str) -> Sequence[Place]:
    """The analyses that this actor may bring rows into."""
    if not actor.may(EDITORS):
        return []
    slug = organisation(actor).slug
    found = Assessment.objects.for_(actor).filter(is_open=True).order_by("-pk")
    return [Place(str(row.pk), row.name, reverse(url_name, args=[slug, row.pk])) for row in found]


def picture_at(actor: Actor, place: str) -> Picture:
    """The analysis that a place of the exchange room names."""
    return picture(actor, assessment_of(actor, int(place)))


def rows_reader(found: Picture) -> AnswerRows:
    """Reads which answer a row means, in this analysis."""
    return AnswerRows(found, {site.name.casefold(): site.pk for site in found.sites})


def as_read(field: Field, text: Any) -> Any:
    """A stored value as it would be read from our own export, to tell what is unchanged."""
    cell: Cell = arrives_as(text) if isinstance(text, str) else text
    return parse_value(field, cell)


def plain_values(target: Target, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values in the shape in which rows come; what is empty is left out."""
    read = {name: as_read(target.field(name), value) for name, value in stored.items()}
    return {name: value for name, value in read.items() if value is not None}


class People:
    """Finds colleagues by address or name; words that name nobody are kept as words."""

    def __init__(self, actor: Actor) -> None:
        found = colleagues(actor, timezone.localdate())
        self._by_email = {person.email.casefold(): person for person in found}
        names: dict[str, list[Person]] = {}
        for person in found:
            names.setdefault(person.name.casefold(), []).append(person)
        self._by_name = {name: people[0] for name, people in names.items() if len(people) == 1}

    def email(self, text: str, field: str) -> str | RowProblem | None:
        """The address of whoever is meant; None where the words name no colleague."""
        key = " ".join(text.split()).casefold()
        person = self._by_email.get(key) or self._by_name.get(key)
        if person is not None:
            return person.email
        if "@" not in key:
            return None
        cause = notice(
            gettext_noop("“%(found)s” is not the address of a colleague."), found=text[:80]
        )
        return RowProblem(field, cause)

    def person(self, email: str | None) -> Person | None:
        """The colleague with this address."""
        return self._by_email.get((email or "").casefold())


class Proofs:
    """The evidence of an organisation by title, and what it is used for in one analysis."""

    def __init__(self, actor: Actor, assessment: Assessment) -> None:
        self._actor, self._assessment = actor, assessment
        rows = Evidence.objects.for_(actor).filter(
            withdrawn_on__isnull=True, replaced_by__isnull=True
        )
        self.by_title: dict[str, Evidence] = {}
        for row in rows.order_by("pk"):
            self.by_title.setdefault(row.title, row)
        self.uses: dict[tuple[str, str], dict[str, EvidenceUse]] = {}
        used = EvidenceUse.objects.for_(actor).filter(assessment=assessment)
        for use in used.select_related("evidence").order_by("pk"):
            self.uses.setdefault((use.key, use.part), {})[use.evidence.title] = use

    def titles(self, key: str, part: str) -> list[str]:
        """The titles of what supports an answer."""
        return list(self.uses.get((key, part), ()))

    def known(self, title: str) -> str:
        """The full title of evidence that a row names by its number alone, such as “POL-001”."""
        if title in self.by_title:
            return title
        found = [full for full in self.by_title if full.startswith(f"{title} ")]
        return found[0] if len(found) == 1 else title

    def support(self, wanted: Iterable[tuple[str, str, Sequence[str]]]) -> None:
        """Let exactly these titles support these answers; unknown ones become records."""
        places = [(key, part, dict.fromkeys(titles)) for key, part, titles in wanted]
        self._bring_in(title for _, _, titles in places for title in titles)
        new = []
        for key, part, titles in places:
            there = self.uses.setdefault((key, part), {})
            new += [self._use(key, part, title) for title in titles if title not in there]
            for title in [title for title in there if title not in titles]:
                there.pop(title).delete()
        for use in EvidenceUse.objects.bulk_create(new, batch_size=500):
            self.uses[use.key, use.part][use.evidence.title] = use

    def _bring_in(self, titles: Iterable[str]) -> None:
        strange = [title for title in dict.fromkeys(titles) if title not in self.by_title]
        rows = [
            Evidence(
                organisation_id=self._actor.organisation_id,
                title=title,
                kind=Evidence.Kind.RECORD,
                added_by_id=self._actor.person_id,
            )
            for title in strange
        ]
        for row in Evidence.objects.bulk_create(rows, batch_size=500):
            self.by_title[row.title] = row

    def _use(self, key: str, part: str, title: str) -> EvidenceUse:
        return EvidenceUse(
            organisation_id=self._actor.organisation_id,
            assessment=self._assessment,
            evidence=self.by_title[title],
            key=key,
            part=part,
        )
