"""Programs get every failure in the one shape of problems, never a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from isonomy.base.api import problem

ROOT = "/api/v1/"


class ProblemsForPrograms:
    """Turns what the framework itself refuses below `/api/v1/` into a problem."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and reshape a failure that is not yet a problem."""
        response = self.get_response(request)
        told = response.headers.get("Content-Type", "").startswith("application/problem+json")
        if not request.path.startswith(ROOT) or response.status_code < 400 or told:
            return response
        shaped = problem(request, response.status_code)
        for name in ("Allow", "Retry-After"):
            if name in response.headers:
                shaped.headers[name] = response.headers[name]
        return shaped
