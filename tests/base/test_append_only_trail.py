"""The database itself refuses to change the audit trail, on both engines."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from isonomy.base.models import Event
from tests.world import World

STATEMENTS = {
    "update an event": "UPDATE base_event SET actor_name = 'Nobody' WHERE id = %s",
    "delete an event": "DELETE FROM base_event WHERE id = %s",
    "update the index": "UPDATE base_rowchange SET kind = 'x' WHERE id = %s",
    "delete from the index": "DELETE FROM base_rowchange WHERE id = %s",
}
COPY = (
    "INTO base_event SELECT id, organisation_id, sequence, at, actor_id, 'Nobody', role, via, verb,"
    " subject_kind, subject_id, state_before, state_after, said, reason, norms, changes,"
    " request_id, previous, hash FROM base_event WHERE id = %s"
)


def refused(statement: str, *values: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_statement_changes_the_trail(name: str, world: World) -> None:
    table = STATEMENTS[name].split()[1 if "UPDATE" in STATEMENTS[name] else 2]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min(id), count(*) FROM {table}")  # noqa: S608
        first, count = cursor.fetchone()
    assert count > 10
    refused(STATEMENTS[name], first)
    assert not Event.objects.filter(actor_name="Nobody").exists()


def test_an_insert_over_an_existing_event_is_refused(world: World) -> None:
    first = Event.objects.order_by("pk").first()
    assert first is not None
    statement = "INSERT OR REPLACE " if connection.vendor == "sqlite" else "INSERT "
    refused(statement + COPY, first.pk)
    assert not Event.objects.filter(actor_name="Nobody").exists()


def test_a_second_event_at_the_same_place_is_refused(world: World) -> None:
    first = Event.objects.order_by("pk").first()
    assert first is not None
    statement = "INSERT OR REPLACE " if connection.vendor == "sqlite" else "INSERT "
    refused(statement + COPY.replace("SELECT id,", "SELECT id + 1000000,"), first.pk)


@pytest.mark.parametrize("table", ["base_event", "base_rowchange"])
def test_a_table_of_the_trail_cannot_be_emptied(table: str, world: World) -> None:
    if connection.vendor == "sqlite":
        refused(f"DELETE FROM {table}")  # noqa: S608
    else:
        refused(f"TRUNCATE {table}")
    assert Event.objects.count() > 10


def test_the_orm_cannot_change_it_either(world: World) -> None:
    event = Event.objects.order_by("pk").first()
    assert event is not None
    event.actor_name = "Nobody"
    for act in (event.save, event.delete, lambda: Event.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
