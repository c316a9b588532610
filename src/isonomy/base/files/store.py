"""The store of bytes: each file once, under its SHA-256, in a folder or in an S3-compatible bucket."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from isonomy.base.files.archive import MEGABYTE
from isonomy.base.files.notice import gettext_noop, refused

CHUNK = 256 * 1024


class ContentChanged(RuntimeError):
    """A stored file no longer has the bytes that its digest promises."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Bytes that have arrived beside the store: open for reading, with digest and size."""

    path: Path
    file: BinaryIO
    sha256: str
    size: int


def store() -> Storage:
    """The store of files: a local folder, or S3 by settings."""
    return storages["files"]


def place_of(sha256: str) -> str:
    """The name in the store: two levels of folders keep each of them small."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


@contextmanager
def incoming(chunks: Iterable[bytes], *, limit: int) -> Iterator[Incoming]:
    """Write bytes to a temporary file beside the store, with their digest; gone at the end.

    The limit is checked while bytes arrive, so that no more than `limit` ever lie on the disk.
    """
    folder = Path(settings.DATA) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "w+b") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise refused(
                        gettext_noop("The file is larger than %(limit)d MB."),
                        limit=limit // MEGABYTE,
                    )
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            yield Incoming(Path(name), file, digest.hexdigest(), size)
    finally:
        Path(name).unlink(missing_ok=True)


def put(arrived: Incoming) -> None:
    """Put an incoming file in its place, unless the same bytes stand there already."""
    place, where = place_of(arrived.sha256), store()
    if where.exists(place):
        if where.size(place) == arrived.size:
            return
        where.delete(place)
    if isinstance(where, FileSystemStorage):
        target = Path(where.path(place))
        target.parent.mkdir(parents=True, exist_ok=True)
        arrived.path.chmod(0o640)
        arrived.path.replace(target)
        return
    arrived.file.seek(0)
    name = where.save(place, File(arrived.file, name=place))
    if name != place:  # another process was faster; its bytes are the same
        where.delete(name)


def open_bytes(sha256: str, *, verify: bool = False) -> File[bytes]:
    """The bytes under a digest; with `verify` they are read through once and compared first."""
    if verify and digest_of(sha256) != sha256:
        raise ContentChanged(f"The stored file {sha256[:12]} has changed.")
    return store().open(place_of(sha256), "rb")


def read_bytes(sha256: str) -> bytes:
    """All bytes under a digest, compared with it."""
    with open_bytes(sha256) as file:
        data: bytes = file.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ContentChanged(f"The stored file {sha256[:12]} has changed.")
    return data


def digest_of(sha256: str) -> str:
    """The digest that the bytes in this place have now."""
    digest = hashlib.sha256()
    with store().open(place_of(sha256), "rb") as file:
        for chunk in file.chunks(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def is_stored(sha256: str) -> bool:
    """Whether bytes stand under this digest."""
    return store().exists(place_of(sha256))
