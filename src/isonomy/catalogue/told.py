"""A requirement in words, and a pack as a file: what pages and programs get alike."""

from __future__ import annotations

import json
from typing import Any

from isonomy.packs.load import hs_text
from isonomy.packs.node import Node
from isonomy.packs.oscal import to_oscal
from isonomy.packs.pack import Pack


def worded(pack: Pack, node: Node) -> dict[str, Any]:
    """The texts of a node with the tokens of the structure filled in."""
    return {
        "paraphrase": hs_text(node.paraphrase, pack.tokens),
        "questions": [hs_text(question, pack.tokens) for question in node.questions],
        "documents": [
            (document, hs_text(document.name, pack.tokens))
            for document in node.documented_information
        ],
    }


def oscal_text(pack: Pack) -> str:
    """The pack as an OSCAL catalogue; licensed texts of an organisation are never in it."""
    return json.dumps(to_oscal(pack), ensure_ascii=False, indent=1)
