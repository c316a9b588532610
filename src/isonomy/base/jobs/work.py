"""The worker process: runs queued jobs, shows signs of life and minds the clock."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from isonomy.base.jobs.clock import learn_duties, tick
from isonomy.base.jobs.lease import BEAT, beat, sign_off, take_up_abandoned

log = logging.getLogger("isonomy.jobs")


class Housekeeping(threading.Thread):
    """Beats for its worker while jobs run, takes up what dead workers left, ticks the clock."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(name="housekeeping", daemon=True)
        self.worker_id = worker_id
        self.ending = threading.Event()

    def run(self) -> None:
        """Work in rounds until told to end; a round that the database refuses is only noted."""
        while not self.ending.wait(BEAT.total_seconds()):
            try:
                self.round()
            except DatabaseError:
                log.warning(
                    "A round of housekeeping failed; the next one tries again.", exc_info=True
                )
            finally:
                close_old_connections()
        connections.close_all()

    def round(self) -> None:
        """One beat, one look for abandoned jobs, one tick."""
        beat(worker_id=self.worker_id, now=timezone.now())
        taken = take_up_abandoned(now=timezone.now())
        for job in taken.queued:
            log.warning("Job %s is queued again: its worker died.", job)
        for job in taken.ended:
            log.error("Job %s is given up: its workers died twice.", job)
        tick(holder=self.worker_id, now=timezone.now())


def work(*, interval: float = 1.0, batch: bool = False, backend: str = "default") -> None:
    """Run queued jobs until told to stop, or with `batch` until none is left."""
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)  # it greets every signal
    learn_duties()
    worker_id = get_random_string(32)
    housekeeping = Housekeeping(worker_id)
    housekeeping.round()  # first sign of life before the first claim
    housekeeping.start()
    worker = Worker(
        queue_names=["*"],
        interval=interval,
        batch=batch,
        backend_name=backend,
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    try:
        worker.run()
    finally:
        housekeeping.ending.set()
        housekeeping.join(timeout=BEAT.total_seconds())
        sign_off(worker_id=worker_id)
