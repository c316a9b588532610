"""`isonomy migrate`: Django's command, with a backup before it and nothing half done after it."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections

from isonomy.base.keeping.refusal import KeepingError
from isonomy.base.keeping.upgrade import upgrade


class Command(migrate.Command):
    """Without arguments, bring the database up to this version; with arguments, as Django does."""

    help = "Bring the database up to this version. A backup precedes it; a failure changes nothing."

    def run_from_argv(self, argv: list[str]) -> None:
        """From the command line a backup comes first; calls from code go straight to Django's."""
        if argv[2:]:
            super().run_from_argv(argv)
            return
        try:
            made = upgrade(tell=self.stdout.write)
        except (KeepingError, OSError) as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from error
        finally:
            connections.close_all()
        self.stdout.write("Up to date." if made is None else "Brought up to date.")

    def migration_progress_callback(
        self, action: str, migration: Any = None, fake: bool = False
    ) -> None:
        """Check deferred constraints after each migration when all of them share one transaction."""
        super().migration_progress_callback(action, migration, fake)
        connection = connections[DEFAULT_DB_ALIAS]
        if action == "apply_success" and connection.in_atomic_block:
            connection.check_constraints()
