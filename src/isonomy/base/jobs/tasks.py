"""The house's own returning work: old job results, dead workers and ended sign-ins are cleared."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from isonomy.base.jobs.clock import every
from isonomy.base.jobs.lease import forget_dead_workers

KEPT = timedelta(days=30)
"""How long the result of a finished job can be looked up."""


@task()
def clear_out() -> None:
    """Drop results of jobs that ended a month ago, signs of life of dead workers, ended sign-ins."""
    now = timezone.now()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
    forget_dead_workers(now=now)
    call_command("clearsessions")


every("jobs.clear_out", timedelta(days=1), clear_out)
