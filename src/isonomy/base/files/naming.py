"""Names of files as people gave them, made safe to show, to send and to save."""

from __future__ import annotations

import re
import unicodedata

_LENGTH = 150
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def safe_name(name: str) -> str:
    """The last part of a name, without what a file system or a reader could be misled by.

    Folders, control characters, marks that turn the direction of writing and names reserved by
    Windows go; letters of every script stay. Never empty, at most 150 characters.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = " ".join(_UNSAFE.sub(" ", last).split()).strip(". ")
    if _RESERVED.fullmatch(plain):
        plain = "_" + plain
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = plain, "", ""
    return (stem[: _LENGTH - len(ending) - 1].rstrip(". ") + dot + ending) or "file"
