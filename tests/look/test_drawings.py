"""Small drawings tell the truth: lengths, letters, differences and days."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import translation

from isonomy.base.look import initials, pieces, short_digest, sign_of
from isonomy.base.templatetags.drawing import month_of, plan_bar, word_difference
from isonomy.base.templatetags.look import status, status_cells
from tests.look.pages import drawn


def test_equal_counts_get_equal_lengths_and_what_is_not_assessed_stays_empty() -> None:
    laid = pieces([("conforms", 30), ("partly", 30), ("not_assessed", 40)], 100)
    assert [(piece.css, piece.start, piece.width) for piece in laid] == [
        ("ok", "0.00%", "30.00%"),
        ("part", "30.00%", "30.00%"),
    ]


def test_a_bar_of_nothing_is_empty_rather_than_an_error() -> None:
    assert pieces([("conforms", 0)], 0) == []
    assert "<rect" not in drawn('<c-bar :parts="parts" />', parts=[])


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ines Okafor", "IO"),
        ("Anna Maria van der Berg", "AB"),
        ("Plato", "PL"),
        ("李小龙", "李"),
        ("Ørsted Åse", "ØÅ"),
        ("  ", "–"),
        ("", "–"),
    ],
)
def test_letters_for_a_person(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_digest_keeps_its_first_and_last_characters() -> None:
    assert short_digest("9f2c41ab" + "0" * 52 + "77e0") == "9f2c41ab…77e0"
    assert short_digest("short") == "short"


def test_an_unknown_status_never_looks_like_conformity() -> None:
    assert sign_of("approved-ish").css == "open"
    assert sign_of(None).css == "open"


def test_a_status_has_a_word_and_its_label_is_escaped() -> None:
    assert "Does not conform</span>" in status("does_not_conform")
    assert "<b>" not in status("partly", "<b>x</b>")


def test_a_row_of_signs_is_spoken_once_and_a_standard_that_does_not_ask_is_left_out() -> None:
    row = status_cells([("9001", "conforms"), ("14001", None), ("45001", "partly")])
    assert 'aria-label="9001 conforms, 45001 partly"' in row
    assert re.findall(r'<i class="([a-z]+)">', row) == ["ok", "void", "part"]


def test_a_difference_marks_what_was_added_and_what_was_removed() -> None:
    shown = word_difference(
        "Corrections are made within three days.", "Corrections are made within 24 hours."
    )
    assert shown == "Corrections are made within <del>three days.</del> <ins>24 hours.</ins> "


def test_a_difference_loses_no_word_and_escapes_all() -> None:
    old, new = "a <b> c d", "a c d & e"
    shown = word_difference(old, new)
    assert re.sub(r"<ins>.*?</ins>|</?del>", "", shown).split() == ["a", "&lt;b&gt;", "c", "d"]
    assert re.sub(r"<del>.*?</del>|</?ins>", "", shown).split() == ["a", "c", "d", "&amp;", "e"]


def test_equal_texts_show_no_difference() -> None:
    assert "<" not in word_difference("The same.", "The same.")


def test_a_bar_of_a_plan_is_never_done_beyond_its_end() -> None:
    bars = plan_bar({"start": 10, "width": 20, "done": 35})
    assert re.findall(r'class="(\w+)" x="10.00%" y="36%" width="([\d.]+)%"', bars) == [
        ("b", "20.00"),
        ("b2", "20.00"),
    ]


def test_a_month_begins_its_weeks_as_the_language_does() -> None:
    november = date(2026, 11, 22)
    with translation.override("de"):
        german = month_of(november, november, {})
    with translation.override("en"):
        english = month_of(november, november, {})
    with translation.override("pt-br"):
        brazilian = month_of(november, november, {})
    # 1 November 2026 was a Sunday; ours begin on Monday (ISO 8601), a Brazilian week on Sunday
    assert [day.number for day in german.weeks[0]] == ["", "", "", "", "", "", "1"]
    assert [day.number for day in english.weeks[0]] == ["", "", "", "", "", "", "1"]
    assert [day.number for day in brazilian.weeks[0]] == ["1", "2", "3", "4", "5", "6", "7"]


def test_a_month_marks_today_and_what_is_due() -> None:
    due = {date(2026, 11, 25): ("Audit", "/audits/1")}
    month = month_of(date(2026, 11, 1), date(2026, 11, 22), due)
    days = {day.number: day for week in month.weeks for day in week}
    assert days["22"].css == "is"
    assert (days["25"].css, days["25"].words, days["25"].url) == ("has", "Audit", "/audits/1")
    assert days["24"].css == ""
    assert set(days) == {"", *(str(number) for number in range(1, 31))}
