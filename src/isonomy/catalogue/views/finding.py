"""Finds what an address names, on the shelf of whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from isonomy.base.acting import ActingRequest
from isonomy.catalogue.queries import Shelved, current, shelf, standards
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack


def pack_or_404(
    request: ActingRequest, key: str, shelved: Sequence[Shelved] | None = None
) -> Shelved:
    """The pack of this name on the organisation's shelf."""
    for one in shelf(request.actor) if shelved is None else shelved:
        if one.key == key:
            return one
    raise Http404(f"no pack {key}")


def node_or_404(pack: Pack, place: str) -> Node:
    """The node at this place of the pack."""
    node = pack.by_id.get(f"{pack.id}:{place}")
    if node is None:
        raise Http404(f"{pack.id} has no {place}")
    return node


def place_of(node: Node) -> str:
    """The part of a node's id that stands in an address."""
    return node.id.partition(":")[2]


def link_to(org: str, node: Node) -> str:
    """The page of a requirement."""
    key, _, place = node.id.partition(":")
    return reverse("catalogue:requirement", args=[org, key, place])


def answered(
    request: ActingRequest, template: str, part: str, context: dict[str, Any]
) -> HttpResponse:
    """The page, or only the part of it that is asked for while somebody types."""
    live = "HX-Request" in request.headers
    response = render(request, part if live else template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def chosen(request: HttpRequest, shelved: Sequence[Shelved]) -> tuple[list[Pack], list[Pack]]:
    """The standards to choose from, and those chosen (the current editions where none is)."""
    offered = standards(shelved)
    wanted = set(request.GET.getlist("standard"))
    picked = [pack for pack in offered if pack.id in wanted]
    return offered, picked or current(offered)
