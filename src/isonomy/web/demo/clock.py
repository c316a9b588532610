"""The demo's past: while it is loaded, the clock of this one process runs through an invented year."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest import mock

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Do what follows as if it were that moment; only the demo's loader may tell the time so."""
    with mock.patch.object(timezone, "now", return_value=moment):
        yield
