"""Tiny stations drawn in metres, in a few lines, for answers that can be checked by hand.

    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 20, 10))
    sketch.place("a", -1, 1, 5)
    station = sketch.station()

The document is the real file format; only what a test is about has to be said.
"""

from __future__ import annotations

from typing import Any

from shapely import LineString, Point, box, transform
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from wayfinding.station.frame import Frame
from wayfinding.station.geojson import read_station
from wayfinding.station.model import Station

FRAME = Frame(lon=117.2052, lat=39.1374, bearing_deg=0.0)


class Sketch:
    """Collects features drawn in local metres; `document` is the GeoJSON, `station()` the value read from it."""

    def __init__(self, frame: Frame = FRAME) -> None:
        self.frame = frame
        self.features: list[dict[str, Any]] = []

    def add(self, kind: str, id: str, shape: BaseGeometry, **properties: Any) -> dict[str, Any]:
        """Add one feature of any kind; returns it, so that a damage test can spoil it."""
        geometry = mapping(transform(shape, self.frame.to_lonlat))
        common = {"kind": kind, "source": "assumed", "name_zh": id, "name_en": id}
        feature = {"type": "Feature", "id": id, "geometry": geometry, "properties": common | properties}
        self.features.append(feature)
        return feature

    def level(
        self, ordinal: float, shape: BaseGeometry | None = None, elevation_m: float | None = None
    ) -> dict[str, Any]:
        shape = shape or box(0, 0, 100, 100)
        elevation_m = 6.0 * ordinal if elevation_m is None else elevation_m
        label = f"B{-ordinal:g}" if ordinal < 0 else f"L{ordinal:g}"
        return self.add("level", f"level{ordinal:g}", shape, ordinal=ordinal, label=label, elevation_m=elevation_m)

    def space(self, id: str, level: float, shape: BaseGeometry, **properties: Any) -> dict[str, Any]:
        defaults = {"level": level, "use": "hall", "zone": "unpaid", "walkable": True}
        return self.add("space", id, shape, **(defaults | properties))

    def obstacle(self, id: str, level: float, shape: BaseGeometry, **properties: Any) -> dict[str, Any]:
        return self.add("obstacle", id, shape, **({"level": level, "type": "wall", "opaque": True} | properties))

    def place(self, id: str, level: float, x: float, y: float, **properties: Any) -> dict[str, Any]:
        return self.add("place", id, Point(x, y), **({"level": level, "type": "information"} | properties))

    def pathway(
        self, id: str, mode: str, start: tuple[float, float, float], end: tuple[float, float, float], **properties: Any
    ) -> dict[str, Any]:
        """`start` and `end` are (level, x, y)."""
        defaults = {"mode": mode, "direction": "both", "from_level": start[0], "to_level": end[0]}
        return self.add("pathway", id, LineString([start[1:], end[1:]]), **(defaults | properties))

    def sign(self, id: str, level: float, x: float, y: float, **properties: Any) -> dict[str, Any]:
        defaults = {"level": level, "type": "wall_sticker", "facing_deg": 0.0, "mounting_height_m": 1.6,
                    "letter_height_m": 0.06, "state": "good", "renewed": False, "messages": []}  # fmt: skip
        return self.add("sign", id, Point(x, y), **(defaults | properties))

    @property
    def document(self) -> dict[str, Any]:
        frame = {"lon": self.frame.lon, "lat": self.frame.lat, "bearing_deg": self.frame.bearing_deg}
        return {
            "type": "FeatureCollection",
            "format": "wayfinding-station/1",
            "frame": frame,
            "features": self.features,
        }

    def station(self) -> Station:
        return read_station(self.document)
