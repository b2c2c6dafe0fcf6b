"""The slow truth about routes: full visibility graphs by brute force, and Dijkstra over them.

Shares with the router the floors of a station, the pathway ends and costs of its networkx view, and the definition of
free floor (the floor less the half width). Who sees whom, which way is shortest and where the fare zones may be crossed
are worked out anew: every pair of corners against every edge, no grid, no tangents, no bounds.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import networkx as nx
import numpy as np
import shapely
from numba import njit
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely import Point
from shapely.geometry.polygon import orient

from wayfinding import assumptions as figures
from wayfinding.routing import Endpoint, Network, Profile, to_networkx
from wayfinding.routing.surface import MITRE_LIMIT
from wayfinding.station.floor import Floor

GROWN_M = figures.SIGHT_TOLERANCE.value
"""The free floor is grown by what is called touching, so that a line along a wall crosses none of its edges."""

CHECKED = ("paid", "rail")
"""Who starts there has been through a security check already."""


@njit
def _clear(ax, ay, bx, by, edges):
    """Whether the line from a to b crosses no edge."""
    left, right, low, high = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
    for k in range(edges.shape[0]):
        cx, cy, dx, dy = edges[k, 0], edges[k, 1], edges[k, 2], edges[k, 3]
        if max(cx, dx) < left or min(cx, dx) > right or max(cy, dy) < low or min(cy, dy) > high:
            continue
        c = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        d = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
        a = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
        b = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
        if (c > 0) != (d > 0) and (a > 0) != (b > 0):
            return False
    return True


@njit
def _seen(points, others, edges):
    """(points, others) who sees whom."""
    found = np.zeros((len(points), len(others)), np.bool_)
    for i in range(len(points)):
        for j in range(len(others)):
            found[i, j] = _clear(points[i, 0], points[i, 1], others[j, 0], others[j, 1], edges)
    return found


@njit
def _seen_among(points, edges):
    """The same among one set of points, each pair tried once."""
    found = np.zeros((len(points), len(points)), np.bool_)
    for i in range(len(points)):
        for j in range(i):
            found[i, j] = found[j, i] = _clear(points[i, 0], points[i, 1], points[j, 0], points[j, 1], edges)
    return found


@dataclass(frozen=True, eq=False)
class Hall:
    """One floor: where one may stand, its blocking edges, and the nodes (numbers and points) that lie on it."""

    floor: Floor
    free: shapely.Geometry
    edges: np.ndarray
    nodes: np.ndarray
    at: np.ndarray

    @cached_property
    def lines(self) -> np.ndarray:
        """The edges as lines."""
        return shapely.linestrings(self.edges.reshape(-1, 2, 2))

    def straight_m(self, p: tuple[float, float], q: tuple[float, float]) -> float:
        clear = _clear(*p, *q, self.edges)
        return math.dist(p, q) if clear else math.inf

    def follows(self, points: Sequence[tuple[float, float]]) -> bool:
        """Whether a line stays on this floor."""
        return all(_clear(*p, *q, self.edges) for p, q in pairwise(points)) and self._holds(points[0])

    def _holds(self, p: tuple[float, float]) -> bool:
        return bool(self.free.dwithin(Point(p), 2 * GROWN_M))


class Oracle:
    """The least cost between any two points of a station for one profile."""

    def __init__(self, network: Network, profile: Profile) -> None:
        self.slowness = 1.0 / profile.speed_mps
        view = to_networkx(network, profile)
        rides = _rides(view)
        ends = sorted({node for tail, head, _ in rides for node in (tail, head)})
        self.halls, self.count = lay(network, profile, [view.nodes[node] for node in ends])
        self.zones = {node: hall.floor.zone for hall in self.halls for node in hall.nodes.tolist()}
        number = {node: k for k, node in enumerate(ends)}
        checked = _rides(to_networkx(network, replace(profile, checked=True)))
        self.links = {
            known: [(number[tail], number[head], cost) for tail, head, cost in links]
            for known, links in ((False, rides), (True, checked))
        }
        self.walks = self._walks()
        self._tables: dict[tuple[str, str], csr_array] = {}
        self._reached: dict[tuple[int, float, float], np.ndarray] = {}
        self._onwards: dict[tuple[int, float, float, str], np.ndarray] = {}

    def cost(self, start: Endpoint, end: Endpoint) -> float:
        """In s; infinite where there is no way. Both points must lie on free floor."""
        here, there = self.hall(start), self.hall(end)
        direct_m = self.halls[here].straight_m((start.x, start.y), (end.x, end.y)) if here == there else math.inf
        onwards = self._from(here, start, self.halls[there].floor.zone)[self.halls[there].nodes]
        arrived = onwards + self._reach_m(there, end) * self.slowness
        return min(direct_m * self.slowness, float(arrived.min(initial=math.inf)))

    def hall(self, point: Endpoint) -> int:
        """The number of the floor on which it stands."""
        return home(self.halls, point)

    def _walks(self) -> np.ndarray:
        """(walks, 3) tail, head and cost of every straight walk between two nodes of one hall."""
        rows = [np.empty((0, 3))]
        for hall in self.halls:
            length_m = _lengths(hall.at, hall.at, _seen_among(hall.at, hall.edges))
            i, j = np.nonzero(np.isfinite(length_m) & (length_m > 0))
            rows.append(np.column_stack([hall.nodes[i], hall.nodes[j], length_m[i, j] * self.slowness]))
            same_i, same_j = np.nonzero(length_m == 0)
            apart = same_i != same_j
            nothing = np.full(int(apart.sum()), 1e-12)
            rows.append(np.column_stack([hall.nodes[same_i[apart]], hall.nodes[same_j[apart]], nothing]))
        return np.vstack(rows)

    def _reach_m(self, hall: int, point: Endpoint) -> np.ndarray:
        key = hall, point.x, point.y
        if key not in self._reached:
            spot, other = np.array([[point.x, point.y]]), self.halls[hall]
            self._reached[key] = _lengths(spot, other.at, _seen(spot, other.at, other.edges))[0]
        return self._reached[key]

    def _from(self, hall: int, start: Endpoint, zone: str) -> np.ndarray:
        """The least cost from a point to every node, on the way to a zone."""
        key = hall, start.x, start.y, zone
        if key not in self._onwards:
            first = self._reach_m(hall, start) * self.slowness
            seen = np.flatnonzero(np.isfinite(first))
            size = self.count + 1
            rows = (np.full(len(seen), self.count), self.halls[hall].nodes[seen])
            table = self._table((self.halls[hall].floor.zone, zone)) + csr_array((first[seen], rows), (size, size))
            self._onwards[key] = dijkstra(table, indices=self.count)
        return self._onwards[key]

    def _table(self, zones: tuple[str, str]) -> csr_array:
        """Walks, and the pathways allowed between ends in those zones, the cheapest of each pair of nodes."""
        if zones not in self._tables:
            links = self.links[zones[0] in CHECKED]
            allowed = [link for link in links if self._may_cross(link, zones)]
            rows = np.vstack([self.walks, np.array(allowed).reshape(-1, 3)])
            rows = rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0]))]
            new = np.any(np.diff(rows[:, :2], axis=0, prepend=-1.0) != 0, axis=1)
            tails, heads, costs = rows[new].T
            place = tails.astype(np.int64), heads.astype(np.int64)
            self._tables[zones] = csr_array((costs, place), (self.count + 1, self.count + 1))
        return self._tables[zones]

    def _may_cross(self, link: tuple[int, int, float], zones: tuple[str, str]) -> bool:
        """Between two ends outside the paid area it is never entered; between two inside it is never left."""
        start, end = zones
        steps = self.zones[link[0]], self.zones[link[1]]
        if "staff" in steps or any(zone == "rail" and "rail" not in zones for zone in steps):
            return False
        if start == end == "paid":
            return steps == ("paid", "paid")
        if "paid" not in zones:
            return "paid" not in steps
        if steps[0] == steps[1] or "paid" not in steps:
            return True
        return (steps[1] == "paid") == (end == "paid")


def lay(network: Network, profile: Profile, ends: Sequence[dict]) -> tuple[list[Hall], int]:
    """The halls, each with its corners and with the pathway ends that stand on it; and how many nodes there are."""
    shrink_m = profile.half_width_m - figures.CLEARANCE_SLACK.value
    free = [
        shapely.normalize(floor.shape).buffer(-shrink_m, join_style="mitre", mitre_limit=MITRE_LIMIT)
        for floor in network.floors
    ]
    homes: list[list[int]] = [[] for _ in free]
    for number, end in enumerate(ends):
        gaps = [
            free[k].distance(Point(end["x"], end["y"]))
            if (floor.level, floor.zone) == (end["level"], end["zone"]) and not free[k].is_empty else math.inf
            for k, floor in enumerate(network.floors)
        ]  # fmt: skip
        assert min(gaps) < GROWN_M, "an end of a pathway stands off the floor"
        homes[int(np.argmin(gaps))].append(number)
    halls, count = [], len(ends)
    for floor, shape, here in zip(network.floors, free, homes, strict=True):
        corners, at = _corners(shape), np.array([(ends[k]["x"], ends[k]["y"]) for k in here]).reshape(-1, 2)
        nodes = np.array([*here, *range(count, count + len(corners))], dtype=np.int64)
        grown = shape.buffer(GROWN_M, join_style="mitre", mitre_limit=100.0)
        shapely.prepare(shape)
        halls.append(Hall(floor, shape, _edges(grown), nodes, np.vstack([at, corners])))
        count += len(corners)
    return halls, count


def home(halls: Sequence[Hall], point: Endpoint) -> int:
    """The number of the floor on which a point stands."""
    spot = Point(point.x, point.y)
    return next(k for k, hall in enumerate(halls) if hall.floor.level == point.level and hall.free.covers(spot))


def shortest_m(hall: Hall, start: Endpoint, end: Endpoint, at_most_m: float) -> float:
    """The shortest walk on one floor, infinite where all are longer than `at_most_m`.

    A line from start to end that is no longer than that, all of it, lies in the ellipse of all points whose two
    distances from the ends add up to no more. So the full visibility graph is drawn of the corners in there, against
    every edge that reaches into it.
    """
    ends, at_most_m = np.array([(start.x, start.y), (end.x, end.y)]), at_most_m * (1 + 1e-9) + 1e-9
    inside = sum(np.hypot(*(hall.at - spot).T) for spot in ends) <= at_most_m
    reaching = sum(shapely.distance(hall.lines, Point(spot)) for spot in ends) <= at_most_m
    points = np.vstack([ends, hall.at[inside]])
    length_m = _lengths(points, points, _seen_among(points, hall.edges[reaching]))
    before_m, after_m = (np.hypot(*(points - spot).T) for spot in ends)
    tails, heads = np.nonzero(before_m[:, None] + length_m + after_m <= at_most_m)
    view = nx.DiGraph()
    view.add_nodes_from((0, 1))
    view.add_weighted_edges_from(zip(tails.tolist(), heads.tolist(), length_m[tails, heads].tolist(), strict=True))
    return nx.single_source_dijkstra_path_length(view, 0).get(1, math.inf)


def _rides(view: nx.MultiDiGraph) -> list[tuple[int, int, float]]:
    """Tail, head and cost of every use of a pathway."""
    return [(tail, head, data["cost"]) for tail, head, data in view.edges(data=True) if data["pathway"]]


def _corners(free: shapely.Geometry) -> np.ndarray:
    """(corners, 2) the reflex corners of a floor: only there a shortest way bends."""
    parts = [np.empty((0, 2))]
    for part in map(orient, shapely.get_parts(free)):
        for ring in (part.exterior, *part.interiors):
            at = np.asarray(ring.coords)[:-1]
            came, goes = at - np.roll(at, 1, axis=0), np.roll(at, -1, axis=0) - at
            turn = came[:, 0] * goes[:, 1] - came[:, 1] * goes[:, 0]
            parts.append(at[turn < 0])
    return np.vstack(parts)


def _edges(shape: shapely.Geometry) -> np.ndarray:
    """(edges, 4) of all rings."""
    rings = [np.asarray(ring.coords) for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return np.vstack([np.empty((0, 4)), *(np.hstack([ring[:-1], ring[1:]]) for ring in rings)])


def _lengths(points: np.ndarray, others: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Straight lengths in m, infinite where nothing is seen."""
    length_m = np.hypot(*(points[:, None, :] - others[None, :, :]).transpose(2, 0, 1))
    return np.where(seen, length_m, math.inf)


def random_points(halls: Sequence[Hall], level: float, count: int, rng: random.Random) -> list[Endpoint]:
    """Points of the free floor of a level, each floor by its area."""
    inner = [hall.free.buffer(-GROWN_M) for hall in halls if hall.floor.level == level]
    shapes = [shape for shape in inner if not shape.is_empty]
    areas = [shape.area for shape in shapes]
    shapely.prepare(shapes)
    found: list[Endpoint] = []
    while len(found) < count:
        shape = rng.choices(shapes, areas)[0]
        x0, y0, x1, y1 = shape.bounds
        spot = Point(rng.uniform(x0, x1), rng.uniform(y0, y1))
        if shape.contains(spot):
            found.append(Endpoint(level, spot.x, spot.y))
    return found
