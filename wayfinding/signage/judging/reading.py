"""Where a sign is read by one who obeys it: a few steps in front of its face, and at the sign itself."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import LineString

from wayfinding import assumptions as figures
from wayfinding.signage.faces import Face
from wayfinding.signage.judging.costs import Costs, Spot

STEPS_M = (0.0, -0.5, 0.5, -1.0, 1.0, -1.5, 1.5)
"""Tried in this order, added to the usual distance; the nearest to it that is free wins."""

CLOSE_M = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
MOVED_MAX_M = 0.5


def reading_spot(costs: Costs, face: Face) -> Spot | None:
    """Where someone of this width stands who reads the face and obeys it; None where nobody of his width can.

    On a floor sticker; else straight in front of the face, as near as can be to the usual distance, on the piece of
    floor that reaches up to the face without a wall between. Where a face has no such floor (a fence or a counter in
    front), any floor within the same distances to which it looks over nothing opaque.
    """
    if face.flat:
        return costs.stand(face.level, face.x, face.y)
    usual_m = figures.ARROW_READ_AT.value
    return _first(costs, face, [usual_m + step_m for step_m in STEPS_M])


def closest_spot(costs: Costs, face: Face) -> Spot | None:
    """Where he stands who walks on to the sign: the nearest free floor straight in front of the face."""
    return costs.stand(face.level, face.x, face.y) if face.flat else _first(costs, face, CLOSE_M)


def _first(costs: Costs, face: Face, distances_m: Sequence[float]) -> Spot | None:
    seen: Spot | None = None
    for distance_m in distances_m:
        if distance_m < costs.profile.half_width_m:
            continue
        spot = _in_front(costs, face, distance_m)
        if spot is not None and _walks_to(costs, face, spot):
            return spot
        if spot is not None and seen is None and _sees(costs, face, spot):
            seen = spot
    return seen


def _in_front(costs: Costs, face: Face, distance_m: float) -> Spot | None:
    spot = costs.stand(face.level, face.x + distance_m * face.nx, face.y + distance_m * face.ny)
    return spot if spot is not None and spot.standing.moved_m <= MOVED_MAX_M else None


def _line(face: Face, spot: Spot) -> LineString:
    return LineString([(face.x, face.y), (spot.standing.x, spot.standing.y)])


def _walks_to(costs: Costs, face: Face, spot: Spot) -> bool:
    shape = costs.network.graph(costs.profile).layer.surfaces[spot.standing.surface].floor.shape
    return bool(shape.covers(_line(face, spot)))


def _sees(costs: Costs, face: Face, spot: Spot) -> bool:
    station = costs.network.station
    walls = [item.outline for item in station.obstacles.values() if item.level == face.level and item.opaque]
    return not any(shapely.intersects(walls, _line(face, spot)))
