"""The Harmonized Structure against the standards, side by side."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from isonomy.base.acting import ActingRequest
from isonomy.catalogue.matrix import Line, lines, own_demands
from isonomy.catalogue.queries import shelf
from isonomy.catalogue.views.finding import chosen, link_to


def show(request: ActingRequest, org: str) -> HttpResponse:
    """Which line of the structure each standard shares, extends or leaves."""
    shelved = shelf(request.actor)
    structure = next((one.pack for one in shelved if one.pack.kind == "structure"), None)
    if structure is None:
        raise Http404
    offered, picked = chosen(request, shelved)
    letters = request.GET.get("letters") == "1"
    rows = lines(structure, picked, letters=letters)
    context = {
        "offered": [(pack, pack in picked) for pack in offered],
        "packs": picked,
        "rows": [(line, _cells(org, line)) for line in rows],
        "letters": letters,
        "own": own_demands(structure, picked),
        "filtered": bool(request.GET),
    }
    return render(request, "catalogue/matrix.html", context)


def _cells(org: str, line: Line) -> list[list[tuple[str, str, str]]]:
    """Per standard the number, the relation and the address of each requirement of a line."""
    return [
        [(node.clause, node.hs_relation or "", link_to(org, node)) for node in nodes]
        for _, nodes in line.cells
    ]
