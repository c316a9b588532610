"""Any day can be read back from the audit trail, also where nobody froze a baseline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from django.urls import reverse

from isonomy.gap.queries.past import picture_at
from isonomy.gap.services.answers import join_again, split_off
from isonomy.norms.gap.state import State
from tests.world import World
from tests.world.gap import ORG, analysis, answered, seen

START = datetime(2035, 3, 2, 9, 0, tzinfo=UTC)


LATER = START + timedelta(days=200)


def live(world: World) -> None:
    """March: partly. April: split off. May: joined again."""
    actor = world.actor("tomasz")
    with time_machine.travel(START, tick=False) as clock:
        analysis(world, "iso9001", "iso27001")
        clock.shift(timedelta(days=1))
        answered(world, "hs:10.2.d", State.PARTLY)
        clock.shift(timedelta(days=30))
        split_off(actor=actor, picture=seen(world), requirement="iso27001:10.2.d")
        clock.shift(timedelta(days=30))
        join_again(actor=actor, picture=seen(world), requirement="iso27001:10.2.d")


def test_the_analysis_stood_differently_on_each_day(world: World) -> None:
    live(world)
    actor, row = world.actor("tomasz"), analysis(world)

    def on(days: int) -> dict[str, State] | None:
        then = picture_at(actor, row, START + timedelta(days=days, hours=1))
        return None if then is None else then.standing_of

    assert on(-1) is None
    first, march = on(0), on(2)
    assert first is not None
    assert march is not None
    assert first["iso27001:10.2.d"] is State.NOT_ASSESSED
    assert march["iso27001:10.2.d"] is State.PARTLY
    april = picture_at(actor, row, START + timedelta(days=40))
    assert april is not None
    assert april.by_requirement["iso27001:10.2.d"].split_off
    may = picture_at(actor, row, START + timedelta(days=70))
    assert may is not None
    assert not may.by_requirement["iso27001:10.2.d"].split_off


def test_the_present_read_from_the_trail_is_the_present(world: World) -> None:
    live(world)
    then = picture_at(world.actor("tomasz"), analysis(world), LATER)
    assert then is not None
    assert then.standing_of == seen(world).standing_of


def test_two_days_are_compared_without_any_baseline(world: World) -> None:
    live(world)
    address = reverse("gap:compare", args=[ORG, analysis(world).pk])
    moved = '<span class="cl">10.2 d</span>'
    with time_machine.travel(LATER, tick=False):
        browser = world.client("mei")

        def compared(start: str, end: str) -> str:
            return str(browser.get(address, {"from_on": start, "to_on": end}).content.decode())

        assert moved in compared("2035-03-02", "2035-03-20")
        assert moved not in compared("2035-03-04", "2035-03-20")
    assert world.client("jonas").get(address, {"from_on": "2035-03-02"}).status_code == 404
