"""The German words: every sentence has one, none is uncertain, and no place for a fact is lost."""

from __future__ import annotations

import gettext
import re
import runpy
import shutil
from pathlib import Path
from string import Formatter

import django
import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.utils.functional import Promise

from isonomy.parties.trail_words import FIELDS, KINDS

ROOT = Path(__file__).resolve().parents[2]
WORDS = ROOT / "src/isonomy/locale/de/LC_MESSAGES/django.po"
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd%]|</?\w+[^>]*>")
SHOWN_ROOMS = {"parties", "catalogue", "exchange", "gap", "files"}
FAMILIAR = re.compile(
    r"\b(?:du|dein|deine|deinen|deinem|deiner|dir|dich|bitte gib)\b", re.IGNORECASE
)


def messages() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """English and German of every sentence, both with their forms for one and many."""
    with WORDS.open("rb") as file:
        read = [message for message in read_po(file, locale="de") if message.id]
    return [(_forms(message.id), _forms(message.string)) for message in read]


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_every_sentence_has_german_words() -> None:
    without = [english for english, german in messages() if not all(german)]
    assert without == []
    assert len(messages()) > 1500


def test_no_translation_is_uncertain() -> None:
    assert "#, fuzzy" not in WORDS.read_text("utf-8")


def test_a_translation_keeps_the_places_for_facts() -> None:
    for english, german in messages():
        for source, translated in zip(english, german, strict=True):
            assert sorted(PLACE.findall(source)) == sorted(PLACE.findall(translated)), source
            fields = {name for _, name, _, _ in Formatter().parse(source.replace("%(", "")) if name}
            assert all(f"{{{name}}}" in translated for name in fields), source


def test_german_speaks_formally() -> None:
    assert [german for _, german in messages() if FAMILIAR.search(" ".join(german))] == []


def test_a_sentence_ends_as_its_source_does() -> None:
    ends = [(e, g) for e, g in messages() if (e[-1][-1] in ".?:") != (g[-1][-1] in ".?:")]
    months = [pair for pair in ends if pair[1][0] in {"Jan.", "Feb.", "Apr.", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."}]  # fmt: skip
    assert [pair for pair in ends if pair not in months] == []


def test_what_is_read_at_run_time_is_what_was_written() -> None:
    with WORDS.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for english, german in messages():
        if len(english) == 2:
            assert [compiled.ngettext(*english, count) for count in (1, 2)] == list(german)
        else:
            assert german[0] in compiled._catalog.values()


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_no_sentence_was_added_without_being_gathered() -> None:
    assert runpy.run_path(str(ROOT / "tools/language.py"))["faults"]("de") == []


def test_no_word_of_ours_takes_the_place_of_one_of_django() -> None:
    """ "may" is a month to Django: ours needs a context, or pages would show "darf" in a calendar."""
    folder = Path(django.__file__).parent / "conf/locale/de/LC_MESSAGES/django.po"
    theirs = {m.id: m.string for m in read_po(folder.open("rb"), locale="de") if not m.context}
    ours = read_po(WORDS.open("rb"), locale="de")
    taken = [
        m.id for m in ours if m.id and not m.context and theirs.get(m.id, m.string) != m.string
    ]
    assert taken == []


def test_names_that_django_makes_up_are_gathered_for_the_audit_trail() -> None:
    models = [m for m in apps.get_models() if m._meta.app_label in SHOWN_ROOMS]
    kinds = {m._meta.verbose_name for m in models if not isinstance(m._meta.verbose_name, Promise)}
    fields = {
        field.verbose_name
        for model in models
        for field in model._meta.fields
        if not isinstance(field.verbose_name, Promise)
    }
    assert kinds <= set(KINDS)
    assert fields - {"password", "last login"} <= set(FIELDS)
