"""The words in a stored document, for search: drawn out in the limited process."""

from __future__ import annotations

from pathlib import Path

from isonomy.base.files.archive import MEGABYTE
from isonomy.base.files.content import content_of_bytes
from isonomy.base.files.limited import WorkLimits, run_limited

TEXTUAL = frozenset({"pdf", "docx", "pptx", "xlsx", "xls", "ods", "odt", "odp", "text", "html"})
_MOST_CHARACTERS = 1_000_000


def extract_text(path: Path | str) -> str:
    """The words of a document, at most a million characters; empty where its kind holds none.

    Raises `FileRefused` for a file that a reader should not be given (a bomb, a damaged one).
    """
    return extract_text_of(Path(path).read_bytes())


def extract_text_of(data: bytes) -> str:
    """As `extract_text`, of bytes in hand."""
    key = content_of_bytes(data).key
    if key not in TEXTUAL:
        return ""
    text: str = run_limited(
        "isonomy.base.files.text_task",
        data,
        said={"key": key, "most": _MOST_CHARACTERS},
        limits=WorkLimits(memory=1536 * MEGABYTE, cpu_seconds=30),
    )
    return text
