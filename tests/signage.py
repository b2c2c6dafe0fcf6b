"""Corridors and junctions with signs, for what is measured along ways."""

from shapely import box
from shapely.geometry.base import BaseGeometry

from tests.stations import Sketch
from wayfinding.routing import compile_network
from wayfinding.signage.journeys.ways import Way, list_ways
from wayfinding.signage.legible.legibility import Legibility, compile_signs
from wayfinding.signage.settings import Settings
from wayfinding.signage.targets import Target, get_target
from wayfinding.station.model import Station

PLAIN = Settings()
NORTH, EAST, SOUTH, WEST = 0.0, 90.0, 180.0, 270.0
REACH_M = 15.0
"""How far the letters of `post` are read when clean: 60 mm times 250."""


def message(to: str, arrow: str = "ahead", **more) -> dict:
    return {"destination": to, "arrow": arrow, "zh": to, "en": to} | more


def halls(*shapes: BaseGeometry, level: float = -1) -> Sketch:
    """One level of 200 m by 200 m with these halls on it."""
    sketch = Sketch()
    sketch.level(level, box(0, 0, 200, 200))
    for number, shape in enumerate(shapes):
        sketch.space(f"hall-{number}", level, shape)
    return sketch


def corridor() -> Sketch:
    """100 m from west to east, 10 m wide; one goes from `start` to `goal` along its middle, x from 1 to 99."""
    sketch = halls(box(0, 0, 100, 10))
    sketch.place("start", -1, 1, 5)
    sketch.place("goal", -1, 99, 5)
    return sketch


def post(sketch: Sketch, id: str, x: float, y: float, facing_deg: float, *to: dict, **more) -> None:
    """A sign at eye height in free air, legible from a circle of 15 m in diameter in front of it; face 10 mm ahead."""
    properties = {"facing_deg": facing_deg, "mounting_height_m": 1.5, "messages": list(to)} | more
    sketch.sign(id, properties.pop("level", -1), x, y, **properties)


def ways_of(
    station: Station, origins: list[str], targets: list[str], profile: str = "walk", passengers: float = 100.0
) -> tuple[Way, ...]:
    """The ways between those places, each taken by so many a day."""
    aims = [get_target(station, id) for id in targets]
    starts = [station.places[id] for id in origins]
    trips = {(origin.id, aim.id): passengers for origin in starts for aim in aims}
    return list_ways(compile_network(station), aims, starts, trips, profile)


def read_along(
    station: Station, origins: list[str], targets: list[str], settings: Settings = PLAIN, **more
) -> tuple[Legibility, tuple[Way, ...], list[Target]]:  # fmt: skip
    """What is needed to measure the signs along those ways."""
    ways = ways_of(station, origins, targets, **more)
    return compile_signs(station, settings), ways, [get_target(station, id) for id in targets]
