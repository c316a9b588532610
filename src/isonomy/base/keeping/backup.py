"""Make a backup: the database as it is at one moment, and every stored file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone

from isonomy.base.keeping import stored
from isonomy.base.keeping.bundle import BundleWriter, Manifest, Part, TablePart, writing
from isonomy.base.keeping.connection import snapshot
from isonomy.base.keeping.refusal import KeepingError
from isonomy.base.keeping.rows import next_numbers, read_lines, tables
from isonomy.base.keeping.state import applied, apps_at, has_data, unknown

KEPT = 10
"""How many backups made before migrations are kept."""


@dataclass(frozen=True, slots=True)
class Made:
    """What went into a backup; `damaged` names stored files whose bytes no longer fit their digest."""

    path: Path
    fingerprint: str
    rows: int
    files: int
    damaged: tuple[str, ...]


def back_up(path: Path, *, with_files: bool = True) -> Made:
    """Write a backup to `path`; others may go on working meanwhile."""
    with writing(path) as bundle:
        manifest = _database(bundle)
        damaged = _files(bundle, manifest) if with_files else ()
        fingerprint = bundle.manifest(manifest)
    rows = sum(table.rows for table in manifest.tables.values())
    return Made(path, fingerprint, rows, len(manifest.files or {}), damaged)


def backups_folder() -> Path:
    """Where the backups are that the house makes by itself."""
    folder = Path(settings.DATA) / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def back_up_before(occasion: str) -> Made:
    """The backup that precedes a migration or a replacement: the database only, in `backups/`.

    Stored files are never changed by either: they keep their place under their digest.
    """
    folder = backups_folder()
    made = back_up(folder / f"{timezone.now():%Y%m%d-%H%M%S}-{occasion}.zip", with_files=False)
    for old in sorted(folder.glob(f"*-{occasion}.zip"))[:-KEPT]:
        old.unlink()
    return made


def _database(bundle: BundleWriter) -> Manifest:
    with snapshot() as using:
        if not has_data(using=using):
            raise KeepingError("There is nothing to back up: the database is empty.")
        if strange := unknown(using=using):
            app, name = strange[0]
            raise KeepingError(
                f"The database has seen {app}.{name}, which this version does not know. "
                "Back it up with the newer version that last used it."
            )
        migrations = applied(using=using)
        found = tables(apps_at(migrations, using=using))
        manifest = Manifest(
            version=settings.VERSION,
            made_at=timezone.now().isoformat(timespec="seconds"),
            engine=connections[using].vendor,
            migrations=migrations,
            numbers=next_numbers(found, using=using),
        )
        for table in found:
            count, part = bundle.lines(f"tables/{table.name}.jsonl", read_lines(table, using=using))
            manifest.tables[table.name] = TablePart(part.bytes, part.sha256, table.columns, count)
    return manifest


def _files(bundle: BundleWriter, manifest: Manifest) -> tuple[str, ...]:
    parts: dict[str, Part] = {}
    damaged = []
    for name in stored.names():
        with stored.store().open(name, "rb") as source:
            parts[name] = bundle.stream(f"files/{name}", source)
        if stored.digest_in(name) not in (None, parts[name].sha256):
            damaged.append(name)
    manifest.files = parts
    return tuple(damaged)
