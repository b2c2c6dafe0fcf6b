"""The graph kernel (A* over the corners of one floor) against the same algorithm written by hand in C.

The C file beside this one is compiled with `cc -O3 -march=native` where there is a compiler.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks._measure import free_points, is_quick, not_available, race, scratch, show_race
from benchmarks.hub import hub_station
from wayfinding import PROFILES, compile_network
from wayfinding.routing.search import Walks, walk
from wayfinding.routing.sight import Floats, Indices

SOURCE = Path(__file__).with_name("kernel.c")
LEVEL = -2.0


class Task(NamedTuple):
    """From the corners seen at the start to those seen at the end."""

    seeds: Indices
    seed_m: Floats
    targets: Indices
    target_m: Floats
    goal: Floats


def main() -> None:
    """Measure and print."""
    network = compile_network(hub_station(levels=2, scale=0.05 if is_quick() else 1.0))
    width_m = PROFILES["walk"].half_width_m
    surface = next(each for each in network.layer(width_m).surfaces if each.floor.level == LEVEL)
    spots = [(point.x, point.y) for point in free_points(network, width_m, 10 if is_quick() else 800, LEVEL)]
    tasks = []
    for start, end in zip(spots[::2], spots[1::2], strict=True):
        seeds, targets = surface.connect(start), surface.connect(end)
        ends = [np.hypot(*(surface.corners.at[found] - spot).T) for found, spot in ((seeds, start), (targets, end))]
        tasks.append(Task(seeds, ends[0], targets, ends[1], np.array(end)))
    by_hand = compiled_by_hand(surface.walks)
    if by_hand is None:
        not_available("a C compiler")
        return

    def ours(task: Task) -> float:
        return walk(surface.walks, *task, np.inf)[0]

    times = race({"C by hand": by_hand, "wayfinding": ours}, tasks, rounds=7)
    show_race(f"Graph kernel: {len(surface.corners.at)} corners, {len(surface.walks.heads)} walks", times)
    worst = max(abs(ours(task) - by_hand(task)) / ours(task) for task in tasks)
    print(f"\nlargest difference in length: {worst:.1e} of it")


def compiled_by_hand(walks: Walks) -> Callable[[Task], float] | None:
    """The C function over those walks; None where it cannot be compiled."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library = scratch() / "kernel.so"
    command = [compiler, "-O3", "-march=native", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-lm"]
    if subprocess.run(command, check=False).returncode != 0:  # noqa: S603, fixed words
        return None
    function = ctypes.CDLL(str(library)).walk
    function.restype = ctypes.c_double
    size, real, whole = ctypes.c_int64, ctypes.c_double, ctypes.c_void_p
    function.argtypes = [
        size,
        size,
        *[whole] * 4,
        size,
        whole,
        whole,
        size,
        whole,
        whole,
        real,
        real,
        real,
        whole,
        whole,
    ]
    path, length = np.empty(len(walks.at), np.int64), np.zeros(1, np.int64)
    held = [np.ascontiguousarray(array) for array in walks]
    fixed = (len(walks.at), len(walks.heads), *(array.ctypes.data for array in held))
    out = path.ctypes.data, length.ctypes.data
    calls: dict[int, tuple[object, ...]] = {}
    function.held = held, path, length  # what C is given only the address of

    def ask(task: Task) -> float:
        if id(task) not in calls:
            ends = (len(task.seeds), task.seeds.ctypes.data, task.seed_m.ctypes.data,
                    len(task.targets), task.targets.ctypes.data, task.target_m.ctypes.data)  # fmt: skip
            calls[id(task)] = (*fixed, *ends, *task.goal.tolist(), np.inf, *out)
        answer: float = function(*calls[id(task)])
        return answer

    return ask


if __name__ == "__main__":
    main()
