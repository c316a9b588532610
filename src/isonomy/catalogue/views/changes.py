"""The differences between two editions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render

from isonomy.base.acting import ActingRequest
from isonomy.catalogue.editions_between import Passage, passages
from isonomy.catalogue.queries import shelf
from isonomy.catalogue.tree import label_of
from isonomy.catalogue.views.finding import link_to, pack_or_404
from isonomy.catalogue.views.standard import crumbs
from isonomy.packs.pack import Pack

ORDER = (
    "new",
    "extended",
    "split",
    "merged",
    "reworded",
    "removed",
    "renumbered",
    "retitled",
    "kept",
)


def show(request: ActingRequest, org: str, key: str) -> HttpResponse:
    """Requirement by requirement: kept, moved, split, merged, asked for anew, gone."""
    held = shelf(request.actor)
    here = pack_or_404(request, key, held).pack
    others = _others(here, [one.pack for one in held])
    if not others:
        raise Http404(f"{key} has no other edition")
    other = next((one for one in others if one.id == request.GET.get("with")), others[0])
    old, new = _in_time(here, other)
    steps = passages(old, new)
    counted: Counter[str] = Counter(one.step.kind for one in steps)
    wanted = request.GET.get("kind", "")
    if wanted in counted:
        steps = tuple(one for one in steps if one.step.kind == wanted)
    elif wanted != "all":
        wanted = "changed"
        steps = tuple(one for one in steps if one.step.kind != "kept")
    context = {
        "old": old,
        "new": new,
        "others": others,
        "other": other,
        "pack": here,
        "kinds": [(kind, counted[kind]) for kind in ORDER if counted[kind]],
        "wanted": wanted,
        "changed": sum(counted.values()) - counted["kept"],
        "total": sum(counted.values()),
        "steps": [_row(org, one) for one in steps],
        "crumbs": crumbs(org, here, None),
    }
    return render(request, "catalogue/changes.html", context)


def _others(here: Pack, packs: Sequence[Pack]) -> list[Pack]:
    """The editions to compare with: those named as predecessor or successor, then the family."""
    named = {here.dates.replaces, here.dates.replaced_by}
    family = [
        one for one in packs if one.id != here.id and one.family and one.family == here.family
    ]
    return sorted(family, key=lambda one: one.id not in named)


def _in_time(here: Pack, other: Pack) -> tuple[Pack, Pack]:
    later = here.dates.replaces == other.id or (
        other.dates.replaces != here.id and here.edition > other.edition
    )
    return (other, here) if later else (here, other)


def _row(org: str, one: Passage) -> dict[str, object]:
    return {
        "passage": one,
        "old": [(node.clause, link_to(org, node)) for node in one.old],
        "new": (one.new.clause, link_to(org, one.new)) if one.new else None,
        "title": _title(one),
    }


def _title(one: Passage) -> str:
    """What the step is about; a letter is told by its words, since it has no title."""
    pack, node = (one.new_pack, one.new) if one.new else (one.old_pack, one.old[0])
    return node.full_title if node.level != "item" else label_of(pack, node)
