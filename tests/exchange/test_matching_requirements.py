"""A requirement is recognised however its place is written, and never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from isonomy.exchange.reading.matching import Outcome, Requirement, RequirementIndex

SECURITY = [
    Requirement("iso27001:4.1", "iso27001", "4.1", "Understanding the organization and its context"),
    Requirement("iso27001:4.1.climate", "iso27001", "4.1 climate", "Understanding the organization"),
    Requirement("iso27001:5.1", "iso27001", "5.1", "Leadership and commitment"),
    Requirement("iso27001:6.1.2", "iso27001", "6.1.2", "Information security risk assessment"),
    Requirement("iso27001:6.1.2.c", "iso27001", "6.1.2 c", "Information security risk assessment"),
    Requirement("iso27001:8.1", "iso27001", "8.1", "Operational planning and control"),
    Requirement(
        "iso27001:A.5.1", "iso27001", "A.5.1", "Policies for information security",
        former=("A.5.1.1", "A.5.1.2"),
    ),
    Requirement("iso27001:A.5.17", "iso27001", "A.5.17", "Authentication information"),
    Requirement("iso27001:A.8.1", "iso27001", "A.8.1", "User endpoint devices"),
    Requirement("iso27001:A.8.5", "iso27001", "A.8.5", "Secure authentication"),
    Requirement("iso27001:A.8.10", "iso27001", "A.8.10", "Information deletion"),
]  # fmt: skip
QUALITY = [
    Requirement("iso9001:4.1", "iso9001", "4.1", "Understanding the organization and its context"),
    Requirement("iso9001:8.2.3", "iso9001", "8.2.3", "Review of the requirements for products"),
    Requirement("iso9001:8.2.3.b", "iso9001", "8.2.3 b", "Review of the requirements for products"),
    Requirement("iso9001:9.3.2.c2", "iso9001", "9.3.2 c2", "Management review inputs"),
]
INDEX = RequirementIndex(SECURITY + QUALITY)


@pytest.mark.parametrize(
    "text",
    [
        "A.5.1", "A5.1", "A 5.1", "a.5.1", "A-5.1", "A 5 . 1", " A.5.1. ", "Annex A 5.1", "Annex A.5.1",
        "Anhang A 5.1", "ISO 27001 A 5.1", "ISO/IEC 27001:2022 A.5.1", "ISO27001 - A.5.1",
        "27002 5.1", "Control 5.1", "Control A.5.1", "iso27001:A.5.1", "A.5.1 Policies", "Ａ.５.１",
        "A.5.1\u00a0", "Policies for information security", "policies for Information-Security",
    ],
)  # fmt: skip
def test_a_control_is_known_in_many_spellings(text: str) -> None:
    assert INDEX.match(text).ids == ("iso27001:A.5.1",)


@pytest.mark.parametrize(
    "text",
    ["6.1.2 c", "6.1.2 c)", "6.1.2 (c)", "6.1.2.c", "6.1.2c", "6.1.2 lit. c", "Clause 6.1.2 c)",
     "§ 6.1.2 c)", "Kapitel 6.1.2 Buchst. c", "iso27001:6.1.2.c", "ISO 27001:2022, 6.1.2 c)", "6,1,2 c)"],
)  # fmt: skip
def test_an_item_is_known_in_many_spellings(text: str) -> None:
    assert INDEX.match(text).ids == ("iso27001:6.1.2.c",)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("8.2.3 b)", "iso9001:8.2.3.b"),
        ("ISO 9001 4.1", "iso9001:4.1"),
        ("DIN EN ISO 9001:2015, Abschnitt 4.1", "iso9001:4.1"),
        ("4.1 climate", "iso27001:4.1.climate"),
        ("27001 4.1 Understanding the organization and its context", "iso27001:4.1"),
        ("9.3.2 c) 2)", "iso9001:9.3.2.c2"),
        ("9.3.2 c2", "iso9001:9.3.2.c2"),
        ("A.5.1.2", "iso27001:A.5.1"),
        ("5.17", "iso27001:A.5.17"),
    ],
)
def test_other_places_are_known(text: str, meant: str) -> None:
    found = INDEX.match(text)
    assert (found.outcome, found.ids) == (Outcome.UNIQUE, (meant,))


def test_a_bare_number_that_two_places_carry_is_not_guessed() -> None:
    found = INDEX.match("5.1")
    assert found.outcome is Outcome.AMBIGUOUS
    assert set(found.ids) == {"iso27001:5.1", "iso27001:A.5.1"}
    assert "iso27001:A.5.1" in str(found.reason)


def test_a_table_of_controls_settles_a_bare_number() -> None:
    assert INDEX.match("5.1", annex=True).ids == ("iso27001:A.5.1",)
    assert INDEX.match("5.1", annex=False).ids == ("iso27001:5.1",)


def test_the_title_of_the_row_settles_a_bare_number() -> None:
    assert INDEX.match("5.1", title="Leadership & commitment").ids == ("iso27001:5.1",)
    assert INDEX.match("5.1", title="Something else").outcome is Outcome.AMBIGUOUS


def test_a_title_that_fits_two_about_as_well_settles_nothing() -> None:
    index = RequirementIndex(
        [
            Requirement("iso9001:9.3.2", "iso9001", "9.3.2", "Management review inputs"),
            Requirement("iso45001:9.3.2", "iso45001", "9.3.2", "Management review results"),
        ]
    )
    assert index.match("9.3.2", title="Management review").outcome is Outcome.AMBIGUOUS
    assert index.match("9.3.2", title="Management review inputs").ids == ("iso9001:9.3.2",)


def test_a_clause_that_several_standards_have_asks_for_the_standard() -> None:
    assert INDEX.match("4.1").outcome is Outcome.AMBIGUOUS
    assert INDEX.match("4.1", standard="iso9001").ids == ("iso9001:4.1",)
    assert INDEX.match("4.1", standard="ISO 9001:2015").ids == ("iso9001:4.1",)


def test_a_figure_that_a_spreadsheet_shortened_is_not_taken_for_another_control() -> None:
    """8.10 written into a figure cell is stored as 8.1."""
    found = INDEX.match(8.1, annex=True)
    assert set(found.ids) == {"iso27001:A.8.1", "iso27001:A.8.10"}
    assert found.outcome is Outcome.AMBIGUOUS
    assert INDEX.match(8.1, annex=True, title="Information deletion").ids == ("iso27001:A.8.10",)
    assert INDEX.match("8.1", annex=True).ids == ("iso27001:A.8.1",)


def test_a_number_that_became_a_date_is_explained() -> None:
    found = INDEX.match(date(2026, 1, 5))
    assert found.outcome is Outcome.NONE
    assert "Format the column as text" in str(found.reason)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("99.1", "“99.1” is not among the requirements chosen here."),
        ("A.9.9", "“A.9.9” is not among the requirements chosen here."),
        ("6.1.2 z)", "6.1.2 has no item z."),
        ("", "The row names no requirement."),
        ("Coffee machine", "is neither the number, the id nor the title"),
        ("ISO 14001 4.1", "“ISO 14001 4.1” is not among the requirements chosen here."),
    ],
)
def test_what_is_not_there_is_said_with_a_reason(text: str, reason: str) -> None:
    found = INDEX.match(text)
    assert (found.outcome, found.ids) == (Outcome.NONE, ())
    assert reason in str(found.reason)


def test_a_cell_that_names_two_controls_is_not_one_requirement() -> None:
    found = INDEX.match("A 5.17 A 8.5")
    assert found.outcome is Outcome.AMBIGUOUS
    assert [one.ids for one in INDEX.match_all("A 5.17 A 8.5")] == [
        ("iso27001:A.5.17",),
        ("iso27001:A.8.5",),
    ]


def test_the_year_tells_two_editions_apart() -> None:
    index = RequirementIndex(
        [
            Requirement("iso9001:4.1", "iso9001", "4.1", year="2015"),
            Requirement("iso9001_2026:4.1", "iso9001_2026", "4.1", year="2026"),
        ]
    )
    assert index.match("ISO 9001:2026 4.1").ids == ("iso9001_2026:4.1",)
    assert index.match("ISO 9001:2015 4.1").ids == ("iso9001:4.1",)
    assert index.match("4.1", standard="iso9001_2026").ids == ("iso9001_2026:4.1",)
    assert index.match("ISO 9001 4.1").outcome is Outcome.AMBIGUOUS
