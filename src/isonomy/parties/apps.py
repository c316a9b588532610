"""The parties room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Organisations, sites, people and memberships."""

    name = "isonomy.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
