"""The audit trail of an organisation, and of the installation."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from isonomy.base.acting import ActingRequest
from isonomy.parties import queries, trail
from isonomy.parties.forms import TrailForm, day_starts
from isonomy.parties.models import Person

LINES = 25


def show(request: ActingRequest, org: str) -> HttpResponse:
    """What was done, newest first; by person, by verb, by day."""
    people = queries.everyone_ever(request.actor)
    verbs = trail.verbs(of_installation=False)
    return _page(request, request.actor.organisation_id, people, verbs)


def installation(request: HttpRequest) -> HttpResponse:
    """Sign-ins, account changes and what else belongs to no organisation."""
    people = list(Person.objects.order_by("name").values_list("pk", "name"))
    return _page(request, 0, people, trail.verbs(of_installation=True))


def _page(
    request: HttpRequest,
    organisation_id: int,
    people: list[tuple[int, str]],
    verbs: list[tuple[str, str]],
) -> HttpResponse:
    form = TrailForm(request.GET or None, people=people, verbs=verbs)
    wanted = _wanted(form) if form.is_valid() else trail.Wanted()
    pages = Paginator(trail.events(organisation_id, wanted), LINES)
    page = pages.get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": trail.lines(list(page.object_list))}
    template = "parties/trail.html" if organisation_id else "parties/installation_trail.html"
    return render(request, template, context)


def _wanted(form: TrailForm) -> trail.Wanted:
    facts = form.cleaned_data
    start, until = facts["start"], facts["until"]
    return trail.Wanted(
        person_id=facts["person"],
        verb=facts["verb"],
        start=day_starts(start) if start else None,
        before=day_starts(until + timedelta(days=1)) if until else None,
    )
