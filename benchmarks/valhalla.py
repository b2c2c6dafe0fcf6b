"""The whole answer, texts and JSON included, against Valhalla on foot over the centre lines of the same hub.

Our answer crosses the halls on the exact shortest line; Valhalla's follows a lattice of centre lines between the
columns (one node in each bay, walks to the eight bays around), with every stair, escalator, gate and lift of the hub
tagged as OpenStreetMap has it. Each level is shifted by a few decimetres, so that a question put at a node is not taken
for one on another level. Tile builder and service come from the newest wheel; in process the newest that this Python
can load answers. The service's CPU time is that of all its threads, taken from the system.
"""

from __future__ import annotations

import http.client
import json
import math
import random
import socket
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import shapely
from shapely import Geometry, LineString, Point

from benchmarks._measure import SEED, borrow, fetched, is_quick, not_available, race, scratch, show, show_race
from benchmarks.hub import GRID_M, hub_station
from wayfinding import PROFILES, Network, compile_network, find_route
from wayfinding.guidance.answer import route_answer
from wayfinding.routing import Endpoint

NEWEST, NEWEST_PYTHON, OLDER, WRITER = "pyvalhalla==3.9.1", (3, 12), "pyvalhalla==3.2.0", "osmium==4.3.2"
SHIFT_M = 0.4
BAYS_AROUND = ((1, 0), (0, 1), (1, 1), (1, -1))
NEAREST, TRIED = 3, 30
PAIRS = 300
WIDTH_M = PROFILES["walk"].half_width_m
TAGS = {
    "escalator": {"highway": "steps", "conveying": "forward"},
    "stairs": {"highway": "steps"},
    "lift": {"highway": "elevator"},
    "fare_gate": {"highway": "footway", "indoor": "yes"},
    "walk": {"highway": "footway", "indoor": "yes"},
}
TILES = "tiles"
Pair = tuple[int, int]


@dataclass
class CentreLines:
    """Nodes, of which the first `bays` stand in the open, and ways: two nodes, mode, levels in words."""

    nodes: list[Endpoint] = field(default_factory=list)
    ways: list[tuple[int, int, str, str]] = field(default_factory=list)
    bays: int = 0


def main() -> None:
    """Measure and print."""
    network = compile_network(hub_station(levels=2, scale=0.05) if is_quick() else hub_station())
    lines = centre_lines(network)
    corners = sum(len(surface.corners.at) for surface in network.layer(WIDTH_M).surfaces)
    show("One hub, two models", ["model", "nodes", "ways"],
         [["halls", f"{corners} corners", "every straight line"],
          ["centre lines", str(len(lines.nodes)), str(len(lines.ways))]])  # fmt: skip
    if is_quick():
        not_available("Valhalla (not asked for)")
        return
    folder = scratch()
    programs = newest_programs(folder)
    if programs is None or not borrow(WRITER) or not borrow(NEWEST if sys.version_info >= NEWEST_PYTHON else OLDER):
        not_available(f"{NEWEST}, {OLDER} or {WRITER}")
        return
    config = build_tiles(network, lines, programs, folder)
    asked = random.Random(SEED)  # noqa: S311, a fixed draw
    drawn = [(asked.randrange(lines.bays), asked.randrange(lines.bays)) for _ in range(PAIRS)]
    compare(network, lines, drawn, config, programs)


def centre_lines(network: Network) -> CentreLines:
    """A lattice of bays that lie free, walks between neighbours that nothing blocks, and every pathway."""
    lines, numbers = CentreLines(), dict[tuple[int, int, int], int]()
    surfaces = network.layer(WIDTH_M).surfaces
    halls = [surface.free.buffer(1e-6) for surface in surfaces]
    shapely.prepare(halls)
    for number, hall in enumerate(halls):
        west, south, east, north = hall.bounds
        for i in range(int(west / GRID_M), int(east / GRID_M) + 1):
            for j in range(int(south / GRID_M), int(north / GRID_M) + 1):
                bay = Endpoint(surfaces[number].floor.level, (i + 0.5) * GRID_M, (j + 0.5) * GRID_M)
                if surfaces[number].free.contains(Point(bay.x, bay.y)):
                    numbers[number, i, j] = len(lines.nodes)
                    lines.nodes.append(bay)
    lines.bays = len(lines.nodes)
    for (number, i, j), node in numbers.items():
        beside = (numbers.get((number, i + right, j + up)) for right, up in BAYS_AROUND)
        lines.ways += [
            walk(lines, node, bay) for bay in beside if bay is not None and open_to(halls[number], lines, node, bay)
        ]
    for pathway in sorted(network.station.pathways.values(), key=lambda item: item.id):
        levels = ";".join(sorted({f"{stop.level:g}" for stop in pathway.stops}))
        order = []
        for stop in pathway.stops:
            standing = network.layer(WIDTH_M).stand(stop.level, stop.point.x, stop.point.y)
            order.append(len(lines.nodes))
            lines.nodes.append(Endpoint(stop.level, standing.x, standing.y))
            lines.ways += joins(halls[standing.surface], lines, order[-1])
        order = order[::-1] if pathway.direction == "backward" else order
        lines.ways += [(tail, head, pathway.mode, levels) for tail, head in pairwise(order)]
    return lines


