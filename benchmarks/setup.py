"""Set-up, status edits, many stations in one process, round columns, a level ten times the floor: CPU seconds.

Set-up is measured in processes of their own, first with an empty folder of tables, then with what that one left there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from benchmarks._measure import cpu_s, free_points, is_quick, quantile, race, show
from benchmarks.hub import hub_station
from wayfinding import PROFILES, compile_network, find_route, load_station
from wayfinding.routing import Endpoint, Network
from wayfinding.station import SHIPPED_STATION, Station, read_station, write_station

PERSON = PROFILES["walk"]
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
    starts()
    edits(load_station(SHIPPED_STATION))
    crowds((1, 2) if quick else (1, 10, 100), 0.05 if quick else 1.0)
    sizes({"4 sides": (4, 0.03)} if quick else {
        "4 sides": (4, 1.0), "8 sides": (8, 1.0), "16 sides": (16, 1.0), "ten times the floor": (4, 10.0)})  # fmt: skip


def starts() -> None:
    """A process from nothing to its first answer, with and without what earlier ones left on disk."""
    rows = []
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
    show("The shipped station, CPU s", ["start", "import", "load", "compile", "first answer", "together"], rows)


def edits(station: Station) -> None:
    """From a lift's changed status to the first new answer, beside building everything anew."""
    network = compile_network(station)
    question = ("exit-5", "platform-3-south", "step_free")
    find_route(network, *question)
    lift = next(key for key in find_route(network, *question).pathways if station.pathways[key].mode == "lift")
    document = write_station(station)
    chosen = next(item for item in document["features"] if item["id"] == lift)
    chosen["properties"]["status"] = "out_of_service"
    broken = read_station(document)
    edit_s = min(cpu_s(lambda: find_route(compile_network(broken, reuse=network), *question)) for _ in range(5))
    rebuilt_s = min(cpu_s(lambda: find_route(compile_network(read_station(document)), *question)) for _ in range(2))
    show("A lift out of service to the first new answer",
         ["ms", "ms with everything built anew (tables on disk)", "part of it"],
         [(edit_s * 1e3, rebuilt_s * 1e3, f"{edit_s / rebuilt_s:.1%}")])  # fmt: skip


def crowds(counts: tuple[int, ...], scale: float) -> None:
    """Questions inside one station with more and more stations in the process."""
    held: list[tuple[Network, list[Pair]]] = []
    rows: list[list[object]] = []
    base = 0.0
    for count in counts:
        while len(held) < count:
            station = hub_station(levels=2, scale=scale / 10, seed=len(held) + 1)
            network = compile_network(station)
            points = free_points(network, PERSON.half_width_m, 80)
            held.append((network, list(zip(points[::2], points[1::2], strict=True))))
        network, pairs = held[0]
        for other, some in held[1:]:
            find_route(other, *some[0])
        times = race({"own": lambda pair, inside=network: find_route(inside, *pair)}, pairs, rounds=9)["own"]
        middle = quantile(times, 0.5)
        base = base or middle
        rows.append([str(count), f"{middle * 1e6:.1f}", f"{middle / base:.2f}"])
    show("Stations in one process, a question inside one of them", ["stations", "p50 µs", "ratio"], rows)


def sizes(kinds: dict[str, tuple[int, float]]) -> None:
    """What columns with more sides, and a larger level, cost."""
    rows = []
    for name, (sides, scale) in kinds.items():
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
        rows.append([name, str(most), f"{tabled} of {len(layer.halls)}", f"{tables / 2**20:.0f}", f"{built_s:.1f}",
                     f"{quantile(times, 0.5) * 1e6:.0f}", f"{quantile(times, 0.99) * 1e6:.0f}"])  # fmt: skip
    show("Columns and floors", ["hub", "corners of its largest floor", "floors with a table", "tables MiB",
                                "build CPU s", "p50 µs", "p99 µs"], rows)  # fmt: skip


if __name__ == "__main__":
    main()
