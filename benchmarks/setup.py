"""Set-up, status edits, many stations in one process, round columns, a level ten times the floor: CPU seconds.

Set-up is measured in processes of their own, first with an empty folder of tables, then with what that one left there.
A hundred stations are ten different ones, each ten times over: equal floors are held once in a process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from benchmarks._measure import cpu_s, free_points, is_quick, quantile, race, scratch, show
from benchmarks.hub import hub_station
from wayfinding import PROFILES, apply, compile_network, find_route, load_station
from wayfinding.routing import Endpoint, Network
from wayfinding.station import SHIPPED_STATION, Station
from wayfinding.station.scenario import read_scenario

PERSON = PROFILES["walk"]
DIFFERENT = 10
ONE_START = """
import time
started = time.process_time()
from wayfinding import PROFILES, compile_network, find_route, load_station
imported = time.process_time()
station = load_station({path!r})
loaded = time.process_time()
network = compile_network(station)
network.graph(PROFILES["walk"])
ready = time.process_time()
find_route(network, "exit-5", "platform-3-south")
print(imported - started, loaded - imported, ready - loaded, time.process_time() - ready)
"""
Pair = tuple[Endpoint, Endpoint]


def main() -> None:
    """Measure and print."""
    quick = is_quick()
    rebuilt_s = starts()
    os.environ["XDG_CACHE_HOME"] = str(scratch())
    edits(load_station(SHIPPED_STATION), rebuilt_s)
    crowds((1, 2) if quick else (1, 10, 100), 0.005 if quick else 1.0)
    sizes({"4 sides": (4, 0.03)} if quick else {
        "4 sides": (4, 1.0), "8 sides": (8, 1.0), "16 sides": (16, 1.0), "ten times the floor": (4, 10.0)})  # fmt: skip


def starts() -> dict[str, float]:
    """A process from nothing to its first answer, with and without what earlier ones left on disk.

    Returns what each takes without its imports.
    """
    rows: list[list[str | float]] = []
    rebuilt_s: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        kernels = {"NUMBA_CACHE_DIR": f"{folder}/kernels"}
        kinds = {
            "nothing kept": kernels | {"XDG_CACHE_HOME": f"{folder}/first"},
            "kernels kept": kernels | {"XDG_CACHE_HOME": f"{folder}/second"},
            "kernels and tables kept": kernels | {"XDG_CACHE_HOME": f"{folder}/second"},
        }
        for name, env in ({"as it is here": {}} if is_quick() else kinds).items():
            command = [sys.executable, "-c", ONE_START.format(path=str(SHIPPED_STATION))]
            done = subprocess.run(command, env=os.environ | env, capture_output=True, text=True, check=True)  # noqa: S603, fixed words
            parts = [float(word) for word in done.stdout.split()]
            rows.append([name, *parts, sum(parts)])
            rebuilt_s[name] = sum(parts[1:])
    show("The shipped station, CPU s", ["start", "import", "load", "compile", "first answer", "together"], rows)
    return rebuilt_s


def edits(station: Station, rebuilt_s: dict[str, float]) -> None:
    """From a lift's changed status to the first new answer, beside building everything anew."""
    network = compile_network(station)
    question = ("exit-5", "platform-3-south", "step_free")
    way = find_route(network, *question)
    lift = next(key for key in way.pathways if station.pathways[key].mode == "lift")
    edit = {"op": "set", "id": lift, "properties": {"status": "out_of_service"}}
    broken = read_scenario({"name": "lift-out", "edits": [edit]})
    applied, parts = station, []
    for _ in range(7):
        marks = [time.thread_time()]
        applied = apply(station, broken)
        marks.append(time.thread_time())
        network_then = compile_network(applied, reuse=network)
        marks.append(time.thread_time())
        find_route(network_then, *question)
        marks.append(time.thread_time())
        parts.append([1e3 * (after - before) for before, after in pairwise(marks)])
    best = min(parts, key=sum)
    show("A lift out of service to the first new answer, ms", ["apply", "compile", "first answer", "together"],
         [(*best, sum(best))])  # fmt: skip
    show("The same as part of a set-up anew", ["set-up", "CPU s", "part of it"],
         [(name, spent_s, f"{sum(best) / 1e3 / spent_s:.2%}") for name, spent_s in rebuilt_s.items()])  # fmt: skip


