"""`isonomy trail check`: walk every audit trail."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from isonomy.base.audit_trail.checking import ChainReport, check_trails, note_heads
from isonomy.base.keeping.heads import heads_file


class Command(BaseCommand):
    """Walk the audit trail of every organisation, or note its heads outside the database."""

    help = "Walk the audit trail of every organisation and name the first broken link."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "what",
            choices=("check", "note"),
            help="check: walk all chains. note: write their heads into a file beside the database, "
            "which the next check holds against them (a worker does this every day).",
        )

    def handle(self, *, what: str, **options: Any) -> None:
        if what == "note":
            count = note_heads(heads_file())
            self.stdout.write(f"Noted the heads of {count} chains in {heads_file()}.")
            return
        reports = check_trails(heads_file())
        for report in reports:
            self.stdout.write(_line(report))
        broken = [report for report in reports if report.broken]
        if broken:
            raise CommandError(f"{len(broken)} of {len(reports)} chains are broken.")
        self.stdout.write(f"All {len(reports)} chains hold.")


def _line(report: ChainReport) -> str:
    whose = f"organisation {report.organisation_id}"
    if report.broken is None:
        return f"{whose}: {report.length} events, the chain holds"
    return f"{whose}: broken at event {report.broken.sequence}: {report.broken.cause}"
