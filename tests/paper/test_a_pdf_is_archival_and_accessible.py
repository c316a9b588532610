"""The report as PDF: what an archive and a screen reader ask of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

import pikepdf
import pytest

from isonomy.base.paper.typst import PaperError, compile_pdf
from isonomy.gap.papers.pdf import TEMPLATE, report_pdf
from isonomy.gap.papers.soa import statement_pdf
from tests.paper.example import gap_report, statement


@pytest.fixture(scope="module", params=["report", "statement"])
def document(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    made = report_pdf(gap_report()) if request.param == "report" else statement_pdf(statement())
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        yield pdf


def structure(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """All elements of the structure tree below a node."""
    children = node.get("/K")
    if children is None:
        return
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from structure(child)


def test_it_says_that_it_is_pdf_a_3a_and_pdf_ua_1(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as meta:
        assert meta["pdfaid:part"] == "3"
        assert meta["pdfaid:conformance"].upper() == "A"
        assert meta["pdfuaid:part"] == "1"


def test_it_is_tagged_and_names_its_language(document: pikepdf.Pdf) -> None:
    root = document.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "en"
    assert bool(root.ViewerPreferences.DisplayDocTitle)


def test_it_has_title_author_and_date_of_the_report(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as meta:
        assert "Aldermoor Foods Ltd" in meta["dc:title"]
        assert meta["dc:creator"] == ["Aldermoor Foods Ltd"]
        assert meta["xmp:CreateDate"].startswith("2026-11-22T13:05:00")


def test_headings_tables_and_header_cells_are_marked_as_such(document: pikepdf.Pdf) -> None:
    kinds = {str(element.S) for element in structure(document.Root.StructTreeRoot)}
    assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD"} <= kinds


def test_headings_never_skip_a_level(document: pikepdf.Pdf) -> None:
    levels = [
        int(str(element.S)[2:])
        for element in structure(document.Root.StructTreeRoot)
        if str(element.S) in {"/H1", "/H2", "/H3"}
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_picture_has_a_text_alternative(document: pikepdf.Pdf) -> None:
    pictures = [
        element
        for element in structure(document.Root.StructTreeRoot)
        if str(element.S) == "/Figure"
    ]
    assert pictures
    assert all(str(picture.get("/Alt", "")).strip() for picture in pictures)


def test_every_font_is_embedded_and_can_be_copied_as_text(document: pikepdf.Pdf) -> None:
    fonts = [obj for obj in document.objects if isinstance(obj, pikepdf.Dictionary)
             and obj.get("/Type") == "/Font" and obj.get("/Subtype") == "/Type0"]  # fmt: skip
    assert fonts
    for font in fonts:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())
        assert "/ToUnicode" in font


def test_it_carries_no_script_no_link_and_no_attachment(document: pikepdf.Pdf) -> None:
    for obj in document.objects:
        if isinstance(obj, pikepdf.Dictionary):
            assert obj.get("/S") not in {"/JavaScript", "/Launch", "/URI", "/SubmitForm"}
    assert not list(document.attachments)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert report_pdf(gap_report()).content == report_pdf(gap_report()).content
    assert statement_pdf(statement()).content == statement_pdf(statement()).content


def test_another_language_is_named_in_the_file() -> None:
    made = report_pdf(gap_report(language="de-DE"))
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert str(pdf.Root.Lang) == "de-DE"


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(PaperError, match="zone"):
        compile_pdf(
            template=TEMPLATE,
            data={},
            language="en",
            made_at=datetime(2026, 11, 22),  # noqa: DTZ001
        )
