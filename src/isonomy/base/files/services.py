"""Files come in: looked at by their bytes, stored once, and noted for the organisation that brought them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.db import IntegrityError, transaction

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.base.files.archive import check_archive, open_archive
from isonomy.base.files.content import Content, content_of
from isonomy.base.files.models import StoredFile
from isonomy.base.files.notice import gettext_noop, refused
from isonomy.base.files.store import CHUNK, Incoming, incoming, put

KEEP = sentence("file.keep", gettext_noop("%(who)s brought in a file (%(size)s bytes)"))

DOCUMENTS = frozenset(
    {"pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt", "ods", "odp", "rtf", "text", "json"}
)
PICTURES = frozenset({"png", "jpeg", "gif", "webp", "tiff", "heic", "svg"})
EVIDENCE = DOCUMENTS | PICTURES | {"msg", "html", "xml", "zip", "mp4", "mp3", "encrypted"}
"""What may prove something. Programs, macros and unknown bytes may not."""

_MACROS = gettext_noop("The file contains macros (programs). Save it without macros.")
_NOT_TAKEN = gettext_noop("The file is %(what)s; such files are not taken here.")


def keep_upload(
    *,
    actor: Actor,
    upload: File[bytes] | bytes,
    kinds: frozenset[str] = EVIDENCE,
    limit: int | None = None,
) -> StoredFile:
    """Store an uploaded file once it is found harmless; raise `FileRefused` with the reason.

    `kinds` are content keys (see `content.py`), `limit` is in bytes. No transaction is open while
    bytes are arrived. The name stays with whatever row uses the file.
    """
    limit = settings.MAX_UPLOAD_BYTES if limit is None else limit
    with incoming(_chunks(upload), limit=limit) as arrived:
        content = content_of(arrived.file)
        refuse_harmful(arrived.file, content, kinds=kinds)
        put(arrived)
    return _noted(actor, arrived, content.media_type)


def keep_bytes(*, actor: Actor, data: bytes, media_type: str) -> StoredFile:
    """Store bytes that we made ourselves."""
    with incoming([data], limit=len(data)) as arrived:
        put(arrived)
    return _noted(actor, arrived, media_type)


def refuse_harmful(file: BinaryIO, content: Content, *, kinds: frozenset[str]) -> None:
    """Refuse kinds that are not taken, macros, and containers that unfold without measure."""
    if content.key == "empty":
        raise refused(gettext_noop("The file is empty."))
    if content.key in ("xlsm", "docm"):
        raise refused(_MACROS)
    if content.key not in kinds:
        raise refused(_NOT_TAKEN, what=content.label)
    if content.container:
        with open_archive(file) as archive:
            check_archive(archive, to_be_parsed=False)
        file.seek(0)


def _noted(actor: Actor, arrived: Incoming, media_type: str) -> StoredFile:
    known = StoredFile.objects.for_(actor).filter(sha256=arrived.sha256)
    if row := known.first():
        return row
    row = StoredFile(
        organisation_id=actor.organisation_id,
        sha256=arrived.sha256,
        size=arrived.size,
        media_type=media_type,
    )
    said = {"size": arrived.size, "sha256": arrived.sha256}
    try:
        with transaction.atomic(), recording(actor, KEEP, said=said) as event:
            row.save()
            event.about(row)
    except IntegrityError:  # the same file came in twice at once
        return known.get()
    return row


def _chunks(upload: File[bytes] | bytes) -> Iterator[bytes]:
    if isinstance(upload, bytes):
        return iter([upload])
    chunks: Iterable[bytes] = upload.chunks(CHUNK)
    return iter(chunks)
