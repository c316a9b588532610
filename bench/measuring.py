"""Measure processor time, queries and size of one run at a time, interleaved over all scenarios."""

from __future__ import annotations

import gc
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.scenarios import Act, Scenario
from bench.world import World


@dataclass(slots=True)
class Costs:
    """What the runs of one scenario in one world have cost."""

    scenario: Scenario
    world: World
    act: Act
    cpu_ms: list[float] = field(default_factory=list)
    queries: int = 0
    kilobytes: float | None = None

    @property
    def median_ms(self) -> float:
        """The median processor time of this process in milliseconds."""
        return statistics.median(self.cpu_ms)

    @property
    def key(self) -> str:
        """How the baseline names it."""
        return f"{self.world.connection.vendor} {self.world.organisations} {self.scenario.name}"


class Counting:
    """Counts the statements sent to the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def prepare(scenarios: Sequence[Scenario], worlds: Sequence[World]) -> list[Costs]:
    """Prepare every scenario in every world and run each once, unmeasured, to warm it up."""
    found = []
    for scenario in scenarios:
        for world in worlds:
            with world.entered():
                act = scenario.prepare(world)
                _check(scenario, act())
            found.append(Costs(scenario, world, act))
    return found


def measure(costs: Sequence[Costs], *, rounds: int, tell: Callable[[int], None]) -> None:
    """Run all in turn, round after round, so that a busy moment of the machine hits all alike."""
    for number in range(rounds):
        for cost in costs:
            if number < (cost.scenario.rounds or rounds):
                _run(cost)
        tell(number + 1)


def peak_megabytes() -> float:
    """The most memory this process has ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _run(cost: Costs) -> None:
    counting = Counting()
    with cost.world.entered(), cost.world.connection.execute_wrapper(counting):
        gc.collect()
        began = time.process_time()
        result = cost.act()
        cost.cpu_ms.append((time.process_time() - began) * 1000)
    _check(cost.scenario, result)
    cost.queries = counting.count
    content = getattr(result, "content", None)
    if content is None and getattr(result, "streaming", False):
        content = b"".join(result.streaming_content)  # type: ignore[attr-defined]
    cost.kilobytes = len(content) / 1000 if content is not None else None


def _check(scenario: Scenario, result: object) -> None:
    """A page that fails is cheap; its figures would lie."""
    status = getattr(result, "status_code", 200)
    if status >= 400:
        raise SystemExit(f"{scenario.name} answered {status}; it is not measured.")
