"""The job of a killed worker is taken up again, once; real processes are killed here."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django_tasks_db.models import DBTaskResult
from tests.conftest import Installation
from tests.jobs.slow import wait_for_word

PATIENCE = 60  # seconds after which a test gives up; nothing is measured


class Job:
    """A queued job that reports here whenever a worker begins it."""

    def __init__(self, place: Installation, listening: socket.socket) -> None:
        self._place, self._listening = place, listening
        self._lines: list[socket.socket] = []  # a line that nobody holds is closed
        with place.inside():
            self._id = wait_for_word.enqueue(listening.getsockname()[1]).id

    def begun(self) -> socket.socket:
        """Wait until a worker has begun it."""
        line, _ = self._listening.accept()
        self._lines.append(line)
        line.settimeout(PATIENCE)
        assert line.recv(5) == b"begun"
        return line

    def begun_again(self) -> bool:
        """Whether some worker has begun it that nobody has waited for."""
        self._listening.setblocking(False)
        try:
            self._listening.accept()
        except BlockingIOError:
            return False
        return True

    def row(self) -> DBTaskResult:
        with self._place.inside():
            return DBTaskResult.objects.get(id=self._id)


@pytest.fixture
def job(installation: Installation) -> Iterator[Job]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(PATIENCE)
        yield Job(installation, listening)


@contextmanager
def worker(place: Installation, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    process = place.start("worker", *words)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE)


def test_the_job_of_a_killed_worker_is_done_by_the_next_one(
    installation: Installation, job: Job
) -> None:
    with worker(installation) as first:
        job.begun()
        kill(first)
    assert job.row().status == "RUNNING"  # nobody has noticed yet

    with worker(installation, "--batch") as second:
        job.begun().sendall(b"done")
        assert second.wait(PATIENCE) == 0
    row = job.row()
    assert (row.status, row.return_value, len(row.worker_ids)) == ("SUCCESSFUL", "done", 2)
    assert not job.begun_again()


def test_a_job_over_which_two_workers_died_is_given_up_with_the_reason(
    installation: Installation, job: Job
) -> None:
    for _ in range(2):
        with worker(installation) as process:
            job.begun()
            kill(process)
    with worker(installation, "--batch") as third:
        assert third.wait(PATIENCE) == 0
    assert not job.begun_again()
    assert job.row().status == "FAILED"
    assert "2 workers died over this job." in job.row().traceback


def test_the_job_of_a_living_worker_is_left_to_it(installation: Installation, job: Job) -> None:
    with worker(installation, "--batch") as first:
        line = job.begun()
        with worker(installation, "--batch") as second:
            assert second.wait(PATIENCE) == 0
        assert job.row().status == "RUNNING"
        line.sendall(b"done")
        assert first.wait(PATIENCE) == 0
    assert job.row().status == "SUCCESSFUL"
    assert not job.begun_again()


def test_a_worker_that_is_asked_to_stop_finishes_its_job_first(
    installation: Installation, job: Job
) -> None:
    with worker(installation) as process:
        line = job.begun()
        process.send_signal(signal.SIGTERM)
        line.sendall(b"done")
        process.wait(PATIENCE)
    assert job.row().status == "SUCCESSFUL"
