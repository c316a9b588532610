"""What the limited process does with a document: find its words."""

from __future__ import annotations

import codecs
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib import import_module
from typing import Any

import pypdf
import pypdf.errors
import python_calamine
from defusedxml import ElementTree

from isonomy.base.files.archive import check_archive, open_archive
from isonomy.base.files.encoding import decode
from isonomy.base.files.notice import gettext_noop, refused

_PARTS = {
    "docx": re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|comments)\.xml"),
    "pptx": re.compile(r"ppt/(?:slides|notesSlides)/\w+\.xml"),
    "odt": re.compile(r"content\.xml"),
    "odp": re.compile(r"content\.xml"),
}
_PARAGRAPHS = frozenset({"p", "h", "br", "tr", "line-break"})
_TABS = frozenset({"tab", "tc", "table-cell"})
_HIDDEN = frozenset({"instrText", "delText"})
_DAMAGED = gettext_noop("The document is damaged; its words cannot be read.")
# The limited process can load nothing once it reads: what pypdf loads late is loaded here.
for _late in ("filters", "_codecs._codecs", "_codecs.core_font_metrics", "_codecs.adobe_glyphs"):
    import_module(f"pypdf.{_late}")
for _codec in ("cp1252", "mac_roman", "latin-1", "utf-16-be", "charmap", "unicode_escape"):
    codecs.lookup(_codec)
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def answer(data: bytes, said: dict[str, Any]) -> str:
    """The words of a document of the kind `said["key"]`, at most `said["most"]` characters."""
    pieces: list[str] = []
    length = 0
    try:
        for piece in _READERS[said["key"]](data, said["key"]):
            pieces.append(piece)
            length += len(piece) + 1
            if length > said["most"]:
                break
    except (
        pypdf.errors.PyPdfError, python_calamine.CalamineError, ElementTree.ParseError,
        zipfile.BadZipFile, ValueError, KeyError, IndexError, TypeError, AttributeError,
        RecursionError, OSError,
    ) as broken:  # fmt: skip
        if not pieces:
            raise refused(_DAMAGED) from broken
    return _tidy("\n".join(pieces))[: said["most"]]


def _tidy(text: str) -> str:
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "", text)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t\u00a0]+", " ", text)).strip()


def _pdf(data: bytes, key: str) -> Iterator[str]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise refused(gettext_noop("The document is protected by a password."))
    for page in reader.pages:
        yield page.extract_text()


def _markup(data: bytes, key: str) -> Iterator[str]:
    with open_archive(io.BytesIO(data)) as archive:
        check_archive(archive)
        for name in sorted(archive.namelist(), key=lambda part: (len(part), part)):
            if _PARTS[key].fullmatch(name):
                yield "".join(_words(archive.read(name)))


def _words(xml: bytes) -> Iterator[str]:
    for element in ElementTree.fromstring(xml).iter():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name in _PARAGRAPHS:
            yield "\n"
        elif name in _TABS:
            yield "\t"
        yield "" if name in _HIDDEN else element.text or ""
        if name in ("span", "a", "s", "tab", "line-break"):
            yield element.tail or ""


def _sheets(data: bytes, key: str) -> Iterator[str]:
    if key != "xls":
        with open_archive(io.BytesIO(data)) as archive:
            check_archive(archive)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        yield name
        for row in book.get_sheet_by_name(name).iter_rows():
            if words := "\t".join(str(cell) for cell in row if cell != ""):
                yield words


def _plain(data: bytes, key: str) -> Iterator[str]:
    yield decode(data)[0]


class _Page(HTMLParser):
    """Collects the words of a web page, without scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Scripts and styles hold no words."""
        self._silent += tag in ("script", "style")
        self.words.append("\n" if tag in ("p", "br", "div", "tr", "li", "h1", "h2", "h3") else " ")

    def handle_endtag(self, tag: str) -> None:
        """Words count again after a script or style."""
        if tag in ("script", "style") and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        """Keep words that a reader would see."""
        if not self._silent:
            self.words.append(data)


def _html(data: bytes, key: str) -> Iterator[str]:
    page = _Page()
    page.feed(decode(data)[0])
    yield "".join(page.words)


_READERS: dict[str, Callable[[bytes, str], Iterator[str]]] = {
    "pdf": _pdf, "docx": _markup, "pptx": _markup, "odt": _markup, "odp": _markup,
    "xlsx": _sheets, "xls": _sheets, "ods": _sheets, "text": _plain, "html": _html,
}  # fmt: skip
