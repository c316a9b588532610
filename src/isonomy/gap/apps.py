"""The gap room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class GapConfig(AppConfig):
    """Gap analysis: answers, evidence, plan, baselines."""

    name = "isonomy.gap"
    label = "gap"

    def ready(self) -> None:
        """Bind the workflows, and offer what tables can be taken into this room."""
        from isonomy.gap.exchange.takers import declare_takers  # noqa: PLC0415
        from isonomy.gap.services import plan, statement  # noqa: F401, PLC0415  bound on import

        declare_takers()
