"""Looks into a zip container (XLSX, ODS, DOCX and their kin) before any parser does."""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from isonomy.base.files.notice import gettext_noop, refused

MEGABYTE = 1024 * 1024
_END_OF_DIRECTORY = b"PK\x05\x06"
_CHUNK = 256 * 1024
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


def check_archive(archive: zipfile.ZipFile, *, limits: ArchiveLimits | None = None) -> None:
    """Refuse a container that unfolds without measure or whose XML defines entities.

    Every part is unfolded here in small pieces and counted: declared sizes are not believed.
    """
    limits = limits or ArchiveLimits()
    stored = max(sum(part.compress_size for part in archive.infolist()), 1)
    if sum(part.file_size for part in archive.infolist()) > limits.unfolded:
        raise _too_large(limits)
    unfolded = 0
    for part in archive.infolist():
        if part.flag_bits & 0x1:
            raise refused(gettext_noop("The file is protected by a password; save it without one."))
        try:
            unfolded = _count_part(archive, part, unfolded, stored, limits)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as broken:
            raise _damaged() from broken
        except Exception as broken:  # zlib.error, lzma.LZMAError and the like have no common parent
            if type(broken).__name__ in ("error", "LZMAError"):
                raise _damaged() from broken
            raise


def is_xml(name: str) -> bool:
    """Whether a part of a container is XML by its name."""
    return name.lower().endswith((".xml", ".rels", ".rdf"))


def _count_part(
    archive: zipfile.ZipFile,
    part: zipfile.ZipInfo,
    unfolded: int,
    stored: int,
    limits: ArchiveLimits,
) -> int:
    xml, tail, first = is_xml(part.filename), b"", True
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            unfolded += len(chunk)
            if unfolded > limits.unfolded:
                raise _too_large(limits)
            if unfolded > limits.ratio_from and unfolded > stored * limits.ratio:
                raise refused(
                    gettext_noop(
                        "The file unfolds to more than %(ratio)d times its size, "
                        "as files do that are made to fill a memory."
                    ),
                    ratio=limits.ratio,
                )
            if xml:
                _refuse_entities(part.filename, tail + chunk, first=first)
                tail, first = chunk[-16:], False
    return unfolded


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
