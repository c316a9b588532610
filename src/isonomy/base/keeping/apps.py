"""The room of keeping, as Django knows it; it has commands and no tables."""

from __future__ import annotations

from django.apps import AppConfig


class KeepingConfig(AppConfig):
    """Backup, restore and the way up to a newer version."""

    name = "isonomy.base.keeping"
    label = "keeping"
    verbose_name = "Keeping"
