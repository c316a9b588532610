"""The gap analysis at full size: six standards, every answer given, in one organisation or a thousand."""

from __future__ import annotations

import random
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bench.scenarios import Act, fills, scenario
from bench.world import World
from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording
from isonomy.catalogue.models import InstalledPack
from isonomy.catalogue.shelf import install_shipped_packs
from isonomy.gap.models import Action, Answer, Assessment, Evidence
from isonomy.gap.queries.picture import picture
from isonomy.gap.services.answers import ANSWER
from isonomy.gap.services.assessment import begin_assessment
from isonomy.gap.services.evidence import ADD
from isonomy.gap.services.plan import PLAN
from isonomy.norms.gap.state import State
from isonomy.parties.models import Organisation
from isonomy.parties.services.site import open_site

SIX = ("iso9001", "iso14001", "iso45001", "iso27001", "iso22000", "iso50001")
GIVEN = (State.CONFORMS, State.PARTLY, State.DOES_NOT_CONFORM, State.NOT_ASSESSED)
NOTE = "Procedure and records were seen at both sites; two owners are missing for the night shift."


@fills
def analysis(actor: Actor, organisation: Organisation) -> None:
    """A whole analysis: about a thousand answers, 60 actions and 60 pieces of evidence."""
    install_shipped_packs()
    packs = {row.key: row for row in InstalledPack.objects.for_(actor).defer("content")}
    sites = [open_site(actor, name=name, country="GB") for name in ("North", "South")]
    row = begin_assessment(
        actor=actor, name="Six standards", packs=[packs[key] for key in SIX], sites=sites
    )
    chance = random.Random(organisation.pk)
    found = picture(actor, row)
    places: list[tuple[str, str, int | None]] = []
    for question in found.questions:
        places.append((question.key, "", None))
        places += [(question.key, m.requirement.ref, None) for m in question.members if m.adds]
        if chance.random() < 0.6:
            places.append((question.key, "", chance.choice(sites).pk))
    with recording(actor, ANSWER, row, said={"clause": "all", "state": "measured"}):
        Answer.objects.bulk_create([_answer(actor, row, place, chance) for place in places])
    with recording(actor, PLAN, row, said={"title": "measured"}):
        Action.objects.bulk_create(
            [
                Action(
                    organisation_id=actor.organisation_id,
                    assessment=row,
                    title=f"Action {number}",
                    due_on=timezone.localdate(),
                )
                for number in range(60)
            ]
        )
    with recording(actor, ADD, row, said={"title": "measured"}):
        Evidence.objects.bulk_create(
            [
                Evidence(
                    organisation_id=actor.organisation_id,
                    title=f"Record {number}",
                    kind=Evidence.Kind.RECORD,
                    place="Shelf",
                )
                for number in range(60)
            ]
        )


def _answer(
    actor: Actor, row: Assessment, place: tuple[str, str, int | None], chance: random.Random
) -> Answer:
    key, part, site = place
    return Answer(
        organisation_id=actor.organisation_id,
        assessment=row,
        key=key,
        part=part,
        site_id=site,
        state=chance.choices(GIVEN, (6, 3, 1, 2))[0],
        note=NOTE,
        changed_at=timezone.now(),
        changed_by_id=actor.person_id,
    )


def _row(world: World) -> Assessment:
    return Assessment.objects.for_(world.actor).order_by("pk")[0]


def _path(world: World, name: str, *args: Any) -> str:
    return reverse(name, args=[world.organisation.slug, *args])


@scenario("gap page, six standards", cpu_ms=60, queries=12, kilobytes=300)
def gap_page(world: World) -> Act:
    path = _path(world, "gap:question", _row(world).pk, "hs:10.2")
    return lambda: world.client.get(path)


@scenario("results page, six standards", cpu_ms=60, queries=12)
def results_page(world: World) -> Act:
    path = _path(world, "gap:results", _row(world).pk)
    return lambda: world.client.get(path)


@scenario("plan, 25 rows", queries=12)
def plan_list(world: World) -> Act:
    path = _path(world, "gap:plan", _row(world).pk)
    return lambda: world.client.get(path)


@scenario("evidence, list of 25 rows", cpu_ms=5, queries=12)
def evidence_list(world: World) -> Act:
    path = _path(world, "gap:evidence")
    return lambda: world.client.get(path)


@scenario("save an answer", cpu_ms=10, queries=20)
def save(world: World) -> Act:
    row = _row(world)
    path = _path(world, "gap:answer", row.pk, "hs:4.1")
    count = iter(range(10**9))
    seen = Answer.objects.for_(world.actor).get(
        assessment=row, key="hs:4.1", part="", site__isnull=True
    )
    version = [seen.version]

    def send() -> object:
        state = GIVEN[next(count) % 2]
        answer = world.client.post(
            path, {"version": version[0], "state": state}, headers={"HX-Request": "true"}
        )
        version[0] = int(answer.headers.get("X-Version", version[0]))
        return answer

    return send


@scenario("report PDF, six standards", cpu_ms=1000, rounds=5)
def report(world: World) -> Act:
    path = _path(world, "gap:file", _row(world).pk, "report.pdf")
    return lambda: world.client.get(path)