def joins(hall: Geometry, lines: CentreLines, end: int) -> Iterator[tuple[int, int, str, str]]:
    """Walks from an end of a pathway to the nearest bays it is open to."""
    here = lines.nodes[end]
    bays = [k for k in range(lines.bays) if lines.nodes[k].level == here.level]
    bays.sort(key=lambda k: math.dist((here.x, here.y), (lines.nodes[k].x, lines.nodes[k].y)))
    found = [k for k in bays[:TRIED] if open_to(hall, lines, end, k)]
    return (walk(lines, end, k) for k in found[:NEAREST])


def open_to(hall: Geometry, lines: CentreLines, one: int, other: int) -> bool:
    """Whether the straight line between two nodes stays on the free floor."""
    line = LineString([(lines.nodes[k].x, lines.nodes[k].y) for k in (one, other)])
    return bool(hall.covers(line))


def walk(lines: CentreLines, one: int, other: int) -> tuple[int, int, str, str]:
    """A walk between two nodes of one level."""
    return one, other, "walk", f"{lines.nodes[one].level:g}"


def newest_programs(folder: Path) -> Path | None:
    """The folder of the programs in the newest wheel, whichever Python it is for."""
    version = ".".join(map(str, NEWEST_PYTHON))
    if not fetched("download", "--no-deps", "--only-binary=:all:", "--python-version", version, "--dest", str(folder),
                   NEWEST):  # fmt: skip
        return None
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "newest")
    programs = folder / "newest" / "valhalla" / "bin"
    for program in programs.iterdir():
        program.chmod(0o755)
    return programs


