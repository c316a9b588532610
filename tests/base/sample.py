"""Rows of a room that exists only for the tests of the guard: a shared audit and its private notes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from django.apps import AppConfig, apps
from django.db import connection, models

from isonomy.base.access import Actor
from isonomy.base.scope import OwnedModel
from isonomy.parties.models import Organisation


class Audit(OwnedModel):
    """Seen by everyone of its organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)

    class Meta:
        app_label = "sample"

    def __str__(self) -> str:
        return self.title


class Note(OwnedModel):
    """An auditor's own: its audience is narrower than that of the audit."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="notes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    author_id = models.BigIntegerField()
    text = models.CharField(max_length=80)
    personal: ClassVar[frozenset[str]] = frozenset({"text"})

    class Meta:
        app_label = "sample"

    def __str__(self) -> str:
        return self.text

    @classmethod
    def audience(cls, actor: Actor) -> models.Q:
        """Only its author sees a note."""
        return models.Q(organisation_id=actor.organisation_id, author_id=actor.person_id)


class Bill(OwnedModel):
    """Follows a workflow: it is sent, then paid, and may be recalled."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default="draft")
    amount = models.IntegerField(default=0)
    paid_by = models.CharField(max_length=80, blank=True)

    class Meta:
        app_label = "sample"

    def __str__(self) -> str:
        return f"{self.amount}"


TABLES = (Audit, Note, Bill)


@contextmanager
def tables() -> Iterator[None]:
    """The room and its tables, inside the transaction of a test and gone with it."""
    config = AppConfig("sample", sys.modules[__name__])
    with connection.cursor() as cursor:
        for model in TABLES:
            editor = connection.schema_editor(collect_sql=True)
            editor.deferred_sql = []  # type: ignore[attr-defined]
            cursor.execute(editor.table_sql(model)[0])
    config.apps = apps
    config.import_models()
    apps.app_configs["sample"] = config
    apps.clear_cache()
    try:
        yield
    finally:
        del apps.app_configs["sample"]
        apps.clear_cache()
