"""What an import of a foreign framework brings: a pack, and the rows that did not fit."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

import charset_normalizer

from isonomy.packs.pack import Pack
from isonomy.packs.source import PackError, Problem, fault, gettext_noop

LIMIT_BYTES = 30_000_000
LIMIT_UNPACKED = 300_000_000
LIMIT_NODES = 20_000
CODE_PAGES = ["cp1250", "cp1251", "cp1252", "mac_roman", "shift_jis", "gb18030"]
WESTERN = frozenset("äöüÄÖÜßéèêëÉÈàâáÀçÇñÑóôíîïúûåÅæÆõã€–—“”„‚‘’…°§«»·•\xa0²³µ®©")


_TOO_LARGE = gettext_noop("the file is larger than %(most)s MB")


@dataclass(frozen=True, slots=True)
class Imported:
    """A framework read from a file, with the rows left out: line, field and cause."""

    pack: Pack
    problems: tuple[Problem, ...] = ()


def refuse(name: str, template: str, **facts: str | int) -> PackError:
    """The error for a file that cannot be taken at all."""
    return PackError([fault(name, 0, "", template, **facts)])


def slug(text: str, fallback: str = "framework") -> str:
    """A pack id made from a title: small letters, digits and hyphens, at most 60 of them."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:60].rstrip("-")
    if not plain:
        return fallback
    return plain if plain[0].isalpha() else f"f-{plain}"


def decoded(name: str, data: bytes) -> str:
    """The text of a file in whatever common encoding it was saved."""
    if len(data) > LIMIT_BYTES:
        raise refuse(name, _TOO_LARGE, most=LIMIT_BYTES // 1_000_000)
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse(name, gettext_noop("this is not a text file"))
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        return _legacy(name, data)


def _legacy(name: str, data: bytes) -> str:
    """Text from before Unicode: Western where it reads so, otherwise the likeliest code page."""
    western = data.decode("cp1252", errors="replace")
    if all(letter in WESTERN for letter in western if ord(letter) > 127):
        return western
    found = charset_normalizer.from_bytes(data[:200_000], cp_isolation=CODE_PAGES).best()
    if found is None:
        raise refuse(name, gettext_noop("the encoding of the text is unknown"))
    return data.decode(found.encoding, errors="replace")


def check_archive(name: str, data: bytes) -> None:
    """Refuse an office file that is too large, unpacks into too much or is no archive."""
    if len(data) > LIMIT_BYTES:
        raise refuse(name, _TOO_LARGE, most=LIMIT_BYTES // 1_000_000)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as broken:
        raise refuse(
            name, gettext_noop("this is not a workbook in the XLSX or ODS format")
        ) from broken
    if unpacked > LIMIT_UNPACKED:
        raise refuse(name, gettext_noop("the workbook unpacks into more than a workbook may hold"))


def short_number(title: str) -> str:
    """A short name for narrow columns: the number in a title (22301, 800-53), else its beginning."""
    for found in re.finditer(r"(?<![\d.])\d{3,}(?:-\d{1,3}\b)*", title):
        if not re.fullmatch(r"(19|20)\d\d", found.group()):
            return found.group()[:16]
    words: list[str] = []
    for word in title.split():
        if len(" ".join([*words, word])) > 16:
            break
        words.append(word)
    return " ".join(words) or title[:16]


def title_of(name: str) -> str:
    """A title made from a file's name, for files that carry none."""
    stem = name.rsplit(".", 1)[0] if "." in name else name
    return " ".join(re.sub(r"[_\s]+", " ", stem).split()) or "Framework"
