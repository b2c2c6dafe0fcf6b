"""What geometry alone decides for a crowd, kept between runs: cells, walks between nodes, the cells on each walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from wayfinding.flow.state import SEGMENT, Table
from wayfinding.flow.supply.cells import Cells, cut_floors, trace
from wayfinding.routing.kept import keep
from wayfinding.routing.layer import Layer
from wayfinding.routing.sight import Floats, Indices
from wayfinding.routing.surface import Standing
from wayfinding.routing.tables import CODE as TABLES_CODE
from wayfinding.routing.tables import Look, Walk
from wayfinding.station.model import Place
from wayfinding.store import Arrays, code_of, recall

CODE = TABLES_CODE + code_of(
    "wayfinding.routing.layer", "wayfinding.routing.band", "wayfinding.routing.walks", "wayfinding.flow.supply.cells",
    __name__,
)  # fmt: skip
"""Goes into the name of everything kept of a ground."""

Key = tuple[str, int]
"""The end of a pathway: its id and the number of the stop."""


@dataclass(frozen=True, eq=False)
class Ground:
    """Nodes are pathway ends first, then places. `surface` is the floor of each node, -1 for none.

    `walk_m` (groups, nodes, nodes) is the shortest walk on one floor, infinite elsewhere; `row` (nodes, nodes) numbers
    the walks of the slimmest group, -1 for none; walk k is segments[starts[k] : starts[k + 1]]; `scale` (groups, walks)
    is each group's own walk over that one.
    """

    cells: Cells
    surface: Indices
    walk_m: Floats
    row: NDArray[np.int32]
    starts: Indices
    segments: Table
    scale: NDArray[np.float32]


def lay_ground(layers: Sequence[Layer], keys: Sequence[Key], places: Sequence[Place], cell_m: float) -> Ground:
    """The ground under groups of these layers, the slimmest first."""
    spots = tuple((place.level, place.point.x, place.point.y) for place in places)
    widths = tuple(layer.clearance_m for layer in layers)

    def make() -> Ground:
        floors = [surface.floor for surface in layers[0].surfaces]
        told = [(floor.level, floor.zone, floor.elevation_m) for floor in floors]
        content: list[bytes | Floats] = [
            CODE,
            repr((told, widths, cell_m, list(keys), spots)).encode(),
            *(f.shape.wkb for f in floors),
        ]
        for layer in layers:
            nodes = [layer.portals[key].node - layer.gates.first if key in layer.portals else -1 for key in keys]
            content += [layer.gates.at, repr((nodes, list(layer.homes))).encode()]
        arrays = recall("crowd", content, lambda: _measure(layers, keys, places, cell_m))
        shapes, ends, floor_of, surface, walk_m, row, starts, cell, metres, scale = arrays
        segments = np.empty(len(cell), SEGMENT)
        segments["cell"], segments["metres"] = cell, metres
        parts = np.split(shapes, ends[:-1]) if len(ends) else []
        cut = np.array(shapely.from_wkb([part.tobytes() for part in parts]), dtype=object)
        return Ground(
            Cells.of(floors, cell_m, cut, floor_of), surface, walk_m, row, starts, segments, scale.astype(np.float32)
        )

    return keep(layers[0], ("crowd", widths, tuple(keys), spots, cell_m), make)


def _measure(layers: Sequence[Layer], keys: Sequence[Key], places: Sequence[Place], cell_m: float) -> Arrays:
    base = layers[0]
    cells = cut_floors([surface.floor for surface in base.surfaces], cell_m)
    standings = [base.stand(place.level, place.point.x, place.point.y) for place in places]
    order = np.array([base.portals[key].node - base.gates.first for key in keys], dtype=np.int64)
    homes = np.array(base.homes, dtype=np.int64)[order]
    surface = np.concatenate([homes, np.array([-1 if s is None else s.surface for s in standings], dtype=np.int64)])
    walk_m = np.stack([_walk_m(layer, keys, places) for layer in layers])
    row, starts, cell, metres = _walks(base, order, standings, surface, cells)
    tail, head = np.nonzero(row >= 0)
    own = walk_m[:, tail, head]
    drawn = np.add.reduceat(np.append(metres, 0.0), starts[:-1]) if len(tail) else np.empty(0)
    drawn[np.diff(starts) == 0] = 0.0
    fits = (drawn > 0) & np.isfinite(own)
    scale = np.where(fits, own / np.where(drawn > 0, drawn, 1.0), 1.0)
    wkb = [np.frombuffer(body, np.uint8) for body in shapely.to_wkb(cells.shape)]
    ends = np.cumsum([len(body) for body in wkb]).astype(np.int64)
    shapes = np.concatenate([np.empty(0, np.uint8), *wkb])
    return shapes, ends, cells.surface, surface, walk_m, row, starts, cell, metres, scale


def _walks(
    base: Layer, order: Indices, standings: Sequence[Standing | None], surface: Indices, cells: Cells
) -> tuple[NDArray[np.int32], Indices, Indices, Floats]:
    """The cells on the walk between any two nodes of one floor, walks numbered by tail, then by head."""
    looks = [None if s is None else base.halls[s.surface].look(s.x, s.y) for s in standings]
    row = np.full((len(surface), len(surface)), -1, np.int32)
    found, metres, starts = [np.empty(0, np.int64)], [np.empty(0)], [0]
    for a, b in np.argwhere((surface[:, None] == surface) & (surface >= 0)).tolist():
        row[a, b] = len(starts) - 1
        part, lengths = trace(cells, int(surface[a]), _line(base, order, looks, int(surface[a]), (a, b)))
        found.append(part)
        metres.append(lengths)
        starts.append(starts[-1] + len(part))
    return row, np.array(starts, dtype=np.int64), np.concatenate(found), np.concatenate(metres)


def _line(base: Layer, order: Indices, looks: Sequence[Look | None], surface: int, pair: tuple[int, int]) -> Floats:
    """The straight pieces of the walk between two nodes of one floor."""
    hall, local, p = base.halls[surface], base.local, len(order)
    (a, b), start, end = pair, None, None
    if pair[0] >= p:
        start = looks[a - p]
    if pair[1] >= p:
        end = looks[b - p]
    if start is not None and end is not None:
        found = hall.walk(start.x, start.y, end.x, end.y, np.inf)
        walk = found or Walk(0.0, ((start.x, start.y), (end.x, end.y)))
    elif start is not None:
        walk = hall.walk_to(start, local[order[b]])
    elif end is not None:
        walk = hall.walk_to(end, local[order[a]]).turned()
    else:
        walk = hall.walk_between(local[order[a]], local[order[b]])
    return np.array(walk.points, dtype=float).reshape(-1, 2)


def _walk_m(layer: Layer, keys: Sequence[Key], places: Sequence[Place]) -> Floats:
    """The walks of one group between all nodes."""
    count, size = len(keys), len(keys) + len(places)
    number = np.full(len(layer.portals), -1, np.int64)
    for k, key in enumerate(keys):
        if key in layer.portals:
            number[layer.portals[key].node - layer.gates.first] = k
    metres = np.full((size, size), np.inf)
    here = np.flatnonzero(number >= 0)
    metres[np.ix_(number[here], number[here])] = layer.gates.apart[np.ix_(here, here)]
    looks: dict[int, list[tuple[int, Look]]] = {}
    for k, place in enumerate(places, count):
        standing = layer.stand(place.level, place.point.x, place.point.y)
        if standing is None:
            continue
        hall = layer.halls[standing.surface]
        look = hall.look(standing.x, standing.y)
        mine = number[np.array(hall.nodes, dtype=np.int64) - layer.gates.first]
        known = mine >= 0
        metres[k, mine[known]] = metres[mine[known], k] = look.gate_m[known]
        for other, seen in looks.setdefault(standing.surface, []):
            walk = hall.walk(look.x, look.y, seen.x, seen.y, np.inf)
            metres[k, other] = metres[other, k] = np.inf if walk is None else walk.length_m
        looks[standing.surface].append((k, look))
    np.fill_diagonal(metres, 0.0)
    return metres
