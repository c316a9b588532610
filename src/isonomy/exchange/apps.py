"""The exchange room as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Files in: read, map, try, take in, undo."""

    name = "isonomy.exchange"
    label = "exchange"
    verbose_name = _("Imports")

    def ready(self) -> None:
        """Bind the workflow of imports."""
        import_module("isonomy.exchange.services.applying")
