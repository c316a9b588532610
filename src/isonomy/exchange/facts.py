"""From an import to the facts its workflow asks for: what would be written, what changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from isonomy.base.access import Actor
from isonomy.exchange.models import Import
from isonomy.exchange.queries import plan_of
from isonomy.exchange.reading.plan import Action, DryRun, PlannedRow, same
from isonomy.exchange.taking import taker_of
from isonomy.exchange.workflow import ImportFacts, ImportState


def import_facts(actor: Actor, row: Import) -> ImportFacts:
    """What taking in or undoing this import depends on, as things stand now."""
    if row.state not in (ImportState.TRIED, ImportState.APPLIED):
        return ImportFacts()
    rows = rows_that_write(plan_of(row))
    now = taker_of(row.target).current(actor, row.place, [one.subject for one in rows])
    written = row.state == ImportState.APPLIED
    changed = tuple(
        one.label for one in rows if _changed(one, now.get(one.subject), written=written)
    )
    return ImportFacts(len(rows), changed)


def rows_that_write(run: DryRun) -> Sequence[PlannedRow]:
    """The rows of a dry run that create or change something."""
    return [row for row in run.rows if row.action in (Action.CREATE, Action.UPDATE)]


def _changed(row: PlannedRow, now: Mapping[str, Any] | None, *, written: bool) -> bool:
    """Whether a record is not as it was before (or, once `written`, as it was after) the import."""
    if now is None:
        return written or row.action is Action.UPDATE
    if not written and row.action is Action.CREATE:
        return True
    return any(not same(now.get(field), value) for field, value in _expected(row, written))


def _expected(row: PlannedRow, written: bool) -> Iterator[tuple[str, Any]]:
    for change in row.changes:
        yield change.field, change.new if written else change.old
