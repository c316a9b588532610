"""Take an import in, as it was tried; and undo it, as long as nobody wrote over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import sentence
from isonomy.base.audit_trail.recording import OpenEvent
from isonomy.base.transitions import bind, take
from isonomy.exchange.facts import import_facts, rows_that_write
from isonomy.exchange.models import Import
from isonomy.exchange.queries import plan_of
from isonomy.exchange.services.mapping import mapped, tried
from isonomy.exchange.taking import taker_of
from isonomy.exchange.workflow import IMPORT

APPLY = sentence(
    "import.apply",
    gettext_noop("%(who)s took %(file)s in: %(create)s created, %(update)s changed"),
)
UNDO = sentence("import.undo", gettext_noop("%(who)s undid the import of %(file)s"))


def apply_import(*, actor: Actor, row: Import) -> Import:
    """Write what the dry run showed; raise `Refused` where something changed since then."""
    plan_of(row)  # read before the transaction opens; later reads come from memory
    said = {
        "file": row.file_name,
        "create": row.counts.get("create", 0),
        "update": row.counts.get("update", 0),
    }
    return take(actor, row, "apply", said=said)


def undo_import(*, actor: Actor, row: Import, reason: str) -> Import:
    """Put back what stood there before; raise `Refused` naming what changed since."""
    plan_of(row)
    return take(actor, row, "undo", said={"file": row.file_name}, reason=reason)


def _apply(actor: Actor, row: Import, event: OpenEvent, said: Mapping[str, Any]) -> None:
    taker_of(row.target).write(actor, row.place, rows_that_write(plan_of(row)))
    row.finished_at = timezone.now()


def _undo(actor: Actor, row: Import, event: OpenEvent, said: Mapping[str, Any]) -> None:
    taker_of(row.target).unwrite(actor, row.place, rows_that_write(plan_of(row)))


bind(Import, IMPORT, import_facts, {"map": mapped, "try": tried, "apply": _apply, "undo": _undo})
