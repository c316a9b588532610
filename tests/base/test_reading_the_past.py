"""Any row can be seen as it was at a moment, and what is personal can be forgotten."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import time_machine

from isonomy.base.audit_trail import as_of, check_trails, erase_personal, history, recording
from isonomy.base.models import Event, PersonalValue
from isonomy.parties.models import Headcount, Site
from isonomy.parties.services import Count, change_site, close_site, open_site, record_headcount
from tests.base.conftest import Sample
from tests.base.sample import Note
from tests.world import World

SPRING = datetime(2026, 3, 1, 9, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 9, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 1, 9, tzinfo=UTC)


def test_a_site_is_read_as_it_was_at_three_moments(world: World) -> None:
    jonas = world.actor("jonas")
    with time_machine.travel(SPRING, tick=False):
        site = open_site(jonas, name="Depot", city="Ulm")
    with time_machine.travel(SUMMER, tick=False):
        change_site(jonas, site, name="Depot North", is_central=True)
    with time_machine.travel(AUTUMN, tick=False):
        close_site(jonas, site, on=AUTUMN.date())

    def then(month: int) -> Site | None:
        return as_of(jonas, Site, site.pk, datetime(2026, month, 15, tzinfo=UTC))

    assert then(2) is None
    in_spring, in_summer, in_autumn = then(3), then(7), then(10)
    assert in_spring is not None
    assert (in_spring.name, in_spring.is_central, in_spring.city) == ("Depot", False, "Ulm")
    assert in_summer is not None
    assert (in_summer.name, in_summer.is_central) == ("Depot North", True)
    assert in_summer.closed_on is None
    assert in_autumn is not None
    assert in_autumn.closed_on == AUTUMN.date()


def test_a_removed_row_was_there_before_and_is_not_after(world: World) -> None:
    jonas, site = world.actor("jonas"), world.sites["kestrel"]
    with time_machine.travel(datetime(2027, 3, 1, tzinfo=UTC), tick=False):
        record_headcount(jonas, site, {"part_time": Count(4, Decimal("17.5"))})
        row = Headcount.objects.for_(jonas).get(site=site)
    with time_machine.travel(datetime(2027, 7, 1, tzinfo=UTC), tick=False):
        record_headcount(jonas, site, {"part_time": Count(0)})
    before = as_of(jonas, Headcount, row.pk, datetime(2027, 4, 1, tzinfo=UTC))
    assert before is not None
    assert (before.people, before.weekly_hours) == (4, Decimal("17.5"))
    assert as_of(jonas, Headcount, row.pk, datetime(2027, 8, 1, tzinfo=UTC)) is None


def test_the_past_of_another_organisation_is_not_told(world: World) -> None:
    site = world.sites["kestrel"]
    assert as_of(world.actor("jonas"), Site, site.pk, datetime.now(UTC)) is not None
    assert as_of(world.actor("ines"), Site, site.pk, datetime.now(UTC)) is None
    assert history(world.actor("ines"), [site]) == []
    assert [event.verb for event in history(world.actor("jonas"), [site])] == ["parties.open_site"]


def test_history_is_newest_first_and_may_be_cut(world: World) -> None:
    jonas, site = world.actor("jonas"), world.sites["kestrel"]
    change_site(jonas, site, city="Neu-Ulm")
    change_site(jonas, site, region="Bavaria")
    assert [event.changes[0]["after"] for event in history(jonas, [site], newest=2)] == [
        {"region": "Bavaria"},
        {"city": "Neu-Ulm"},
    ]


def test_erasing_what_is_personal_leaves_the_chain_valid(sample: Sample) -> None:
    note = Note.objects.for_(sample.ines).get()
    with recording(sample.ines, "sample.try", note):
        note.text = "About Ms Huang"
        note.save()
    now = datetime.now(UTC)
    owner = sample.ines.organisation_id
    told = as_of(sample.ines, Note, note.pk, now)
    assert told is not None
    assert told.text == "About Ms Huang"
    assert PersonalValue.objects.filter(value="About Ms Huang").exists()

    assert erase_personal(owner, "sample.note", str(note.pk)) == 3
    told = as_of(sample.ines, Note, note.pk, now)
    assert told is not None
    assert told.text == ""
    assert not PersonalValue.objects.filter(value="About Ms Huang").exists()
    assert not any("Huang" in str(event.changes) for event in Event.objects.all())
    assert [report.broken for report in check_trails()] == [None, None]


def test_a_commitment_cannot_be_guessed_back(sample: Sample) -> None:
    """Equal values have different commitments, so a short value cannot be found by trying."""
    note = Note.objects.for_(sample.ines).get()
    for text in ("yes", "no", "yes"):
        with recording(sample.ines, "sample.try", note):
            note.text = text
            note.save()
    events = Event.objects.filter(organisation_id=sample.ines.organisation_id)
    told = [e.changes[0]["after"]["text"]["committed"] for e in events.order_by("-sequence")[:3]]
    assert len(set(told)) == 3
