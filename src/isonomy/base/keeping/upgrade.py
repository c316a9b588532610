"""Bring the database up to this version: a backup first, and on failure it stays as it was."""

from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, transaction

from isonomy.base.keeping.backup import Made, back_up_before
from isonomy.base.keeping.connection import (
    copy_database,
    database_file,
    refuse_while_in_use,
    remove_database,
    replace_database,
    standing_in,
)
from isonomy.base.keeping.refusal import KeepingError
from isonomy.base.keeping.state import Migration, has_data, pending, unknown

USING = DEFAULT_DB_ALIAS


def upgrade(*, tell: Callable[[str], None]) -> Made | None:
    """Apply what is pending, all of it or nothing; returns the backup that was made before."""
    if strange := unknown(using=USING):
        raise KeepingError(
            f"The database was last used by a newer version: it has seen {strange[0][0]}."
            f"{strange[0][1]}, which this version does not know. Start the newer version."
        )
    waiting = pending(using=USING)
    if not waiting:
        return None
    made = None
    if has_data(using=USING):
        refuse_while_in_use()
        made = back_up_before("migration")
        tell(f"Backed up to {made.path} before {len(waiting)} migrations.")
    _apply(waiting, made)
    return made


def _apply(waiting: list[Migration], made: Made | None) -> None:
    try:
        if database_file() is None:
            with transaction.atomic(using=USING):
                _migrate()
        else:
            _migrate_a_copy()
    except KeepingError:
        raise
    except Exception as error:
        kept = f" A backup is in {made.path}." if made else ""
        raise KeepingError(
            f"Bringing the database up to date failed: {error}\n"
            f"Waiting were {', '.join(f'{app}.{name}' for app, name in waiting)}. "
            f"The data is as it was before.{kept}"
        ) from error


def _migrate_a_copy() -> None:
    """SQLite: work on a copy, so that neither an error nor a power cut touches the original."""
    path = database_file()
    assert path is not None  # noqa: S101
    path.parent.mkdir(parents=True, exist_ok=True)
    copy = path.with_name(path.name + ".migrating")
    remove_database(copy)
    try:
        if path.exists():
            copy_database(path, copy)
        with standing_in(copy):
            _migrate()
        replace_database(copy)
    finally:
        remove_database(copy)


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False, database=USING)
