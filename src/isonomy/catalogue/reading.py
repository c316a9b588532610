"""What the limited process does with a framework file: read it as a pack."""

from __future__ import annotations

import codecs
from base64 import b64decode
from typing import Any

import charset_normalizer.md

from isonomy.packs.framework import read_framework
from isonomy.packs.imported import CODE_PAGES
from isonomy.packs.sheets import read_sheets
from isonomy.packs.source import PackError, Problem

# The limited process can load nothing once it reads: what is loaded late is loaded here.
for _codec in (*CODE_PAGES, "utf-16", "utf_8_sig", "ascii", "latin-1", "cp437"):
    codecs.lookup(_codec)
_LOADED = charset_normalizer.md


def answer(data: bytes, said: dict[str, Any]) -> dict[str, Any]:
    """A framework as a pack, or the rows of a table, or what is wrong with the file."""
    name = str(said["name"])
    try:
        if said["want"] == "sheets":
            return {"sheets": read_sheets(name, data)}
        catalogs = [(str(one["name"]), b64decode(one["data"])) for one in said["catalogs"]]
        found = read_framework(name, data, catalogs)
    except PackError as fault:
        return {"problems": [_told(problem) for problem in fault.problems]}
    return {"pack": found.pack.to_json(), "problems": [_told(p) for p in found.problems]}


def _told(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "field": problem.field,
        "message": problem.message,
        "template": problem.template,
        "facts": problem.facts,
    }
