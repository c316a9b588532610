"""Examples of the exchange room: a table on its way into the analysis at Aldermoor."""

from __future__ import annotations

from typing import Any

from isonomy.exchange.models import Import
from tests.world import World
from tests.world.gap import analysis
from tests.world.gap_files import imported


def _import(world: World) -> dict[str, Any]:
    analysis(world)
    there = Import.objects.for_(world.actor("priya")).first()
    return {"org": "aldermoor-foods", "pk": (there or imported(world)).pk}


ROUTE_ARGS = {
    "exchange:import": _import,
    "exchange:columns": _import,
    "exchange:errors": _import,
    "exchange:file": _import,
    "exchange:take": lambda world: {**_import(world), "step": "try"},
}
