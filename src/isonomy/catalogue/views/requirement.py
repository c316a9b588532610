"""One requirement: what is asked, what an auditor looks at, and what the organisation adds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from isonomy.base.access import EDITORS
from isonomy.base.acting import ActingRequest
from isonomy.catalogue.editions_between import around
from isonomy.catalogue.forms import AttributesForm, ClauseTextForm
from isonomy.catalogue.matrix import relatives
from isonomy.catalogue.queries import (
    attributes_of,
    current,
    licensed_text,
    shelf,
    standards,
)
from isonomy.catalogue.services import lay_down_text, set_attributes, take_text_away
from isonomy.catalogue.told import worded
from isonomy.catalogue.tree import neighbours
from isonomy.catalogue.views.finding import link_to, node_or_404, pack_or_404
from isonomy.catalogue.views.standard import crumbs, frame
from isonomy.packs.load import hs_text
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack


def show(request: ActingRequest, org: str, key: str, place: str) -> HttpResponse:
    """What is asked, questions, evidence, documents, the same elsewhere, changes, own text."""
    return render(request, "catalogue/requirement.html", _page(request, org, key, place))


def _page(request: ActingRequest, org: str, key: str, place: str) -> dict[str, Any]:
    held = shelf(request.actor)
    shelved = pack_or_404(request, key, held)
    pack, node = shelved.pack, node_or_404(shelved.pack, place)
    others = [one for one in current(standards(held)) if one.id != pack.dates.replaces]
    before, after = neighbours(pack, node)
    text = licensed_text(request.actor, node)
    return {
        **frame(request, org, shelved, node),
        "node": node,
        "asked": worded(pack, node),
        "below": [(one, _told(pack, one), link_to(org, one)) for one in pack.children(node.id)],
        "elsewhere": [
            (other, [(one, link_to(org, one)) for one in found])
            for other, found in relatives(node, others, pack)
        ],
        "passages": [
            (one, [link_to(org, old) for old in one.old], one.new and link_to(org, one.new))
            for one in around(node, pack, [one.pack for one in held])
        ],
        "before": before and link_to(org, before),
        "after": after and link_to(org, after),
        "text": text,
        "text_form": ClauseTextForm(
            initial={"text": text.text, "source": text.source} if text else None
        ),
        "may_edit": request.actor.may(EDITORS),
        "place": place,
        **_attributes(request, node),
        "crumbs": crumbs(org, pack, node),
    }


def _told(pack: Pack, node: Node) -> str:
    """A line of the list below a clause: its title, or for a letter its own words."""
    return hs_text(node.paraphrase, pack.tokens) if node.level == "item" else node.full_title


def _attributes(request: ActingRequest, node: Node) -> dict[str, Any]:
    if node.kind != "control":
        return {}
    values = attributes_of(request.actor, [node.id]).get(node.id, {})
    return {
        "attributes": values,
        "attributes_form": AttributesForm(initial=AttributesForm.initial_of(values)),
    }


@require_POST
def overlay(request: ActingRequest, org: str, key: str, place: str) -> HttpResponse:
    """Keep or take away the licensed text of this clause."""
    shelved = pack_or_404(request, key)
    node = node_or_404(shelved.pack, place)
    form = ClauseTextForm(request.POST)
    if not form.is_valid():
        context = {**_page(request, org, key, place), "text_form": form}
        return render(request, "catalogue/requirement.html", context, status=422)
    text, source = form.cleaned_data["text"].strip(), form.cleaned_data["source"].strip()
    if text:
        lay_down_text(actor=request.actor, pack=shelved.pack, node=node, text=text, source=source)
        messages.success(request, _("The text is kept for your organisation alone."))
    elif take_text_away(actor=request.actor, pack=shelved.pack, node=node):
        messages.success(request, _("The text is gone."))
    return redirect(f"{link_to(org, node)}#own-text")


@require_POST
def attributes(request: ActingRequest, org: str, key: str, place: str) -> HttpResponse:
    """Fill in the attributes of a control."""
    shelved = pack_or_404(request, key)
    node = node_or_404(shelved.pack, place)
    if node.kind != "control":
        raise Http404(f"{node.id} is no control")
    form = AttributesForm(request.POST)
    if not form.is_valid():
        context = {**_page(request, org, key, place), "attributes_form": form}
        return render(request, "catalogue/requirement.html", context, status=422)
    set_attributes(actor=request.actor, node=node, values=form.cleaned_data)
    messages.success(request, _("The attributes are saved."))
    return redirect(f"{link_to(org, node)}#attributes")
