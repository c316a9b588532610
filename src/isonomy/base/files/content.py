"""Tells what a file is by its bytes; its name is never believed."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import BinaryIO

from isonomy.base.files.archive import open_archive
from isonomy.base.files.notice import FileRefused, gettext_noop

HEAD = 8192


@dataclass(frozen=True, slots=True)
class Content:
    """What a file is: a short key, its media type, and the words in which a person knows it."""

    key: str
    media_type: str
    label: str

    @property
    def container(self) -> bool:
        """Whether it is a zip container whose parts must be looked at."""
        return self.key in _CONTAINERS


def _content(key: str, media_type: str, label: str) -> Content:
    return Content(key, media_type, label)


_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
EMPTY = _content("empty", "application/x-empty", gettext_noop("an empty file"))
BINARY = _content("binary", "application/octet-stream", gettext_noop("a file of unknown kind"))
BROKEN = _content(
    "broken", "application/octet-stream", gettext_noop("a damaged archive or office file")
)
TEXT = _content("text", "text/plain", gettext_noop("a text file"))
_CONTENTS = {
    content.key: content
    for content in (
        _content("xlsx", _OFFICE + "spreadsheetml.sheet", gettext_noop("an Excel workbook")),
        _content("xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12",
                 gettext_noop("an Excel workbook with macros")),
        _content("xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
                 gettext_noop("a binary Excel workbook (XLSB)")),
        _content("xls", "application/vnd.ms-excel", gettext_noop("an Excel 97-2003 workbook")),
        _content("docx", _OFFICE + "wordprocessingml.document", gettext_noop("a Word document")),
        _content("docm", "application/vnd.ms-word.document.macroEnabled.12",
                 gettext_noop("a Word document with macros")),
        _content("pptx", _OFFICE + "presentationml.presentation",
                 gettext_noop("a PowerPoint presentation")),
        _content("doc", "application/msword", gettext_noop("a Word 97-2003 document")),
        _content("ppt", "application/vnd.ms-powerpoint",
                 gettext_noop("a PowerPoint 97-2003 presentation")),
        _content("msg", "application/vnd.ms-outlook", gettext_noop("an Outlook message")),
        _content("ole", "application/x-ole-storage", gettext_noop("an old Office file")),
        _content("encrypted", "application/x-ole-storage",
                 gettext_noop("an Office file protected by a password")),
        _content("ods", _ODF + "spreadsheet", gettext_noop("an OpenDocument spreadsheet")),
        _content("odt", _ODF + "text", gettext_noop("an OpenDocument text")),
        _content("odp", _ODF + "presentation", gettext_noop("an OpenDocument presentation")),
        _content("zip", "application/zip", gettext_noop("a zip archive")),
        _content("pdf", "application/pdf", gettext_noop("a PDF document")),
        _content("png", "image/png", gettext_noop("a PNG image")),
        _content("jpeg", "image/jpeg", gettext_noop("a JPEG image")),
        _content("gif", "image/gif", gettext_noop("a GIF image")),
        _content("webp", "image/webp", gettext_noop("a WebP image")),
        _content("tiff", "image/tiff", gettext_noop("a TIFF image")),
        _content("heic", "image/heic", gettext_noop("a HEIC image")),
        _content("svg", "image/svg+xml", gettext_noop("an SVG drawing")),
        _content("html", "text/html", gettext_noop("a web page")),
        _content("xml", "application/xml", gettext_noop("an XML file")),
        _content("json", "application/json", gettext_noop("a JSON file")),
        _content("rtf", "application/rtf", gettext_noop("a rich-text document")),
        _content("gzip", "application/gzip", gettext_noop("a gzip archive")),
        _content("7z", "application/x-7z-compressed", gettext_noop("a 7-Zip archive")),
        _content("rar", "application/vnd.rar", gettext_noop("a RAR archive")),
        _content("exe", "application/x-msdownload", gettext_noop("a program")),
        _content("elf", "application/x-elf", gettext_noop("a program")),
        _content("mp4", "video/mp4", gettext_noop("a video")),
        _content("mp3", "audio/mpeg", gettext_noop("a sound recording")),
        _content("sqlite", "application/vnd.sqlite3", gettext_noop("a database")),
    )
}  # fmt: skip
_CONTENTS |= {"empty": EMPTY, "binary": BINARY, "text": TEXT, "broken": BROKEN}
_CONTAINERS = frozenset(
    {"xlsx", "xlsm", "xlsb", "docx", "docm", "pptx", "ods", "odt", "odp", "zip"}
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"), (b"GIF89a", "gif"), (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"),
    (b"{\\rtf", "rtf"), (b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"),
    (b"\x7fELF", "elf"), (b"SQLite format 3\x00", "sqlite"), (b"ID3", "mp3"),
)  # fmt: skip
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"), ("Workbook", "xls"), ("Book", "xls"),
)  # fmt: skip
_XML_START = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(!doctype\s+)?([a-z0-9:]+)", re.I | re.S
)


def content_of(file: BinaryIO) -> Content:
    """What a file is, by its bytes. The file is left at its start."""
    file.seek(0)
    head = file.read(HEAD)
    try:
        return _CONTENTS[_key(file, head)]
    finally:
        file.seek(0)


def content_of_bytes(data: bytes) -> Content:
    """What these bytes are."""
    return content_of(io.BytesIO(data))


def ole_stream_names(data: bytes) -> frozenset[str]:
    """Names of streams and storages in an old Office file, found by their directory entries."""
    names = re.findall(rb"((?:[\x01-\x7e]\x00){3,31})\x00\x00", data)
    return frozenset(name.decode("utf-16-le").lstrip("\x01\x02\x03\x05\x06") for name in names)


def _key(file: BinaryIO, head: bytes) -> str:
    if not head:
        return "empty"
    if head.startswith(b"PK\x03\x04"):
        return _container_key(file, head)
    if head.startswith(_OLE):
        return _ole_key(file)
    by_magic = next((key for magic, key in _MAGIC if head.startswith(magic)), "")
    return by_magic or _media_key(head) or _text_key(head)


def _media_key(head: bytes) -> str:
    """Kinds whose mark does not stand at the very start."""
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in (b"heic", b"heix", b"mif1") else "mp4"
    return "exe" if head.startswith(b"MZ") and b"PE\x00\x00" in head else ""


def _text_key(head: bytes) -> str:
    if head.startswith(_BOMS) and not head.startswith(_BOMS[0]):
        return "text"
    plain = head.removeprefix(_BOMS[0])
    if marked_up := _markup_key(plain):
        return marked_up
    if looks_binary(head):
        return "binary"
    return "json" if re.match(rb"\s*[{\[]\s*[\"{\[\]}\d-]", plain) else "text"


def _markup_key(plain: bytes) -> str:
    start = _XML_START.match(plain)
    if not start:
        return ""
    element = start[2].lower()
    if element in (b"html", b"head", b"body", b"script"):
        return "html"
    if element == b"svg" or b"<svg" in plain[:2048].lower():
        return "svg"
    return "xml" if plain.lstrip().startswith(b"<?xml") or start[1] else ""


def looks_binary(head: bytes) -> bool:
    """Whether bytes are no text in any encoding: control characters without the pattern of UTF-16."""
    controls = sum(1 for byte in head if 0 < byte < 32 and byte not in (9, 10, 12, 13, 26, 27))
    if controls > len(head) * 0.02:
        return True
    zeros = head.count(0)
    if not zeros:
        return False
    even, odd = head[0::2].count(0), head[1::2].count(0)
    sixteen_bit = max(even, odd) > len(head) * 0.2 and min(even, odd) < zeros * 0.1
    return not sixteen_bit and zeros > len(head) * 0.05


def _ole_key(file: BinaryIO) -> str:
    file.seek(0)
    names = ole_stream_names(file.read())
    return next((key for stream, key in _OLE_STREAMS if stream in names), "ole")


def _container_key(file: BinaryIO, head: bytes) -> str:
    if head[30:38] == b"mimetype":
        declared = head[38:120]
        for key in ("ods", "odt", "odp"):
            if declared.startswith(_CONTENTS[key].media_type.encode()):
                return key
    try:
        with open_archive(file) as archive:
            names = {name.lower() for name in archive.namelist()}
    except FileRefused:
        return "broken"
    macros = any(name.endswith("vbaproject.bin") for name in names)
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/workbook") and name.endswith(".xml") for name in names):
        return "xlsm" if macros else "xlsx"
    if any(name.startswith("word/") for name in names):
        return "docm" if macros else "docx"
    return "pptx" if any(name.startswith("ppt/") for name in names) else "zip"
