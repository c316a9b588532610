"""A backup as a file: a zip of a manifest, one text per table and the stored files, all by digest.

`manifest.json` lists every other part with its size and SHA-256. The digest of the manifest itself
is the fingerprint of the backup: whoever writes it down can tell that nothing was changed at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from isonomy.base.keeping.refusal import KeepingError
from isonomy.base.keeping.state import Migration

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 256 * 1024 * 1024
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a backup: its size in bytes and its digest."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TablePart(Part):
    """One table: its columns in the order of the values, and how many rows it had."""

    columns: list[str]
    rows: int


@dataclass(slots=True)
class Manifest:
    """What a backup holds and what it was made from."""

    version: str
    made_at: str
    engine: str
    migrations: list[Migration]
    numbers: dict[str, int] = field(default_factory=dict)
    tables: dict[str, TablePart] = field(default_factory=dict)
    files: dict[str, Part] | None = None  # None: the files stay where they are
    format: int = FORMAT

    def parts(self) -> dict[str, Part]:
        """Every part by its name in the zip."""
        named: dict[str, Part] = {f"tables/{name}.jsonl": p for name, p in self.tables.items()}
        return named | {f"files/{name}": part for name, part in (self.files or {}).items()}


class BundleWriter:
    """Writes the parts of a backup one after the other, counting and digesting as it goes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def lines(self, name: str, lines: Iterable[str]) -> tuple[int, Part]:
        """Write a part of lines; returns how many there were."""
        count, size, digest = 0, 0, hashlib.sha256()
        with self._archive.open(name, "w", force_zip64=True) as part:
            for line in lines:
                data = line.encode() + b"\n"
                digest.update(data)
                count, size = count + 1, size + len(data)
                part.write(data)
        return count, Part(size, digest.hexdigest())

    def stream(self, name: str, source: IO[bytes]) -> Part:
        """Write a stored file as it is; evidence is mostly compressed already."""
        size, digest = 0, hashlib.sha256()
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_STORED
        with self._archive.open(info, "w", force_zip64=True) as part:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                part.write(chunk)
        return Part(size, digest.hexdigest())

    def manifest(self, manifest: Manifest) -> str:
        """Write the list of all parts, last; returns its digest, the backup's fingerprint."""
        data = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
        self._archive.writestr(MANIFEST, data)
        return hashlib.sha256(data).hexdigest()


@contextmanager
def writing(path: Path) -> Iterator[BundleWriter]:
    """A backup file that appears under its name only when it is complete."""
    unfinished = path.with_name(path.name + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                yield BundleWriter(archive)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class Bundle:
    """A backup opened for reading; nothing of it is used before `verify` has passed."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        data = self._manifest_bytes()
        self.fingerprint = hashlib.sha256(data).hexdigest()
        self.manifest = _manifest(data)

    def verify(self) -> None:
        """Read every part and refuse the backup, naming the part that was changed, lost or added."""
        expected = self.manifest.parts()
        names = self._archive.namelist()
        if len(names) != len(set(names)):
            raise KeepingError("The backup holds a part twice.")
        for name in sorted(set(names) - set(expected) - {MANIFEST}):
            raise KeepingError(f"The backup holds {name}, which its manifest does not list.")
        for name, part in expected.items():
            if name not in names:
                raise KeepingError(f"The backup has lost {name}.")
            self._verify_part(name, part)

    def lines(self, name: str) -> Iterator[str]:
        """The lines of one table."""
        with self._archive.open(f"tables/{name}.jsonl") as part:
            for line in part:
                yield line.decode()

    def file(self, name: str) -> IO[bytes]:
        """One stored file, to read."""
        return self._archive.open(f"files/{name}")

    def _manifest_bytes(self) -> bytes:
        try:
            info = self._archive.getinfo(MANIFEST)
        except KeyError:
            raise KeepingError("This is not a backup of Isonomy: it has no manifest.") from None
        if info.file_size > LARGEST_MANIFEST:
            raise KeepingError("The manifest of the backup is larger than any real one.")
        return self._read(MANIFEST, LARGEST_MANIFEST)

    def _verify_part(self, name: str, part: Part) -> None:
        size, digest = 0, hashlib.sha256()
        try:
            with self._archive.open(name) as stream:
                while (chunk := stream.read(CHUNK)) and size <= part.bytes:
                    size += len(chunk)
                    digest.update(chunk)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise KeepingError(f"{name} in the backup is damaged: {error}") from error
        if (size, digest.hexdigest()) != (part.bytes, part.sha256):
            raise KeepingError(f"{name} in the backup is not what was backed up.")

    def _read(self, name: str, limit: int) -> bytes:
        try:
            with self._archive.open(name) as part:
                return part.read(limit + 1)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise KeepingError(f"{name} in the backup is damaged: {error}") from error


@contextmanager
def reading(path: Path) -> Iterator[Bundle]:
    """Open a backup file."""
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise KeepingError(f"There is no file {path}.") from None
    except (zipfile.BadZipFile, OSError) as error:
        raise KeepingError(f"{path} is not a backup of Isonomy, or it is damaged.") from error
    with archive:
        yield Bundle(archive)


def _manifest(data: bytes) -> Manifest:
    try:
        told: dict[str, Any] = json.loads(data)
        if told["format"] != FORMAT:
            raise KeepingError(
                f"The backup has format {told['format']}; this version reads format {FORMAT}."
            )
        told["migrations"] = [(str(app), str(name)) for app, name in told["migrations"]]
        told["tables"] = {name: TablePart(**part) for name, part in told["tables"].items()}
        if told["files"] is not None:
            told["files"] = {name: Part(**part) for name, part in told["files"].items()}
        return Manifest(**told)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise KeepingError(f"The manifest of the backup cannot be read: {error}") from error
