"""Timing side by side: CPU time of this thread, methods in turn on the same question, the best of a few rounds."""

from __future__ import annotations

import atexit
import gc
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import shapely
from shapely import Point

from wayfinding.routing import Endpoint, Network

Item = TypeVar("Item")

SEED = 1


def is_quick() -> bool:
    """Whether only a look is wanted that everything runs: `--quick` on the command line."""
    return "--quick" in sys.argv[1:]


def cpu_s(work: Callable[[], object]) -> float:
    """CPU seconds of this thread for one piece of work."""
    started = time.thread_time_ns()
    work()
    return (time.thread_time_ns() - started) * 1e-9


def race(
    methods: Mapping[str, Callable[[Item], object]], items: Sequence[Item], rounds: int = 3
) -> dict[str, list[float]]:
    """CPU seconds of each method for each item, the least of some rounds in a row; the methods take turns."""
    best: dict[str, list[float]] = {name: [] for name in methods}
    gc.collect()
    gc.disable()
    try:
        for item in items:
            for name, method in methods.items():
                best[name].append(min(cpu_s(lambda run=method, at=item: run(at)) for _ in range(rounds)))
    finally:
        gc.enable()
    return best


def quantile(times: Sequence[float], share: float) -> float:
    """The time that this share of all stays below or at."""
    ordered = sorted(times)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def summary(times: Sequence[float]) -> tuple[float, float, float]:
    """p50, mean and p99."""
    return quantile(times, 0.5), statistics.mean(times), quantile(times, 0.99)


def show(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table in Markdown."""
    print(f"\n{title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(cell if isinstance(cell, str) else f'{cell:.3g}' for cell in row)} |")


def show_race(title: str, times: Mapping[str, Sequence[float]], unit: str = "µs") -> None:
    """Print times, and their ratios to the first method."""
    scale = {"µs": 1e6, "ms": 1e3}[unit]
    own = summary(next(iter(times.values())))
    rows = []
    for name, each in times.items():
        mine = summary(each)
        rows.append([name, *(f"{value * scale:,.1f}" for value in mine), f"{mine[2] / mine[0]:.2f}",
                     *(f"{value / base:,.2f}" for value, base in zip(mine, own, strict=True))])  # fmt: skip
    heads = [f"p50 {unit}", f"mean {unit}", f"p99 {unit}", "p99 / p50", "ratio p50", "ratio mean", "ratio p99"]
    show(title, ["method", *heads], rows)


def free_points(network: Network, half_width_m: float, count: int, level: float | None = None) -> list[Endpoint]:
    """Random points of the free floor, drawn by area; of one level, or of all."""
    rng = random.Random(SEED)  # noqa: S311, a fixed draw
    inner = [(surface.floor.level, surface.free.buffer(-1e-4)) for surface in network.layer(half_width_m).surfaces]
    halls = [(own, shape) for own, shape in inner if not shape.is_empty and level in (None, own)]
    shapely.prepare([shape for _, shape in halls])
    areas = [shape.area for _, shape in halls]
    found: list[Endpoint] = []
    while len(found) < count:
        own, shape = rng.choices(halls, areas)[0]
        x0, y0, x1, y1 = shape.bounds
        point = Point(rng.uniform(x0, x1), rng.uniform(y0, y1))
        if shape.contains(point):
            found.append(Endpoint(own, point.x, point.y))
    return found


def scratch() -> Path:
    """A folder that goes when the run ends."""
    folder = tempfile.mkdtemp(prefix="bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def borrow(*requirements: str) -> bool:
    """Make packages importable for this run only, without what they depend on; whether that could be done."""
    folder = scratch()
    sys.path.append(str(folder))
    return fetched("install", "--no-deps", "--target", str(folder), *requirements)


def fetched(*words: str) -> bool:
    """Whether pip could do what these words say."""
    command = [sys.executable, "-m", "pip", words[0], "--quiet", *words[1:]]
    try:
        return subprocess.run(command, capture_output=True, timeout=300, check=False).returncode == 0  # noqa: S603, fixed words
    except (OSError, subprocess.TimeoutExpired):
        return False


def not_available(peer: str) -> None:
    """Say that a peer could not be had."""
    print(f"\n{peer}: not available")
