"""What is measured. Each module here adds scenarios; `python -m bench --list` shows them.

    @scenario("gap page, six standards", cpu_ms=60, queries=12, kilobytes=300)
    def gap_page(world: World) -> Act:
        path = ...                          # prepared once, not measured
        return lambda: world.client.get(path)

A module that needs more data in each organisation adds a `fills` function:

    @fills
    def answers(world: World, organisation: Organisation) -> None: ...
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

Act = Callable[[], object]
"""One measured run. What it returns is looked at for its size and status, outside the measurement."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a scenario should stay under; None where nothing was promised."""

    cpu_ms: float | None = None
    queries: int | None = None
    kilobytes: float | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named thing to measure: how to prepare it, and what is hoped for."""

    name: str
    prepare: Callable[[Any], Act]
    aim: Aim
    rounds: int | None = None


SCENARIOS: dict[str, Scenario] = {}
FILLINGS: list[Callable[[Any, Any], None]] = []


def scenario(
    name: str, *, rounds: int | None = None, **aim: float | None
) -> Callable[[Callable[[Any], Act]], Callable[[Any], Act]]:
    """Register a scenario. `rounds` limits how often a costly one is run."""

    def register(prepare: Callable[[Any], Act]) -> Callable[[Any], Act]:
        SCENARIOS[name] = Scenario(name, prepare, Aim(**aim), rounds)  # type: ignore[arg-type]
        return prepare

    return register


def fills(fill: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Register what puts data into each organisation of a world."""
    FILLINGS.append(fill)
    return fill


def learn() -> None:
    """Read all modules of scenarios."""
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
