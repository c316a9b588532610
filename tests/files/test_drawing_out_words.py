"""The words of a document are found whatever its kind; a hostile one harms nobody."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pikepdf
import pytest
import typst

from isonomy.base.files.notice import FileRefused
from isonomy.base.files.text import extract_text, extract_text_of
from tests.exchange.making import billion_laughs, ods, xls, xlsx

WORDS = "Energiepolitik für Jürgen"


def pdf() -> bytes:
    """A real PDF with two pages."""
    made = typst.compile(f"{WORDS} \n #pagebreak() \n second page".encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph(WORDS)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


ROWS = [["Nr", "Name"], ["1", WORDS]]


@pytest.mark.parametrize(
    "data",
    [
        pdf(), word(), xlsx(ROWS), ods(ROWS), xls(ROWS), WORDS.encode(), WORDS.encode("cp1252"),
        f"<html><script>bad()</script><p>{WORDS}</p></html>".encode(),
    ],
    ids=["pdf", "docx", "xlsx", "ods", "xls", "utf-8", "cp1252", "html"],
)  # fmt: skip
def test_words_are_found(data: bytes) -> None:
    text = extract_text_of(data)
    assert WORDS in text
    assert "bad()" not in text


def test_every_page_and_cell_counts() -> None:
    assert "second page" in extract_text_of(pdf())
    assert "left" in extract_text_of(word())
    assert "right" in extract_text_of(word())


def test_a_file_on_disk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(word())
    assert WORDS in extract_text(path)


def test_kinds_without_words_give_none() -> None:
    assert extract_text_of(b"\x89PNG\r\n\x1a\n" + b"\x00" * 30) == ""


def test_a_locked_pdf_says_so() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u", R=6))
    with pytest.raises(FileRefused, match="password"):
        extract_text_of(out.getvalue())


def test_a_broken_pdf_and_entities_are_refused() -> None:
    with pytest.raises(FileRefused):
        extract_text_of(b"%PDF-1.7\n" + b"garbage " * 50)
    with pytest.raises(FileRefused, match="entities"):
        extract_text_of(billion_laughs())


def test_a_word_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 150_000_000)
    with pytest.raises(FileRefused, match="unfolds"):
        extract_text_of(out.getvalue())
