"""Texts of the report and the statement, as a reader finds them on the pages."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from isonomy.gap.papers.model import Counts, GapReport, Readiness
from isonomy.gap.papers.pdf import report_pdf, signed
from isonomy.gap.papers.soa import statement_pdf
from isonomy.gap.papers.words import WORDS, figure
from tests.paper.example import MADE_AT, gap_report, ready, statement


def pages(content: bytes) -> list[str]:
    """Text of each page, every kind of space as one plain space, soft breaks removed."""
    reader = PdfReader(io.BytesIO(content))
    return [
        " ".join((page.extract_text() or "").replace("\u200b", "").split()) for page in reader.pages
    ]


@pytest.fixture(scope="module")
def report_pages() -> list[str]:
    return pages(report_pdf(gap_report()).content)


def test_the_cover_names_organisation_standards_scope_and_author(report_pages: list[str]) -> None:
    cover = report_pages[0]
    for said in ("Aldermoor Foods Ltd", "ISO/IEC 27001:2022", "ISO 50001:2018", "22 Nov 2026",
                 "Ines Okafor, quality manager", "Port Selwyn, 114 people"):  # fmt: skip
        assert said in cover


def test_the_second_page_can_be_read_in_a_minute(report_pages: list[str]) -> None:
    # 501 conform, 270 partly, 12 of 1027 do not apply: (501 + 135) / 1015 = 62.66 percent
    page = report_pages[1]
    assert "63 %" in page
    assert "Target 80 %" in page
    assert "moves five standards at once" in page
    for number in ("9001", "14001", "45001", "27001", "22000", "50001"):
        assert number in page


def test_the_working_of_the_figure_is_printed(report_pages: list[str]) -> None:
    assert "636 of 1015" in " ".join(report_pages)


def test_every_gap_and_every_action_is_printed(report_pages: list[str]) -> None:
    whole = " ".join(report_pages)
    report = gap_report()
    for gap in report.gaps:
        assert gap.title in whole
    for action in report.actions:
        assert action.title in whole
        assert action.owner in whole


def test_lateness_is_a_word_and_not_only_a_colour(report_pages: list[str]) -> None:
    assert "18 Nov 2026, late" in " ".join(report_pages)


def test_pages_are_numbered_from_the_second_on(report_pages: list[str]) -> None:
    last = len(report_pages)
    assert "Page" not in report_pages[0]
    assert f"Page 2 of {last}" in report_pages[1]
    assert f"Page {last} of {last}" in report_pages[-1]


def test_the_head_of_a_long_table_stands_on_every_page() -> None:
    report = gap_report()
    many = pages(report_pdf(replace(report, gaps=report.gaps * 8)).content)
    with_gaps = [page for page in many if "Does not conform" in page and "Requirement" in page]
    assert len([page for page in many if "Serves" in page]) > 4
    assert len(with_gaps) > 4


def test_a_report_without_answers_is_still_a_report() -> None:
    empty = GapReport(
        title="Gap analysis",
        organisation="Aldermoor Foods Ltd",
        made_at=MADE_AT,
        standards=(),
        readiness=Readiness(None),
        matrix=(),
    )
    whole = " ".join(pages(report_pdf(empty).content))
    assert "No action is planned yet." in whole
    assert "All standards on one scale" not in whole


def test_words_are_looked_up_by_the_caller() -> None:
    german = {"Readiness": "Reifegrad", "Does not conform": "Nicht erfüllt", "Nov": "Nov.",
              "%(day)s %(month)s %(year)s": "%(day)s. %(month)s %(year)s"}  # fmt: skip
    made = report_pdf(gap_report(language="de"), t=lambda text: german.get(text, text))
    whole = " ".join(pages(made.content))
    assert "Reifegrad" in whole
    assert "Nicht erfüllt" in whole
    assert "22. Nov. 2026" in whole


def test_no_label_of_the_documents_stands_outside_the_words() -> None:
    """With a translation that shouts, no label of the template stays as it was."""
    made = report_pdf(
        gap_report(), t=lambda text: text if "%(" in text or "{" in text else text.upper()
    )
    whole = " ".join(pages(made.content))
    for key in ("in_a_minute", "readiness", "same_scale", "by_clause", "plan", "owner", "due"):
        assert WORDS[key].upper() in whole


def test_a_share_is_rounded_half_up() -> None:
    assert figure(62.5) == "63"
    assert figure(62.49) == "62"
    assert figure(None) == "–"


def test_a_difference_is_that_of_the_figures_shown() -> None:
    # 52.4 and 62.6 are shown as 52 and 63: a reader counts eleven points
    assert signed(52.4, 62.6) == "+11"
    assert signed(70.0, 66.0) == "−4"
    assert signed(50.0, 50.2) == "0"
    assert signed(None, 50.0) == "–"


def test_the_example_counts_as_its_text_says() -> None:
    assert gap_report().counts == Counts(501, 270, 69, 12, 175)
    assert ready(Counts(1, 1, 0, 1, 1)) == 50.0


def test_an_approved_statement_names_who_when_and_what_it_means() -> None:
    first = pages(statement_pdf(statement()).content)[0]
    for said in (
        "Harriet Vance",
        "Managing director",
        "20 Nov 2026",
        "remaining risks are accepted",
        "3.0",
    ):
        assert said in first
    assert "Draft" not in first


def test_a_statement_that_nobody_approved_says_so_on_every_page() -> None:
    for page in pages(statement_pdf(statement(approvals=())).content):
        assert "Draft, not approved" in page


def test_all_controls_are_printed_with_their_reason() -> None:
    facts = statement()
    whole = " ".join(pages(statement_pdf(facts).content))
    for control in facts.controls:
        assert f" {control.id} " in whole
    # 93 controls, three excluded and two undecided
    assert "88 of 93 controls apply" in whole
    assert whole.count("We write no software and order none.") == 3
    assert whole.count("Undecided") >= 2
