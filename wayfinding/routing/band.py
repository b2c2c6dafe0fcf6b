"""Who is nearer to a wall than his half width is moved off it: the quick way, which serves for most such points."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from wayfinding import assumptions as figures
from wayfinding.routing.kept import keep
from wayfinding.routing.sight import Sight, compiled, sees
from wayfinding.routing.surface import Standing, Surface, look_out
from wayfinding.routing.triangles import Mesh, locate
from wayfinding.routing.walks import ON_FLOOR_M

if TYPE_CHECKING:
    from wayfinding.routing.layer import Layer

INSIDE_M = 0.002
"""A point this far inside its floor belongs to no floor that only touches it."""


def stand_off(layer: Layer, level: float, x: float, y: float) -> Standing | None:
    """Where someone comes to stand who is on one floor only and sees the nearest free spot; None: `stand` must say.

    The spot is nearer than any wall of the floor is to the free floor, so it is the one that `stand` would find.
    """
    shrink_m = layer.clearance_m - figures.CLEARANCE_SLACK.value
    for k, surface, (west, south, east, north) in layer.alone.get(level, ()):
        if not (west - shrink_m <= x <= east + shrink_m and south - shrink_m <= y <= north + shrink_m):
            continue
        view = keep(surface, "walls", partial(look_out, surface.floor.shape))
        spot_x, spot_y, moved_m = _step_off(x, y, shrink_m - INSIDE_M, *surface.mesh, *view)
        if moved_m < np.inf:
            if _is_on_another(layer, surface, level, x, y):
                return None
            if moved_m < figures.SIGHT_TOLERANCE.value / 2:
                return Standing(k, x, y, 0.0)
            return Standing(k, spot_x, spot_y, moved_m)
    return None


def _is_on_another(layer: Layer, surface: Surface, level: float, x: float, y: float) -> bool:
    """Whether the point is on a further floor of the level too, or at its edge."""
    slack_m = figures.CLEARANCE_SLACK.value
    for _, other in layer.on_level(level):
        west, south, east, north = other.floor.shape.bounds
        near = west - slack_m <= x <= east + slack_m and south - slack_m <= y <= north + slack_m
        if other is not surface and near and other.owns(shapely.Point(x, y)):
            return True
    return False


@compiled
def _step_off(x: float, y: float, reach_m: float, *flat: Any) -> tuple[float, float, float]:
    """The nearest spot at the edge of the free floor, and how far it is; infinitely where out of reach or of sight.

    Also from a point on the free floor, which is not to be moved.
    `flat` are the mesh of the free floor and what blocks the view on the floor itself.
    """
    mesh = Mesh(flat[0], flat[1], flat[2], flat[3], flat[4], flat[5], flat[6], flat[7], flat[8], flat[9])
    sight = Sight(flat[10], flat[11], flat[12], flat[13], flat[14], flat[15], flat[16], flat[17])
    if locate(mesh, x, y, ON_FLOOR_M) >= 0:
        return x, y, np.inf
    best_m, best = reach_m, np.empty(2)
    columns = _cells(x, reach_m, mesh.x0, mesh.size, mesh.columns)
    rows = _cells(y, reach_m, mesh.y0, mesh.size, mesh.rows)
    found = False
    for column in range(columns[0], columns[1]):
        for row in range(rows[0], rows[1]):
            cell = column * mesh.rows + row
            for i in range(mesh.starts[cell], mesh.starts[cell + 1]):
                k = mesh.items[i]
                for e in range(3):
                    if mesh.beyond[k, e] >= 0:
                        continue
                    f = (e + 1) % 3
                    spot_x, spot_y = _foot(
                        x, y, mesh.at[k, 2 * e], mesh.at[k, 2 * e + 1], mesh.at[k, 2 * f], mesh.at[k, 2 * f + 1]
                    )
                    away_m = np.sqrt((spot_x - x) ** 2 + (spot_y - y) ** 2)
                    if away_m < best_m:
                        best_m, best[0], best[1], found = away_m, spot_x, spot_y, True
    if found and sees(sight, np.array([x, y]), best):
        return best[0], best[1], best_m
    return x, y, np.inf


@compiled
def _cells(value: float, reach: float, origin: float, size: float, count: int) -> tuple[int, int]:
    """The first cell within reach of a value, and the one after the last."""
    first, last = int(np.floor((value - reach - origin) / size)), int(np.floor((value + reach - origin) / size))
    return max(first, 0), min(last + 1, count)


@compiled
def _foot(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> tuple[float, float]:
    """The nearest point of a segment."""
    dx, dy = bx - ax, by - ay
    share = min(max(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0.0), 1.0)
    return ax + share * dx, ay + share * dy
