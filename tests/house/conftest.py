"""Committed lists are renewed on purpose only: RENEW=1."""

from __future__ import annotations

import os

import pytest


@pytest.fixture
def renew() -> bool:
    """Whether this run writes the committed lists anew."""
    return os.environ.get("RENEW") == "1"
