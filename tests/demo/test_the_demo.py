"""Aldermoor Foods is believable: six standards part-way, two sites, people in every role, proof and gaps."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from isonomy.base.access import Actor, Role
from isonomy.base.audit_trail import check_trails
from isonomy.base.models import Event
from isonomy.gap.models import Action, Assessment, Baseline, Evidence, SoaVersion
from isonomy.gap.queries.evidence import held_evidence
from isonomy.gap.queries.picture import picture
from isonomy.norms.gap.state import State
from isonomy.parties.models import Membership, Person
from isonomy.web.demo.load import load_demo

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)

pytestmark = pytest.mark.slow


@pytest.fixture
def actor(db: None) -> Actor:
    organisation = load_demo(NOW)
    person = Person.objects.get(email="ines@aldermoor.example")
    return Actor(person.pk, organisation.pk, Role.MANAGER, person.name)


def test_the_demo_stands_where_its_story_says(actor: Actor) -> None:
    row = Assessment.objects.for_(actor).get()
    found = picture(actor, row)
    assert len(found.requirements) == 712
    assert len(found.controls) == 93
    assert found.readiness.value is not None
    assert 50 <= found.readiness.value <= 75
    assert {State.CONFORMS, State.PARTLY, State.DOES_NOT_CONFORM, State.NOT_ASSESSED} <= set(
        found.counts
    )
    assert found.standing_of["iso45001:10.2"] is State.DOES_NOT_CONFORM
    assert found.at_site(found.site_ids[0]) != found.at_site(found.site_ids[1])

    roles = set(Membership.objects.for_(actor).values_list("role", flat=True))
    assert roles == {str(role) for role in Role}

    frozen = list(Baseline.objects.for_(actor).order_by("frozen_at"))
    assert frozen[0].content["percent"] < frozen[1].content["percent"] < found.readiness.value
    assert SoaVersion.objects.for_(actor).get().state == "approved"
    assert set(Action.objects.for_(actor).values_list("state", flat=True)) == {
        "planned", "in_progress", "done", "cancelled",
    }  # fmt: skip
    assert Evidence.objects.for_(actor).filter(file__isnull=False).count() > 10
    assert any(item.stale_since for item in held_evidence(actor, NOW.date()))

    assert all(report.broken is None for report in check_trails())
    told = Event.objects.filter(organisation_id=actor.organisation_id).order_by("sequence")
    times = list(told.values_list("at", flat=True))
    assert all(earlier <= later for earlier, later in itertools.pairwise(times))


def test_the_demo_is_never_put_among_real_data(db: None) -> None:
    with pytest.raises(CommandError, match="own data folder"):
        call_command("demo", "load")
