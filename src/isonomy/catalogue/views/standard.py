"""One standard: its facts beside the tree of its clauses, with a search in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from isonomy.base.acting import ActingRequest
from isonomy.catalogue.queries import Shelved
from isonomy.catalogue.tree import chapters
from isonomy.catalogue.views.editions import found_in
from isonomy.catalogue.views.finding import answered, pack_or_404
from isonomy.packs.check import count_of
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack


def show(request: ActingRequest, org: str, key: str) -> HttpResponse:
    """What this edition is, with its clauses; `q` searches in it."""
    shelved = pack_or_404(request, key)
    context = {
        **frame(request, org, shelved, None),
        "counts": count_of(shelved.pack),
        "pack_chapters": shelved.pack.children(None),
        "sources": sources(shelved.pack),
        "crumbs": crumbs(org, shelved.pack, None),
    }
    return answered(request, "catalogue/standard.html", "catalogue/tree.html", context)


def sources(pack: Pack) -> tuple[str, ...]:
    """The public pages that the dates were taken from."""
    parts = (pack.dates.transition, pack.dates.outlook)
    return tuple(address for part in parts if part is not None for address in part.sources)


def frame(request: ActingRequest, org: str, shelved: Shelved, here: Node | None) -> dict[str, Any]:
    """What every page of a standard shows around its content: tree, search, name."""
    text = request.GET.get("q", "").strip()[:200]
    pack = shelved.pack
    return {
        "shelved": shelved,
        "pack": pack,
        "q": text,
        "found": found_in(org, [pack], text) if text else None,
        "chapters": [] if text else chapters(pack, here),
        "tree_base": reverse("catalogue:requirement", args=[org, pack.id, "0"]).removesuffix("0/"),
        "search_url": reverse("catalogue:standard", args=[org, pack.id]),
    }


def crumbs(org: str, pack: Pack, node: Node | None) -> list[dict[str, str]]:
    """Standards, this one, and the chapter the page stands in."""
    path = [{"label": _("Standards"), "url": reverse("catalogue:editions", args=[org])}]
    here = reverse("catalogue:standard", args=[org, pack.id])
    path.append({"label": pack.reference, "url": here if node else ""})
    if node is not None:
        path += [{"label": f"{n.clause} {n.label}", "url": ""} for n in pack.ancestors(node)[:1]]
    return path
