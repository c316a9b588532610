"""Where people arrive: the front door, and the home page of an organisation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from isonomy.parties.queries import standings


def start(request: HttpRequest) -> HttpResponse:
    """To the organisation one acts for, or to the sign-in page."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    found = standings(request.user, timezone.localdate())
    if len(found) == 1:
        return redirect("home", org=found[0].organisation.slug)
    return render(request, "web/choose.html", {"standings": found})


def home(request: HttpRequest, org: str) -> HttpResponse:
    """Where you stand, what is next, what is due."""
    return render(request, "web/home.html")
