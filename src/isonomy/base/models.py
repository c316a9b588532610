"""The audit trail as it is stored: events, the head of every chain, and what is personal beside them."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One thing that was done: who, for whom, what, on which ground, and every row it changed.

    An event has no foreign keys: a log must outlive what it names. `changes` is a list of
    `{"kind", "id", "before", "after"}`; personal values in it are salted commitments.
    The database refuses UPDATE and DELETE.
    """

    organisation_id = models.BigIntegerField()
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=64)
    role = models.CharField(max_length=20, blank=True)
    via = models.CharField(max_length=20)
    verb = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=80)
    state_before = models.CharField(max_length=40, blank=True)
    state_after = models.CharField(max_length=40, blank=True)
    said = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    norms = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    request_id = models.CharField(max_length=40, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "sequence"], name="event_place"),
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "subject_kind", "subject_id", "sequence"],
                name="event_subject",
            ),
            models.Index(fields=["organisation_id", "at"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.sequence} {self.verb}"


class RowChange(models.Model):
    """Where a row was changed: an index into the events, so that its past can be read quickly."""

    organisation_id = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    row_id = models.CharField(max_length=80)
    sequence = models.BigIntegerField()
    place = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation_id", "kind", "row_id", "sequence"], name="row_change_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id} in {self.organisation_id}/{self.sequence}"


class ChainHead(models.Model):
    """How far the chain of one organisation reaches; locked while an event is added."""

    organisation_id = models.BigIntegerField(primary_key=True)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.organisation_id} at {self.sequence}"


class PersonalValue(models.Model):
    """A personal value that an event commits to; erasing it leaves the chain valid."""

    organisation_id = models.BigIntegerField()
    sequence = models.BigIntegerField()
    commitment = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    value = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "sequence"], name="personal_event"),
        ]

    def __str__(self) -> str:
        return f"personal value of {self.organisation_id}/{self.sequence}"
