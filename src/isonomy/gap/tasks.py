"""What the gap room does by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from isonomy.base.access import Actor
from isonomy.base.jobs.clock import every
from isonomy.gap.models import Assessment
from isonomy.gap.queries.picture import picture
from isonomy.gap.services.baseline import note_daily_figure


@task()
def note_figures() -> int:
    """Note the readiness of every open gap analysis for today; returns how many were noted."""
    today, noted = timezone.localdate(), 0
    open_ones = Assessment.objects.unscoped("the clock notes figures for every organisation")
    for row in open_ones.filter(is_open=True).order_by("pk").iterator():
        actor = Actor.system(row.organisation_id, via="clock")
        found = picture(actor, row)
        if found.questions:
            note_daily_figure(actor=actor, picture=found, on=today)
            noted += 1
    return noted


every("gap.note_figures", timedelta(hours=6), note_figures)
