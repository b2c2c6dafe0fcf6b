"""A synthetic hub as a station file: halls full of columns and rooms, shafts, lifts, gates, exits, points of interest.

Four levels of 200 m by 190 m with about 1,650 corners each, the same for the same seed. Run alone it prints its size.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import shapely
from shapely import LineString, Point, Polygon, STRtree, affinity, box, transform
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from wayfinding.station import Station, read_station
from wayfinding.station.frame import Frame

WIDTH_M, DEPTH_M, STOREY_M = 200.0, 190.0, 6.0
GRID_M, COLUMN_M, ROOMS = 8.4, 1.0, 50
GAP_M, COLUMN_GAP_M = 1.6, 0.8
PAID = (0.2, 0.8)
FENCE_M = 0.2
GATES = 6
SHAFTS, LIFTS, EXITS, POINTS = 10, 3, 20, 400
RUN_M, SHAFT_M = 12.0, (12.0, 6.0)
FRAME = Frame(lon=117.2052, lat=39.1374, bearing_deg=0.0)


@dataclass
class Hub:
    """The features drawn so far, and on each level what already stands there."""

    width_m: float
    depth_m: float
    rng: random.Random
    features: list[dict[str, Any]] = field(default_factory=list)
    taken: dict[int, list[BaseGeometry]] = field(default_factory=dict)

    def add(self, kind: str, id: str, shape: BaseGeometry, **properties: Any) -> None:
        """One feature, drawn in local metres."""
        common = {"kind": kind, "source": "assumed", "name_zh": id, "name_en": id}
        geometry = mapping(transform(shape, FRAME.to_lonlat))
        self.features.append({"type": "Feature", "id": id, "geometry": geometry, "properties": common | properties})

    def block(self, level: int, id: str, shape: BaseGeometry, type: str) -> None:
        """An obstacle."""
        self.add("obstacle", id, shape, level=level, type=type, opaque=True)
        self.taken[level].append(shape)

    def way(self, id: str, mode: str, ends: Sequence[tuple[int, float, float]], **properties: Any) -> None:
        """A pathway between two points (level, x, y)."""
        start, end = ends
        both = {"direction": "both", "from_level": start[0], "to_level": end[0]}
        self.add("pathway", id, LineString([start[1:], end[1:]]), mode=mode, **(both | properties))


def hub_document(levels: int = 4, sides: int = 4, scale: float = 1.0, seed: int = 1) -> dict[str, Any]:
    """The station file: `sides` corners to a column, each level `scale` times the floor; levels are -1, -2 and so on.

    The middle of level -1 and all below it is paid, behind two lines of gates.
    """
    side = math.sqrt(scale)
    hub = Hub(WIDTH_M * side, DEPTH_M * side, random.Random(seed))  # noqa: S311, a fixed draw
    for level in range(-1, -levels - 1, -1):
        _floor(hub, level)
    for level in range(-1, -levels, -1):
        _shafts(hub, level, round(SHAFTS * scale))
    _lifts(hub, levels)
    for level in range(-1, -levels - 1, -1):
        _rooms(hub, level, round(ROOMS * scale))
        _columns(hub, level, sides)
        _places(hub, level, round(POINTS * scale) // levels)
    frame = {"lon": FRAME.lon, "lat": FRAME.lat, "bearing_deg": FRAME.bearing_deg}
    return {"type": "FeatureCollection", "format": "wayfinding-station/1", "name": f"hub-{seed}", "frame": frame,
            "features": hub.features}  # fmt: skip


def hub_station(levels: int = 4, sides: int = 4, scale: float = 1.0, seed: int = 1) -> Station:
    """The same, read."""
    return read_station(hub_document(levels, sides, scale, seed))


def _floor(hub: Hub, level: int) -> None:
    outline = box(0, 0, hub.width_m, hub.depth_m)
    hub.taken[level] = []
    hub.add("level", f"level{level}", outline, ordinal=level, label=f"B{-level}", elevation_m=STOREY_M * level)
    if level < -1:
        hub.add("space", f"hall{level}", outline, level=level, use="hall", zone="paid", walkable=True)
        return
    paid = [share * hub.width_m for share in PAID]
    borders = [0.0, *paid, hub.width_m]
    for number, (x0, x1) in enumerate(pairwise(borders)):
        zone = "paid" if number == 1 else "unpaid"
        shape = box(x0, 0, x1, hub.depth_m)
        hub.add("space", f"hall{level}-{number}", shape, level=level, use="hall", zone=zone, walkable=True)
    for line, x in enumerate(paid):
        _gates(hub, level, line, x)


def _gates(hub: Hub, level: int, line: int, x: float) -> None:
    """A fence across the level with gates through it."""
    middles = [hub.depth_m * (k + 0.5) / GATES for k in range(GATES)]
    openings = [0.0, *(edge for y in middles for edge in (y - 0.5, y + 0.5)), hub.depth_m]
    for number, (y0, y1) in enumerate(zip(openings[::2], openings[1::2], strict=True)):
        fence = box(x - FENCE_M / 2, y0, x + FENCE_M / 2, y1)
        hub.block(level, f"fence{level}-{line}-{number}", fence, "barrier")
    for number, y in enumerate(middles):
        ends = (level, x - 1.0, y), (level, x + 1.0, y)
        hub.way(f"gate{level}-{line}-{number}", "fare_gate", ends, width_m=0.9, lanes=1)
        hub.taken[level].append(box(x - 1.5, y - 0.8, x + 1.5, y + 0.8))


def _shafts(hub: Hub, level: int, count: int) -> None:
    """Up and down escalators and stairs side by side, between a level and the one below it."""
    for number in range(count):
        middle = _free_spot(hub, (level, level - 1), box(-RUN_M / 2 - 1, -3.5, RUN_M / 2 + 1, 3.5))
        if middle is None:
            continue
        x, y = middle
        for each in (level, level - 1):
            half_m, deep_m = SHAFT_M[0] / 2, SHAFT_M[1] / 2
            hub.block(each, f"shaft{level}-{number}-on{each}", box(x - half_m, y - deep_m, x + half_m, y + deep_m),
                      "shaft")  # fmt: skip
            hub.taken[each].append(box(x - RUN_M / 2 - 1.5, y - 3, x + RUN_M / 2 + 1.5, y + 3))
        low, high = x - RUN_M / 2 - 0.6, x + RUN_M / 2 + 0.6
        for name, mode, shift_m, more in (
            ("up", "escalator", -2.0, {"direction": "forward", "speed_mps": 0.65, "width_m": 1.0}),
            ("down", "escalator", 0.0, {"direction": "backward", "speed_mps": 0.65, "width_m": 1.0}),
            ("stairs", "stairs", 2.0, {"width_m": 2.0, "steps": 40}),
        ):
            ends = (level - 1, low, y + shift_m), (level, high, y + shift_m)
            hub.way(f"{name}{level}-{number}", mode, ends, **more)


def _lifts(hub: Hub, levels: int) -> None:
    """Lifts that stop everywhere."""
    every = tuple(range(-1, -levels - 1, -1))
    for number in range(LIFTS if levels > 1 else 0):
        middle = _free_spot(hub, every, box(-2, -3, 2, 2))
        if middle is None:
            continue
        x, y = middle
        for level in every:
            hub.block(level, f"lift{number}-shaft{level}", box(x - 1, y - 1, x + 1, y + 1), "shaft")
            hub.taken[level].append(box(x - 1.5, y - 2.5, x + 1.5, y + 1.5))
        front = FRAME.to_lonlat([[x, y - 1.6]])[0].tolist()
        stops = [{"level": level, "coordinates": front} for level in every[1:-1]]
        ends = (every[-1], x, y - 1.6), (-1, x, y - 1.6)
        hub.way(f"lift{number}", "lift", ends, stops=stops, car_width_m=1.6, car_depth_m=1.8, door_width_m=1.0,
                speed_mps=1.0)  # fmt: skip


def _rooms(hub: Hub, level: int, count: int) -> None:
    """Rooms: one in four L-shaped, about one in seven turned."""
    for number in range(count):
        width, depth = hub.rng.uniform(5, 12), hub.rng.uniform(5, 12)
        shape: BaseGeometry = box(-width / 2, -depth / 2, width / 2, depth / 2)
        if hub.rng.random() < 0.25:
            shape = shape.difference(box(0, 0, width, depth))
        if hub.rng.random() < 0.15:
            shape = affinity.rotate(shape, hub.rng.uniform(5, 85), origin=(0, 0))
        middle = _free_spot(hub, (level,), shape)
        if middle is not None:
            hub.block(level, f"room{level}-{number}", affinity.translate(shape, *middle), "wall")


def _columns(hub: Hub, level: int, sides: int) -> None:
    """Columns on a grid wherever nothing stands yet."""
    tree = STRtree(hub.taken[level])
    radius_m = COLUMN_M / math.sqrt(2)
    columns = []
    for i in range(1, int(hub.width_m / GRID_M)):
        for j in range(1, int(hub.depth_m / GRID_M)):
            x, y = i * GRID_M, j * GRID_M
            if len(tree.query(Point(x, y), predicate="dwithin", distance=radius_m + COLUMN_GAP_M)) == 0:
                columns.append((i, j, x, y))
    for i, j, x, y in columns:
        turns = [math.tau * (k + 0.5) / sides for k in range(sides)]
        ring = [(x + radius_m * math.cos(turn), y + radius_m * math.sin(turn)) for turn in turns]
        hub.block(level, f"column{level}-{i}-{j}", Polygon(ring), "column")


def _places(hub: Hub, level: int, count: int) -> None:
    if level == -1:
        for number in range(EXITS):
            x = hub.width_m * (0.02 + (0.8 if number % 2 else 0.0) + 0.16 * number / EXITS)
            hub.add("place", f"exit-{number}", Point(x, 0.5), level=level, type="exit", number=str(number + 1))
    tree = STRtree(hub.taken[level])
    for number in range(count):
        point = _free_point(hub, tree)
        hub.add("place", f"shop{level}-{number}", point, level=level, type="shop")


def _free_point(hub: Hub, tree: STRtree) -> Point:
    while True:
        point = Point(hub.rng.uniform(1, hub.width_m - 1), hub.rng.uniform(1, hub.depth_m - 1))
        if len(tree.query(point, predicate="dwithin", distance=0.6)) == 0:
            return point


def _free_spot(hub: Hub, levels: Sequence[int], shape: BaseGeometry, tries: int = 400) -> tuple[float, float] | None:
    """Where the shape stands clear of everything on those levels and of the outer wall; None where it is too full."""
    for _ in range(tries):
        x, y = hub.rng.uniform(10, hub.width_m - 10), hub.rng.uniform(10, hub.depth_m - 10)
        if len(levels) > 1 and not PAID[0] * hub.width_m + 10 < x < PAID[1] * hub.width_m - 10:
            continue
        moved = affinity.translate(shape, x, y)
        if all(shapely.distance(moved, hub.taken[level]).min(initial=math.inf) > GAP_M for level in levels):
            return x, y
    return None


def main() -> None:
    """Print what is in it."""
    from wayfinding import compile_network  # noqa: PLC0415

    network = compile_network(hub_station())
    layer = network.layer(0.25)
    for surface in layer.surfaces:
        floor = surface.floor
        print(f"level {floor.level:g} {floor.zone:<7}{floor.shape.area:>8.0f} m²{len(surface.corners.at):>6} corners")
    print(f"{len(layer.at)} nodes, {len(layer.heads)} walks, {len(network.station.pathways)} pathways")


if __name__ == "__main__":
    main()