def build_tiles(network: Network, lines: CentreLines, programs: Path, folder: Path) -> Path:
    """Write the centre lines as an OpenStreetMap file, build Valhalla's graph of it: the settings for its programs."""
    from osmium import SimpleWriter, osm  # noqa: PLC0415

    source, config, tiles = folder / "hub.osm.pbf", folder / "service.json", folder / TILES
    with SimpleWriter(str(source)) as writer:
        for number, place in enumerate(degrees(network, lines), 1):
            writer.add_node(osm.mutable.Node(id=number, version=1, location=place))
        for number, (tail, head, mode, levels) in enumerate(lines.ways, 1):
            tags = TAGS[mode] | {"level": levels}
            writer.add_way(osm.mutable.Way(id=number, version=1, nodes=[tail + 1, head + 1], tags=tags))
    script = [sys.executable, str(programs.parent / "valhalla_build_config.py"), "--mjolnir-tile-dir", str(tiles),
              "--httpd-service-listen", f"tcp://127.0.0.1:{free_port()}"]  # fmt: skip
    done = subprocess.run(script, check=True, capture_output=True, text=True)  # noqa: S603, fixed words
    config.write_text(json.dumps(silent(json.loads(done.stdout))), encoding="utf-8")
    tiles.mkdir()
    command = [str(programs / "valhalla_build_tiles"), "--config", str(config), str(source)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603, fixed words
    return config


def silent(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings with the tiles in a folder only, and no log."""
    parts = {part: settings[part] | {"logging": {"type": ""}} for part in ("loki", "thor", "odin", "meili", "httpd")}
    tiles = {"mjolnir": settings["mjolnir"] | {"logging": {"type": ""}, "tile_extract": ""}}
    return settings | parts | tiles | {"logging": {"type": ""}}


def degrees(network: Network, lines: CentreLines) -> list[tuple[float, float]]:
    """Longitude and latitude of every node, its level shifted."""
    at = [(node.x + SHIFT_M * node.level, node.y) for node in lines.nodes]
    return [(lon, lat) for lon, lat in network.station.frame.to_lonlat(at).tolist()]


def compare(network: Network, lines: CentreLines, drawn: Sequence[Pair], config: Path, programs: Path) -> None:
    """Times of the same questions, those that both can answer."""
    from valhalla import Actor, get_config  # noqa: PLC0415

    loadable = config.with_name("actor.json")
    loadable.write_text(json.dumps(silent(get_config("", str(config.with_name(TILES))))), encoding="utf-8")
    actor, spots = Actor(str(loadable)), degrees(network, lines)

    def question(pair: Pair) -> str:
        locations = [{"lon": spots[k][0], "lat": spots[k][1], "radius": 0} for k in pair]
        return json.dumps({"locations": locations, "costing": "pedestrian", "language": "en-US"})

    def ours(pair: Pair) -> bytes:
        return orjson.dumps(route_answer(network, lines.nodes[pair[0]], lines.nodes[pair[1]], "walk", "en"))

    words = {pair: question(pair) for pair in drawn}
    pairs = [
        pair
        for pair in drawn
        if find_route(network, *(lines.nodes[k] for k in pair)) and answered(actor.route, words[pair])
    ]
    print(f"\n{len(pairs)} of {len(drawn)} questions answered by both")
    times = race({"wayfinding": ours, "Valhalla": lambda pair: actor.route(words[pair])}, pairs, rounds=5)
    show_race("Whole answers with texts as JSON, in process", times)
    describe_answers(pairs, ours, lambda pair: actor.route(words[pair]))
    served = service_s(config, programs, [words[pair] for pair in pairs])
    if served is None:
        not_available("Valhalla's service")
        return
    show_race(
        "Our answer in process, the service's over loopback: its CPU time in all threads",
        {"wayfinding": times["wayfinding"], "Valhalla": served},
    )


def answered(ask: Callable[[str], str], words: str) -> bool:
    """Whether Valhalla finds a way."""
    try:
        return bool(ask(words))
    except RuntimeError:
        return False


def describe_answers(pairs: Sequence[Pair], ours: Callable[[Pair], bytes], theirs: Callable[[Pair], str]) -> None:
    """What the answers hold on either side."""
    own = [(len(text), json.loads(text)) for text in map(ours, pairs)]
    other = [(len(text), json.loads(text)["trip"]) for text in map(theirs, pairs)]
    rows = [
        ["wayfinding", statistics.median(size for size, _ in own),
         statistics.median(len(answer["instructions"]) for _, answer in own),
         statistics.median(answer["distance_m"] for _, answer in own)],
        ["Valhalla", statistics.median(size for size, _ in other),
         statistics.median(len(trip["legs"][0]["maneuvers"]) for _, trip in other),
         statistics.median(1e3 * trip["summary"]["length"] for _, trip in other)],
    ]  # fmt: skip
    show("What an answer holds, medians", ["method", "bytes", "instructions", "m"], rows)


def service_s(config: Path, programs: Path, questions: Sequence[str], rounds: int = 3) -> list[float] | None:
    """CPU seconds that all threads of the service take for each question, the least of some rounds."""
    port = int(json.loads(config.read_text(encoding="utf-8"))["httpd"]["service"]["listen"].rsplit(":", 1)[1])
    command = [str(programs / "valhalla_service"), "--inproc-sockets", str(config), "1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as service:  # noqa: S603, fixed words
        try:
            if not listens(port):
                return None
            return [min(asked_s(service.pid, port, words) for _ in range(rounds)) for words in questions]
        finally:
            service.terminate()


def asked_s(process: int, port: int, words: str) -> float:
    """CPU seconds of all threads of a process for one request."""
    before = spent_s(process)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", "/route", body=words)
    connection.getresponse().read()
    connection.close()
    time.sleep(0.002)
    return spent_s(process) - before


def spent_s(process: int) -> float:
    """CPU seconds so far of all threads of a process, as Linux counts them."""
    tasks = Path(f"/proc/{process}/task")
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) * 1e-9


def listens(port: int) -> bool:
    """Whether something answers at that port within some seconds."""
    for _ in range(100):
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def free_port() -> int:
    """A port that nothing listens to."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
