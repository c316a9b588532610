"""The ways past the tenant guard that no query can refuse: they are found in the source."""

from __future__ import annotations

import ast

from tests.house.source import Place, around, dotted

WAYS = {
    "_base_manager": "Django's own manager knows no audience",
    "_raw_delete": "a delete that no event lists",
    "RawSQL": "raw SQL knows no audience",
    "_do_update": "a change that no event lists",
    "_checking": "the door of the uniqueness check",
}
RUNS_SQL = {"execute", "executemany", "callproc"}


def ways_past(file: str, tree: ast.Module) -> list[Place]:
    """Every use of a way past the guard in one file, with the function it stands in."""
    found: list[Place] = []
    for node, name in around(tree):
        if isinstance(node, ast.Attribute) and node.attr in WAYS:
            found.append(Place(file, f"{name}: {node.attr}"))
        elif isinstance(node, ast.Attribute) and dotted(node).endswith("query.opened"):
            found.append(Place(file, f"{name}: opened"))
        elif isinstance(node, ast.Name) and node.id in WAYS:
            found.append(Place(file, f"{name}: {node.id}"))
        elif isinstance(node, ast.Call) and _runs_sql(node):
            found.append(Place(file, f"{name}: SQL"))
        elif isinstance(node, ast.Call) and _escapes(node):
            found.append(Place(file, f"{name}: {dotted(node.func)}"))
    return found


def _runs_sql(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and (
        node.func.attr in RUNS_SQL or dotted(node.func).endswith("connection.cursor")
    )


def _escapes(node: ast.Call) -> bool:
    """`QuerySet(Model)` and `Manager()` made by hand, and `.raw(` or `.extra(` on anything."""
    name = dotted(node.func)
    last = name.rsplit(".", 1)[-1]
    if last in {"raw", "extra"} and isinstance(node.func, ast.Attribute):
        return True
    return last in {"QuerySet", "Manager"} and bool(node.args or last == "Manager")
