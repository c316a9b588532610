"""What returns by the clock: each duty is handed out once per period, by one worker at a time.

A room declares its duties beside its tasks:

    every("mail.digest", timedelta(days=1), send_digests)

`tick` may be called as often as one likes, from workers, cron or by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.module_loading import autodiscover_modules
from django_tasks.base import Task

from isonomy.base.jobs.models import ClockSeat, Duty

SEAT = "clock"
TERM = timedelta(seconds=30)
"""How long a worker minds the clock before it must renew; when it dies another one takes over."""


@dataclass(frozen=True, slots=True)
class Returning:
    """A duty that returns: its name, its period and the job that does it."""

    name: str
    period: timedelta
    hand_out: Callable[[], object]


DUTIES: dict[str, Returning] = {}


def every(name: str, period: timedelta, task: Task[[], Any]) -> None:
    """Declare a job that is to be queued once in each period."""
    if DUTIES.setdefault(name, Returning(name, period, task.enqueue)).period != period:
        raise ValueError(f"The duty {name} is declared twice with different periods.")


def learn_duties() -> None:
    """Read the `tasks` module of every room, so that its duties are known to this process."""
    autodiscover_modules("tasks")


def tick(*, holder: str, now: datetime) -> tuple[str, ...]:
    """Queue every duty that has fallen due, and say which; nothing when another one minds the clock."""
    if not take_seat(holder=holder, now=now):
        return ()
    return tuple(name for name in sorted(DUTIES) if _hand_out(DUTIES[name], now))


def take_seat(*, holder: str, now: datetime, seat: str = SEAT) -> bool:
    """Take or keep the seat at the clock; refused while another holder's term runs."""
    mine = {"holder": holder, "until": now + TERM}
    free = Q(holder=holder) | Q(until__lt=now)
    if ClockSeat.objects.filter(free, name=seat).update(**mine):
        return True
    try:
        with transaction.atomic():
            return ClockSeat.objects.get_or_create(name=seat, defaults=mine)[1]
    except IntegrityError:
        return False


def _hand_out(duty: Returning, now: datetime) -> bool:
    """Queue the duty unless this period already had it; the row and the job are written together."""
    with transaction.atomic():
        row = Duty.objects.select_for_update().filter(name=duty.name).first()
        if row and now < row.handed_out_at + duty.period:
            return False
        Duty.objects.update_or_create(name=duty.name, defaults={"handed_out_at": now})
        duty.hand_out()
    return True
