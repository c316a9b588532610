"""The component page: every part of the face with its name, one sentence and an example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from isonomy.base import kit_examples


@dataclass(frozen=True, slots=True)
class Example:
    """One row of the component page; its template is `base/kit/<slug>.html`."""

    slug: str
    title: str | Promise
    sentence: str | Promise

    @property
    def template(self) -> str:
        """Where the example is written."""
        return f"base/kit/{self.slug}.html"


EXAMPLES = tuple(Example(*row) for row in kit_examples.ROWS)

THEMES = ("auto", "light", "dark")
YEAR = 365 * 24 * 3600


def kit(request: HttpRequest, *, extra: Mapping[str, Any] | None = None) -> HttpResponse:
    """Show every component; this page is also the visual test."""
    context = {"examples": EXAMPLES, **kit_examples.samples(request), **(extra or {})}
    return render(request, "base/kit.html", context)


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or as the system on this computer, and go back."""
    chosen = request.POST.get("theme", "auto")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax")
    return response
