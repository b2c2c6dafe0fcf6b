"""One level, arbitrary points, against extremitypathfinder and recast-navigation, fetched for this run if possible."""

from __future__ import annotations

import json
import math
import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
from shapely import LineString

from benchmarks._measure import (
    borrow,
    cpu_s,
    free_points,
    is_quick,
    not_available,
    quantile,
    race,
    scratch,
    show,
    show_race,
)
from benchmarks.hub import hub_document, hub_station
from wayfinding import PROFILES, compile_network, find_route
from wayfinding.routing import Endpoint, Network
from wayfinding.routing.surface import Surface
from wayfinding.station import Station, read_station

LEVEL = -2.0
EXTREMITY = "extremitypathfinder==2.7.2"
RECAST = ("@recast-navigation/core@0.43.1", "@recast-navigation/generators@0.43.1")
RECAST_CELLS_M = (0.3, 0.1)
EQUAL = 1e-6
"""Two lengths that differ by no more than this part are the same."""
ON_FLOOR_M = 1e-4
Pair = tuple[Endpoint, Endpoint]
Line = Sequence[Sequence[float]]


def main() -> None:
    """Measure and print. The level is set up alone first: what a process holds already it does not build again."""
    width_m = PROFILES["walk"].half_width_m
    built_anew_s(alone(seed=2), width_m)
    own_s = built_anew_s(alone(), width_m)
    network = compile_network(hub_station(levels=2, scale=0.03 if is_quick() else 1.0))
    surface = next(each for each in network.layer(width_m).surfaces if each.floor.level == LEVEL)
    points = free_points(network, width_m, 8 if is_quick() else 600, LEVEL)
    pairs = list(zip(points[::2], points[1::2], strict=True))
    find_route(network, *pairs[0])
    print(f"{len(surface.corners.at)} corners, {shapely.get_num_interior_rings(surface.free)} obstacles")
    against_extremity(network, surface, pairs[: 3 if is_quick() else 20], own_s)
    if is_quick():
        not_available("recast-navigation (not asked for)")
    else:
        against_recast(network, surface, pairs)


def against_extremity(network: Network, surface: Surface, pairs: Sequence[Pair], own_s: float) -> None:
    """Times, lengths and set-up beside extremitypathfinder."""
    if not borrow(EXTREMITY):
        not_available(EXTREMITY)
        return
    from extremitypathfinder import PolygonEnvironment  # noqa: PLC0415

    peer = PolygonEnvironment()
    turned = shapely.geometry.polygon.orient(surface.free)
    outline = [tuple(spot) for spot in turned.exterior.coords[:-1]]
    holes = [[tuple(spot) for spot in ring.coords[:-1]] for ring in turned.interiors]

    def prepare() -> None:
        peer.store(outline, holes)

    def theirs(pair: Pair) -> float:
        start, end = pair
        length: float = peer.find_shortest_path((start.x, start.y), (end.x, end.y), verify=False)[1]
        return length

    theirs_s = cpu_s(prepare)
    times = race(
        {"wayfinding": lambda pair: find_route(network, *pair), "extremitypathfinder": theirs}, pairs, rounds=5
    )
    show_race(f"One level, {len(pairs)} pairs of points", times)
    show("Set-up of that level, CPU s",
         ["wayfinding", "extremitypathfinder", "ratio"], [(own_s, theirs_s, theirs_s / own_s)])  # fmt: skip
    worst = max(abs(theirs(pair) - length_m(network, pair)) / theirs(pair) for pair in pairs)
    print(f"\nlargest difference in length: {worst:.1e} of it")


def alone(seed: int = 1) -> Station:
    """The station that has this level only, and no pathways."""
    document = hub_document(levels=2, scale=0.03 if is_quick() else 1.0, seed=seed)
    told = [(item, item["properties"]) for item in document["features"]]
    here = [item for item, said in told if LEVEL in (said.get("level"), said.get("ordinal"))]
    return read_station(document | {"features": here})


def built_anew_s(station: Station, half_width_m: float) -> float:
    """CPU seconds until the first question is answered, nothing read from disk."""
    kept = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(scratch())
    began = time.thread_time()
    network = compile_network(station)
    network.layer(half_width_m)
    taken_s = time.thread_time() - began
    pair = free_points(network, half_width_m, 2)
    taken_s += cpu_s(lambda: find_route(network, *pair))
    os.environ.pop("XDG_CACHE_HOME")
    if kept is not None:
        os.environ["XDG_CACHE_HOME"] = kept
    return taken_s


