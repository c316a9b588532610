"""Keeps text from being run as a formula by a spreadsheet program, and takes it back unchanged."""

from __future__ import annotations

import re

# What a spreadsheet program may take for the start of a formula; full-width forms count as well.
_FORMULA = re.compile(r"'*[\s\x00]*[=+\-@＝＋－＠]|'*[\t\r\n]")
_FIGURE = re.compile(r"[+-]?\d+(?:[.,]\d+)?%?")


def safe_cell(text: str) -> str:
    """The text as it may stand in a CSV or XLSX cell: what looks like a formula gets a leading apostrophe.

    Plain figures such as -5 or +3.2 stay as they are. `plain_cell` undoes it exactly.
    """
    if _FORMULA.match(text) and not _FIGURE.fullmatch(text):
        return "'" + text
    return text


def plain_cell(text: str) -> str:
    """The text that `safe_cell` was given; other text stays as it is."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
