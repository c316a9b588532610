"""The gap room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class GapConfig(AppConfig):
    """Gap analysis: answers, evidence, plan, baselines."""

    name = "isonomy.gap"
    label = "gap"

    def ready(self) -> None:
        """Bind the workflows of actions and of the Statement of Applicability."""
        from isonomy.gap.services import plan, statement  # noqa: F401, PLC0415  bound on import
