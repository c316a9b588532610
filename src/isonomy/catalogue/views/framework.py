"""Frameworks of other publishers: brought in, looked at before they are kept, and sent out."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isonomy.base.acting import ActingRequest
from isonomy.base.files.arriving import arrived_whole
from isonomy.base.files.models import StoredFile
from isonomy.base.files.naming import safe_name
from isonomy.base.files.notice import FileRefused
from isonomy.base.files.services import keep_upload
from isonomy.base.files.store import open_bytes
from isonomy.catalogue.forms import FrameworkForm
from isonomy.catalogue.services import Preview, install_framework, preview_framework
from isonomy.catalogue.told import oscal_text
from isonomy.catalogue.views.finding import pack_or_404
from isonomy.norms.kernel.workflow import Refused
from isonomy.packs.imported import LIMIT_BYTES

KINDS = frozenset({"json", "text", "xlsx", "xls", "ods"})


def bring(request: ActingRequest, org: str) -> HttpResponse:
    """Upload a framework; the next page shows what is in it before anything is kept."""
    form = FrameworkForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and arrived_whole(request, form) and form.is_valid():
        kept = _kept(request, form)
        if kept:
            names = {"name": form.cleaned_data["file"].name}
            if "catalogue" in kept:
                names |= {"with": kept["catalogue"], "other": form.cleaned_data["catalogue"].name}
            address = reverse("catalogue:preview", args=[org, kept["file"]])
            return redirect(f"{address}?{urlencode(names)}")
    return render(request, "catalogue/bring.html", {"form": form})


def _kept(request: ActingRequest, form: FrameworkForm) -> dict[str, str]:
    """The uploaded files in the store by their digest; empty when one of them is refused."""
    kept: dict[str, str] = {}
    for field in ("file", "catalogue"):
        upload = form.cleaned_data.get(field)
        if upload is None:
            continue
        try:
            row = keep_upload(actor=request.actor, upload=upload, kinds=KINDS, limit=LIMIT_BYTES)
        except FileRefused as refusal:
            form.add_error(field, str(refusal))
            return {}
        kept[field] = row.sha256
    return kept


def preview(request: ActingRequest, org: str, sha256: str) -> HttpResponse:
    """What the file holds and which rows do not fit; a button keeps it."""
    name = safe_name(request.GET.get("name", "")) or "framework"
    catalogs = []
    if other := request.GET.get("with"):
        catalogs.append((safe_name(request.GET.get("other", "")), _bytes(request, other)))
    found, refusal = _read(name, _bytes(request, sha256), catalogs)
    if request.method == "POST" and found is not None and found.pack is not None:
        try:
            row = install_framework(actor=request.actor, pack=found.pack)
        except Refused as no:
            refusal = "; ".join(str(reason.reason) for reason in no.refusals)
        else:
            messages.success(request, _("The framework stands on your shelf."))
            return redirect("catalogue:standard", org=org, key=row.key)
    return render(request, "catalogue/preview.html", _context(name, found, refusal))


def _bytes(request: ActingRequest, sha256: str) -> bytes:
    row = get_object_or_404(StoredFile.objects.for_(request.actor), sha256=sha256)
    with open_bytes(row.sha256) as file:
        data: bytes = file.read()
    return data


def _read(
    name: str, data: bytes, catalogs: Sequence[tuple[str, bytes]]
) -> tuple[Preview | None, str]:
    try:
        return preview_framework(name, data, catalogs), ""
    except FileRefused as refusal:
        return None, str(refusal)


def _context(name: str, found: Preview | None, refusal: str) -> dict[str, object]:
    pack = found.pack if found else None
    return {
        "name": name,
        "pack": pack,
        "problems": found.problems if found else (),
        "refusal": refusal,
        "asked": [node for node in pack.nodes if node.auditable] if pack else [],
        "first": list(pack.nodes[:40]) if pack else [],
    }


def oscal(request: ActingRequest, org: str, key: str) -> HttpResponse:
    """The pack as an OSCAL catalogue; licensed texts of the organisation are never in it."""
    pack = pack_or_404(request, key).pack
    if not pack.nodes:
        raise Http404
    response = HttpResponse(oscal_text(pack), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{pack.id}-oscal-catalog.json"'
    return response
