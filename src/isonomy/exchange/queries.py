"""Reads of the exchange room: imports, their tables, their dry runs, mappings remembered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from django.db.models import QuerySet

from isonomy.base.access import Actor
from isonomy.base.files.store import read_bytes
from isonomy.base.models import Event
from isonomy.exchange.models import Import, RememberedMapping
from isonomy.exchange.reading.grid import Sheet, Table, Workbook
from isonomy.exchange.reading.header import as_table
from isonomy.exchange.reading.mapping import fingerprint
from isonomy.exchange.reading.plan import DryRun, dry_run_from_json
from isonomy.exchange.reading.tables import read_workbook
from isonomy.exchange.taking import taker_of


def imports(actor: Actor) -> QuerySet[Import]:
    """The imports of the organisation, newest first."""
    return (
        Import.objects.for_(actor)
        .select_related("brought_by", "file")
        .order_by("-brought_at", "-pk")
    )


def book_of(row: Import) -> Workbook:
    """The file of an import, read again."""
    return read_workbook(read_bytes(row.file.sha256))


def sheets_of(row: Import) -> list[Sheet]:
    """The sheets of the file that have rows."""
    return [sheet for sheet in book_of(row).sheets if sheet.rows]


def table_of(row: Import) -> Table:
    """The table that an import was mapped on."""
    for sheet in sheets_of(row):
        if sheet.name == row.sheet:
            table = as_table(sheet, header_line=row.header_line)
            if table is not None:
                return table
    raise LookupError(f"{row.sheet!r} is not in the file")


def table_in(row: Import, sheets: Sequence[Sheet], name: str, header_line: int) -> Table | None:
    """The table of one sheet; its heading row is searched for where no line is given."""
    known = taker_of(row.target).target.known_headings
    for sheet in sheets:
        if sheet.name == name:
            return as_table(sheet, known=known, header_line=header_line)
    return None


def remembered_mapping(actor: Actor, target: str, table: Table) -> RememberedMapping | None:
    """How the columns of such a file were mapped the last time."""
    return (
        RememberedMapping.objects.for_(actor)
        .filter(target=target, fingerprint=fingerprint(table.headings))
        .first()
    )


def plan_of(row: Import) -> DryRun:
    """The dry run of an import."""
    if row.plan is None:
        raise LookupError("the import was not tried yet")
    return _plan(row.plan.sha256)


@lru_cache(maxsize=2)
def _plan(sha256: str) -> DryRun:
    # the bytes behind a digest never change, so a few of them may stay in memory
    return dry_run_from_json(json.loads(read_bytes(sha256)))


def events_of(actor: Actor, row: Import) -> list[Event]:
    """What happened to an import, newest first; without the rows it changed, which may be thousands."""
    found = Event.objects.filter(
        organisation_id=actor.organisation_id,
        subject_kind=row._meta.label_lower,
        subject_id=str(row.pk),
    )
    return list(found.defer("changes").order_by("-sequence"))
