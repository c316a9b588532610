"""Measure what requests cost and compare with the figures in bench/baseline.json.

python -m bench                              one organisation, SQLite
python -m bench --organisations 1 1000       both sizes, interleaved, with their ratio
python tools/postgres.py run -- python -m bench
python -m bench --save                       keep these figures as the new baseline
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
BASELINE = Path(__file__).with_name("baseline.json")
sys.path.insert(0, str(ROOT / "src"))
os.environ["ISONOMY_DATA"] = os.environ.get("ISONOMY_BENCH_DATA", str(ROOT / "build" / "bench"))
os.environ["ISONOMY_STATIC"] = str(Path(os.environ["ISONOMY_DATA"]) / "static")
os.environ["ISONOMY_URL"] = "http://testserver"
os.environ["DJANGO_SETTINGS_MODULE"] = "isonomy.web.settings"
Path(os.environ["ISONOMY_DATA"]).mkdir(parents=True, exist_ok=True)
django.setup()

from bench.measuring import Costs, measure, peak_megabytes, prepare  # noqa: E402
from bench.scenarios import SCENARIOS, Scenario, learn  # noqa: E402
from bench.world import build, gather_static  # noqa: E402


def main() -> int:
    """Measure and print; the exit code says whether every aim was met."""
    learn()
    options = _options()
    if options.list:
        print("\n".join(SCENARIOS))
        return 0
    wanted = _wanted(options.only)
    gather_static()
    worlds = [build(number, fresh=options.fresh) for number in options.organisations]
    costs = prepare(wanted, worlds)
    measure(costs, rounds=options.rounds, tell=_progress)
    kept = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
    missed = _report(costs, kept)
    if options.save:
        kept |= {c.key: {"cpu_ms": round(c.median_ms, 2), "queries": c.queries} for c in costs}
        BASELINE.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8")
    return missed


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", nargs="*", default=[], help="scenarios whose names hold a word")
    parser.add_argument("--organisations", nargs="*", type=int, default=[1], metavar="N")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--fresh", action="store_true", help="build the databases anew")
    parser.add_argument("--save", action="store_true", help="keep the figures as baseline")
    parser.add_argument("--list", action="store_true", help="name the scenarios and stop")
    return parser.parse_args()


def _wanted(words: list[str]) -> list[Scenario]:
    chosen = [s for s in SCENARIOS.values() if not words or any(w in s.name for w in words)]
    return chosen or sys.exit(f"No scenario holds {' or '.join(words)} in its name.")  # type: ignore[return-value]


def _progress(number: int) -> None:
    print(f"\rround {number} ", end="", file=sys.stderr, flush=True)


def _report(costs: list[Costs], kept: dict[str, dict[str, float]]) -> int:
    """Print one line per scenario and world; returns 1 when an aim was missed."""
    print(f"\n{'scenario':42} {'orgs':>5} {'CPU ms':>8} {'aim':>6} {'before':>7} "
          f"{'queries':>8} {'aim':>4} {'kB':>7}  {'to 1 org.':>9}")  # fmt: skip
    missed = 0
    for cost in costs:
        aim, before = cost.scenario.aim, kept.get(cost.key)
        alone = next(c for c in costs if c.scenario is cost.scenario)
        ratio = cost.median_ms / alone.median_ms if alone is not cost else None
        faults = [
            aim.cpu_ms is not None and cost.median_ms > aim.cpu_ms,
            aim.queries is not None and cost.queries > aim.queries,
            aim.kilobytes is not None and (cost.kilobytes or 0) > aim.kilobytes,
            ratio is not None and ratio > 1.2,
        ]
        missed |= any(faults)
        print(f"{cost.scenario.name:42} {cost.world.organisations:5} {cost.median_ms:8.2f} "
              f"{_figure(aim.cpu_ms):>6} {_figure(before and before['cpu_ms']):>7} "
              f"{cost.queries:8} {_figure(aim.queries):>4} {_figure(cost.kilobytes):>7}  "
              f"{_figure(ratio):>9}{'  <- missed' if any(faults) else ''}")  # fmt: skip
    print(f"\nThis process held {peak_megabytes():.0f} MB at most.")
    return missed


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


if __name__ == "__main__":
    sys.exit(main())
