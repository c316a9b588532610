"""The report as DOCX, opened again: structure that Word and a screen reader understand."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from isonomy.gap.papers.docx import report_docx
from tests.paper.example import gap_report


@pytest.fixture(scope="module")
def content() -> bytes:
    return report_docx(gap_report())


def words_of(content: bytes) -> str:
    file = Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    whole = "\n".join([*(line.text for line in file.paragraphs), *cells])
    return whole.replace("\N{NO-BREAK SPACE}", " ")


def test_headings_are_headings_and_begin_with_the_summary(content: bytes) -> None:
    file = Document(io.BytesIO(content))
    first = [line.text for line in file.paragraphs if line.style.name == "Heading 1"]
    assert first[:3] == [
        "In one minute",
        "Conformity by clause and standard",
        "Gaps, the most useful first",
    ]


def test_every_table_repeats_its_head_and_keeps_rows_whole(content: bytes) -> None:
    file = Document(io.BytesIO(content))
    assert len(file.tables) >= 7
    for table in file.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_captions_and_pages_are_numbered_by_fields(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert "SEQ Table" in file.read("word/document.xml").decode()
        foot = "".join(file.read(name).decode() for name in file.namelist() if "footer" in name)
    assert " PAGE " in foot
    assert " NUMPAGES " in foot


def test_gaps_actions_and_figures_are_there(content: bytes) -> None:
    whole = words_of(content)
    report = gap_report()
    assert "63\u202f%" in whole
    for text in (*(gap.title for gap in report.gaps), *(action.title for action in report.actions)):
        assert text in whole
    assert "18 Nov 2026, late" in whole


def test_it_has_title_author_language_and_the_date_of_the_report(content: bytes) -> None:
    facts = Document(io.BytesIO(content)).core_properties
    assert (facts.title, facts.author, facts.language) == (
        "Gap analysis",
        "Aldermoor Foods Ltd",
        "en",
    )
    assert facts.created is not None
    assert facts.created.isoformat().startswith("2026-11-22T13:05:00")


def test_the_language_is_set_for_the_spelling_of_the_text() -> None:
    with zipfile.ZipFile(io.BytesIO(report_docx(gap_report(language="de-DE")))) as file:
        assert 'w:lang w:val="de-DE"' in file.read("word/styles.xml").decode()


def test_an_arabic_document_runs_from_right_to_left() -> None:
    file = Document(io.BytesIO(report_docx(gap_report(language="ar"))))
    assert file.paragraphs[0]._p.pPr.find(qn("w:bidi")) is not None
    assert file.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None


def test_properties_of_tables_stand_in_the_order_that_word_demands() -> None:
    order = [
        "tblStyle",
        "bidiVisual",
        "tblW",
        "jc",
        "tblBorders",
        "tblLayout",
        "tblLook",
        "tblCaption",
    ]
    file = Document(io.BytesIO(report_docx(gap_report(language="ar"))))
    for table in file.tables:
        names = [etree.QName(child).localname for child in table._tbl.tblPr]
        assert names == [name for name in order if name in names]


def test_the_same_report_gives_the_same_bytes(content: bytes) -> None:
    assert report_docx(gap_report()) == content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name]


def test_hostile_text_is_kept_as_text() -> None:
    evil = "</w:t><w:t> & \x00\ud800 {page} \u202e =1+1 日本"
    report = gap_report()
    made = report_docx(replace(report, title=evil, gaps=(replace(report.gaps[0], note=evil),)))
    assert "</w:t><w:t> & \ufffd\ufffd {page} \u202e =1+1 日本" in words_of(made)
