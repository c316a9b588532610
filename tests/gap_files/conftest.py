"""A small company with two sites, an analysis of six standards, and people in several roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from isonomy.base.access import Actor, Role
from isonomy.catalogue.models import InstalledPack
from isonomy.catalogue.shelf import install_shipped_packs
from isonomy.exchange.models import Import
from isonomy.exchange.queries import book_of, plan_of, table_in
from isonomy.exchange.reading.mapping import propose
from isonomy.exchange.reading.plan import DryRun
from isonomy.exchange.services import bring_file, choose_columns
from isonomy.exchange.taking import taker_of
from isonomy.gap.models import Answer, Assessment
from isonomy.gap.queries.picture import Picture, picture
from isonomy.gap.services.answers import Given, Place, give_answer
from isonomy.gap.services.assessment import begin_assessment
from isonomy.parties.models import Organisation, Person
from isonomy.parties.services import add_member, found_organisation, issue_token, open_site

SIX = ("iso9001", "iso14001", "iso45001", "iso27001", "iso22000", "iso50001")


@dataclass
class Company:
    """One organisation with an analysis, and short ways to do what people do."""

    organisation: Organisation
    people: dict[str, Person] = field(default_factory=dict)
    analysis: Assessment | None = None

    def actor(self, name: str = "maria") -> Actor:
        """The actor that somebody is in this company."""
        roles = {"maria": Role.ADMINISTRATOR, "tom": Role.CONTRIBUTOR, "rita": Role.READER}
        person = self.people[name]
        return Actor(person.pk, self.organisation.pk, roles[name], person.name)

    @property
    def picture(self) -> Picture:
        """The analysis as it stands now."""
        assert self.analysis is not None
        return picture(self.actor(), self.analysis)

    def answer(self, key: str, part: str = "", site: int | None = None, **changes: Any) -> None:
        """Answer a question as Maria, having seen what is there."""
        found = self.picture
        row = give_answer_row(self, key, part, site)
        give_answer(
            actor=self.actor(),
            picture=found,
            place=Place(key, part, site),
            given=Given(row, changes),
        )

    def token(self, name: str = "maria", scopes: tuple[str, ...] = ("read", "write")) -> str:
        """A token for programs."""
        ends = timezone.now() + timedelta(days=30)
        return issue_token(self.actor(name), name="test", scopes=scopes, expires_at=ends)[1]

    def try_file(
        self, data: bytes, *, target: str = "gap.answers", name: str = "file.csv", **said: Any
    ) -> tuple[Import, DryRun]:
        """Bring a file in and try it dry with the columns that are proposed."""
        assert self.analysis is not None
        actor, taker = self.actor(), taker_of(target)
        place = next(p for p in taker.places(actor) if p.key == str(self.analysis.pk))
        row = bring_file(
            actor=actor, target=target, place=place, upload=ContentFile(data), name=name
        )
        table = table_in(row, book_of(row).sheets, row.sheet, row.header_line)
        assert table is not None
        columns = {p.column: p.field for p in propose(taker.target, table)}
        row = choose_columns(actor=actor, row=row, table=table, columns=columns, **said)
        return row, plan_of(row)


def give_answer_row(company: Company, key: str, part: str, site: int | None) -> int:
    """The version of an answer that is stored, 0 where there is none."""
    rows = Answer.objects.for_(company.actor()).filter(
        assessment=company.analysis, key=key, part=part, site_id=site
    )
    return rows.values_list("version", flat=True).first() or 0


def make_company(name: str) -> Company:
    """An organisation with three people, two sites and an analysis of the six standards."""
    install_shipped_packs()
    slug = name.split(maxsplit=1)[0].lower()
    maria = Person.objects.create_user(f"maria@{slug}.example", "secret words", name="Maria Holm")
    company = Company(found_organisation(maria, name=name), {"maria": maria})
    actor = company.actor()
    for who, role in (("tom", Role.CONTRIBUTOR), ("rita", Role.READER)):
        person = Person.objects.create_user(
            f"{who}@{slug}.example", "secret words", name=f"{who.title()} Berg"
        )
        company.people[who] = person
        add_member(actor, person=person, role=role)
    sites = [open_site(actor, name=site) for site in ("Aldermoor", "Port Selwyn")]
    packs = {p.key: p for p in InstalledPack.objects.for_(actor).filter(key__in=SIX)}
    company.analysis = begin_assessment(
        actor=actor, name="Six standards", packs=[packs[key] for key in SIX], sites=sites
    )
    return company


@pytest.fixture
def company(db: None) -> Company:
    """Meadow Foods."""
    return make_company("Meadow Foods")


@pytest.fixture
def stranger(db: None) -> Company:
    """Another organisation with an analysis of its own."""
    return make_company("Rival Works")
