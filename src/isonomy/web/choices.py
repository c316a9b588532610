"""Two choices a person makes in passing: light or dark, and the language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from isonomy.parties.models import Person
from isonomy.parties.services.person import change_person

YEAR = 365 * 24 * 3600
SCHEMES = ("auto", "light", "dark")


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the system: kept on this computer, and with the account if there is one."""
    chosen = request.POST.get("theme", "")
    response = _back(request)
    if chosen in SCHEMES:
        _keep(request, theme="" if chosen == "auto" else chosen)
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax", secure=settings.SECURE)
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read the pages in another language from now on."""
    chosen = request.POST.get("language", "")
    response = _back(request)
    if translation.check_for_language(chosen) and chosen in dict(settings.LANGUAGES):
        _keep(request, language=chosen)
        name = settings.LANGUAGE_COOKIE_NAME
        response.set_cookie(name, chosen, max_age=YEAR, samesite="Lax", secure=settings.SECURE)
    return response


def _keep(request: HttpRequest, **choice: Any) -> None:
    if isinstance(request.user, Person):
        change_person(request.user, request_id=getattr(request, "request_id", ""), **choice)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page the choice was made on, never to another site."""
    page = request.POST.get("next", "/")
    known = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(page if known else "/")
