"""Where the database is: a second, steady look at it, and a database file that takes its place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from isonomy.base.keeping.refusal import KeepingError

SNAPSHOT = "snapshot"
_BESIDE = ("-wal", "-shm", "-journal")


def database_file() -> Path | None:
    """The file of the SQLite database, or None on PostgreSQL."""
    connection = connections[DEFAULT_DB_ALIAS]
    return Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None


@contextmanager
def snapshot() -> Iterator[str]:
    """The alias of a second connection that sees the database as it is now, while others write on."""
    connections.settings[SNAPSHOT] = _reading(connections[DEFAULT_DB_ALIAS].settings_dict)
    try:
        with transaction.atomic(using=SNAPSHOT):
            with connections[SNAPSHOT].cursor() as cursor:
                if connections[SNAPSHOT].vendor == "postgresql":
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                else:
                    cursor.execute("SELECT count(*) FROM sqlite_master")  # the view starts here
            yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.settings[SNAPSHOT]


@contextmanager
def standing_in(path: Path) -> Iterator[None]:
    """Let another SQLite file stand in for the database while a migration or restore fills it."""
    connection = connections[DEFAULT_DB_ALIAS]
    real = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = path
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = real


def copy_database(source: Path, target: Path) -> None:
    """A copy of a SQLite database as it stands, whoever is writing to it."""
    remove_database(target)
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


def replace_database(new: Path) -> None:
    """Put a finished SQLite file in the place of the database, in one step."""
    path = database_file()
    if path is None:
        raise KeepingError("Only a SQLite database is replaced by a file.")
    refuse_while_in_use()
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    with new.open("rb") as handle:
        os.fsync(handle.fileno())
    new.replace(path)
    remove_database(new)


def remove_database(path: Path) -> None:
    """Take away a SQLite file and what stands beside it."""
    for ending in ("", *_BESIDE):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def refuse_while_in_use() -> None:
    """Stop when another process has the SQLite database open: it would go on with the old one.

    The last connection that is closed takes the write-ahead log away; a log that stays has an owner.
    """
    path = database_file()
    if path is None or not path.exists():
        return
    connections[DEFAULT_DB_ALIAS].close()
    with closing(sqlite3.connect(path)) as probe:
        probe.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if path.with_name(path.name + "-wal").exists():
        raise KeepingError("Isonomy is running on this database. Stop it first, then try again.")


def _reading(settings: dict[str, Any]) -> dict[str, Any]:
    options = {k: v for k, v in settings["OPTIONS"].items() if k != "transaction_mode"}
    return {**settings, "OPTIONS": options, "CONN_MAX_AGE": 0}
