"""Who counts as dead, and what falls due how often."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from isonomy.base.jobs import clock
from isonomy.base.jobs.lease import beat, last_seen, place, sign_off, take_up_abandoned
from isonomy.base.jobs.models import WorkerBeat
from isonomy.base.jobs.tasks import clear_out

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def running_job(*worker_ids: str) -> DBTaskResult:
    """A job that these workers have claimed one after the other."""
    job = DBTaskResult.objects.get(id=clear_out.enqueue().id)
    for worker_id in worker_ids:
        job.claim(worker_id)
    return job


def elsewhere(worker_id: str, *, seen_at: datetime) -> None:
    """A worker on another machine."""
    WorkerBeat.objects.create(
        worker_id=worker_id,
        place="another machine",
        process=os.getpid(),
        started_at=seen_at,
        seen_at=seen_at,
    )


@pytest.mark.parametrize(("silent", "taken"), [(59, False), (60, False), (61, True)])
def test_a_worker_elsewhere_is_dead_after_a_minute_of_silence(silent: int, taken: bool) -> None:
    elsewhere("w1", seen_at=NOON - timedelta(seconds=silent))
    job = running_job("w1")
    assert (str(job.id) in take_up_abandoned(now=NOON).queued) is taken


def test_a_worker_of_this_machine_whose_process_is_gone_is_dead_at_once() -> None:
    beat(worker_id="w1", now=NOON)
    job = running_job("w1")
    assert take_up_abandoned(now=NOON).queued == ()
    WorkerBeat.objects.filter(worker_id="w1").update(process=2**22 - 1, place=place())
    assert take_up_abandoned(now=NOON).queued == (str(job.id),)


def test_a_job_is_taken_up_once_and_given_up_the_second_time() -> None:
    first, second = running_job("w1"), running_job("w1", "w2")
    taken = take_up_abandoned(now=NOON)
    assert taken.queued == (str(first.id),)
    assert taken.ended == (str(second.id),)
    assert take_up_abandoned(now=NOON) == type(taken)((), ())


def test_a_worker_that_signs_off_is_no_longer_seen() -> None:
    beat(worker_id="w1", now=NOON)
    assert last_seen() == NOON
    sign_off(worker_id="w1")
    assert last_seen() is None


@pytest.fixture
def handed_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The only duty there is returns every day; the list grows when it is handed out."""
    out: list[str] = []
    daily = clock.Returning("digest", timedelta(days=1), lambda: out.append("digest"))
    monkeypatch.setattr(clock, "DUTIES", {"digest": daily})
    return out


def test_a_daily_duty_is_handed_out_once_a_day_however_often_the_clock_ticks(
    handed_out: list[str],
) -> None:
    for hours in (0, 0, 1, 23):
        clock.tick(holder="w1", now=NOON + timedelta(hours=hours))
    assert len(handed_out) == 1
    clock.tick(holder="w1", now=NOON + timedelta(hours=24))
    assert len(handed_out) == 2


def test_only_one_worker_minds_the_clock_until_it_falls_silent(handed_out: list[str]) -> None:
    assert clock.take_seat(holder="w1", now=NOON)
    assert not clock.take_seat(holder="w2", now=NOON + timedelta(seconds=30))
    assert clock.tick(holder="w2", now=NOON + timedelta(seconds=30)) == ()
    assert clock.take_seat(holder="w2", now=NOON + timedelta(seconds=31))
    assert not clock.take_seat(holder="w1", now=NOON + timedelta(seconds=32))


def test_a_duty_that_fails_to_be_queued_stays_due(
    handed_out: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise RuntimeError("the queue is full")

    broken = clock.Returning("digest", timedelta(days=1), refuse)
    with monkeypatch.context() as patched:
        patched.setattr(clock, "DUTIES", {"digest": broken})
        with pytest.raises(RuntimeError):
            clock.tick(holder="w1", now=NOON)
    clock.tick(holder="w1", now=NOON)
    assert handed_out == ["digest"]


def test_one_duty_has_one_period() -> None:
    with pytest.raises(ValueError, match="clear_out"):
        clock.every("jobs.clear_out", timedelta(hours=1), clear_out)
