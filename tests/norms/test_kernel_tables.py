"""Normative tables are read strictly and always looked up for a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from isonomy.norms.kernel.table import TableError, load_table

GOOD = """
id: example.days
title: Days by people
unit: days
source: {document: Example MD 0, place: table 1, confidence: V}
editions:
  - edition: "2024"
    applies: {from: 2024-01-01, until: 2026-12-31}
    bands: [{up_to: 5, value: 1.5}, {up_to: 10, value: 2.0}]
  - edition: "2027"
    applies: {from: 2027-01-01}
    bands: [{up_to: 5, value: 3}, {value: 4.25}]
  - {edition: "2030", expected: 2030-01-01}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "table.yaml"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("people", "day", "days", "edition"),
    [
        (5, date(2026, 12, 31), Decimal("1.5"), "2024"),
        (6, date(2024, 1, 1), Decimal("2.0"), "2024"),
        (5, date(2027, 1, 1), Decimal(3), "2027"),
        (99_999, date(2029, 1, 1), Decimal("4.25"), "2027"),
    ],
)
def test_the_upper_bound_belongs_to_the_lower_band(
    people: int, day: date, days: Decimal, edition: str, tmp_path: Path
) -> None:
    answer = load_table(written(tmp_path, GOOD)).look_up(people, day)
    assert answer.value == days
    assert answer.edition == edition
    assert str(answer.cites[0]) == f"Example MD 0:{edition}, table 1"


@pytest.mark.parametrize(
    ("people", "day", "why"),
    [
        (11, date(2026, 1, 1), "above the last band"),
        (-1, date(2026, 1, 1), "below nought"),
        (1, date(2023, 12, 31), "no edition applies"),
    ],
)
def test_what_the_table_does_not_say_is_not_guessed(
    people: int, day: date, why: str, tmp_path: Path
) -> None:
    with pytest.raises(TableError, match=why):
        load_table(written(tmp_path, GOOD)).look_up(people, day)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("unit: days", "unit: days\nunit: hours", "stands twice"),
        ("unit: days", "units: days", "unknown keys"),
        ("from: 2027-01-01", "from: 2026-12-31", "overlap"),
        ("{up_to: 10, value: 2.0}", "{up_to: 4, value: 2.0}", "out of order"),
        ("{up_to: 5, value: 1.5}", "{value: 1.5}", "only the last"),
    ],
)
def test_a_table_with_a_fault_is_refused_by_name(
    old: str, new: str, why: str, tmp_path: Path
) -> None:
    with pytest.raises(TableError, match=why):
        load_table(written(tmp_path, GOOD.replace(old, new, 1)))


def test_an_announced_edition_is_not_yet_usable(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no edition '2030'"):
        load_table(written(tmp_path, GOOD)).edition("2030")


def test_the_digest_changes_with_a_figure(tmp_path: Path) -> None:
    first = load_table(written(tmp_path, GOOD)).digest
    assert load_table(written(tmp_path, GOOD.replace("1.5", "1.6"))).digest != first
