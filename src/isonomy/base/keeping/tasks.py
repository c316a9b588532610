"""What keeping does by the clock."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from isonomy.base.audit_trail.checking import note_heads
from isonomy.base.jobs.clock import every
from isonomy.base.keeping.heads import heads_file


@task()
def note_trail_heads() -> int:
    """Note where every audit trail stands today, outside the database; returns how many chains."""
    return note_heads(heads_file())


every("trail.note_heads", timedelta(days=1), note_trail_heads)
