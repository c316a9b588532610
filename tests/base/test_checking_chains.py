"""`trail check` walks every chain and names the first broken link or a cut tail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from isonomy.base.audit_trail import check_trails, note_heads
from isonomy.base.audit_trail.checking import ChainReport
from isonomy.base.models import ChainHead, Event
from isonomy.parties.services import open_site
from tests.world import World


@contextmanager
def without_triggers() -> Iterator[None]:
    """What somebody with the database file in hand can do: take the triggers away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE base_event DISABLE TRIGGER USER")
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'base_event'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
    yield


def report(organisation_id: int, noted_in: Path | None = None) -> ChainReport:
    return next(
        found for found in check_trails(noted_in) if found.organisation_id == organisation_id
    )


def test_all_chains_of_the_world_hold(world: World) -> None:
    reports = check_trails()
    assert {found.organisation_id for found in reports} == {world.aldermoor.pk, world.kestrel.pk}
    assert all(found.broken is None for found in reports)
    assert (
        report(world.kestrel.pk).length
        == Event.objects.filter(organisation_id=world.kestrel.pk).count()
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [("actor_name", "Nobody"), ("reason", "because"), ("verb", "parties.change"), ("via", "api")],
)
def test_a_changed_event_is_named(column: str, value: str, world: World) -> None:
    with without_triggers():
        Event.objects.filter(organisation_id=world.aldermoor.pk, sequence=3).update(
            **{column: value}
        )
    broken = report(world.aldermoor.pk).broken
    assert broken is not None
    assert broken.sequence == 3
    assert "content" in broken.cause
    assert report(world.kestrel.pk).broken is None


def test_a_taken_out_event_is_named(world: World) -> None:
    with without_triggers():
        Event.objects.filter(organisation_id=world.aldermoor.pk, sequence=2).delete()
    broken = report(world.aldermoor.pk).broken
    assert broken is not None
    assert broken.sequence == 2
    assert "missing" in broken.cause


def test_a_cut_tail_is_found_by_the_head_in_the_database(world: World) -> None:
    last = Event.objects.filter(organisation_id=world.aldermoor.pk).count()
    with without_triggers():
        Event.objects.filter(organisation_id=world.aldermoor.pk, sequence=last).delete()
    broken = report(world.aldermoor.pk).broken
    assert broken is not None
    assert (broken.sequence, f"reached {last}" in broken.cause) == (last, True)


def test_a_tail_cut_together_with_its_head_is_found_by_the_noted_heads(
    world: World, tmp_path: Path
) -> None:
    noted = tmp_path / "kept" / "heads.jsonl"
    assert note_heads(noted) == 2
    last = Event.objects.filter(organisation_id=world.aldermoor.pk).count()
    before = Event.objects.get(organisation_id=world.aldermoor.pk, sequence=last - 1)
    with without_triggers():
        Event.objects.filter(organisation_id=world.aldermoor.pk, sequence=last).delete()
    ChainHead.objects.filter(pk=world.aldermoor.pk).update(sequence=last - 1, hash=before.hash)
    assert report(world.aldermoor.pk).broken is None
    broken = report(world.aldermoor.pk, noted).broken
    assert broken is not None
    assert broken.sequence == last


def test_a_whole_chain_that_vanished_is_found_by_the_noted_heads(
    world: World, tmp_path: Path
) -> None:
    noted = tmp_path / "heads.jsonl"
    note_heads(noted)
    with without_triggers():
        Event.objects.filter(organisation_id=world.kestrel.pk).delete()
    ChainHead.objects.filter(pk=world.kestrel.pk).delete()
    broken = report(world.kestrel.pk, noted).broken
    assert broken is not None
    assert broken.sequence == 1


def test_noted_heads_go_on_holding_as_the_chain_grows(world: World, tmp_path: Path) -> None:
    noted = tmp_path / "heads.jsonl"
    note_heads(noted)
    open_site(world.actor("ines"), name="Third")
    note_heads(noted)
    assert len(noted.read_text().splitlines()) == 4
    assert all(found.broken is None for found in check_trails(noted))
