"""Build the demo through the same services that people use, along an invented year."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Q
from django.utils import timezone

from isonomy.base.access import Actor, Role
from isonomy.base.files.services import keep_upload
from isonomy.base.transitions import take
from isonomy.catalogue.models import InstalledPack
from isonomy.catalogue.shelf import install_shipped_packs
from isonomy.gap.models import Action, Answer, Assessment
from isonomy.gap.queries.picture import Picture, picture
from isonomy.gap.services.answers import Given, Place, give_answer, split_off
from isonomy.gap.services.assessment import begin_assessment
from isonomy.gap.services.baseline import freeze_baseline, note_daily_figure
from isonomy.gap.services.evidence import Proven, add_evidence, use_evidence
from isonomy.gap.services.plan import Planned, plan_action
from isonomy.gap.services.statement import draw_up_statement
from isonomy.norms.gap.question import Question
from isonomy.norms.gap.state import State
from isonomy.parties.models import Organisation, Person, Site
from isonomy.parties.services.membership import add_member
from isonomy.parties.services.organisation import add_identifier, found_organisation
from isonomy.parties.services.person import name_person
from isonomy.parties.services.site import Count, open_site, record_headcount
from isonomy.web.demo.clock import at
from isonomy.web.demo.papers import paper

STATES = {
    "c": State.CONFORMS,
    "p": State.PARTLY,
    "n": State.DOES_NOT_CONFORM,
    "o": State.NOT_ASSESSED,
    "x": State.NOT_APPLICABLE,
}
KEYS = ("iso9001", "iso14001", "iso45001", "iso27001", "iso22000", "iso50001")
FIRST_LOOK, OCTOBER = 190, 52
"""Days before today on which the two baselines were frozen."""

LATER = 0.5
"""How far the year has gone when what the story tells by name has been found."""


def read_story() -> dict[str, Any]:
    """The invented company as it is written down."""
    path = Path(__file__).with_name("story.yaml")
    story: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return story


@dataclass
class Telling:
    """The story while it is told: who is who, and chance that falls the same way every time."""

    story: dict[str, Any]
    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    rows: dict[str, Action] = field(default_factory=dict)
    days: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)

    def day(self, back: int) -> date:
        """A day so many days ago."""
        return (self.now - timedelta(days=back)).date()

    def on_day(self, back: float, happens: Callable[[], None]) -> None:
        """Say what happens so many days ago; it is told when its day comes, in the order of days."""
        self.days.append((-back, len(self.days), happens))

    def live(self) -> None:
        """Let everything happen, the oldest first, a few minutes apart within a day."""
        for number, (day, _order, happens) in enumerate(sorted(self.days, key=lambda d: d[:2])):
            moment = self.moment(-day) + timedelta(minutes=number % 400)
            with at(min(moment, self.now)):
                happens()

    def moment(self, back: float) -> datetime:
        """A moment within working hours so many days ago, never later than now."""
        start = self.now - timedelta(days=back)
        return min(start.replace(hour=9, minute=12, second=0, microsecond=0), self.now)


def load_demo(now: datetime | None = None) -> Organisation:
    """Found both organisations and live through their year; returns the first one."""
    tale = Telling(read_story(), now or timezone.now())
    with at(tale.moment(240)):
        install_shipped_packs()
        organisation = _found(tale)
        _found_second(tale)
    with at(tale.moment(200)):
        assessment = _begin(tale)
    _answer_through_the_year(tale, assessment)
    _evidence(tale, assessment)
    _plan(tale, assessment)
    tale.live()
    return organisation


def _found(tale: Telling) -> Organisation:
    told = tale.story
    for item in [*told["people"], *told["second_people"]]:
        if item["name"] not in tale.people:
            tale.people[item["name"]] = name_person(
                email=item["email"], name=item["name"], password=told["password"]
            )
    facts = dict(told["organisation"])
    identifiers = facts.pop("identifiers")
    founder = tale.people[told["people"][0]["name"]]
    organisation = found_organisation(founder, **facts)
    admin = Actor(founder.pk, organisation.pk, Role.ADMINISTRATOR, founder.name)
    for item in identifiers:
        add_identifier(admin, **item)
    for item in told["people"]:
        person, role = tale.people[item["name"]], Role(item["role"])
        tale.actors[person.name] = Actor(person.pk, organisation.pk, role, person.name)
        if person != founder:
            ends = tale.now.date() + timedelta(days=item["days"]) if "days" in item else None
            add_member(admin, person=person, role=role, job_title=item["job"], ends_on=ends)
    for item in told["sites"]:
        facts = dict(item)
        counts = facts.pop("people")
        site = tale.sites[item["name"]] = open_site(admin, **facts)
        record_headcount(admin, site, {key: _count(*value) for key, value in counts.items()})
    return organisation


def _count(people: int, shifts: int, largest: int, hours: int | None = None) -> Count:
    return Count(people, None if hours is None else Decimal(hours), shifts, largest)


def _found_second(tale: Telling) -> None:
    told = tale.story["second_people"]
    founder = tale.people[told[0]["name"]]
    second = found_organisation(founder, **tale.story["second"])
    admin = Actor(founder.pk, second.pk, Role.ADMINISTRATOR, founder.name)
    site = open_site(admin, name="Fenwick", country="GB", time_zone="Europe/London")
    for item in told[1:]:
        add_member(
            admin,
            person=tale.people[item["name"]],
            role=Role(item["role"]),
            job_title=item["job"],
            ends_on=tale.now.date() + timedelta(days=item["days"]),
        )
    packs = {row.key: row for row in InstalledPack.objects.for_(admin).defer("content")}
    begin_assessment(
        actor=admin,
        name="Food safety",
        packs=[packs["iso22000"]],
        sites=[site],
        scope="Yoghurt and soft cheese from farm milk.",
    )


def _begin(tale: Telling) -> Assessment:
    actor = tale.actors["Ines Okafor"]
    packs = {row.key: row for row in InstalledPack.objects.for_(actor).defer("content")}
    return begin_assessment(
        actor=actor,
        name="Six standards",
        packs=[packs[key] for key in KEYS],
        sites=list(tale.sites.values()),
        scope=tale.story["scope"].strip(),
        aim=90,
        aim_on=tale.now.date() + timedelta(days=68),
    )


def _answer_through_the_year(tale: Telling, assessment: Assessment) -> None:
    """The first look, then a wave of better answers every few weeks, with figures and baselines."""
    stages = [198, 165, 134, 103, 72, OCTOBER + 1, 38, 22, 9, 1]
    for wave, back in enumerate(stages):
        progress = wave / (len(stages) - 1)
        tale.on_day(back, partial(_one_wave, tale, assessment, progress))
        tale.on_day(back, partial(_note_figure, tale, assessment, back))
    tale.on_day(FIRST_LOOK, partial(_freeze, tale, assessment, "First look"))
    tale.on_day(OCTOBER, partial(_freeze, tale, assessment, "October"))
    tale.on_day(OCTOBER - 1, partial(_state_applicability, tale, assessment))


def _one_wave(tale: Telling, assessment: Assessment, progress: float) -> None:
    found = picture(tale.actors["Ines Okafor"], assessment)
    for place, state, note in _wave(tale, found, progress, last=progress == 1):
        if place.key in found.by_key:
            _give(tale, found, place, state, note)


def _note_figure(tale: Telling, assessment: Assessment, back: int) -> None:
    actor = Actor.system(assessment.organisation_id)
    note_daily_figure(actor=actor, picture=picture(actor, assessment), on=tale.day(back))


def _freeze(tale: Telling, assessment: Assessment, name: str) -> None:
    actor = tale.actors["Ines Okafor"]
    freeze_baseline(
        actor=actor,
        picture=picture(actor, assessment),
        name=name,
        note="For the management team.",
    )


def _state_applicability(tale: Telling, assessment: Assessment) -> None:
    drawing, approving = tale.actors["Mei Hartmann"], tale.actors["Ines Okafor"]
    version = draw_up_statement(actor=drawing, picture=picture(drawing, assessment))
    take(approving, version, "approve", said={"meaning": "Approved for use"})


Wanted = tuple[Place, State, str]


def _wave(tale: Telling, found: Picture, progress: float, *, last: bool) -> Iterator[Wanted]:
    """What is answered anew at a stage of the year: few things change, and mostly for the better."""
    story = tale.story
    for question in found.questions:
        told = story["findings"].get(question.key)
        if told and progress > LATER:
            yield Place(question.key), STATES[told[0]], told[1]
        elif question.key in story["excluded"]:
            if progress == 0:
                yield Place(question.key), State.NOT_APPLICABLE, ""
        else:
            yield from _by_chance(tale, found, question, Place(question.key), progress)
        for member in question.members:
            if member.adds:
                part = member.requirement.ref
                known = story["differences"].get(question.key, {}).get(part)
                place = Place(question.key, part)
                if known and progress > LATER:
                    yield place, STATES[known[0]], known[1]
                else:
                    yield from _by_chance(tale, found, question, place, progress)
    if last:
        for key, sites in story["sites_differ"].items():
            for name, (state, note) in sites.items():
                yield Place(key, "", tale.sites[name].pk), STATES[state], note


def _by_chance(
    tale: Telling, found: Picture, question: Question, place: Place, progress: float
) -> Iterator[Wanted]:
    standards = question.standards
    if place.part:
        standards = (place.part.split(":")[0],)
    goals = [tale.story["readiness"][key] for key in standards]
    goal = sum(first + (now - first) * progress for first, now in goals) / len(goals) / 100
    luck = random.Random(f"{place.key}{place.part}").random()  # noqa: S311
    state = _state(luck, goal, question, progress)
    before = found.answers.get((place.key, place.part, None), State.NOT_ASSESSED)
    if state is not before and (progress == 0 or _better(before, state)):
        note = "" if place.part else _seen(found, question, state)
        yield place, state, note


def _state(luck: float, goal: float, question: Question, progress: float) -> State:
    unseen = 0.0 if question.is_control else 0.30 - 0.16 * progress
    if luck > 1 - unseen:
        return State.NOT_ASSESSED
    scale = luck / (1 - unseen)
    lift = 1.08 if question.shared else 1.0
    conforms = min(0.95, max(0.05, goal * lift - 0.02))
    if scale < conforms:
        return State.CONFORMS
    return State.PARTLY if scale < conforms + (1 - conforms) * 0.78 else State.DOES_NOT_CONFORM


_RANK = (State.NOT_ASSESSED, State.DOES_NOT_CONFORM, State.PARTLY, State.CONFORMS)


def _better(before: State, after: State) -> bool:
    if before not in _RANK or after not in _RANK:
        return False
    return _RANK.index(after) > _RANK.index(before)


def _seen(found: Picture, question: Question, state: State) -> str:
    node = found.node(question.members[0].requirement.ref)
    if not node.evidence or state is State.NOT_ASSESSED:
        return ""
    first = node.evidence[0]
    if state is State.CONFORMS:
        return f"Seen at both sites: {first[0].lower()}{first[1:]}."
    if state is State.PARTLY:
        return f"{first}: at hand for Aldermoor, incomplete for Port Selwyn."
    return f"{first}: asked for, not found."


def _give(tale: Telling, found: Picture, place: Place, state: State, note: str) -> None:
    question = found.by_key[place.key]
    owner = tale.story["owners"][place.part.split(":")[0] if place.part else question.standards[0]]
    actor = tale.actors[owner]
    changes: dict[str, Any] = {"state": state, "note": note}
    if not place.part and place.site is None:
        changes["responsible"] = tale.people[owner]
    if question.is_control:
        changes |= _reasoned(tale.story, place.key, state)
    rows = Answer.objects.for_(actor).filter(assessment=found.assessment)
    row = rows.filter(
        Q(site=place.site) if place.site else Q(site__isnull=True), key=place.key, part=place.part
    ).first()
    given = Given(row.version if row else 0, changes)
    give_answer(actor=actor, picture=found, place=place, given=given)


def _reasoned(story: Mapping[str, Any], key: str, state: State) -> dict[str, Any]:
    if state is State.NOT_APPLICABLE:
        return {"justification": story["excluded"][key], "reasons": []}
    reasons = ["risk", "law"] if key.rsplit(".", 1)[-1] in {"31", "32", "34", "7"} else ["risk"]
    return {"reasons": reasons}


def _evidence(tale: Telling, assessment: Assessment) -> None:
    for item in tale.story["evidence"]:
        brought_in = max(item["until"] - 3, 2)
        tale.on_day(min(brought_in, 196), partial(_bring_in, tale, assessment, item))


def _bring_in(tale: Telling, assessment: Assessment, item: Mapping[str, Any]) -> None:
    actor = tale.actors["Ines Okafor"]
    row = add_evidence(actor=actor, proven=_proven(tale, actor, item, tale.day(item["until"])))
    known = {question.key for question in picture(actor, assessment).questions}
    for key in item["for"]:
        if key in known:
            use_evidence(
                actor=actor,
                assessment=assessment,
                evidence=row,
                key=key,
                part=item.get("part", ""),
                clause=key.split(":")[1],
            )


def _proven(tale: Telling, actor: Actor, item: Mapping[str, Any], until: date) -> Proven:
    name = item.get("file", "")
    stored = keep_upload(actor=actor, upload=paper(name, until)) if name else None
    return Proven(
        title=item["title"],
        file=stored,
        file_name=name,
        url=item.get("url", ""),
        place=item.get("place", ""),
        proves_from=tale.day(item["from"]) if "from" in item else None,
        proves_until=until,
        review_months=item["months"],
    )


def _plan(tale: Telling, assessment: Assessment) -> None:
    for requirement, why in tale.story["split"]:
        tale.on_day(6, partial(_split, tale, assessment, requirement, why))
    for item in sorted(tale.story["actions"], key=lambda item: len(item.get("needs", ()))):
        started = min(max(1, -item["starts"]), 190)
        planned = started + 7
        tale.on_day(planned, partial(_put_into_plan, tale, assessment, item))
        if item.get("state") in {"in_progress", "done"}:
            tale.on_day(started, partial(_step, tale, item, "start"))
        if item.get("state") == "done":
            tale.on_day(max(1, 2 - item["due"]), partial(_step, tale, item, "finish"))
        if item.get("state") == "cancelled":
            tale.on_day(34, partial(_step, tale, item, "cancel"))


def _split(tale: Telling, assessment: Assessment, requirement: str, why: str) -> None:
    actor = tale.actors["Daniel Reyes"]
    split_off(actor=actor, picture=picture(actor, assessment), requirement=requirement, why=why)


def _put_into_plan(tale: Telling, assessment: Assessment, item: Mapping[str, Any]) -> None:
    planned = Planned(
        title=item["title"],
        owner=tale.people[item["owner"]],
        starts_on=tale.day(-item["starts"]),
        due_on=tale.day(-item["due"]),
        effort_days=Decimal(item["effort"]),
        closes=tuple((key, part) for key, part in item["closes"]),
        needs=tuple(tale.rows[name].pk for name in item.get("needs", ())),
    )
    actor = tale.actors["Ines Okafor"]
    tale.rows[item["title"]] = plan_action(actor=actor, assessment=assessment, planned=planned)


def _step(tale: Telling, item: Mapping[str, Any], step: str) -> None:
    actor = tale.actors["Ruth Calder" if step == "cancel" else item["owner"]]
    take(actor, tale.rows[item["title"]], step, reason=item.get("reason", ""))
