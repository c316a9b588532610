"""The door: every address has a row in the access table, and whoever may not pass is told 404."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from isonomy.base.access import ACCESS, Actor, Gate
from isonomy.parties.queries import actor_for, standings

API = "api"
"""The addresses of programs; they have a door of their own with a table of operations."""


class Gatekeeper:
    """Finds out who is asking and for which organisation, and turns away what has no row."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the request an id that events and error pages name."""
        request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Let pass, ask to sign in, or answer 404."""
        match = request.resolver_match
        if match is not None and API in match.namespaces:
            return None
        name = match.view_name if match else ""
        rule = ACCESS.rule(name)
        if rule is None:
            raise Http404(f"no access row for {name}")
        if rule is Gate.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if rule is Gate.SIGNED_IN:
            return None
        if rule is Gate.OPERATOR:
            return self._need(request.user.is_operator)
        actor = self._actor(request, kwargs.get("org", ""))
        request.actor = actor  # type: ignore[attr-defined]
        return self._need(actor is not None and actor.may(rule))

    @staticmethod
    def _need(fulfilled: bool) -> None:
        if not fulfilled:
            raise Http404

    @staticmethod
    def _actor(request: HttpRequest, slug: str) -> Actor | None:
        person: Any = request.user
        found = standings(person, timezone.localdate())
        request.standings = found  # type: ignore[attr-defined]
        for standing in found:
            if standing.organisation.slug == slug:
                request.organisation = standing.organisation  # type: ignore[attr-defined]
                request.standing = standing  # type: ignore[attr-defined]
                return actor_for(person, standing, request_id=request.request_id)  # type: ignore[attr-defined]
        return None


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """A page asks to sign in and comes back; anything else is not there for a stranger."""
    if request.method == "GET" and "text/html" in request.headers.get("Accept", "text/html"):
        return redirect_to_login(request.get_full_path())
    raise Http404