def against_recast(network: Network, surface: Surface, pairs: Sequence[Pair]) -> None:
    """Times and lengths beside recast-navigation in node; best of nine on both sides."""
    folder = scratch()
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or not installed(npm, folder):
        not_available("recast-navigation")
        return
    triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(surface.free))
    at = np.array([np.asarray(shapely.orient_polygons(each).exterior.coords)[:3] for each in triangles])
    spots = [[[point.x, point.y] for point in pair] for pair in pairs]
    shutil.copy(Path(__file__).with_name("recast.mjs"), folder)
    own = race({"wayfinding": lambda pair: find_route(network, *pair)}, pairs, rounds=9)["wayfinding"]
    ways = [find_route(network, *pair) for pair in pairs]
    truth, drawn = [way.distance_m for way in ways], [[spot for leg in way.legs for spot in leg.points] for way in ways]
    rows = [["wayfinding", f"{quantile(own, 0.5) * 1e6:.1f}", f"{quantile(own, 0.99) * 1e6:.1f}", "1", "1", "0", "0"]]
    proofs = [["all of ours", *proof(surface, pairs, drawn, range(len(pairs)))]]
    for cell_m in RECAST_CELLS_M:
        question = {"triangles": at.reshape(-1, 2).tolist(), "pairs": spots, "cell_m": cell_m}
        (folder / "question.json").write_text(json.dumps(question), encoding="utf-8")
        done = subprocess.run([node, "recast.mjs"], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603, fixed words
        if done.returncode != 0:
            not_available(f"recast-navigation: {done.stderr.strip().splitlines()[-1:]}")
            return
        answer = json.loads(done.stdout)
        times = [value * 1e-9 for value in answer["ns"]]
        more = [length / true - 1 for length, true in zip(answer["m"], truth, strict=True)]
        middle, tail = quantile(times, 0.5), quantile(times, 0.99)
        ratios = quantile(own, 0.5) / middle, quantile(own, 0.99) / tail
        rows.append([f"recast, cells of {cell_m:g} m", f"{middle * 1e6:.1f}", f"{tail * 1e6:.1f}",
                     f"{ratios[0]:.2f}", f"{ratios[1]:.2f}", f"{statistics.mean(more):+.2%}",
                     f"{sum(extra < -EQUAL for extra in more)}"])  # fmt: skip
        shorter = [k for k, extra in enumerate(more) if extra < -EQUAL]
        proofs.append([f"shorter ones of cells of {cell_m:g} m", *proof(surface, pairs, answer["lines"], shorter)])
    show("Against recast-navigation: legs included on our side, lengths only on theirs",
         ["method", "p50 µs", "p99 µs", "ours / theirs p50", "ours / theirs p99", "their length over ours",
          "shorter than ours"], rows)  # fmt: skip
    show(f"Lines held against the free floor, to {1e3 * ON_FLOOR_M:g} mm",
         ["lines", "number", "leave the floor", "deepest m", "longest part off it m", "end elsewhere", "by at most m",
          "neither"], proofs)  # fmt: skip


def proof(surface: Surface, pairs: Sequence[Pair], lines: Sequence[Line], shorter: Sequence[int]) -> list[str]:
    """Why lines can be shorter than the shortest: how many leave the free floor, how far, how many begin elsewhere."""
    off_m, depths_m, missed_m, unexplained = [], [], [], 0
    for k in shorter:
        outside = LineString(lines[k]).difference(surface.free.buffer(ON_FLOOR_M))
        spots = shapely.points(shapely.get_coordinates(shapely.segmentize(outside, 0.01)))
        depth_m = float(shapely.distance(surface.free, spots).max(initial=0.0))
        ends = zip(pairs[k], (lines[k][0], lines[k][-1]), strict=True)
        missed_m.append(max(math.dist((point.x, point.y), spot) for point, spot in ends))
        off_m.append(outside.length)
        depths_m.append(depth_m)
        unexplained += depth_m <= ON_FLOOR_M and missed_m[-1] <= ON_FLOOR_M
    leaving, elsewhere = (sum(value > ON_FLOOR_M for value in values) for values in (depths_m, missed_m))
    worst = (max(values, default=0.0) for values in (depths_m, off_m, missed_m))
    deepest_m, longest_m, furthest_m = (f"{value:.3f}" for value in worst)
    return [str(len(shorter)), str(leaving), deepest_m, longest_m, str(elsewhere), furthest_m, str(unexplained)]


def installed(npm: str, folder: Path) -> bool:
    """Fetch recast-navigation into a folder of this run."""
    command = [npm, "install", "--silent", "--prefix", str(folder), *RECAST]
    try:
        return subprocess.run(command, capture_output=True, timeout=120, check=False).returncode == 0  # noqa: S603, fixed words
    except (OSError, subprocess.TimeoutExpired):
        return False


def length_m(network: Network, pair: Pair) -> float:
    """What our walk measures."""
    way = find_route(network, *pair)
    return math.inf if way is None else way.distance_m


if __name__ == "__main__":
    main()
