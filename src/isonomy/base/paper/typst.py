"""PDF by typst: archival (PDF/A-3a) and accessible (PDF/UA-1), the same bytes for the same data.

A template is a `.typ` file of this package. What people typed reaches it only as JSON, read by the
template as data; it is never part of the source, so no text can act as markup or read a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typst

from isonomy.base.paper.typeface import drawable, families, font_folders, loaded_fonts
from isonomy.base.paper.wording import MARKER, Printer

PACKAGE = Path(__file__).resolve().parents[2]
"""The only folder that a template may read from."""

STANDARDS: tuple[typst.PDFStandard, ...] = ("a-3a", "ua-1")

_UNDRAWN = re.compile(r'the text `"(?P<text>(?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


class PaperError(ValueError):
    """A document could not be made; the message says why, for the person who maintains it."""


class MissingGlyphError(PaperError):
    """A strict document holds characters that no loaded font can draw; `characters` lists them."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        self.characters = characters
        named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in characters)
        super().__init__(f"No font for: {named}. Add a font pack that has these characters.")


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF and the characters that had to be replaced in it, once each."""

    content: bytes
    missing: tuple[str, ...] = ()


def compile_pdf(
    *,
    template: Path,
    data: Mapping[str, object],
    language: str,
    made_at: datetime,
    strict: bool = False,
) -> Pdf:
    """Set one document from a template of this package and its data.

    `made_at` is a time with a zone and becomes the document's date, so that the bytes depend on
    the arguments alone. A character without a font is printed as a white square, listed in
    `Pdf.missing` and, for the template, in `missing`; `strict` raises `MissingGlyphError` instead.
    """
    if made_at.tzinfo is None:
        raise PaperError("The time of a document needs its zone.")
    job = _Job(template, language, made_at, font_folders())
    printer = Printer(drawable(job.folders))
    fitted = printer.fit(data)
    for _ in range(3):
        if strict and printer.missing:
            raise MissingGlyphError(tuple(printer.missing))
        try:
            return Pdf(job.run(fitted, tuple(printer.missing)), tuple(printer.missing))
        except typst.TypstError as error:
            # A font may have a sign and still lack it in company (a mark on a foreign letter).
            undrawn = _undrawn(error)
            if not undrawn:
                raise PaperError(f"{template.name}: {error.diagnostic}") from error
            fitted = _without(fitted, undrawn)
            printer.missing.update(dict.fromkeys(sorted(undrawn)))
    raise PaperError(f"{template.name}: no font for {sorted(printer.missing)}")


@dataclass(frozen=True, slots=True)
class _Job:
    """One document to be set: all that its bytes depend on but the data."""

    template: Path
    language: str
    made_at: datetime
    folders: tuple[Path, ...]

    def run(self, fitted: object, missing: tuple[str, ...]) -> bytes:
        main, _, region = self.language.replace("_", "-").partition("-")
        facts = {
            "content": fitted,
            "missing": [f"U+{ord(sign):04X}" for sign in missing],
            "language": main.lower() or "en",
            "region": region.upper() if re.fullmatch(r"[A-Za-z]{2}", region) else None,
            "families": families(self.folders),
        }
        try:
            return typst.compile(
                self.template,
                root=PACKAGE,
                font_paths=loaded_fonts(self.folders),
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(facts, ensure_ascii=False, separators=(",", ":"))},
                pdf_standards=list(STANDARDS),
                timestamp=int(self.made_at.timestamp()),
            )
        finally:
            _forget(self.folders)


def _forget(folders: tuple[Path, ...]) -> None:
    """Let go of what typst remembers of a document, which a server would keep in memory.

    Its cache drops what ten runs did not use: 450 MB against 105 MB after sixty long reports.
    """
    for _ in range(10):
        typst.compile(b"", font_paths=loaded_fonts(folders), ignore_system_fonts=True)


def _undrawn(error: typst.TypstError) -> set[str]:
    """The characters that typst names as not drawable, apart from the marker itself."""
    found: set[str] = set()
    for match in _UNDRAWN.finditer(f"{error.message}\n{error.diagnostic}"):
        text = _ESCAPE.sub(lambda code: chr(int(code.group(1), 16)), match.group("text"))
        found |= set(text.replace("\\", ""))
    return found - {MARKER}


def _without(value: object, undrawn: set[str]) -> object:
    if isinstance(value, str):
        return "".join(MARKER if sign in undrawn else sign for sign in value)
    if isinstance(value, dict):
        return {key: _without(item, undrawn) for key, item in value.items()}
    if isinstance(value, list):
        return [_without(item, undrawn) for item in value]
    return value
