"""The source of the house as syntax trees, for rules that no query can check."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import isonomy

HOME = Path(isonomy.__file__).parent
DJANGO_ROOMS = ("parties", "catalogue", "exchange", "gap", "web")


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands in the source."""

    file: str
    what: str


def files(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Every Python file of these folders but migrations, by its path in the package."""
    for folder in folders:
        for path in sorted((HOME / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(HOME).as_posix(), ast.parse(path.read_text("utf-8"))


def around(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Every node with the name of the function or class it stands in."""

    def walk(node: ast.AST, name: str) -> Iterator[tuple[ast.AST, str]]:
        for child in ast.iter_child_nodes(node):
            inner = name
            if isinstance(child, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                inner = f"{name}.{child.name}" if name else child.name
            yield child, inner
            yield from walk(child, inner)

    yield from walk(tree, "")


def dotted(node: ast.AST) -> str:
    """`a.b.c` as text, as far as it is made of names."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    return node.id if isinstance(node, ast.Name) else ""
