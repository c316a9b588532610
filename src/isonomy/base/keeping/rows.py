"""Rows of any table as lines of text and back, the same on SQLite and PostgreSQL.

Tables are those of a recorded state of the migrations, not of today's code: a backup taken by an
older version is read with the tables of that version. One line is one row, a JSON list of values in
the order of the columns; dates, decimals and bytes are texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connections, models

BATCH = 500
"""Rows written at once; SQLite and PostgreSQL both limit the values of one statement."""

_PLAIN = (bool, int, float, str, type(None))


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a recorded state: its model and the columns that hold data."""

    model: type[models.Model]
    fields: tuple[models.Field[Any, Any], ...]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]


def tables(apps: Apps) -> list[Table]:
    """Every table that Django made in this state, in the order of their names."""
    found = [
        Table(model, tuple(field for field in model._meta.local_concrete_fields if _held(field)))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    return sorted(found, key=lambda table: table.name)


def read_lines(table: Table, *, using: str) -> Iterator[str]:
    """Every row of a table in the order of its key, one line each."""
    rows: models.QuerySet[models.Model] = models.QuerySet(table.model, using=using).order_by("pk")
    for row in rows.iterator(chunk_size=BATCH):
        values = [_written(field, row) for field in table.fields]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def write_lines(table: Table, lines: Iterable[str], *, using: str) -> int:
    """Put rows back as they were, in batches; returns how many."""
    rows = (_row(table, line) for line in lines)
    per_batch = max(1, min(BATCH, 900 // len(table.fields)))
    written = 0
    while batch := list(islice(rows, per_batch)):
        insert = models.sql.InsertQuery(table.model)
        insert.insert_values(table.fields, batch, raw=True)  # raw: no field sets a new time
        insert.get_compiler(using=using).execute_sql()
        written += len(batch)
    return written


def next_numbers(found: list[Table], *, using: str) -> dict[str, int]:
    """The highest number each table has ever given out, so that none is given out twice.

    The audit trail names rows by number; a number of a row that is gone must not come back.
    """
    connection = connections[using]
    numbers = {}
    with connection.cursor() as cursor:
        for table in found:
            sequence = _sequence(table, cursor)
            if sequence is not None:
                numbers[table.name] = sequence
    return numbers


def set_next_numbers(found: list[Table], numbers: dict[str, int], *, using: str) -> None:
    """Let each table go on counting from where it stood."""
    connection = connections[using]
    models_ = [table.model for table in found]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models_):
            cursor.execute(statement)
        for table in found:
            if table.name in numbers:
                _set_sequence(table, numbers[table.name], cursor)


def _held(field: models.Field[Any, Any]) -> bool:
    return not getattr(field, "generated", False)


def _written(field: models.Field[Any, Any], row: models.Model) -> Any:
    value = field.value_from_object(row)
    if isinstance(field, models.JSONField) or type(value) in _PLAIN:
        return value
    return field.value_to_string(row)


def _row(table: Table, line: str) -> models.Model:
    values = json.loads(line)
    if len(values) != len(table.fields):
        raise ValueError(f"A row of {table.name} has {len(values)} values.")
    return table.model(
        **{f.attname: _read(f, value) for f, value in zip(table.fields, values, strict=True)}
    )


def _read(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    return field.to_python(value)


def _counts(table: Table) -> bool:
    return isinstance(table.model._meta.pk, models.AutoField | models.BigAutoField)


def _sequence(table: Table, cursor: Any) -> int | None:
    if not _counts(table):
        return None
    if cursor.db.vendor == "sqlite":
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
    else:
        key = table.model._meta.pk.column
        cursor.execute(
            "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
            [f'"{table.name}"', key],
        )
    found = cursor.fetchone()
    return int(found[0]) if found and found[0] else None  # 0: none given out yet


def _set_sequence(table: Table, number: int, cursor: Any) -> None:
    if cursor.db.vendor == "sqlite":
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
        cursor.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, number]
        )
        return
    key = table.model._meta.pk.column
    cursor.execute(
        "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table.name}"', key, number]
    )
