"""The file store, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Files by digest, and what they must pass before they are kept."""

    name = "isonomy.base.files"
    label = "files"
    verbose_name = _("Files")
