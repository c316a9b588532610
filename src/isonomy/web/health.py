"""Whether this installation can do its work: for load balancers, monitors and `start.py`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from isonomy.base.jobs.lease import LEASE, last_seen
from isonomy.base.keeping.state import pending

LEAST_FREE: Final = 64 * 1024 * 1024
"""Bytes that must be free where data is kept; below that uploads and backups begin to fail."""


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """All checks with their findings; status 200 when all are well and 503 otherwise.

    It names no data and needs no sign-in, so that a monitor can read it.
    """
    checks = {name: _look(check) for name, check in CHECKS.items()}
    well = all(finding == "ok" for finding in checks.values())
    content = {"status": "ok" if well else "failing", "version": settings.VERSION, "checks": checks}
    return JsonResponse(content, status=200 if well else 503)


def _look(check: Callable[[], str]) -> str:
    """One finding; an error is told by its kind only, since its text may name a password."""
    try:
        return check()
    except (DatabaseError, OSError) as error:
        return type(error).__name__


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return "ok" if cursor.fetchone() == (1,) else "no answer"


class Migrations:
    """Whether the database is as this version needs it; once it is, it stays so in this process."""

    def __init__(self) -> None:
        self.done_for: str | None = None

    def __call__(self) -> str:
        here = str(connection.settings_dict["NAME"])
        if self.done_for == here:
            return "ok"
        waiting = len(pending(using=DEFAULT_DB_ALIAS))
        if waiting:
            return f"{waiting} pending"
        self.done_for = here
        return "ok"


def _worker() -> str:
    seen = last_seen()
    if seen is None:
        return "no worker has started"
    silent = timezone.now() - seen
    return "ok" if silent <= LEASE else f"silent for {silent // timedelta(seconds=1)} s"


def _disk() -> str:
    folder = Path(settings.DATA)
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"written")
    free = shutil.disk_usage(folder).free
    return "ok" if free >= LEAST_FREE else f"{free // 1024**2} MB free"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": Migrations(),
    "worker": _worker,
    "disk": _disk,
}
