"""Test databases, copied from one migrated template that is kept between runs.

Migrating takes seconds, copying does not. The template is named by a digest of every migration, so
a new migration makes a new template. With ISONOMY_DATABASE_URL set the same is done on PostgreSQL,
where a database is created from a template database.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

CACHE = Path(tempfile.gettempdir()) / f"isonomy-test-templates-{os.getuid()}"


def digest() -> str:
    """What the template is made from: all migrations, and the releases of the libraries."""
    found = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    for config in apps.get_app_configs():
        for path in sorted(Path(config.path, "migrations").glob("*.py")):
            found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def own_database(worker: str) -> Iterator[None]:
    """A fresh migrated database for this process, thrown away at the end."""
    connection = connections["default"]
    made = _postgresql if connection.vendor == "postgresql" else _sqlite
    with made(connection, worker):
        yield


@contextmanager
def copied_sqlite(folder: Path) -> Iterator[Path]:
    """A migrated SQLite database of its own in a folder, for tests that start processes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "isonomy.sqlite3"
    shutil.copyfile(_sqlite_template(connections["default"]), path)
    yield path


@contextmanager
def copied_postgresql(name: str, *, migrated: bool = True) -> Iterator[str]:
    """A PostgreSQL database of its own; yields its address."""
    connection = connections["default"]
    told = {**connection.settings_dict}
    template = _postgresql_template(connection) if migrated else "template1"
    database = f"isonomy_own_{os.getpid()}_{name}"
    _run(connection, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    _run(connection, f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
    try:
        password = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
        yield f"postgresql://{told['USER']}{password}@{told['HOST']}:{told['PORT']}/{database}"
    finally:
        _run(connection, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


@contextmanager
def _sqlite(connection: BaseDatabaseWrapper, worker: str) -> Iterator[None]:
    template = _sqlite_template(connection)
    path = Path(settings.DATA) / f"test-{worker}.sqlite3"
    shutil.copyfile(template, path)
    with pointing_at(connection, path):
        yield
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _sqlite_template(connection: BaseDatabaseWrapper) -> Path:
    template = CACHE / f"{digest()}.sqlite3"
    with _alone():
        if not template.exists():
            for old in CACHE.glob("*.sqlite3*"):
                old.unlink()
            unfinished = template.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            with pointing_at(connection, unfinished):
                call_command("migrate", verbosity=0, interactive=False)
            with closing(sqlite3.connect(unfinished)) as file:
                file.execute("PRAGMA journal_mode=DELETE")
            unfinished.replace(template)
    return template


@contextmanager
def _postgresql(connection: BaseDatabaseWrapper, worker: str) -> Iterator[None]:
    template = _postgresql_template(connection)
    name = f"isonomy_test_{os.getpid()}_{worker}"
    _run(connection, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        with pointing_at(connection, name):
            yield
    finally:
        _run(connection, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _postgresql_template(connection: BaseDatabaseWrapper) -> str:
    template = f"isonomy_template_{digest()}"
    with _alone():
        there = f"SELECT 1 FROM pg_database WHERE datname = '{template}'"  # noqa: S608
        if not _run(connection, there):
            unfinished = f"{template}_unfinished"
            _run(connection, f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
            _run(connection, f'CREATE DATABASE "{unfinished}"')
            with pointing_at(connection, unfinished):
                call_command("migrate", verbosity=0, interactive=False)
            _run(connection, f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')
    return template


def _run(connection: BaseDatabaseWrapper, statement: str) -> list[tuple[object, ...]]:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


@contextmanager
def pointing_at(connection: BaseDatabaseWrapper, name: Path | str) -> Iterator[None]:
    """Let the connection lead to another database for a while."""
    real = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = real
        settings.DATABASES["default"]["NAME"] = real


@contextmanager
def _alone() -> Iterator[None]:
    """Only one of the test processes makes the template; the others wait for it."""
    CACHE.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
