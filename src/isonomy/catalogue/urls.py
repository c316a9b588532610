"""Addresses of the catalogue."""

from __future__ import annotations

from django.urls import path

from isonomy.catalogue.views import (
    changes,
    controls,
    documents,
    editions,
    framework,
    matrix,
    requirement,
    standard,
)

app_name = "catalogue"
_HERE = "o/<slug:org>/catalogue/"
_ONE = f"{_HERE}s/<slug:key>/"

urlpatterns = [
    path(_HERE, editions.show, name="editions"),
    path(f"{_HERE}search/", editions.find, name="search"),
    path(f"{_HERE}side-by-side/", matrix.show, name="matrix"),
    path(f"{_HERE}documents/", documents.show, name="documents"),
    path(f"{_HERE}documents/<slug:kind>/", documents.as_file, name="documents_file"),
    path(f"{_HERE}bring/", framework.bring, name="bring"),
    path(f"{_HERE}bring/<slug:sha256>/", framework.preview, name="preview"),
    path(_ONE, standard.show, name="standard"),
    path(f"{_ONE}changes/", changes.show, name="changes"),
    path(f"{_ONE}controls/", controls.show, name="controls"),
    path(f"{_ONE}controls/import/", controls.bring, name="attributes_import"),
    path(f"{_ONE}oscal.json", framework.oscal, name="oscal"),
    path(f"{_ONE}text/<path:place>/", requirement.overlay, name="overlay"),
    path(f"{_ONE}attributes/<path:place>/", requirement.attributes, name="attributes"),
    path(f"{_ONE}at/<path:place>/", requirement.show, name="requirement"),
]
