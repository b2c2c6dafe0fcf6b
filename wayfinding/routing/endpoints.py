"""Where a question starts and ends: a place, a point on a level, or the nearest of a kind."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from difflib import get_close_matches

from shapely import Point

from wayfinding import assumptions as figures
from wayfinding.errors import NotFoundError, RequestError
from wayfinding.routing.network import Network
from wayfinding.routing.profiles import Profile
from wayfinding.station.model import Place, Station

NEAREST = "nearest:"
POINT_FORM = "LEVEL@LON,LAT, for example -2@117.2052,39.1374"
_POINT = re.compile(r"^\s*([^@\s]+)@([^,\s]+),([^,\s]+)\s*$")

ALSO = {"toilet": ("accessible_toilet",)}
"""Kinds of place that serve as well where another kind is asked for."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A point of a level in local metres, and the place that it is, if it is one."""

    level: float
    x: float
    y: float
    place: Place | None = None


def resolve(network: Network, request: str | Endpoint) -> Endpoint:
    """The endpoint that a place id or LEVEL@LON,LAT names.

    Raises NotFoundError for an unknown place (with near ids), RequestError for a malformed point, an unknown level, or
    a point farther off the floor than the snapping distance.
    """
    station = network.station
    if isinstance(request, Endpoint):
        return _checked(station, request)
    if not isinstance(request, str) or not request.strip():
        raise RequestError(f"{request!r} is no point: give a place id or {POINT_FORM}")
    place = station.places.get(request.strip())
    if place is not None:
        return at_place(place)
    if request.startswith(NEAREST):
        raise RequestError(f"{request!r} can only be a destination: start from a place id or {POINT_FORM}")
    if "@" in request:
        point = _point(station, request)
        refuse_off_floor(network, point, request)
        return point
    raise _unknown(station, request)


def resolve_destinations(network: Network, request: str | Endpoint, profile: Profile) -> tuple[Endpoint, ...]:
    """The endpoints that would do as destination: one, or for nearest:CATEGORY every open place of that type.

    Where the profile asks for accessible places, toilets and the like that are not known to be step-free are left out.
    """
    if not isinstance(request, str) or not request.startswith(NEAREST):
        return (resolve(network, request),)
    category = request.removeprefix(NEAREST).strip()
    places = sorted(network.station.places.values(), key=lambda place: place.id)
    kinds = sorted({place.type for place in places})
    if category not in kinds:
        near = get_close_matches(category, kinds, n=3)
        raise NotFoundError(f"no category {category!r}: there are {', '.join(kinds)}", near)
    wanted = (category, *ALSO.get(category, ()))
    return tuple(at_place(place) for place in places if place.type in wanted and place.open and _serves(place, profile))


def _checked(station: Station, point: Endpoint) -> Endpoint:
    if not (math.isfinite(point.x) and math.isfinite(point.y)):
        raise RequestError(f"the point {point.x}, {point.y} is none: give metres of the station's plane")
    if point.level not in station.levels:
        known = ", ".join(f"{ordinal:g}" for ordinal in sorted(station.levels))
        raise RequestError(f"there is no level {point.level:g}; the levels are {known}")
    if point.place is not None and point.place.level != point.level:
        raise RequestError(
            f"{point.place.id} lies on level {point.place.level:g}, not on {point.level:g}: give one of both"
        )
    return point


def at_place(place: Place) -> Endpoint:
    """The endpoint of a place."""
    return Endpoint(place.level, place.point.x, place.point.y, place)


def _serves(place: Place, profile: Profile) -> bool:
    if not profile.accessible_places_only or place.type not in ("toilet", "accessible_toilet", "nursing_room"):
        return True
    return place.step_free == "yes"


def _point(station: Station, text: str) -> Endpoint:
    match = _POINT.match(text)
    try:
        level, lon, lat = (float(part) for part in match.groups()) if match else (math.nan,) * 3
    except ValueError:
        level = lon = lat = math.nan
    if not all(map(math.isfinite, (level, lon, lat))):
        raise RequestError(f"{text!r} is no point: write {POINT_FORM}")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise RequestError(f"{text!r}: longitude comes first, then latitude, in degrees")
    x, y = station.frame.to_local([[lon, lat]])[0].tolist()
    return _checked(station, Endpoint(level, x, y))


def refuse_off_floor(network: Network, point: Endpoint, name: str | None = None) -> None:
    """RequestError for a point that is no place and lies farther off the floor of its level than snapping allows."""
    if point.place is not None:
        return
    spot = Point(point.x, point.y)
    limit_m, gaps = figures.SNAP_DISTANCE.value, _gaps(network, spot)
    gap_m = gaps.get(point.level, math.inf)
    if gap_m <= limit_m:
        return
    where = f"{gap_m:.0f} m off" if math.isfinite(gap_m) else "off"
    others = ", ".join(f"{level:g}" for level, other_m in sorted(gaps.items()) if other_m <= limit_m)
    hint = f"; there is floor on level {others}" if others else ""
    text = repr(name) if name else f"the point {point.x:g}, {point.y:g}"
    raise RequestError(
        f"{text} lies {where} the walkable floor of level {point.level:g}: at most {limit_m:g} m is allowed{hint}"
    )


def _gaps(network: Network, spot: Point) -> dict[float, float]:
    """How far the walkable floor of each level is from there in m."""
    gaps: dict[float, float] = {}
    for floor in network.floors:
        gaps[floor.level] = min(gaps.get(floor.level, math.inf), float(floor.shape.distance(spot)))
    return {level: gap_m for level, gap_m in gaps.items() if math.isfinite(gap_m)}


def _unknown(station: Station, text: str) -> NotFoundError:
    near = get_close_matches(text, station.places, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else f"give a place id or {POINT_FORM}"
    return NotFoundError(f"no place {text!r}: {hint}", near)
