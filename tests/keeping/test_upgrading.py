"""A new version changes the database whole or not at all, and a backup comes first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from tests.conftest import Installation, Installations

from isonomy.base.jobs.models import Duty
from isonomy.base.keeping.refusal import KeepingError
from isonomy.base.keeping.state import applied
from isonomy.base.keeping.upgrade import upgrade

GROWN, BROKEN = "tests.keeping.grown", "tests.keeping.broken"


@contextmanager
def version(migrations: str) -> Iterator[list[str]]:
    """As if a next version were installed whose jobs room has these migrations; yields what it says."""
    with override_settings(MIGRATION_MODULES={"jobs": migrations}):
        yield []


def duties() -> list[dict[str, Any]]:
    """The duties with every column that is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM jobs_duty ORDER BY name")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture
def used(installation: Installation) -> Installation:
    """An installation that holds one row."""
    with installation.inside():
        Duty.objects.create(name="mail.digest", handed_out_at=timezone.now())
    return installation


def test_a_backup_precedes_the_migration(used: Installation) -> None:
    with used.inside(), version(GROWN) as said:
        made = upgrade(tell=said.append)
        assert [duty["note"] for duty in duties()] == ["grown"]
    assert made is not None
    assert made.path.parent == used.data / "backups"
    assert str(made.path) in said[0]


def test_nothing_pending_makes_no_backup(used: Installation) -> None:
    with used.inside():
        assert upgrade(tell=print) is None
    assert not (used.data / "backups").exists()


def test_a_failed_migration_leaves_the_data_as_it_was_and_says_so(used: Installation) -> None:
    with used.inside():
        before, seen = duties(), applied(using="default")
        with version(BROKEN) as said, pytest.raises(KeepingError) as refused:
            upgrade(tell=said.append)
        assert duties() == before
        assert applied(using="default") == seen
    assert "the disk of this test is full" in str(refused.value)
    assert "jobs.0003_fails" in str(refused.value)
    assert "The data is as it was before." in str(refused.value)
    assert len(list((used.data / "backups").glob("*-migration.zip"))) == 1
    assert not list(used.data.glob("*.migrating*"))


def test_a_migration_that_a_power_cut_ended_is_begun_anew(used: Installation) -> None:
    (used.data / "isonomy.sqlite3.migrating").write_bytes(b"half")
    with used.inside(), version(GROWN):
        upgrade(tell=print)
        assert [duty["note"] for duty in duties()] == ["grown"]


def test_a_database_of_a_newer_version_is_not_touched(used: Installation) -> None:
    with used.inside(), version(GROWN):
        upgrade(tell=print)
    with used.inside(), pytest.raises(KeepingError, match=r"jobs\.0002_duty_note"):
        upgrade(tell=print)


def test_a_sqlite_database_that_is_in_use_is_not_migrated(used: Installation) -> None:
    if not isinstance(used.database, Path):
        pytest.skip("PostgreSQL locks by itself")
    with closing(sqlite3.connect(used.database)) as other:
        other.execute("SELECT count(*) FROM jobs_duty").fetchone()
        with used.inside(), version(GROWN), pytest.raises(KeepingError, match="Stop it first"):
            upgrade(tell=print)
    with used.inside(), version(GROWN):
        assert upgrade(tell=print) is not None


def test_a_backup_of_an_older_version_is_brought_up_to_this_one(
    used: Installation, installations: Installations, tmp_path: Path
) -> None:
    used.call("backup", str(tmp_path / "old.zip"))
    newer = installations(migrated=False)
    with version(GROWN):
        newer.call("restore", str(tmp_path / "old.zip"))
        with newer.inside():
            assert [(duty["name"], duty["note"]) for duty in duties()] == [("mail.digest", "grown")]


def test_the_way_back_to_the_older_version_is_the_backup_made_before(used: Installation) -> None:
    with used.inside(), version(GROWN):
        made = upgrade(tell=print)
    assert made is not None
    if not isinstance(used.database, Path):
        assert "Restore into an empty one" in used.refuses("restore", "--replace", str(made.path))
        return
    used.call("restore", "--replace", str(made.path))
    with used.inside():
        assert [set(duty) for duty in duties()] == [{"name", "handed_out_at"}]
    assert len(list((used.data / "backups").glob("*-newer-version.sqlite3"))) == 1
