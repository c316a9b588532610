"""`isonomy restore FILE`: bring a backup back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from isonomy.base.keeping.refusal import KeepingError
from isonomy.base.keeping.restore import restore


class Command(BaseCommand):
    """Bring a backup back, into this or a newer version than the one that made it."""

    help = "Bring a backup back, into this or a newer version than the one that made it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="A file that `isonomy backup` has written.")
        parser.add_argument(
            "--replace", action="store_true", help="Back up what is here, then replace it."
        )
        parser.add_argument(
            "--fingerprint", default="", help="Accept only the backup with this fingerprint."
        )

    def handle(self, *, file: Path, replace: bool, fingerprint: str, **options: Any) -> None:
        try:
            done = restore(file, replace=replace, fingerprint=fingerprint)
        except (KeepingError, OSError, DatabaseError, ValueError) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        if done.before:
            self.stdout.write(f"What was here is backed up in {done.before}.")
        self.stdout.write(
            f"Restored {done.rows} rows and {done.files} files from a backup of version "
            f"{done.version}."
        )
        if done.old_heads:
            self.stdout.write(f"Heads of the trail as it was before: {done.old_heads}.")
        self.stdout.write("Now run `isonomy trail check`: it walks the audit trail.")
