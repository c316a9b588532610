"""A world with the shipped packs on the shelf."""

from __future__ import annotations

import pytest

from isonomy.catalogue.shelf import install_shipped_packs
from tests.world import World


@pytest.fixture
def stocked(world: World) -> World:
    """The world after the product's packs were installed."""
    install_shipped_packs()
    return world