def crowds(counts: tuple[int, ...], scale: float) -> None:
    """Questions inside one station with more and more stations in the process, then each to the next station."""
    held: list[tuple[Network, list[Pair]]] = []
    rows: list[list[str]] = []
    base: tuple[float, float] | None = None
    empty = memory_mib()
    for count in counts:
        while len(held) < count:
            network = compile_network(hub_station(scale=scale, seed=len(held) % DIFFERENT + 1))
            points = free_points(network, PERSON.half_width_m, 80)
            pairs = list(zip(points[::2], points[1::2], strict=True))
            find_route(network, *pairs[0], PERSON)
            held.append((network, pairs))
        network, pairs = held[0]
        times = race({"own": lambda pair, inside=network: find_route(inside, *pair, PERSON)}, pairs, rounds=9)["own"]
        inside = quantile(times, 0.5), quantile(times, 0.99)
        base = base or inside
        asked = [(held[k % count][0], *held[k % count][1][k % len(pairs)], PERSON) for k in range(10 * max(counts))]
        turns = [cpu_s(lambda question=question: find_route(*question)) for question in asked]
        now = memory_mib()
        rows.append([str(count), str(min(count, DIFFERENT)), *(f"{value * 1e6:.1f}" for value in inside),
                     *(f"{value / other:.2f}" for value, other in zip(inside, base, strict=True)),
                     f"{quantile(turns, 0.5) * 1e6:.1f}",
                     *(f"{(here - before) / count:.0f}" for here, before in zip(now, empty, strict=True))])  # fmt: skip
    show("Stations in one process, a question inside one of them", ["stations", "different", "p50 µs", "p99 µs",
         "ratio p50", "ratio p99", "p50 µs, each question to the next station", "MiB of its own a station",
         "MiB of mapped files a station"], rows)  # fmt: skip


def memory_mib() -> tuple[float, float]:
    """What this process holds for itself, and of mapped files, as Linux counts it; zeros elsewhere."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0, 0.0
    figures = {line.split(":")[0]: line.split()[1] for line in told if line.startswith("Rss")}
    return float(figures["RssAnon"]) / 1024, float(figures["RssFile"]) / 1024


def sizes(kinds: dict[str, tuple[int, float]]) -> None:
    """What columns with more sides, and a larger level, cost."""
    rows = []
    for name, (sides, scale) in kinds.items():
        folder = scratch()
        os.environ["XDG_CACHE_HOME"] = str(folder)
        network = compile_network(hub_station(levels=1 if scale > 1 else 4, sides=sides, scale=scale))
        started = time.thread_time()
        layer = network.layer(PERSON.half_width_m)
        network.graph(PERSON)
        built_s = time.thread_time() - started
        points = free_points(network, PERSON.half_width_m, 400)
        pairs = list(zip(points[::2], points[1::2], strict=True))
        times = race({"own": lambda pair, inside=network: find_route(inside, *pair)}, pairs)["own"]
        most = max(len(surface.corners.at) for surface in layer.surfaces)
        tabled = sum(hall.tabled for hall in layer.halls)
        tables = sum(table.nbytes for hall in layer.halls if hall.tabled for table in hall.surface.square)
        kept = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        rows.append([name, str(most), f"{tabled} of {len(layer.halls)}", f"{tables / 2**20:.0f}",
                     f"{kept / 2**20:.0f}", f"{built_s:.1f}",
                     f"{quantile(times, 0.5) * 1e6:.0f}", f"{quantile(times, 0.99) * 1e6:.0f}"])  # fmt: skip
    show("Columns and floors", ["hub", "corners of its largest floor", "floors with a table", "of corners MiB",
                                "all kept on disk MiB", "build CPU s", "p50 µs", "p99 µs"], rows)  # fmt: skip


if __name__ == "__main__":
    main()
