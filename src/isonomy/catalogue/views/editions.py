"""The shelf: editions with their dates, and a search through all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from isonomy.base.access import MANAGERS
from isonomy.base.acting import ActingRequest
from isonomy.catalogue.queries import Shelved, shelf
from isonomy.catalogue.search import Hit, search
from isonomy.catalogue.views.finding import answered, link_to
from isonomy.packs.pack import Pack


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with the address it leads to."""

    hit: Hit
    url: str


def show(request: ActingRequest, org: str) -> HttpResponse:
    """Every edition with its dates, its successor and how sure we are of each."""
    shelved = shelf(request.actor)
    context = {
        "standards": [one for one in shelved if one.pack.kind == "standard" and not one.own],
        "structure": next((one for one in shelved if one.pack.kind == "structure"), None),
        "own": [one for one in shelved if one.own],
        "as_of": max((one.pack.dates.as_of for one in shelved), default=""),
        "may_bring": request.actor.may(MANAGERS),
    }
    return render(request, "catalogue/editions.html", context)


def find(request: ActingRequest, org: str) -> HttpResponse:
    """Search all standards as you type; the same page answers without scripts."""
    text = request.GET.get("q", "").strip()[:200]
    shelved = shelf(request.actor)
    context = {
        "q": text,
        "found": found_in(org, [one.pack for one in _searched(shelved)], text),
        "clear": reverse("catalogue:search", args=[org]),
    }
    template = "catalogue/search.html"
    return answered(request, template, f"{template}#found", context)


def _searched(shelved: Sequence[Shelved]) -> list[Shelved]:
    """All but the Harmonized Structure, whose lines stand in every standard anyway."""
    return [one for one in shelved if one.pack.kind != "structure"]


def found_in(org: str, packs: Sequence[Pack], text: str) -> list[Found]:
    """The hits with their addresses."""
    return [Found(hit, link_to(org, hit.node)) for hit in search(packs, text)]
