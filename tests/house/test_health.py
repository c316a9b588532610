"""The health page is green when work can be done, and says what is missing when not."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from isonomy import __version__
from isonomy.base.jobs.lease import LEASE, beat
from tests.conftest import Installation, Installations


def look(place: Installation) -> tuple[int, dict[str, str]]:
    """Status and findings of the health page."""
    with place.inside():
        answer = Client().get("/health")
    assert answer.json()["version"] == __version__
    return answer.status_code, answer.json()["checks"]


def test_it_is_green_with_a_living_worker(installation: Installation) -> None:
    with installation.inside():
        beat(worker_id="w1", now=timezone.now())
    assert look(installation) == (
        200,
        {"database": "ok", "migrations": "ok", "worker": "ok", "disk": "ok"},
    )


def test_it_is_red_until_migrated(installations: Installations) -> None:
    empty = installations(migrated=False)
    status, checks = look(empty)
    assert status == 503
    assert checks["migrations"].endswith(" pending")
    empty.call("migrate")
    assert look(empty)[1]["migrations"] == "ok"


def test_it_is_red_without_a_worker_and_when_the_worker_is_silent(
    installation: Installation,
) -> None:
    assert look(installation)[1]["worker"] == "no worker has started"
    with installation.inside():
        beat(worker_id="w1", now=timezone.now() - LEASE - timedelta(seconds=30))
    status, checks = look(installation)
    assert status == 503
    assert checks["worker"].startswith("silent for")


def test_it_is_red_when_the_data_folder_is_gone(installation: Installation) -> None:
    with installation.inside():
        beat(worker_id="w1", now=timezone.now())
    moved = installation.data.with_name("moved")
    with installation.inside():
        installation.data.rename(moved)
        try:
            answer = Client().get("/health")
        finally:
            moved.rename(installation.data)
    assert answer.status_code == 503
    assert answer.json()["checks"]["disk"] == "FileNotFoundError"


def test_it_only_answers_to_looking(installation: Installation) -> None:
    with installation.inside():
        assert Client().post("/health").status_code == 405
