"""`isonomy worker`: run background jobs until told to stop."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from isonomy.base.jobs.work import work


class Command(BaseCommand):
    """Run background jobs until told to stop; every installation needs at least one such process."""

    help = "Run background jobs: imports, reports, mail and what falls due by the clock."
    requires_system_checks: list[str] = []  # pages are no concern of it

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="Stop when no job is left.")
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between looks.")

    def handle(self, *, batch: bool, interval: float, **options: Any) -> None:
        work(batch=batch, interval=interval)
