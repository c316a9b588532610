"""The description of the calls is committed; a change of it is read as a difference."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from isonomy.web.reference import schema

COMMITTED = Path(__file__).parents[2] / "docs/api/openapi.json"


def test_the_committed_description_is_current(tmp_path: Path, renew: bool) -> None:
    assert get_resolver().url_patterns
    fresh = tmp_path / "openapi.json"
    call_command("openapi", str(fresh))
    if renew:
        COMMITTED.parent.mkdir(parents=True, exist_ok=True)
        COMMITTED.write_text(fresh.read_text())
    told = "run: isonomy openapi docs/api/openapi.json"
    assert COMMITTED.read_text("utf-8") == fresh.read_text("utf-8"), told


@pytest.mark.parametrize("part", ["summary", "operationId", "responses", "security"])
def test_every_call_says_what_it_is(part: str) -> None:
    assert get_resolver().url_patterns
    for address, methods in schema()["paths"].items():
        for method, told in methods.items():
            assert told.get(part), f"{method} {address} lacks {part}"


def test_every_call_is_described_in_a_sentence() -> None:
    for address, methods in schema()["paths"].items():
        for method, told in methods.items():
            assert told.get("description", "").rstrip().endswith("."), f"{method} {address}"
