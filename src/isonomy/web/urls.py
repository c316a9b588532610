"""Every address of the house."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from isonomy.base.kit import kit
from isonomy.web import access, choices, home
from isonomy.web.about import about
from isonomy.web.api import assemble
from isonomy.web.health import health
from isonomy.web.reference import reference, schema_json

access.fill()

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.start, name="start"),
    path("health", health, name="health"),
    path("about/", about, name="about"),
    path("kit/", kit, name="kit"),
    path("appearance", choices.appearance, name="appearance"),
    path("language", choices.language, name="language"),
    path("o/<slug:org>/", home.home, name="home"),
]
for room in access.ROOMS:
    if find_spec(f"isonomy.{room}.urls") is not None:
        urlpatterns.append(path("", include(f"isonomy.{room}.urls")))
urlpatterns.append(path("account/", include("allauth.urls")))
urlpatterns += [
    path("api/", reference, name="api_reference"),
    path("api/v1/openapi.json", schema_json, name="api_schema"),
    path("api/v1/", assemble().urls),
]
