"""The fonts a document may use, and which characters they can draw.

Fonts come from this package and from font packs (folders of TTF or OTF files) that the
installation adds; never from the machine, so that the same data gives the same bytes everywhere.
"""

from __future__ import annotations

import os
import struct
from functools import lru_cache
from pathlib import Path

import typst

BUNDLED = Path(__file__).parent / "fonts"
PACKS_VARIABLE = "ISONOMY_FONTS"
"""Environment variable: folders of further fonts, separated like a search path."""

FAMILIES = {"text": "Source Sans 3", "display": "Commissioner", "mono": "Source Code Pro"}

_SFNT = {b"\x00\x01\x00\x00", b"OTTO", b"true"}


def font_folders() -> tuple[Path, ...]:
    """The folder of the bundled fonts, then those of the installed font packs that exist."""
    packs = [Path(part) for part in os.environ.get(PACKS_VARIABLE, "").split(os.pathsep) if part]
    return (BUNDLED, *(folder for folder in packs if folder.is_dir()))


@lru_cache(maxsize=4)
def loaded_fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    """The fonts of these folders, read once per process; fonts of the machine are left out."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders)
    )


@lru_cache(maxsize=4)
def families(folders: tuple[Path, ...]) -> tuple[str, ...]:
    """Family names, the house's own first, so that a font pack only fills what they lack."""
    own = tuple(FAMILIES.values())
    others = {font.family for font in loaded_fonts(folders).fonts()} - set(own)
    return (*own, *sorted(others))


@lru_cache(maxsize=4)
def drawable(folders: tuple[Path, ...]) -> frozenset[int]:
    """Code points that at least one regular font of these folders has a glyph for."""
    points: set[int] = set()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix.lower() in {".ttf", ".otf"}:
                points |= _code_points(file.read_bytes())
    return frozenset(points)


def _code_points(data: bytes) -> set[int]:
    """Code points of one font file, from its character map; empty for anything else."""
    if data[:4] not in _SFNT:
        return set()
    try:
        return _mapped(data)
    except (struct.error, IndexError):
        return set()


def _mapped(data: bytes) -> set[int]:
    """Code points of the Unicode subtables (formats 4 and 12) of the `cmap` table."""
    points: set[int] = set()
    (count,) = struct.unpack_from(">H", data, 4)
    for entry in range(count):
        tag, _, start, _ = struct.unpack_from(">4sIII", data, 12 + 16 * entry)
        if tag != b"cmap":
            continue
        (subtables,) = struct.unpack_from(">H", data, start + 2)
        for subtable in range(subtables):
            platform, _, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * subtable)
            if platform in {0, 3}:
                points |= _subtable(data, start + offset)
    return points


def _subtable(data: bytes, at: int) -> set[int]:
    (form,) = struct.unpack_from(">H", data, at)
    if form == 12:
        return _groups(data, at)
    if form == 4:
        return _segments(data, at)
    return set()


def _groups(data: bytes, at: int) -> set[int]:
    points: set[int] = set()
    (count,) = struct.unpack_from(">I", data, at + 12)
    for group in range(count):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * group)
        points.update(range(first + (glyph == 0), min(last, 0x10FFFF) + 1))
    return points


def _segments(data: bytes, at: int) -> set[int]:
    (double,) = struct.unpack_from(">H", data, at + 6)
    ends, starts = at + 14, at + 16 + double
    deltas, ranges = starts + double, starts + 2 * double
    points: set[int] = set()
    for step in range(0, double, 2):
        (last,) = struct.unpack_from(">H", data, ends + step)
        (first,) = struct.unpack_from(">H", data, starts + step)
        (delta,) = struct.unpack_from(">H", data, deltas + step)
        (shift,) = struct.unpack_from(">H", data, ranges + step)
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = point
            if shift:
                (glyph,) = struct.unpack_from(
                    ">H", data, ranges + step + shift + 2 * (point - first)
                )
            if glyph and (shift or (point + delta) & 0xFFFF):
                points.add(point)
    return points
