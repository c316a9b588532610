"""The parties room as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Organisations, sites, people and memberships."""

    name = "isonomy.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Record what happens at the door; its models exist only from here on."""
        import_module("isonomy.parties.door").watch()
        import_module("isonomy.parties.services")
