"""Addresses of what can be taken away from a gap analysis."""

from __future__ import annotations

from django.urls import URLPattern, path

from isonomy.gap.views import files

_WORK = "o/<slug:org>/gap/<int:assessment>/"

urlpatterns: list[URLPattern] = [
    path(_WORK + "files/<str:what>", files.take_away, name="file"),
    path(_WORK + "files/catalogue/<str:key>", files.catalogue, name="oscal_catalogue"),
]
