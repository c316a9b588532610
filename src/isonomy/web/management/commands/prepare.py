"""`isonomy prepare`: everything between new code and the first page; `start.py` runs it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from isonomy.base.keeping.refusal import KeepingError
from isonomy.base.keeping.upgrade import upgrade
from isonomy.catalogue.shelf import install_shipped_packs
from isonomy.parties.models import Person

STAMP = "gathered"


class Command(BaseCommand):
    """Bring database and static files up to this version, and open the door for the first person."""

    help = "Bring the database and the static files up to this version."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        try:
            made = upgrade(tell=self.stdout.write)
        except (KeepingError, OSError) as error:
            raise CommandError(str(error)) from error
        if made:
            self.stdout.write("The database is up to date.")
        if installed := install_shipped_packs():
            names = ", ".join(row.reference for row in installed)
            self.stdout.write(f"Put on the shelf: {names}.")
        self._gather()
        if settings.DEMO:
            call_command("demo", "load", stdout=self.stdout, stderr=self.stderr)
        elif not Person.objects.filter(is_operator=True).exists():
            self.stdout.write("The first administrator enters here; the link works once:")
            call_command("first_administrator_link", stdout=self.stdout, stderr=self.stderr)

    def _gather(self) -> None:
        """Collect and compress static files, only when they or the packages have changed."""
        root = Path(settings.STATIC_ROOT)
        stamp, wanted = root / STAMP, static_digest()
        if stamp.exists() and stamp.read_text("utf-8") == wanted:
            return
        self.stdout.write("Gathering styles, fonts and pictures ...")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(wanted, "utf-8")


def static_digest() -> str:
    """A digest that changes when our static files or the installed packages do."""
    source = Path(__file__).resolve().parents[3]
    digest = hashlib.sha256(f"{settings.VERSION} {os.environ.get('ISONOMY_BUILD')}".encode())
    for folder in sorted(source.glob("**/static")):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                facts = path.stat()
                digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}".encode())
    return digest.hexdigest()
