"""The drawing sheet: collects features in local metres and hands them out as one GeoJSON collection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from shapely import LineString, MultiPolygon, Point, Polygon, box, set_precision, transform
from shapely.geometry import mapping, polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from wayfinding.station.frame import Frame

FRAME = Frame(lon=117.2052, lat=39.1374, bearing_deg=25.0)
MM = 0.001
SLIVER_M2 = 0.02


class Sheet:
    """What has been drawn so far. Every method adds features; ids must be new."""

    def __init__(self) -> None:
        self.features: list[dict[str, Any]] = []
        self._ids: set[str] = set()
        self.outlines: dict[float, BaseGeometry] = {}
        self._claimed: dict[float, BaseGeometry] = {}
        self._drawn: list[tuple[str, BaseGeometry, dict[str, Any]]] = []

    def add(self, kind: str, id: str, shape: BaseGeometry, zh: str, en: str, **properties: Any) -> str:
        """One feature; `source` is assumed unless said. None values are left out. Returns the id."""
        if id in self._ids:
            raise ValueError(f"{id} is drawn twice")
        self._ids.add(id)
        common = {"kind": kind, "source": "assumed", "name_zh": zh, "name_en": en}
        kept = {key: value for key, value in (common | properties).items() if value is not None}
        self.features.append({"type": "Feature", "id": id, "geometry": degrees(shape), "properties": kept})
        self._drawn.append((kind, shape, kept))
        return id

    def drawn(self) -> list[tuple[str, BaseGeometry, dict[str, Any]]]:
        """Everything drawn so far: kind, local shape, properties."""
        return list(self._drawn)

    def lonlat(self, x: float, y: float) -> list[float]:
        """A local point in degrees, longitude first."""
        return [float(value) for value in FRAME.to_lonlat([(x, y)])[0]]

    def level(self, id: str, ordinal: float, outline: BaseGeometry, zh: str, en: str, **properties: Any) -> None:
        """A level's outline, which `space` and `rest` then tile."""
        self.outlines[ordinal] = outline
        self._claimed[ordinal] = Polygon()
        self.add("level", id, outline, zh, en, ordinal=ordinal, **properties)

    def space(
        self, id: str, level: float, shape: BaseGeometry, zh: str, en: str, use: str, zone: str, walkable: bool = True, **properties: Any
    ) -> None:
        """A floor: what of `shape` lies on the level and is not taken yet. First come, first served."""
        free = set_precision(shape.intersection(self.outlines[level]).difference(self._claimed[level]), MM)
        pieces = [piece for piece in _polygons(free) if piece.area > SLIVER_M2]
        if not pieces:
            raise ValueError(f"nothing is left for {id}")
        self._claimed[level] = set_precision(unary_union([self._claimed[level], *pieces]), MM)
        for number, piece in enumerate(pieces, 1):
            own = id if number == 1 else f"{id}-{number}"
            self.add("space", own, piece, zh, en, level=level, use=use, zone=zone, walkable=walkable, **properties)

    def rest(self, id: str, level: float, cell_m: tuple[float, float], rooms: Sequence[tuple[str, str, str]]) -> None:
        """Fill what is left of a level with rooms of about `cell_m`; `rooms` are (use, zh, en) taken in turn."""
        left = self.outlines[level].difference(self._claimed[level])
        number = 0
        for cell in _cells(left.bounds, cell_m):
            for piece in _polygons(set_precision(left.intersection(cell), MM)):
                if piece.area > SLIVER_M2:
                    use, zh, en = rooms[number % len(rooms)]
                    number += 1
                    self.add("space", f"{id}-{number}", piece, f"{zh}{number}", f"{en} {number}", level=level, use=use,
                             zone="staff", walkable=False)  # fmt: skip
        self._claimed[level] = self.outlines[level]

    def obstacle(self, id: str, level: float, shape: BaseGeometry, type: str, **properties: Any) -> str:
        """Something that cannot be walked through."""
        zh, en = OBSTACLE_NAMES[type]
        opaque = properties.pop("opaque", type not in SEE_THROUGH)
        return self.add("obstacle", id, shape, zh, en, level=level, type=type, opaque=opaque, **properties)

    def place(self, id: str, level: float, x: float, y: float, type: str, zh: str, en: str, **properties: Any) -> str:
        """A point that a passenger may ask for. `facing` is local: 0 = +y, clockwise."""
        facing = properties.pop("facing", None)
        if facing is not None:
            properties["facing_deg"] = round(FRAME.to_true_bearing(facing), 1)
        return self.add("place", id, Point(x, y), zh, en, level=level, type=type, **properties)

    def pathway(
        self, id: str, mode: str, ends: tuple[float, float], points: Iterable[tuple[float, float]], zh: str, en: str, **properties: Any
    ) -> str:
        """A way from level `ends[0]` to `ends[1]` along `points`."""
        common = {"mode": mode, "direction": "both", "from_level": ends[0], "to_level": ends[1]}
        return self.add("pathway", id, LineString(list(points)), zh, en, **(common | properties))

    def collection(self, header: dict[str, Any]) -> dict[str, Any]:
        """The whole sheet as a GeoJSON FeatureCollection with `header` as its own members."""
        return {"type": "FeatureCollection", **header, "features": self.features}


SEE_THROUGH = frozenset({"void", "guardrail", "counter", "barrier", "screen_door", "furniture"})
OBSTACLE_NAMES = {
    "column": ("立柱", "column"),
    "wall": ("墙", "wall"),
    "barrier": ("隔断", "barrier"),
    "guardrail": ("护栏", "guardrail"),
    "counter": ("柜台", "counter"),
    "machine": ("设备", "machines"),
    "shaft": ("井道", "shaft"),
    "void": ("楼板洞口", "floor opening"),
    "stair_body": ("楼扶梯底部", "underside of a stair or escalator"),
    "furniture": ("座椅", "seats"),
    "screen_door": ("站台门", "platform screen doors"),
}


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    """The polygons of a geometry, left to right, each without collinear leftovers."""
    parts = shape.geoms if hasattr(shape, "geoms") else [shape]
    found = [part for part in parts if isinstance(part, Polygon) and not part.is_empty]
    return sorted(found, key=lambda part: part.bounds)


def _cells(bounds: tuple[float, float, float, float], cell_m: tuple[float, float]) -> list[Polygon]:
    x0, y0, x1, y1 = bounds
    columns, rows = max(1, round((x1 - x0) / cell_m[0])), max(1, round((y1 - y0) / cell_m[1]))
    xs = [round(x0 + (x1 - x0) * i / columns, 1) for i in range(columns)] + [x1]
    ys = [round(y0 + (y1 - y0) * i / rows, 1) for i in range(rows)] + [y1]
    return [box(xs[i], ys[j], xs[i + 1], ys[j + 1]) for i in range(columns) for j in range(rows)]


def degrees(shape: BaseGeometry) -> dict[str, Any]:
    """The GeoJSON geometry of a local shape, outer rings counter-clockwise (RFC 7946)."""
    if isinstance(shape, Polygon):
        shape = polygon.orient(shape)
    elif isinstance(shape, MultiPolygon):
        shape = MultiPolygon([polygon.orient(part) for part in shape.geoms])
    turned = transform(shape, FRAME.to_lonlat)
    return _lists(mapping(turned))


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    return [_lists(item) for item in value] if isinstance(value, tuple | list) else value
