"""The reference controls by theme, and the attributes that the owner of ISO/IEC 27002 fills in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from isonomy.base.access import MANAGERS
from isonomy.base.acting import ActingRequest
from isonomy.base.files.arriving import arrived_whole
from isonomy.base.files.notice import FileRefused
from isonomy.catalogue.forms import AttributesFileForm
from isonomy.catalogue.queries import attributes_of
from isonomy.catalogue.services import import_attributes
from isonomy.catalogue.services.attributes import NAMES
from isonomy.catalogue.views.finding import link_to, pack_or_404
from isonomy.catalogue.views.standard import crumbs
from isonomy.packs.pack import Pack

MOST_BYTES = 5_000_000


def _pack(request: ActingRequest, key: str) -> Pack:
    pack = pack_or_404(request, key).pack
    if not pack.controls:
        raise Http404(f"{key} has no controls")
    return pack


def show(request: ActingRequest, org: str, key: str) -> HttpResponse:
    """All controls by theme; filtered by what is new and by an attribute value."""
    pack = _pack(request, key)
    values = attributes_of(request.actor, [node.id for node in pack.controls])
    wanted, only_new = request.GET.get("attribute", ""), request.GET.get("new") == "1"
    themes: dict[str, list[dict[str, object]]] = {}
    for node in pack.controls:
        own = [value for name in NAMES for value in values.get(node.id, {}).get(name, ())]
        if (wanted and wanted not in own) or (only_new and not node.introduced):
            continue
        above = pack.by_id.get(node.parent or "")
        theme = node.theme or (above.title if above else "")
        row = {"node": node, "url": link_to(org, node), "values": own}
        themes.setdefault(theme, []).append(row)
    context = {
        "pack": pack,
        "themes": themes,
        "shown": sum(len(rows) for rows in themes.values()),
        "choices": sorted({v for own in values.values() for held in own.values() for v in held}),
        "filled": sum(bool(own) for own in values.values()),
        "wanted": wanted,
        "only_new": only_new,
        "has_new": any(node.introduced for node in pack.controls),
        "may_import": request.actor.may(MANAGERS) and pack.id == "iso27001",
        "crumbs": crumbs(org, pack, None),
    }
    return render(request, "catalogue/controls.html", context)


def bring(request: ActingRequest, org: str, key: str) -> HttpResponse:
    """Take the attributes of all controls from a table."""
    pack = _pack(request, key)
    form = AttributesFileForm(request.POST or None, request.FILES or None)
    problems: tuple[object, ...] = ()
    if request.method == "POST" and arrived_whole(request, form) and form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            form.add_error("file", ngettext(
                "The file is larger than %(most)d MB.", "The file is larger than %(most)d MB.", 5
            ) % {"most": MOST_BYTES // 1_000_000})  # fmt: skip
        else:
            try:
                found = import_attributes(
                    actor=request.actor, pack=pack, name=upload.name, data=upload.read()
                )
            except FileRefused as refusal:
                form.add_error("file", str(refusal))
            else:
                problems = found.problems
                if found.count:
                    messages.success(request, ngettext(
                        "The attributes of %(count)d control are filled in.",
                        "The attributes of %(count)d controls are filled in.",
                        found.count,
                    ) % {"count": found.count})  # fmt: skip
                if found.count and not problems:
                    return redirect("catalogue:controls", org=org, key=key)
    context = {"pack": pack, "form": form, "problems": problems, "crumbs": crumbs(org, pack, None)}
    return render(request, "catalogue/attributes_import.html", context)
