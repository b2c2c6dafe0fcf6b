"""Ways that use pathways, where what they cost from portal to portal is known: the two ends are looked at together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.search import Links, Portals, flood
from wayfinding.routing.sight import Corners, Floats, Indices, Sight, compiled
from wayfinding.routing.tables import Fan, bend_to, line_by, look_about
from wayfinding.routing.triangles import Aims, Gates, Mesh, locate
from wayfinding.routing.walks import ON_FLOOR_M, SLACK, SLACK_M

AIMS = 6
"""Where more gates than this may be the best to go to, all are looked for."""


@dataclass(frozen=True, eq=False)
class Crossings:
    """The cheapest ways over one graph between portals, for one set of allowed pairs of zones; row by row as needed.

    From portal a to b they cost cost[a, b] s; the last step comes from portal before[a, b] over link by[a, b] (or by
    a walk: WALKED). Rows of portals that are not `known` hold nothing.
    """

    cost: Floats
    before: NDArray[np.int32]
    by: NDArray[np.int32]
    known: NDArray[np.bool_]

    @classmethod
    def among(cls, count: int) -> Crossings:
        """Nothing known yet about so many portals."""
        shape = (count, count)
        return cls(np.empty(shape), np.empty(shape, np.int32), np.empty(shape, np.int32), np.zeros(count, np.bool_))

    def learn(
        self, surface: int, gates: Portals, links: Links, durations: Floats, slowness: float, zones: NDArray[np.bool_]
    ) -> None:
        """Work out the rows of the portals of a surface."""
        members = gates.members[gates.starts[surface] : gates.starts[surface + 1]]
        if self.known[members].all():
            return
        for k, portal in enumerate(members.tolist()):
            start_m = np.full(len(members), np.inf)
            start_m[k] = 0.0
            row = flood(surface, start_m, slowness, zones, *gates, *links, durations)
            self.cost[portal], _, self.before[portal], self.by[portal] = row
        self.known[members] = True


@compiled
def join(  # noqa: PLR0917, a kernel takes its figures one by one
    sx: float, sy: float, ex: float, ey: float, slowness: float, below: float, mine: int, theirs: int, *flat: Any
) -> tuple[float, Indices, float, Floats, float, Floats]:
    """The least cost below `below` of a way from s to e over pathways, its links, and the walks at its two ends.

    Each walk with its length in m and its points from s or from e to a portal. No points: there is no such way.
    `flat` are the members of each surface, the crossings, and the arrays of a look around on both surfaces.
    """
    starts, members, cost, before, by = flat[0], flat[1], flat[2], flat[3], flat[4]
    p, q = np.array([sx, sy]), np.array([ex, ey])
    start, low_p, high_p = _guess(p, *flat[5:31])
    end, low_q, high_q = _guess(q, *flat[31:57])
    own, other = members[starts[mine] : starts[mine + 1]], members[starts[theirs] : starts[theirs + 1]]
    wanted_p, wanted_q = _weigh(low_p, high_p, low_q, high_q, cost, own, other, slowness, below)
    nothing = np.empty((0, 2))
    best, a, b = below, -1, -1
    if not (wanted_p.any() and wanted_q.any()):
        return best, np.empty(0, np.int64), 0.0, nothing, 0.0, nothing
    gate_p, bends_p = _measure(p, start, wanted_p, high_p, *flat[5:31])
    gate_q, bends_q = _measure(q, end, wanted_q, high_q, *flat[31:57])
    for i in range(own.shape[0]):
        if gate_p[i] * slowness < best:
            for j in range(other.shape[0]):
                new = gate_p[i] * slowness + cost[own[i], other[j]] + gate_q[j] * slowness
                if new < best:
                    best, a, b = new, i, j
    if a < 0:
        return best, np.empty(0, np.int64), 0.0, nothing, 0.0, nothing
    links = _links(before[own[a]], by[own[a]], other[b])
    first = line_by(p, bends_p[a], a, flat[15], flat[30], flat[18])
    last = line_by(q, bends_q[b], b, flat[41], flat[56], flat[44])
    return best, links, gate_p[a], first, gate_q[b], last


@compiled
def _guess(p: Floats, *flat: Any) -> tuple[int, Floats, Floats]:
    """The triangle that holds p, and the least and the greatest length in m that a walk to each gate can have."""
    mesh = Mesh(flat[0], flat[1], flat[2], flat[3], flat[4], flat[5], flat[6], flat[7], flat[8], flat[9])
    gates, corners, metres = flat[10], flat[13], flat[24]
    first = locate(mesh, p[0], p[1], ON_FLOOR_M)
    low, high = np.empty(gates.shape[0]), np.full(gates.shape[0], np.inf)
    for a in range(gates.shape[0]):
        low[a] = np.sqrt((gates[a, 0] - p[0]) ** 2 + (gates[a, 1] - p[1]) ** 2)
    for e in range(3 if first >= 0 else 0):
        c = mesh.corner[first, e]
        if c >= 0:
            away_m = np.sqrt((corners[c, 0] - p[0]) ** 2 + (corners[c, 1] - p[1]) ** 2)
            for a in range(gates.shape[0]):
                high[a] = min(high[a], away_m + metres[c, a])
    return first, low, high


@compiled
def _weigh(  # noqa: PLR0913, PLR0917, a kernel takes its figures one by one
    low_p: Floats, high_p: Floats, low_q: Floats, high_q: Floats, cost: Floats, own: Indices, other: Indices,
    slowness: float, below: float,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:  # fmt: skip
    """Which gates on either side a way may lead over that costs less than any is known to cost."""
    limit = below
    for i in range(own.shape[0]):
        if low_p[i] * slowness < limit:
            for j in range(other.shape[0]):
                limit = min(limit, (high_p[i] + high_q[j]) * slowness + cost[own[i], other[j]])
    limit = limit * (1.0 + SLACK) + SLACK_M * slowness
    wanted_p, wanted_q = np.zeros(own.shape[0], np.bool_), np.zeros(other.shape[0], np.bool_)
    for i in range(own.shape[0]):
        if low_p[i] * slowness < limit:
            for j in range(other.shape[0]):
                if (low_p[i] + low_q[j]) * slowness + cost[own[i], other[j]] < limit:
                    wanted_p[i] = wanted_q[j] = True
    return wanted_p, wanted_q


@compiled
def _measure(p: Floats, first: int, wanted: NDArray[np.bool_], high: Floats, *flat: Any) -> tuple[Floats, Indices]:
    """How far it is to the wanted gates in m, and the corner at which the walk to each bends first (or DIRECT)."""
    mesh = Mesh(flat[0], flat[1], flat[2], flat[3], flat[4], flat[5], flat[6], flat[7], flat[8], flat[9])
    gates, corners = Gates(flat[10], flat[11], flat[12]), Corners(flat[13], flat[14], flat[15])
    sight = Sight(flat[16], flat[17], flat[18], flat[19], flat[20], flat[21], flat[22], flat[23])
    fan = Fan(flat[24], flat[25])
    chosen = np.flatnonzero(wanted)
    count = chosen.shape[0] if chosen.shape[0] <= AIMS else 0
    goals, below_m = np.empty((count, 2)), np.empty(count)
    for k in range(count):
        goals[k, 0], goals[k, 1] = gates.at[chosen[k], 0], gates.at[chosen[k], 1]
        below_m[k] = high[chosen[k]] * (1.0 + SLACK) + SLACK_M
    found, lengths, near = look_about(p, first, mesh, gates, corners, sight, Aims(goals, below_m))
    gate_m, bends = np.full(wanted.shape[0], np.inf), np.empty(wanted.shape[0], np.int64)
    for k in range(chosen.shape[0]):
        a = int(chosen[k])
        gate_m[a], bends[a] = bend_to(p, a, found, lengths, near, fan, gates.at)
    return gate_m, bends


@compiled
def _links(before: NDArray[np.int32], by: NDArray[np.int32], last: int) -> Indices:
    """The links on the way to a portal, in order."""
    count, portal = 0, last
    while before[portal] >= 0:
        count += by[portal] >= 0
        portal = before[portal]
    links, portal = np.empty(count, np.int64), last
    while before[portal] >= 0:
        if by[portal] >= 0:
            count -= 1
            links[count] = by[portal]
        portal = before[portal]
    return links
