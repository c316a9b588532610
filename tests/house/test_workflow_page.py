"""The page of workflows is drawn from the workflows."""

from __future__ import annotations

from tools.workflows import PAGE, text


def test_the_page_of_workflows_is_current() -> None:
    assert PAGE.read_text("utf-8") == text(), "run: python tools/workflows.py"
