"""A small target for tests: the sites of an organisation, known by their name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from isonomy.base.access import Actor
from isonomy.base.files.notice import gettext_noop, notice
from isonomy.exchange.reading.plan import Action, Found, ParsedRow, PlannedRow, Resolver, RowProblem
from isonomy.exchange.reading.target import Choice, Field, Kind, Target
from isonomy.exchange.taking import Place
from isonomy.parties.models import Site

SITES = Target(
    "sites",
    "Sites",
    (
        Field("name", "Name", required=True, synonyms=("Standort", "Site name", "Bezeichnung")),
        Field("city", "Town", synonyms=("Ort", "City", "Stadt")),
        Field("country", "Country", Kind.CHOICE, synonyms=("Land",), choices=(
            Choice("DE", "Germany", ("Deutschland",)),
            Choice("AT", "Austria", ("Österreich",)),
        )),
        Field("is_central", "Central function", Kind.FLAG, synonyms=("Zentrale",)),
        Field("activities", "Activities", synonyms=("Tätigkeiten",)),
    ),
    ("name",),
)  # fmt: skip
FIELDS = ("city", "country", "is_central", "activities")


class SitesTaker:
    """Takes sites in; the subject of a site is its name in small letters."""

    target = SITES

    def places(self, actor: Actor) -> Sequence[Place]:
        return [Place("", "")]

    def resolver(self, actor: Actor, place: str) -> Resolver:
        known = self._sites(actor)

        def resolve(row: ParsedRow) -> Found | RowProblem:
            name = str(row.values["name"])
            if name.startswith("Forbidden"):
                return RowProblem(
                    "Name", notice(gettext_noop("%(name)s may not be used."), name=name)
                )
            site = known.get(name.casefold())
            return Found(name.casefold(), name, _values(site) if site else None)

        return resolve

    def current(
        self, actor: Actor, place: str, subjects: Sequence[str]
    ) -> Mapping[str, Mapping[str, Any]]:
        wanted = set(subjects)
        return {name: _values(site) for name, site in self._sites(actor).items() if name in wanted}

    def write(self, actor: Actor, place: str, rows: Sequence[PlannedRow]) -> None:
        known = self._sites(actor)
        made, changed = [], []
        for row in rows:
            site = known.get(row.subject) or Site(
                organisation_id=actor.organisation_id, name=row.label
            )
            for change in row.changes:
                setattr(site, change.field, _stored(change.field, change.new))
            (made if row.action is Action.CREATE else changed).append(site)
        Site.objects.for_(actor).bulk_create(made, batch_size=1000)
        Site.objects.for_(actor).bulk_update(changed, FIELDS, batch_size=1000)

    def unwrite(self, actor: Actor, place: str, rows: Sequence[PlannedRow]) -> None:
        known = self._sites(actor)
        changed = []
        for row in rows:
            site = known[row.subject]
            if row.action is Action.CREATE:
                site.delete()
                continue
            for change in row.changes:
                setattr(site, change.field, _stored(change.field, change.old))
            changed.append(site)
        Site.objects.for_(actor).bulk_update(changed, FIELDS, batch_size=1000)

    def _sites(self, actor: Actor) -> dict[str, Site]:
        return {site.name.casefold(): site for site in Site.objects.for_(actor)}


def _values(site: Site) -> dict[str, Any]:
    return {name: getattr(site, name) for name in FIELDS}


def _stored(name: str, value: Any) -> Any:
    return bool(value) if name == "is_central" else value or ""
