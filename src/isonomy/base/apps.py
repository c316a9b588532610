"""The ground floor as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Holds the audit trail and what every room stands on."""

    name = "isonomy.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"
