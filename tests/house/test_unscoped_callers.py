"""The one named door past the guard has a committed list of those who use it, with their reason."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.source import DJANGO_ROOMS, around, files

PINNED = Path(__file__).with_name("unscoped.txt")
HEAD = "# who goes through .unscoped(why), and why; renew with: RENEW=1 pytest tests/house\n"


def callers() -> list[str]:
    found = []
    for file, tree in files("base", *DJANGO_ROOMS):
        for node, name in around(tree):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and node.func.attr == "unscoped":  # type: ignore[attr-defined]
                told = node.args[0] if node.args else None  # type: ignore[attr-defined]
                why = told.value if isinstance(told, ast.Constant) else "(said elsewhere)"
                found.append(f"{file} {name}: {why}")
    return sorted(found)


def test_the_list_of_callers_is_the_committed_one(renew: bool) -> None:
    found = HEAD + "\n".join(callers()) + "\n"
    if renew:
        PINNED.write_text(found, encoding="utf-8")
    assert PINNED.read_text("utf-8") == found, "review the change, then renew the list"


def test_every_caller_says_why() -> None:
    assert [line for line in callers() if line.endswith("(said elsewhere)")] == []
