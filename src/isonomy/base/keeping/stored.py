"""The stored files as backups see them: every name in the store, each under the digest of its bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import IO

from django.core.files.base import File
from django.core.files.storage import Storage, storages

from isonomy.base.keeping.refusal import KeepingError

_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"(?!\.)[A-Za-z0-9._-]+(/(?!\.)[A-Za-z0-9._-]+)*")


def store() -> Storage:
    """The store of evidence: a local folder, or S3 by settings."""
    return storages["files"]


def names(folder: str = "") -> Iterator[str]:
    """Every stored file by its name in the store."""
    try:
        folders, files = store().listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from names(f"{folder}/{name}" if folder else name)


def digest_in(name: str) -> str | None:
    """The digest a file is stored under, where its name says one."""
    found = _DIGEST.search(name.rsplit("/", 1)[-1])
    return found.group() if found else None


def put_back(name: str, source: IO[bytes], sha256: str) -> bool:
    """Store a file of a backup unless the same bytes are there already; says whether it did."""
    if not _NAME.fullmatch(name):
        raise KeepingError(f"files/{name} in the backup is no name that a stored file can have.")
    if store().exists(name):
        if _digest(name) == sha256:
            return False
        store().delete(name)  # damaged on disk; the backup has the good one
    written = store().save(name, File(source, name=name))
    if written != name:
        store().delete(written)
        raise KeepingError(f"The file {name} could not be put back under its name.")
    return True


def _digest(name: str) -> str:
    digest = hashlib.sha256()
    with store().open(name, "rb") as handle:
        for chunk in handle.chunks():
            digest.update(chunk)
    return digest.hexdigest()
