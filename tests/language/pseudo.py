"""A language in which every translated word is in Greek letters, so that what stays Latin was forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.utils.translation import override, trans_real

from isonomy.base.audit_trail import SENTENCES

CODE = "qps"
"""The code that is reserved for pretended languages."""

_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "αβξδεφγηιϳκλμνοπθρστυϋωχψζΑΒΞΔΕΦΓΗΙϹΚΛΜΝΟΠΘΡΣΤΥΫΩΧΨΖ",
)
_KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]*>|&\w+;|\s+")
"""Places for facts, marks of HTML: a translation keeps them as they are."""


def greek(text: str) -> str:
    """A sentence as this language says it."""
    out, at = [], 0
    for kept in _KEPT.finditer(text):
        out += [text[at : kept.start()].translate(_LETTERS), kept.group()]
        at = kept.end()
    return "".join([*out, text[at:].translate(_LETTERS)])


class Greek(trans_real.DjangoTranslation):
    """Answers every sentence that is asked for, known or not."""

    def __init__(self) -> None:
        self._info: dict[str, str] = {}
        self._charset = "utf-8"
        self._catalog: Any = {}
        self._fallback = None
        self.plural = lambda n: int(n != 1)
        self.domain = "django"
        self.asked: set[str] = set()
        self._DjangoTranslation__language = CODE
        self._DjangoTranslation__to_language = CODE

    def gettext(self, message: str) -> str:
        """The sentence in Greek letters, without the context that Django puts before it."""
        self.asked.add(message)
        return greek(message.rpartition("\x04")[2])

    def ngettext(self, msgid1: str, msgid2: str, n: float) -> str:
        """One or many, in Greek letters."""
        self.asked.add(msgid1)
        return greek((msgid1 if n == 1 else msgid2).rpartition("\x04")[2])


@contextmanager
def speaking_greek() -> Iterator[Greek]:
    """The pretended language exists and is active; it keeps what it was asked for."""
    language = Greek()
    with patch.dict(trans_real._translations, {CODE: language}), override(CODE):
        yield language


def without_german(asked: set[str]) -> set[str]:
    """The sentences that were asked for and that German, ours or a library's, does not have.

    Sentences of verbs that only tests have are left out.
    """
    german = trans_real.translation("de")._catalog
    of_tests = {words for verb, words in SENTENCES.items() if verb.startswith(("sample.", "bill."))}
    asked = asked - of_tests
    found = {text for text in asked if text not in german and (text, 1) not in german}
    return {text for text in found if re.search("[A-Za-z]{2}", text)}  # else it is Greek already
