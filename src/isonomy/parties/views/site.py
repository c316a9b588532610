"""The sites of an organisation: facts, headcount, closing and opening again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from isonomy.base.acting import ActingRequest
from isonomy.base.audit_trail import history
from isonomy.base.refusals import told_on
from isonomy.parties import queries, trail
from isonomy.parties.forms import CloseSiteForm, HeadcountForm, SiteForm
from isonomy.parties.models import Headcount, Site
from isonomy.parties.services import (
    change_site,
    close_site,
    open_site,
    record_headcount,
    reopen_site,
)


def _site(request: ActingRequest, pk: int) -> Site:
    return get_object_or_404(Site.objects.for_(request.actor), pk=pk)


def show(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """A site with its address, its people and what happened to it."""
    site = _site(request, pk)
    counts = queries.headcounts(request.actor, site)
    events = history(request.actor, [site, *counts], newest=8, with_changes=True)
    context = {
        "site": site,
        "counts": counts,
        "people": sum(row.people for row in counts),
        "lines": trail.lines(events),
    }
    return render(request, "parties/site.html", context)


def open_new(request: ActingRequest, org: str) -> HttpResponse:
    """Add a site."""
    here = queries.organisation(request.actor)
    initial = {"country": here.country, "time_zone": here.time_zone}
    form = SiteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            site = open_site(request.actor, **form.cleaned_data)
            return redirect("parties:site", org=org, pk=site.pk)
    return render(request, "parties/site_form.html", {"form": form})


def change(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """Change the facts of a site."""
    site = _site(request, pk)
    initial = {name: getattr(site, name) for name in SiteForm.base_fields}
    form = SiteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            change_site(request.actor, site, **form.cleaned_data)
            messages.success(request, _("The site is saved."))
            return redirect("parties:site", org=org, pk=pk)
        site = _site(request, pk)
    return render(request, "parties/site_form.html", {"form": form, "site": site})


def headcount(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """Record who works at a site."""
    site = _site(request, pk)
    counts: list[Headcount] = queries.headcounts(request.actor, site)
    form = HeadcountForm(request.POST or None, initial=HeadcountForm.initial_of(counts))
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            record_headcount(request.actor, site, form.counts())
            messages.success(request, _("The headcount is saved."))
            return redirect("parties:site", org=org, pk=pk)
    return render(request, "parties/headcount.html", {"form": form, "site": site})


def close(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """Close a site from a day on."""
    site = _site(request, pk)
    form = CloseSiteForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            close_site(request.actor, site, on=form.cleaned_data["on"])
            return redirect("parties:site", org=org, pk=pk)
    return render(request, "parties/close_site.html", {"form": form, "site": site})


@require_POST
def reopen(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """Take a closed site into use again."""
    site = _site(request, pk)
    if site.closed_on is not None:
        reopen_site(request.actor, site)
    return redirect("parties:site", org=org, pk=pk)
