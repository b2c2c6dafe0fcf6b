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
from wayfinding.routing.triangles import STARTS, Gates, Mesh, around, locate, view
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

    def walk(self, start: Look, end: Look, below_m: float) -> tuple[float, list[int]]:
        """The shortest walk between two points below a length in m, and the corners at which it bends."""
        p, q = np.array([start.x, start.y]), np.array([end.x, end.y])
        surface = self.surface
        if not self.tabled:
            best, bends = _walk_far(surface.sight, surface.walks, p, q, start.found, start.lengths, end.found,
                                    end.lengths, below_m)  # fmt: skip
        else:
            best, bends = _walk_near(surface.sight, surface.corners.at, surface.square, p, q, start.found,
                                     start.lengths, end.found, end.lengths, below_m)  # fmt: skip
        return best, bends.tolist()

    def bends(self, look: Look, portal: int) -> list[int]:
        """The corners on the walk from a point to a portal."""
        return self.onward(_bend(self.fan, look.found, look.lengths, look.near, portal), portal)

    def onward(self, corner: int, portal: int) -> list[int]:
        """The corners from one to a portal, both as numbered here."""
        bends = []
        while corner != DIRECT:
            bends.append(corner)
            corner = int(self.fan.onward[corner, portal])
        return bends

    def between(self, start: int, end: int) -> list[int]:
        """The corners from portal to portal."""
        if start > end:
            return self.between(end, start)[::-1]
        return self.onward(int(self.last[start, end]), start)[::-1]


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
        last[:k, k] = [_bend(fan, found, lengths, near, portal) for portal in range(k)]
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
    first = locate(mesh, p[0], p[1], 1e-6)
    cut = first >= 0 and gates.starts[0] == 0
    if cut:
        found, lengths, near, cut = view(mesh, gates, sight, corners, p, first)
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
    return found, lengths, near, _to_gates(fan, gates, found, lengths, near, p)


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
def _bend(fan: Fan, found: Indices, lengths: Floats, near: Indices, portal: int) -> int:
    """The corner at which the walk to a portal bends first, or DIRECT."""
    for i in range(near.shape[0]):
        if near[i] == portal:
            return DIRECT
    best, corner = np.inf, DIRECT
    for i in range(found.shape[0]):
        new = lengths[i] + fan.metres[found[i], portal]
        if new < best:
            best, corner = new, found[i]
    return corner


@compiled
def _walk_near(  # noqa: PLR0913, PLR0917, a kernel takes its arrays one by one
    sight: Sight, at: Floats, table: tuple[Floats, NDArray[np.uint16]], p: Floats, q: Floats, found: Indices,
    lengths: Floats, ends: Indices, end_m: Floats, best: float,
) -> tuple[float, Indices]:  # fmt: skip
    metres, before = table
    straight = np.sqrt((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2)
    none = np.empty(0, np.int64)
    if straight < best and sees(sight, p, q):
        return straight, none
    first, last = -1, -1
    for i in range(found.shape[0]):
        c = found[i]
        if lengths[i] + np.sqrt((at[c, 0] - q[0]) ** 2 + (at[c, 1] - q[1]) ** 2) >= best:
            continue
        for j in range(ends.shape[0]):
            new = lengths[i] + metres[c, ends[j]] + end_m[j]
            if new < best:
                best, first, last = new, c, ends[j]
    if first < 0:
        return best, none
    count, c = 1, last
    while c != first:
        c = np.int64(before[first, c])
        count += 1
    bends, c = np.empty(count, np.int64), last
    for k in range(count - 1, -1, -1):
        bends[k] = c
        c = np.int64(before[first, c])
    return best, bends


@compiled
def _walk_far(  # noqa: PLR0913, PLR0917, a kernel takes its arrays one by one
    sight: Sight, walks: Walks, p: Floats, q: Floats, found: Indices, lengths: Floats, ends: Indices, end_m: Floats,
    best: float,
) -> tuple[float, Indices]:  # fmt: skip
    straight = np.sqrt((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2)
    if straight < best and sees(sight, p, q):
        return straight, np.empty(0, np.int64)
    return walk(walks, found, lengths, ends, end_m, q, best)
