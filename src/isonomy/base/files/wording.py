"""Puts a notice into the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext

from isonomy.base.files.notice import Notice

_TRANSLATED = frozenset({"what"})
"""Facts that are words of ours, such as “a PDF document”; others are figures or quoted text."""


def worded(notice: Notice) -> str:
    """The sentence in the reader's language, with its facts in place."""
    facts = {
        name: gettext(str(fact)) if name in _TRANSLATED else fact
        for name, fact in notice.facts.items()
    }
    return gettext(notice.template) % facts
