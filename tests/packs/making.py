"""Writes small packs for the tests."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

PACK = """
id: tiny
version: 1
number: "1"
reference: TINY 1
title: A tiny standard
nodes: [clauses.yaml]
"""

CLAUSES = """
nodes:
  - id: tiny:4
    clause: "4"
    title: Context
    kind: heading
    level: clause
    hs: hs:4
  - id: tiny:4.1
    clause: "4.1"
    title: The organization
    kind: requirement
    level: clause
    parent: tiny:4
    hs: hs:4.1
    hs_relation: extended
    paraphrase: The baker knows what bears on the bakery.
    adds: The weather counts as well.
    questions: [What bears on the bakery?]
    not_applicable: {allowed: false, practice: never, rule: no way around it}
"""


def write_pack(folder: Path, pack: str = PACK, clauses: str = CLAUSES) -> Path:
    """A pack folder called tiny with these two files."""
    home = folder / "tiny"
    home.mkdir(exist_ok=True)
    (home / "pack.yaml").write_text(dedent(pack), encoding="utf-8")
    (home / "clauses.yaml").write_text(dedent(clauses), encoding="utf-8")
    return home
