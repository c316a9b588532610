"""`isonomy backup FILE`: database and stored files in one file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from isonomy.base.keeping.backup import back_up
from isonomy.base.keeping.refusal import KeepingError


class Command(BaseCommand):
    """Write database and stored files into one file, while people go on working."""

    help = "Write database and stored files into one file. People may go on working meanwhile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The file to write; it must not exist yet.")
        parser.add_argument(
            "--database-only", action="store_true", help="Leave out the stored files."
        )

    def handle(self, *, file: Path, database_only: bool, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} exists already; a backup never replaces another one.")
        try:
            made = back_up(file, with_files=not database_only)
        except (KeepingError, OSError, DatabaseError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Backed up {made.rows} rows and {made.files} files to {file}.")
        self.stdout.write(f"Fingerprint: {made.fingerprint}")
        if made.damaged:
            raise CommandError(
                "The backup is complete, but stored files are damaged, their bytes do not fit "
                f"their digests: {', '.join(made.damaged)}"
            )
