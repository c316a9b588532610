"""Bring a backup back: check every byte first, then put database and files in place in one step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from isonomy.base.keeping import stored
from isonomy.base.keeping.backup import back_up_before, backups_folder
from isonomy.base.keeping.bundle import Bundle, Manifest, reading
from isonomy.base.keeping.connection import (
    copy_database,
    database_file,
    refuse_while_in_use,
    remove_database,
    replace_database,
    standing_in,
)
from isonomy.base.keeping.heads import begin_anew
from isonomy.base.keeping.refusal import KeepingError
from isonomy.base.keeping.rows import Table, set_next_numbers, tables, write_lines
from isonomy.base.keeping.state import applied, apps_at, has_data, targets, unknown

USING = DEFAULT_DB_ALIAS


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, from which version, and the backup of what stood there before."""

    version: str
    rows: int
    files: int
    before: Path | None
    old_heads: Path | None


def restore(path: Path, *, replace: bool = False, fingerprint: str = "") -> Restored:
    """Bring a backup back, into this or a newer version than the one that made it.

    Refused when people are already registered here, unless `replace` is given; then what is here
    is backed up first. With `fingerprint`, only that very backup is accepted.
    """
    with reading(path) as bundle:
        if fingerprint and bundle.fingerprint != fingerprint.lower():
            raise KeepingError(f"This backup has the fingerprint {bundle.fingerprint}.")
        bundle.verify()
        manifest = bundle.manifest
        ends = targets(manifest.migrations, using=USING)
        refuse_while_in_use()
        before = _clear_the_way(replace)
        files = _bring_files(bundle)
        if database_file() is None:
            rows = _into_postgresql(bundle, ends)
        else:
            rows = _into_sqlite(bundle, ends)
    return Restored(manifest.version, rows, files, before, begin_anew())


def _clear_the_way(replace: bool) -> Path | None:
    """Back up what stands here when it may go, and refuse when it may not."""
    if not has_data(using=USING):
        return None
    if _has_people() and not replace:
        raise KeepingError(
            "People are registered here already. With --replace their data is backed up and then "
            "replaced."
        )
    if not replace:
        return None
    if unknown(using=USING):
        return _keep_newer()
    return back_up_before("restore").path


def _keep_newer() -> Path:
    """What a newer version has left cannot be read by this one; the file is kept as it is."""
    path = database_file()
    if path is None:
        raise KeepingError(
            "A newer version has used this database. Restore into an empty one, and name that in "
            "ISONOMY_DATABASE_URL."
        )
    kept = backups_folder() / f"{timezone.now():%Y%m%d-%H%M%S}-newer-version.sqlite3"
    copy_database(path, kept)
    return kept


def _has_people() -> bool:
    connection = connections[USING]
    table = get_user_model()._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return bool(cursor.fetchone()[0])


def _bring_files(bundle: Bundle) -> int:
    """Files go first: a stored file that no row names harms nobody, the reverse does."""
    brought = 0
    for name, part in (bundle.manifest.files or {}).items():
        with bundle.file(name) as source:
            brought += stored.put_back(name, source, part.sha256)
    return brought


def _into_sqlite(bundle: Bundle, ends: list[tuple[str, str]]) -> int:
    """Fill a new file beside the database and let it take its place when all went well."""
    path = database_file()
    assert path is not None  # noqa: S101
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".restoring")
    remove_database(new)
    try:
        with standing_in(new):
            _migrate_to(ends)
            with transaction.atomic(using=USING):
                rows = _fill(bundle)
            _migrate_forward()
        replace_database(new)
    finally:
        remove_database(new)
    return rows


def _into_postgresql(bundle: Bundle, ends: list[tuple[str, str]]) -> int:
    """Drop, migrate, fill and migrate forward in one transaction: all of it or none."""
    with transaction.atomic(using=USING):
        _drop_tables()
        _migrate_to(ends)
        rows = _fill(bundle)
        connections[USING].check_constraints()
        _migrate_forward()
    return rows


def _drop_tables() -> None:
    """Take away the tables and functions that are ours, and nothing else in the schema."""
    connection = connections[USING]
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if "django_migrations" not in present:
            return
        ours = {table.name for table in tables(apps_at(applied(using=USING), using=USING))}
        for name in sorted((ours | {"django_migrations"}) & present):
            cursor.execute(f"DROP TABLE {quote(name)} CASCADE")
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.proname LIKE 'isonomy\\_%%' "
            "AND p.pronamespace = current_schema()::regnamespace"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function} CASCADE")


def _migrate_to(ends: list[tuple[str, str]]) -> None:
    """An empty database exactly as the version that made the backup had it."""
    executor = MigrationExecutor(connections[USING], progress_callback=_settle)  # type: ignore[arg-type]
    executor.migrate(ends)


def _migrate_forward() -> None:
    """From there to this version, as after any update."""
    call_command("migrate", verbosity=0, interactive=False, database=USING)


def _settle(action: str, migration: Any = None, fake: bool = False) -> None:
    """Check deferred constraints after each migration; PostgreSQL alters no table before that."""
    connection = connections[USING]
    if action == "apply_success" and connection.in_atomic_block:
        connection.check_constraints()


def _fill(bundle: Bundle) -> int:
    """All rows of the backup into tables of the same shape; returns how many."""
    manifest = bundle.manifest
    there = sorted(applied(using=USING))
    if there != sorted(manifest.migrations):
        odd = sorted(set(there) ^ set(manifest.migrations))[0]
        raise KeepingError(f"The backup and its tables differ by the migration {odd[0]}.{odd[1]}.")
    found = tables(apps_at(there, using=USING))
    _same_shape(found, manifest)
    with connections[USING].cursor() as cursor:
        for table in found:  # what migrations themselves have put in; the backup has it too
            cursor.execute(f"DELETE FROM {connections[USING].ops.quote_name(table.name)}")  # noqa: S608
    rows = sum(write_lines(t, bundle.lines(t.name), using=USING) for t in found)
    set_next_numbers(found, manifest.numbers, using=USING)
    return rows


def _same_shape(found: list[Table], manifest: Manifest) -> None:
    here = {table.name: table.columns for table in found}
    told = {name: part.columns for name, part in manifest.tables.items()}
    for name in sorted(set(here) | set(told)):
        if here.get(name) != told.get(name):
            raise KeepingError(f"The table {name} has other columns in the backup than here.")
