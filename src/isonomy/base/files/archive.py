"""Looks into a zip container (XLSX, ODS, DOCX and their kin) before any parser does."""

from __future__ import annotations

import codecs
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from isonomy.base.files.notice import gettext_noop, refused

MEGABYTE = 1024 * 1024
_END_OF_DIRECTORY = b"PK\x05\x06"
_CHUNK = 256 * 1024
_BREAKAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError,
    RuntimeError, ValueError,
)  # fmt: skip
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARED_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
# Names of parts may be in this code page; the limited process can load no codec once it reads.
codecs.lookup("cp437")
_PLAIN_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1"})


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much a container may unfold to. Sizes in bytes; `ratio` is unfolded to stored."""

    members: int = 5_000
    unfolded: int = 256 * MEGABYTE
    ratio: int = 200
    ratio_from: int = 8 * MEGABYTE


def open_archive(file: BinaryIO, *, limits: ArchiveLimits | None = None) -> zipfile.ZipFile:
    """Open a container whose list of parts is of sane length; a broken one is refused."""
    limits = limits or ArchiveLimits()
    if _declared_members(file) > limits.members:
        raise refused(
            gettext_noop("The file holds more than %(limit)d parts; a real document has a few."),
            limit=limits.members,
        )
    file.seek(0)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as broken:
        raise _damaged() from broken


def check_archive(
    archive: zipfile.ZipFile, *, limits: ArchiveLimits | None = None, to_be_parsed: bool = True
) -> None:
    """Refuse a container that unfolds without measure, or whose XML defines entities.

    Every part is unfolded here in small pieces and counted: declared sizes are not believed.
    A container that is only kept and never parsed may have any XML (`to_be_parsed=False`).
    """
    measure = _Measure(archive, limits or ArchiveLimits())
    for part in archive.infolist():
        if part.flag_bits & 0x1:
            if not to_be_parsed:
                continue
            raise refused(gettext_noop("The file is protected by a password; save it without one."))
        try:
            _unfold(archive, part, measure, look_inside=to_be_parsed and is_xml(part.filename))
        except _BREAKAGE as broken:
            raise _damaged() from broken


def is_xml(name: str) -> bool:
    """Whether a part of a container is XML by its name."""
    return name.lower().endswith((".xml", ".rels", ".rdf"))


class _Measure:
    """Counts what a container unfolds to, and stops where it is too much."""

    def __init__(self, archive: zipfile.ZipFile, limits: ArchiveLimits) -> None:
        self._limits, self._unfolded = limits, 0
        self._stored = max(sum(part.compress_size for part in archive.infolist()), 1)
        if sum(part.file_size for part in archive.infolist()) > limits.unfolded:
            raise _too_large(limits)

    def add(self, size: int) -> None:
        """Count some more bytes."""
        self._unfolded += size
        if self._unfolded > self._limits.unfolded:
            raise _too_large(self._limits)
        ratio = self._limits.ratio
        if self._unfolded > self._limits.ratio_from and self._unfolded > self._stored * ratio:
            raise refused(
                gettext_noop(
                    "The file unfolds to more than %(ratio)d times its size, "
                    "as files do that are made to fill a memory."
                ),
                ratio=ratio,
            )


def _unfold(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, measure: _Measure, *, look_inside: bool
) -> None:
    tail, first = b"", True
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            measure.add(len(chunk))
            if look_inside:
                _refuse_entities(part.filename, tail + chunk, first=first)
                tail, first = chunk[-16:], False


def _refuse_entities(name: str, text: bytes, *, first: bool) -> None:
    if first and (b"\x00" in text[:200] or text[:2] in (b"\xff\xfe", b"\xfe\xff")):
        raise refused(gettext_noop("The part %(part)s is not written in UTF-8."), part=name)
    declared = _DECLARED_ENCODING.match(text.removeprefix(b"\xef\xbb\xbf")[:200]) if first else None
    if declared and declared[1].lower() not in _PLAIN_ENCODINGS:
        raise refused(gettext_noop("The part %(part)s is not written in UTF-8."), part=name)
    if _DOCTYPE.search(text):
        raise refused(
            gettext_noop(
                "The part %(part)s defines XML entities; no office program writes such a file."
            ),
            part=name,
        )


def _declared_members(file: BinaryIO) -> int:
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(_END_OF_DIRECTORY)
    if at < 0 or len(tail) < at + 22:
        raise _damaged()
    return int(struct.unpack_from("<H", tail, at + 10)[0])


def _damaged() -> Exception:
    return refused(gettext_noop("The file is damaged or was cut off; save or download it again."))


def _too_large(limits: ArchiveLimits) -> Exception:
    return refused(
        gettext_noop("The file unfolds to more than %(limit)d MB."),
        limit=limits.unfolded // MEGABYTE,
    )
