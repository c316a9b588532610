"""Addresses of the exchange room."""

from __future__ import annotations

from django.urls import path

from isonomy.exchange import views

app_name = "exchange"
_HERE = "o/<slug:org>/exchange/"

urlpatterns = [
    path(_HERE, views.imports, name="imports"),
    path(f"{_HERE}new/", views.bring, name="bring"),
    path(f"{_HERE}<int:pk>/", views.show, name="import"),
    path(f"{_HERE}<int:pk>/columns/", views.columns, name="columns"),
    path(f"{_HERE}<int:pk>/errors.csv", views.errors, name="errors"),
    path(f"{_HERE}<int:pk>/file/", views.file, name="file"),
    path(f"{_HERE}<int:pk>/take/<slug:step>", views.take_step, name="take"),
]
