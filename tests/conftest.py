"""What every test may ask for: the database, the shared material, an installation of its own."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.test import override_settings
from django.utils import translation

from tests.databases import copied_postgresql, copied_sqlite, own_database, pointing_at
from tests.world import World, make_world

ROOT = Path(__file__).resolve().parent.parent


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Throw the data folder of the run away, once, where it was made."""
    if not hasattr(session.config, "workerinput"):
        folder = Path(os.environ["ISONOMY_DATA"])
        if folder.name.startswith("isonomy-tests-"):
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, worker_id: str
) -> Iterator[None]:
    """A copy of the migrated template instead of a database migrated anew."""
    with django_db_blocker.unblock(), own_database(worker_id):
        yield


@pytest.fixture(autouse=True)
def speaking_english() -> None:
    """A request leaves its language behind in its thread; every test begins in English."""
    translation.activate("en")


@pytest.fixture
def shared() -> Path:
    """The material beside the repository; tests that read it skip where it is not there."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared is not beside this clone")
    return folder


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation of its own: a data folder, a migrated database and the command line."""

    data: Path
    database: Path | str
    environment: dict[str, str]

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Work in this installation without leaving the test's own process."""
        storages = {**settings.STORAGES}
        location = {"location": self.data / "files"}
        storages["files"] = {**storages["files"], "OPTIONS": location}
        moved = override_settings(DATA=self.data, FILES_ROOT=self.data / "files", STORAGES=storages)
        with moved, pointing_at(connections["default"], self.database):
            yield

    def call(self, *words: str) -> str:
        """Call `isonomy ...` in the test's own process; returns what it printed, or the refusal."""
        said = io.StringIO()
        with self.inside():
            call_command(*words, stdout=said, stderr=said)
        return said.getvalue()

    def refuses(self, *words: str) -> str:
        """Call `isonomy ...`, which must refuse; returns why."""
        with pytest.raises(CommandError) as refused:
            self.call(*words)
        return str(refused.value)

    def run(self, *words: str, succeeds: bool = True) -> str:
        """Run `isonomy ...` in a process of its own; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "isonomy.cli", *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        assert (done.returncode == 0) is succeeds, said
        return said

    def python(self, program: str) -> str:
        """Run a few lines of Python inside this installation."""
        return self.run("shell", "--no-imports", "-c", program)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start `isonomy ...` and leave it running; the caller ends it."""
        command = [sys.executable, "-m", "isonomy.cli", *words]
        return subprocess.Popen(command, env=self.environment, cwd=ROOT)


class Installations:
    """Makes installations on the database engine that the test run is on."""

    def __init__(self, folder: Path, opened: Any) -> None:
        self._folder, self._opened, self._count = folder, opened, 0

    def __call__(self, *, migrated: bool = True) -> Installation:
        self._count += 1
        data = self._folder / f"data{self._count}"
        data.mkdir()
        environment = {
            **os.environ,
            "ISONOMY_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "isonomy.web.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        if connections["default"].vendor == "postgresql":
            name = f"{self._folder.name}_{self._count}".replace("-", "_")[-30:]
            address = self._opened.enter_context(copied_postgresql(name, migrated=migrated))
            environment["ISONOMY_DATABASE_URL"] = address
            return Installation(data, address.rsplit("/", 1)[1], environment)
        if migrated:
            self._opened.enter_context(copied_sqlite(data))
        return Installation(data, data / "isonomy.sqlite3", environment)


@pytest.fixture
def installations(
    tmp_path: Path, django_db_blocker: Any, django_test_environment: None
) -> Iterator[Installations]:
    """Makes whole installations, for tests of what happens between processes."""
    with django_db_blocker.unblock(), ExitStack() as opened:
        yield Installations(tmp_path, opened)


@pytest.fixture
def installation(installations: Installations) -> Installation:
    """One migrated installation of its own."""
    return installations()


@pytest.fixture
def world(db: None) -> World:
    """The named people and organisations, built through the services; gone after the test."""
    return make_world()
