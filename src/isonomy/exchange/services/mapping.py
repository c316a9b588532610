"""Choose the columns of an import and try it dry; the choice is remembered for files like it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.base.audit_trail.recording import OpenEvent
from isonomy.base.files.services import keep_bytes
from isonomy.base.transitions import take
from isonomy.exchange.models import Import, RememberedMapping
from isonomy.exchange.queries import remembered_mapping, table_of
from isonomy.exchange.reading.grid import Table
from isonomy.exchange.reading.mapping import fingerprint
from isonomy.exchange.reading.plan import dry_run, dry_run_as_json
from isonomy.exchange.taking import taker_of

MAP = sentence("import.map", gettext_noop("%(who)s chose the columns of %(file)s"))
TRY = sentence(
    "import.try",
    gettext_noop(
        "%(who)s tried %(file)s: %(create)s to create, %(update)s to change, "
        "%(unchanged)s as they are, %(error)s with an error"
    ),
)
REMEMBER = sentence("import.remember", gettext_noop("%(who)s had a mapping of columns remembered"))


def choose_columns(
    *,
    actor: Actor,
    row: Import,
    table: Table,
    columns: Mapping[int, str],
    blank_clears: bool = False,
) -> Import:
    """Take down which column is which field, remember it, and try the file dry."""
    said = {
        "file": row.file_name,
        "sheet": table.sheet,
        "header_line": table.header_line,
        "columns": {str(column): name for column, name in columns.items() if name},
        "blank_clears": blank_clears,
    }
    row = take(actor, row, "map", said=said)
    _remember(actor, row.target, table, columns)
    return try_import(actor=actor, row=row, table=table)


def try_import(*, actor: Actor, row: Import, table: Table | None = None) -> Import:
    """Lay every row beside what is stored now, and keep what it would do."""
    taker = taker_of(row.target)
    table = table or table_of(row)
    run = dry_run(
        taker.target,
        table,
        {int(column): name for column, name in row.columns.items()},
        taker.resolver(actor, row.place),
        blank_clears=row.blank_clears,
    )
    plan = json.dumps(dry_run_as_json(run), ensure_ascii=False, sort_keys=True).encode()
    file = keep_bytes(actor=actor, data=plan, media_type="application/json")
    return take(
        actor, row, "try", said={"file": row.file_name, "plan": file.pk, **dict(run.counts)}
    )


def mapped(actor: Actor, row: Import, event: OpenEvent, said: Mapping[str, Any]) -> None:
    """What `map` writes besides the state."""
    row.sheet, row.header_line = said["sheet"], said["header_line"]
    row.columns, row.blank_clears = said["columns"], said["blank_clears"]


def tried(actor: Actor, row: Import, event: OpenEvent, said: Mapping[str, Any]) -> None:
    """What `try` writes besides the state."""
    row.plan_id = said["plan"]
    row.counts = {name: said[name] for name in ("create", "update", "unchanged", "error")}


def _remember(actor: Actor, target: str, table: Table, columns: Mapping[int, str]) -> None:
    fields = {table.headings[column]: name for column, name in columns.items() if name}
    known = remembered_mapping(actor, target, table)
    if known is not None and known.fields == fields:
        return
    known = known or RememberedMapping(
        organisation_id=actor.organisation_id,
        target=target,
        fingerprint=fingerprint(table.headings),
    )
    known.fields = fields
    try:
        with transaction.atomic(), recording(actor, REMEMBER) as event:
            known.save()
            event.about(known)
    except IntegrityError:
        return  # the same mapping was remembered at the same moment
