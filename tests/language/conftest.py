"""A request leaves its language behind in the thread; the next test starts in English again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """Every test starts and ends in the language of the source."""
    with translation.override("en"):
        yield
