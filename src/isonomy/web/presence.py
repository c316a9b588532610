"""When a sign-in was last used, noted now and then instead of with every page."""

from __future__ import annotations

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

EVERY = 300
"""Seconds between two notes on the same sign-in; a page must not wait for a write."""


class LastSeen:
    """Keeps the list of a person's own sign-ins current."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the sign-in before the page is made, where the last note is old."""
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(f"seen-{key}", True, EVERY):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)
