"""Where people arrive: the front door, and the home page of an organisation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from isonomy.base.access import MANAGERS, Actor
from isonomy.gap.models import Assessment
from isonomy.gap.queries.picture import picture
from isonomy.parties.models import Person
from isonomy.parties.queries import people_at_sites, standings
from isonomy.web.overview import Links, overview


def start(request: HttpRequest) -> HttpResponse:
    """To the organisation one acts for, or to the sign-in page."""
    if not isinstance(request.user, Person):
        return redirect("account_login")
    found = standings(request.user, timezone.localdate())
    if len(found) == 1:
        return redirect("home", org=found[0].organisation.slug)
    return render(request, "web/choose.html", {"standings": found})


def home(request: HttpRequest, org: str) -> HttpResponse:
    """Where you stand, what is next, what is due."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    latest = Assessment.objects.for_(actor).filter(is_open=True).order_by("pk").first()
    context: dict[str, Any] = {
        "may_begin": actor.may(MANAGERS),
        "people": sum(people_at_sites(actor).values()),
    }
    if latest is None:
        return render(request, "web/welcome.html", context)
    skip = request.GET.get("skip", "")
    passed = int(skip) if skip.isdecimal() and len(skip) < 4 else 0
    found, links = picture(actor, latest), Links(org, latest.pk)
    context |= {
        "told": overview(actor, found, timezone.localdate(), links=links, skip=passed),
        "assessment": latest,
        "skip": passed + 1,
        "results": links.results,
        "plan": links.plan,
    }
    return render(request, "web/home.html", context)
