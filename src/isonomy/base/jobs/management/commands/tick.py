"""`isonomy tick`: hand out what has fallen due by the clock."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.crypto import get_random_string

from isonomy.base.jobs.clock import learn_duties, tick


class Command(BaseCommand):
    """Queue the duties that have fallen due; harmless to repeat. Workers do this on their own."""

    help = "Queue the duties that have fallen due. Workers do this by themselves every few seconds."
    requires_system_checks: list[str] = []  # pages are no concern of it

    def handle(self, **options: Any) -> None:
        learn_duties()
        names = tick(holder=f"tick-{get_random_string(12)}", now=timezone.now())
        self.stdout.write(f"Queued: {', '.join(names)}." if names else "Nothing was due.")
