"""What people type reaches a document as data: never as markup, formula or instruction."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from isonomy.base.paper.typeface import BUNDLED, drawable, families
from isonomy.base.paper.typst import MissingGlyphError
from isonomy.base.paper.wording import MARKER, Printer
from isonomy.gap.papers.model import GapReport
from isonomy.gap.papers.pdf import report_pdf
from tests.paper.example import gap_report

MARKUP = (
    '#read("/etc/passwd")',
    "*bold* _thin_ `raw`",
    "$x^2$ \\ ] [ } {",
    "// comment /* more */",
    "= Heading @ref <label>",
    "#import \"@preview/x:1.0.0\": *",
    "%(who)s {page} {{ x }} {signs}",
    "<script>alert(1)</script> &amp;",
)  # fmt: skip
SCRIPTS = (
    "Łódź Ærø Þórr",
    "Ελληνικά",
    "Кириллица Ђ",
    "שלום",
    "हिन्दी",
    "ไทย",
    "Հայերեն",
    "ქართული",
    "Tiếng Việt",
)


def with_text(text: str) -> GapReport:
    report = gap_report()
    gap = replace(report.gaps[0], title=text, note=text, owner=text)
    return replace(report, gaps=(gap,), actions=(), title=text, notes=(text,))


def text_of(content: bytes) -> str:
    reader = PdfReader(io.BytesIO(content))
    whole = " ".join(page.extract_text() or "" for page in reader.pages)
    return " ".join(whole.replace("\u200b", "").split())


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_printed_letter_by_letter(text: str) -> None:
    made = report_pdf(with_text(text))
    assert text_of(made.content).replace(" ", "").count(text.replace(" ", "")) >= 3
    assert "root:" not in text_of(made.content)
    assert made.missing == ()


@pytest.mark.parametrize("text", SCRIPTS)
def test_names_in_many_scripts_are_drawn(text: str) -> None:
    assert report_pdf(with_text(text), strict=True).missing == ()


def test_arabic_is_drawn_and_a_report_in_arabic_runs_from_right_to_left() -> None:
    made = report_pdf(replace(with_text("مرحبا بالعالم"), language="ar"), strict=True)
    assert made.missing == ()


def test_a_word_of_ten_thousand_letters_is_printed_whole() -> None:
    made = report_pdf(with_text("W" * 10_000))
    assert text_of(made.content).replace(" ", "").count("W") >= 10_000


def test_a_character_without_a_font_becomes_a_named_square() -> None:
    made = report_pdf(with_text("Sato 佐藤"))
    assert made.missing == ("佐", "藤")
    whole = text_of(made.content)
    assert f"Sato {MARKER}{MARKER}" in whole
    assert "U+4F50, U+85E4" in whole


def test_a_strict_document_refuses_a_character_without_a_font() -> None:
    with pytest.raises(MissingGlyphError, match=r"佐 \(U\+4F50\)") as refusal:
        report_pdf(with_text("佐"), strict=True)
    assert refusal.value.characters == ("佐",)


def test_a_mark_on_a_letter_of_another_script_does_not_stop_the_report() -> None:
    made = report_pdf(with_text("Ж\u0951 ב\u0301 क\u0301"))
    assert made.content.startswith(b"%PDF")


def test_controls_and_broken_characters_do_not_stop_the_report() -> None:
    made = report_pdf(with_text("a\x00\x07\ud800\ufeff\ufffe\ue000\u202eb"))
    assert made.content.startswith(b"%PDF")
    assert "\ud800" in made.missing


def test_invisible_signs_that_shape_a_word_are_kept() -> None:
    printer = Printer(drawable((BUNDLED,)))
    assert printer.text("می\u200cخواهم") == "می\u200cخواهم"
    assert printer.missing == {}


def test_line_ends_of_all_kinds_are_one_line_end() -> None:
    assert Printer(drawable((BUNDLED,))).text("a\r\nb\rc\u2028dä") == "a\nb\nc\ndä"


def test_a_font_pack_adds_what_the_bundled_fonts_lack(tmp_path: Path) -> None:
    small, rest = tmp_path / "small", BUNDLED / "NotoSansThai-Regular.ttf"
    small.mkdir()
    (small / rest.name).write_bytes(rest.read_bytes())
    (small / "not-a-font.ttf").write_bytes(b"\x00\x01\x00\x00\xff")
    points = drawable((small,))
    assert ord("ก") in points
    assert ord("A") not in points or len(points) < 200
    assert families((BUNDLED, small))[0] == "Source Sans 3"


def test_bundled_fonts_come_with_their_licences_and_stay_small() -> None:
    licences = {file.name for file in BUNDLED.glob("OFL-*.txt")}
    assert licences == {
        "OFL-commissioner.txt", "OFL-noto-sans.txt", "OFL-source-code-pro.txt",
        "OFL-source-sans-3.txt",
    }  # fmt: skip
    assert sum(file.stat().st_size for file in BUNDLED.iterdir()) < 3_000_000
