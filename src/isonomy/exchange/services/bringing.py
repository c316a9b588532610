"""Bring a file in: it is read once here, so that what cannot be read is refused at the door."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.base import File
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.base.files.naming import safe_name
from isonomy.base.files.notice import refused
from isonomy.base.files.services import keep_upload
from isonomy.base.files.store import read_bytes
from isonomy.exchange.models import Import
from isonomy.exchange.reading.grid import Table, TableLimits
from isonomy.exchange.reading.mapping import propose
from isonomy.exchange.reading.tables import READABLE, read_tables, refuse_unreadable
from isonomy.exchange.reading.target import Target
from isonomy.exchange.taking import Place, taker_of

BRING = sentence("import.bring", gettext_noop("%(who)s brought in %(file)s"))
_NO_TABLE = gettext_noop("No sheet of the file has a row of headings with rows below it.")


def bring_file(
    *, actor: Actor, target: str, place: Place, upload: File[bytes], name: str
) -> Import:
    """Keep the file and find its best sheet; raise `FileRefused` where no table is in it."""
    _refuse_early(upload)
    file = keep_upload(actor=actor, upload=upload, kinds=READABLE, limit=TableLimits().file)
    wanted = taker_of(target).target
    tables = read_tables(read_bytes(file.sha256), known=wanted.known_headings)
    if not tables:
        raise refused(_NO_TABLE)
    best = best_table(wanted, tables)
    name = safe_name(name)
    with recording(actor, BRING, said={"file": name}) as event:
        row = Import(
            organisation_id=actor.organisation_id,
            target=target,
            place=place.key,
            place_label=place.label,
            file=file,
            file_name=name,
            sheet=best.sheet,
            header_line=best.header_line,
            brought_by_id=actor.person_id,
        )
        row.save()
        event.about(row)
    return row


def best_table(target: Target, tables: Sequence[Table]) -> Table:
    """The sheet in which most of the target's columns are found; the first among equals."""
    return max(tables, key=lambda table: sum(one.confidence for one in propose(target, table)))


def _refuse_early(upload: File[bytes]) -> None:
    """Name what the file is before it is stored: advice differs by kind."""
    limits = TableLimits()
    if upload.size > limits.file:
        refuse_unreadable(b" " * (limits.file + 1), limits=limits)
    refuse_unreadable(upload.read(), limits=limits)
    upload.seek(0)
