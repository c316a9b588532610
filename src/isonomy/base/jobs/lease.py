"""Signs of life of the workers, and what happens to the jobs of one that died.

A job belongs to the worker that claimed it for as long as that worker shows signs of life. When
they stop, the job goes back into the queue once; a second worker dying over it ends it, since the
job itself is then the likely cause.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from isonomy.base.jobs.models import WorkerBeat

BEAT = timedelta(seconds=5)
"""How often a worker renews its sign of life."""

LEASE = timedelta(seconds=60)
"""After how much silence a worker counts as dead. Twelve beats: a busy disk is not a death."""

ATTEMPTS = 2
"""How many workers may die over one job: the first time may be a power cut, the second is not."""


class LostWorkerError(RuntimeError):
    """The workers that ran a job died before it ended."""


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What became of the jobs that dead workers left behind: ids of queued and of ended ones."""

    queued: tuple[str, ...]
    ended: tuple[str, ...]


@cache
def place() -> str:
    """This machine and process namespace: within it a process number means one process."""
    try:
        namespace = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        namespace = ""
    return f"{socket.gethostname()} {namespace}".strip()[:200]


def beat(*, worker_id: str, now: datetime) -> None:
    """Renew the sign of life of a worker, or give its first one."""
    WorkerBeat.objects.update_or_create(
        worker_id=worker_id,
        defaults={"seen_at": now},
        create_defaults={
            "seen_at": now,
            "started_at": now,
            "place": place(),
            "process": os.getpid(),
        },
    )


def sign_off(*, worker_id: str) -> None:
    """Take away the sign of life of a worker that ends its work in good order."""
    WorkerBeat.objects.filter(worker_id=worker_id).delete()


def last_seen() -> datetime | None:
    """When any worker last gave a sign of life."""
    newest = WorkerBeat.objects.order_by("-seen_at").first()
    return newest.seen_at if newest else None


def take_up_abandoned(*, now: datetime) -> TakenUp:
    """Queue the jobs of dead workers once more, and end those that already had their second try."""
    alive = {beat.worker_id for beat in WorkerBeat.objects.all() if _lives(beat, now)}
    queued, ended = [], []
    with transaction.atomic():
        running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        for job in running:
            if job.worker_ids and job.worker_ids[-1] in alive:
                continue
            if len(job.worker_ids) < ATTEMPTS:
                job.status, job.started_at = TaskResultStatus.READY, None
                job.save(update_fields=["status", "started_at"])
                queued.append(str(job.id))
            else:
                job.set_failed(
                    LostWorkerError(f"{len(job.worker_ids)} workers died over this job.")
                )
                ended.append(str(job.id))
    return TakenUp(tuple(queued), tuple(ended))


def forget_dead_workers(*, now: datetime) -> None:
    """Drop signs of life that are a day old; they no longer say anything."""
    WorkerBeat.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()


def _lives(beat: WorkerBeat, now: datetime) -> bool:
    if now - beat.seen_at > LEASE:
        return False
    return beat.place != place() or _process_exists(beat.process)


def _process_exists(process: int) -> bool:
    """Whether a process of this machine is there; when in doubt it is, and the lease decides."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
