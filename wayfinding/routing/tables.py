"""Walks over one floor looked up: from corner to corner, from portal to corner, from portal to portal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.search import SEEDED, Walks, spread, walk
from wayfinding.routing.sight import Corners, Floats, Indices, Sight, compiled, connect, sees
from wayfinding.routing.surface import CODE as SURFACE_CODE
from wayfinding.routing.surface import Surface
from wayfinding.routing.triangles import STARTS, Aims, Gates, Mesh, around, locate, view
from wayfinding.routing.walks import ON_FLOOR_M, draw, straighten, walk_near
from wayfinding.store import Arrays, code_of, recall

CODE = SURFACE_CODE + code_of(__name__)
DIRECT = -1
"""Stands for a corner where a walk bends at none."""


ON_EDGE_M = 1e-5
"""A portal may lie this far off the free floor, as far as it is not moved onto it."""


class Fan(NamedTuple):
    """From corner c it is metres[c, a] m to portal a, going on to corner onward[c, a] (or DIRECT to the portal)."""

    metres: Floats
    onward: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Hall:
    """A surface of a layer with its portals: `nodes` in the layer, `gates` where they are, `fan` how to walk there.

    Between portals a and b it is apart[a, b] m; for a < b the walk bends last at corner last[a, b].
    """

    surface: Surface
    tabled: bool
    nodes: tuple[int, ...]
    gates: Gates
    fan: Fan
    apart: Floats
    last: Indices
    views: tuple[tuple[Indices, Indices], ...]

    @classmethod
    def of(cls, surface: Surface, nodes: Sequence[int], at: Floats, tabled: bool) -> Hall:
        """The tables of the portals `at` (k, 2); with `tabled` also from corner to corner."""
        if tabled:
            surface.square  # noqa: B018, computed or read now rather than at the first question
        arrays = recall("hall", (CODE, surface.free.wkb, at), lambda: _measure(surface, at), surface.kept)
        starts, items, metres, onward, apart, last, found, found_of, near, near_of = arrays
        views = tuple(zip(np.split(found, found_of), np.split(near, near_of), strict=True))[: len(at)]
        return cls(surface, tabled, tuple(nodes), Gates(at, starts, items), Fan(metres, onward), apart, last, views)

    @cached_property
    def flat(self) -> tuple[Any, ...]:
        """The arrays of a look around, one by one."""
        return (*self.surface.mesh, *self.gates, *self.surface.corners, *self.surface.sight, *self.fan)

    def look(self, x: float, y: float) -> Look:
        """What someone standing there can walk to first."""
        return Look(x, y, *_look(np.array([x, y], dtype=float), *self.flat))

    @cached_property
    def tables(self) -> tuple[Any, ...]:
        """The arrays of a walk looked up, one by one."""
        return (*self.surface.mesh, *self.surface.corners, *self.surface.sight, *self.surface.square)

    def walk(self, sx: float, sy: float, ex: float, ey: float, below_m: float) -> Walk | None:
        """The shortest walk from s to e, where there is one below a length in m."""
        if self.tabled:
            length_m, line = walk_near(sx, sy, ex, ey, below_m, *self.tables)
        else:
            start, end = self.look(sx, sy), self.look(ex, ey)
            surface, p, q = self.surface, np.array([sx, sy]), np.array([ex, ey])
            length_m, line = _walk_far(surface.sight, surface.walks, p, q, start.found, start.lengths, end.found,
                                       end.lengths, below_m)  # fmt: skip
        return as_walk(length_m, line) if len(line) else None

    def walk_to(self, look: Look, portal: int) -> Walk:
        """The walk from a point to a portal."""
        line = _line_to(look.x, look.y, look.found, look.lengths, look.near, self.gates.at, *self.fan,
                        self.surface.corners.at, portal)  # fmt: skip
        return as_walk(float(look.gate_m[portal]), line)

    def walk_between(self, start: int, end: int) -> Walk:
        """The walk from portal to portal."""
        if start > end:
            return self.walk_between(end, start).turned()
        line = line_by(self.gates.at[end], int(self.last[start, end]), start, self.gates.at, self.fan.onward,
                        self.surface.corners.at)  # fmt: skip
        return as_walk(float(self.apart[start, end]), line).turned()


class Walk(NamedTuple):
    """A walk over one floor: its length in m, and the points between which it is straight."""

    length_m: float
    points: tuple[tuple[float, float], ...]

    def turned(self) -> Walk:
        """The same walk from its end to its start."""
        return Walk(self.length_m, self.points[::-1])


def as_walk(length_m: float, line: Floats) -> Walk:
    """The walk of that length along a line (n, 2)."""
    return Walk(length_m, tuple(map(tuple, line.tolist())))


class Look(NamedTuple):
    """A point and what is walked to from it first: the corners `found` at `lengths` in m, the gates `near` in sight.

    It is gate_m[a] m to gate a.
    """

    x: float
    y: float
    found: Indices
    lengths: Floats
    near: Indices
    gate_m: Floats


def _measure(surface: Surface, at: Floats) -> Arrays:
    """The arrays of a hall: of its gates, fan, apart and last; then what each portal sees, with where to split it."""
    gates = _sorted_in(surface.mesh, at)
    count = len(surface.corners.at)
    blank = Fan(np.empty((count, 0)), np.empty((count, 0), np.int32))
    looks = [_look_from(surface, gates, blank, spot) for spot in at]
    metres, before = np.empty((len(at), count)), np.empty((len(at), count), np.int64)
    for k, (found, lengths, _, _) in enumerate(looks):
        spread(surface.walks, found, lengths, metres[k], before[k])
    onward = np.where(before == SEEDED, DIRECT, before).astype(np.int32)
    fan = Fan(np.ascontiguousarray(metres.T), np.ascontiguousarray(onward.T))
    apart, last = np.zeros((len(at), len(at))), np.full((len(at), len(at)), DIRECT, np.int64)
    for k, (found, lengths, near, _) in enumerate(looks):
        apart[:, k] = _to_gates(fan, gates, found, lengths, near, at[k])
        last[:k, k] = [bend_to(at[k], portal, found, lengths, near, fan, at)[1] for portal in range(k)]
    upper = np.triu(apart, 1)
    views = (*_joined([found for found, _, _, _ in looks]), *_joined([near for _, _, near, _ in looks]))
    return (gates.starts, gates.items, *fan, upper + upper.T, last, *views)


def _joined(parts: list[Indices]) -> tuple[Indices, Indices]:
    """Arrays in one, and where each ends in it."""
    ends = np.cumsum([len(part) for part in parts]).astype(np.int64)
    return np.concatenate([np.empty(0, np.int64), *parts]), ends


def _sorted_in(mesh: Mesh, at: Floats) -> Gates:
    """The gates by triangle: each in all that it touches, since a look around may enter only one of them."""
    places: list[tuple[int, int]] = []
    for gate, (x, y) in enumerate(at.tolist()):
        touched = np.empty(STARTS, np.int64)
        first = locate(mesh, x, y, ON_EDGE_M)
        count = around(mesh, first, x, y, touched) if first >= 0 else 0
        places += [(triangle, gate) for triangle in (touched[:count].tolist() if count > 0 else [first])]
    homes, gates = np.array(sorted(places), dtype=np.int64).reshape(-1, 2).T
    starts = np.searchsorted(homes, np.arange(len(mesh.at) + 1)).astype(np.int64)
    return Gates(at, starts, np.ascontiguousarray(gates))


def _look_from(surface: Surface, gates: Gates, fan: Fan, p: Floats) -> tuple[Indices, Floats, Indices, Floats]:
    return _look(p, *surface.mesh, *gates, *surface.corners, *surface.sight, *fan)


@compiled
def _look(p: Floats, *flat: Any) -> tuple[Indices, Floats, Indices, Floats]:
    """What is walked to first from p. The arrays come one by one: to take named tuples costs a third of the answer."""
    mesh = Mesh(flat[0], flat[1], flat[2], flat[3], flat[4], flat[5], flat[6], flat[7], flat[8], flat[9])
    gates, corners = Gates(flat[10], flat[11], flat[12]), Corners(flat[13], flat[14], flat[15])
    sight = Sight(flat[16], flat[17], flat[18], flat[19], flat[20], flat[21], flat[22], flat[23])
    fan = Fan(flat[24], flat[25])
    nowhere = Aims(np.empty((0, 2)), np.empty(0))
    found, lengths, near = look_about(p, locate(mesh, p[0], p[1], ON_FLOOR_M), mesh, gates, corners, sight, nowhere)
    return found, lengths, near, _to_gates(fan, gates, found, lengths, near, p)


@compiled
def look_about(  # noqa: PLR0917, a kernel takes its arrays one by one
    p: Floats, first: int, mesh: Mesh, gates: Gates, corners: Corners, sight: Sight, aims: Aims
) -> tuple[Indices, Floats, Indices]:
    """What `view` finds from a point in triangle `first`, or what asking every corner and gate finds."""
    cut = first >= 0 and gates.starts[0] == 0
    if cut:
        found, lengths, near, cut = view(mesh, gates, sight, corners, aims, p, first)
    if not cut:
        found = connect(sight, corners, p)
        lengths = np.empty(found.shape[0])
        for k in range(found.shape[0]):
            at = corners.at[found[k]]
            lengths[k] = np.sqrt((at[0] - p[0]) ** 2 + (at[1] - p[1]) ** 2)
        near, count = np.empty(gates.at.shape[0], np.int64), 0
        for k in range(gates.at.shape[0]):
            if sees(sight, p, gates.at[k]):
                near[count] = k
                count += 1
        near = near[:count]
    return found, lengths, near


@compiled
def _to_gates(fan: Fan, gates: Gates, found: Indices, lengths: Floats, near: Indices, p: Floats) -> Floats:
    """How far it is to each gate by way of the corners found, or straight where it is near."""
    metres, at = fan.metres, gates.at
    count = metres.shape[1]
    gate_m = np.full(count, np.inf)
    for i in range(found.shape[0]):
        c, length = found[i], lengths[i]
        for a in range(count):
            gate_m[a] = min(gate_m[a], length + metres[c, a])
    if count > 0:
        for i in range(near.shape[0]):
            a = near[i]
            gate_m[a] = np.sqrt((at[a, 0] - p[0]) ** 2 + (at[a, 1] - p[1]) ** 2)
    return gate_m


@compiled
def bend_to(  # noqa: PLR0917, a kernel takes its arrays one by one
    p: Floats, portal: int, found: Indices, lengths: Floats, near: Indices, fan: Fan, at: Floats
) -> tuple[float, int]:
    """How far it is from p to a portal, and the corner at which the walk bends first, or DIRECT."""
    for i in range(near.shape[0]):
        if near[i] == portal:
            return np.sqrt((at[portal, 0] - p[0]) ** 2 + (at[portal, 1] - p[1]) ** 2), DIRECT
    best_m, corner = np.inf, DIRECT
    for i in range(found.shape[0]):
        new_m = lengths[i] + fan.metres[found[i], portal]
        if new_m < best_m:
            best_m, corner = new_m, found[i]
    return best_m, corner


@compiled
def _line_to(  # noqa: PLR0913, PLR0917, a kernel takes its arrays one by one
    x: float, y: float, found: Indices, lengths: Floats, near: Indices, at: Floats, metres: Floats,
    onward: NDArray[np.int32], corners: Floats, portal: int,
) -> Floats:  # fmt: skip
    """The points of the walk from a point to a portal."""
    p = np.array([x, y])
    _, bend = bend_to(p, portal, found, lengths, near, Fan(metres, onward), at)
    return line_by(p, bend, portal, at, onward, corners)


@compiled
def line_by(p: Floats, bend: int, portal: int, at: Floats, onward: NDArray[np.int32], corners: Floats) -> Floats:
    """The points of the walk from p to a portal that bends first at a corner (or DIRECT)."""
    count, c = 2, bend
    while c != DIRECT:
        c, count = int(onward[c, portal]), count + 1
    line, c = np.empty((count, 2)), bend
    line[0, 0], line[0, 1], line[count - 1, 0], line[count - 1, 1] = p[0], p[1], at[portal, 0], at[portal, 1]
    for k in range(1, count - 1):
        line[k, 0], line[k, 1] = corners[c, 0], corners[c, 1]
        c = int(onward[c, portal])
    return straighten(line)


@compiled
def _walk_far(  # noqa: PLR0913, PLR0917, a kernel takes its arrays one by one
    sight: Sight, walks: Walks, p: Floats, q: Floats, found: Indices, lengths: Floats, ends: Indices, end_m: Floats,
    below_m: float,
) -> tuple[float, Floats]:  # fmt: skip
    straight_m = np.sqrt((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2)
    if straight_m < below_m and sees(sight, p, q):
        return straight_m, draw(p, walks.at, np.empty(0, np.int64), q)
    best_m, bends = walk(walks, found, lengths, ends, end_m, q, below_m)
    return best_m, draw(p, walks.at, bends, q) if bends.shape[0] > 0 else np.empty((0, 2))
