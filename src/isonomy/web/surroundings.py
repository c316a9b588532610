"""What stands around every page: who you are, for whom you act, and where you can go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from isonomy.parties.models import ROLE_LABELS
from isonomy.parties.queries import Standing, standings
from isonomy.web.navigation import navigation


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """The context of every template."""
    organisation = getattr(request, "organisation", None)
    return {
        "actor": getattr(request, "actor", None),
        "organisation": organisation,
        "organisations": SimpleLazyObject(lambda: _organisations(request)),
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "is_demo": settings.DEMO,
        "version": settings.VERSION,
    }


def _organisations(request: HttpRequest) -> list[dict[str, Any]]:
    found: list[Standing] | None = getattr(request, "standings", None)
    if found is None:
        user: Any = getattr(request, "user", None)
        found = standings(user, timezone.localdate()) if user and user.is_authenticated else []
    current = getattr(request, "organisation", None)
    return [
        {
            "name": standing.organisation.name,
            "role": ROLE_LABELS[standing.role],
            "until": standing.membership.ends_on,
            "url": f"/o/{standing.organisation.slug}/",
            "current": current is not None and standing.organisation.pk == current.pk,
        }
        for standing in found
    ]
