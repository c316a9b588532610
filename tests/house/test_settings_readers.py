"""A setting that cannot be understood stops the start and is named; a secret is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from isonomy.web import readers
from isonomy.web.readers import SettingError

NAME = "ISONOMY_OF_A_TEST"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv(NAME, raising=False)
    monkeypatch.delenv(f"{NAME}_FILE", raising=False)
    return monkeypatch


def test_an_empty_value_counts_as_not_set(given: pytest.MonkeyPatch) -> None:
    given.setenv(NAME, "  ")
    assert readers.text(NAME, "default") == "default"
    with pytest.raises(SettingError, match=f"{NAME} must be set"):
        readers.text(NAME)


@pytest.mark.parametrize(
    ("value", "meant"), [("yes", True), ("ON", True), ("1", True), ("no", False), ("False", False)]
)
def test_yes_and_no_in_their_usual_forms(
    given: pytest.MonkeyPatch, value: str, meant: bool
) -> None:
    given.setenv(NAME, value)
    assert readers.flag(NAME, default=not meant) is meant


def test_a_maybe_is_refused(given: pytest.MonkeyPatch) -> None:
    given.setenv(NAME, "maybe")
    with pytest.raises(SettingError, match=f"{NAME} must be yes or no, not 'maybe'"):
        readers.flag(NAME)


@pytest.mark.parametrize("value", ["0", "101", "ten", "1.5"])
def test_a_number_out_of_its_bounds_is_refused(given: pytest.MonkeyPatch, value: str) -> None:
    given.setenv(NAME, value)
    with pytest.raises(SettingError, match=NAME):
        readers.number(NAME, 5, least=1, most=100)


@pytest.mark.parametrize("value", ["1", "100"])
def test_the_bounds_of_a_number_belong_to_it(given: pytest.MonkeyPatch, value: str) -> None:
    given.setenv(NAME, value)
    assert readers.number(NAME, 5, least=1, most=100) == int(value)


def test_a_word_outside_its_list_is_refused_with_the_list(given: pytest.MonkeyPatch) -> None:
    given.setenv(NAME, "LOUD")
    with pytest.raises(SettingError, match="one of QUIET, NORMAL"):
        readers.choice(NAME, ["QUIET", "NORMAL"], "NORMAL")


@pytest.mark.parametrize("value", ["ftp://user:hush@host", "https://host:port:hush/"])
def test_an_address_is_refused_without_showing_what_it_may_hold(
    given: pytest.MonkeyPatch, value: str
) -> None:
    given.setenv(NAME, value)
    with pytest.raises(SettingError, match=NAME) as refused:
        readers.url(NAME)
    assert "hush" not in str(refused.value)


def test_a_secret_may_stand_in_a_file(given: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("s3cret\n")
    given.setenv(f"{NAME}_FILE", str(path))
    assert readers.secret(NAME) == "s3cret"


def test_value_and_file_together_are_refused(given: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given.setenv(NAME, "hush")
    given.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
    with pytest.raises(SettingError, match="both set") as refused:
        readers.secret(NAME)
    assert "hush" not in str(refused.value)


def test_a_file_that_is_not_there_or_no_text_or_too_large_is_named(
    given: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "secret"
    given.setenv(f"{NAME}_FILE", str(path))
    with pytest.raises(SettingError, match="cannot be read"):
        readers.secret(NAME)
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SettingError, match="not UTF-8"):
        readers.secret(NAME)
    path.write_bytes(b"a" * 70_000)
    with pytest.raises(SettingError, match="more than"):
        readers.secret(NAME)


def test_a_list_drops_blanks(given: pytest.MonkeyPatch) -> None:
    given.setenv(NAME, " a.example , ,b.example,")
    assert readers.listing(NAME) == ["a.example", "b.example"]
