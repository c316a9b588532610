"""A browser and two installations: the demo, and one that begins with nobody in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.houses import House, running
from tests.look.chromium import chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo, served. Tests leave it as they found it, or do not mind what others left."""
    with running(tmp_path_factory.mktemp("demo"), demo=True) as house:
        yield house


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An installation that begins with nobody in it."""
    with running(tmp_path_factory.mktemp("empty"), demo=False) as house:
        yield house
