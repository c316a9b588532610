"""What Isonomy is, who stands behind it, and who does not."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def about(request: HttpRequest) -> HttpResponse:
    """Version, licence, and the plain statement that no standards body stands behind this."""
    return render(request, "web/about.html", {"version": settings.VERSION})
