"""What the door forgets by the clock."""

from __future__ import annotations

import io
from datetime import timedelta

from django.core.management import call_command
from django_tasks import task

from isonomy.base.jobs.clock import every
from isonomy.web.once import forget_old_answers

ADDRESSES_KEPT_FOR_DAYS = 90


@task()
def forget_what_is_over() -> int:
    """Drop ended sessions, answers kept for programs, and old notes of who tried the door.

    Returns how many kept answers were dropped.
    """
    call_command("clearsessions", verbosity=0)
    call_command("axes_reset_logs", age=ADDRESSES_KEPT_FOR_DAYS, stdout=io.StringIO())
    return forget_old_answers()


every("door.forget", timedelta(days=1), forget_what_is_over)
