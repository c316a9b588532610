"""Who is at work and what the clock has done. These rows belong to the installation, to nobody else."""

from __future__ import annotations

from django.db import models


class WorkerBeat(models.Model):
    """A sign of life that each worker process renews every few seconds."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    place = models.CharField(max_length=200)  # machine and process namespace
    process = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"worker {self.process} on {self.place}"


class ClockSeat(models.Model):
    """The one row that decides which worker minds the clock; whoever holds it must renew it."""

    name = models.CharField(max_length=32, primary_key=True)
    holder = models.CharField(max_length=64)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"


class Duty(models.Model):
    """When a duty that returns by the clock was last handed out."""

    name = models.CharField(max_length=80, primary_key=True)
    handed_out_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
