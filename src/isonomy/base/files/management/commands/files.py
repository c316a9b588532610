"""`isonomy files check`: are all stored files there, and unchanged?"""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from isonomy.base.files.checking import check_store


class Command(BaseCommand):
    """Read every stored file and compare it with its digest."""

    help = "Read every stored file and compare it with its digest."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("action", choices=["check"])

    def handle(self, **options: Any) -> None:
        faults = list(check_store())
        for fault in faults:
            self.stdout.write(f"{fault.fault}: {fault.sha256} ({fault.size} bytes)")
        if faults:
            raise CommandError(f"{len(faults)} stored files are not as noted.")
        self.stdout.write("All stored files are there and unchanged.")
