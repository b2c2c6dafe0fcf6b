"""The 225 signs: finds for every row of the plan a carrier on which its sign can hang, and writes down what it says."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from shapely import LineString, MultiPolygon, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points, unary_union
from shapely.prepared import prep

from drafting.sheet import FRAME, Sheet
from drafting.sign_plan import BY_LIFT, GROUPS, NAMES, WEAKNESSES, Row
from drafting.sign_rows_below import ROWS_BELOW
from drafting.sign_rows_ground import ROWS_GROUND
from drafting.sign_rows_hall import ROWS_HALL

NUMBER, RENEWED = 225, 22
NOTE = "number and kind stated by the owner; position, text, size, state and dates assumed"
GAP_M, SIGN_M, OFF_FACE_M, READER_M, FLOOR_CLEAR_M, DOORWAY_M, REACH_M = 0.8, 0.8, 0.01, 2.5, 0.3, 3.0, 6.5


@dataclass(frozen=True)
class Kind:
    """What the signs of one type have in common; `letters_m` is taken by the number of different texts."""

    zh: str
    en: str
    carriers: frozenset[str]
    mounting_height_m: float
    size_m: tuple[float, float]
    letters_m: tuple[float, ...]
    date: str


KINDS = {
    "bus_guide_map": Kind("公交指引图", "Bus guide map", frozenset({"column", "wall", "shaft", "machine"}), 1.5, (0.8, 1.1), (0.015,), "2023-06-02"),
    "pillar_sticker": Kind("柱贴", "Pillar sticker", frozenset({"column"}), 1.7, (0.6, 0.9), (0.10, 0.10, 0.08, 0.06), "2023-08-15"),
    "wall_sticker": Kind("墙贴", "Wall sticker", frozenset({"wall", "shaft"}), 1.9, (1.2, 0.6), (0.12, 0.12, 0.10, 0.08), "2023-09-05"),
    "floor_sticker": Kind("地贴", "Floor sticker", frozenset(), 0.0, (0.8, 0.8), (0.15, 0.12, 0.10), "2023-10-12"),
}  # fmt: skip
RENEWED_DATE, OLDER_DATE = "2023-11-20", "2023-03-10"
INSPECTED = {0: "2024-03-14", -1: "2024-03-12", -2: "2024-03-12", -3: "2024-03-13", -4: "2024-03-13"}


def draw_signs(sheet: Sheet) -> None:
    """All signs; call it after everything that they hang on. Raises ValueError where a row finds no carrier."""
    rows = (*ROWS_HALL, *ROWS_BELOW, *ROWS_GROUND)
    signs = [(row, spot) for row in rows for spot in row.spots]
    renewed = sum(row.renewed for row, _ in signs)
    if (len(signs), renewed) != (NUMBER, RENEWED):
        raise ValueError(f"the plan has {len(signs)} signs, {renewed} renewed, not {NUMBER} and {RENEWED}")
    levels: dict[float, Storey] = {}
    for number, (row, spot) in enumerate(signs, 1):
        if row.level not in levels:
            levels[row.level] = Storey.of(sheet, row.level)
        at, carrier = levels[row.level].place_for(row, spot)
        _add(sheet, f"sign-{number:03}", row, at, carrier)


def _add(sheet: Sheet, id: str, row: Row, at: Point, carrier: str | None) -> None:
    kind = KINDS[row.type]
    said = list(_messages(row))
    texts = len({message["zh"] for message in said})
    facing = row.look if row.type == "floor_sticker" else (row.look + 180) % 360
    weak = f"; weakness on purpose: {WEAKNESSES[row.weak]}" if row.weak else ""
    older = row.weak in {"checkpoint-5", "near-end"}
    sheet.add(
        "sign", id, at, f"{kind.zh}：{said[0]['zh']}", f"{kind.en}: {said[0]['en'] or said[0]['destination']}", source="brief",
        note=NOTE + weak, level=row.level, type=row.type, facing_deg=round(FRAME.to_true_bearing(facing), 1),
        mounting_height_m=kind.mounting_height_m, letter_height_m=kind.letters_m[min(texts, len(kind.letters_m)) - 1],
        width_m=kind.size_m[0], height_m=kind.size_m[1], state=row.state, renewed=row.renewed,
        date=RENEWED_DATE if row.renewed else OLDER_DATE if older else kind.date, inspected=INSPECTED[int(row.level)],
        mounted_on=carrier, messages=said,
    )  # fmt: skip


def _messages(row: Row) -> Iterator[dict[str, Any]]:
    """The lines of a sign, from `arrow: KEY KEY; arrow: KEY`."""
    for part in row.says.split(";"):
        arrow, keys = part.split(":")
        for key in (name for word in keys.split() for name in GROUPS.get(word, (word,))):
            destination, zh, en = NAMES[key]
            message: dict[str, Any] = {"destination": destination, "arrow": arrow.strip(), "zh": zh}
            message["en"] = "" if row.weak == "chinese-only" else en
            if key.startswith("by-lift"):
                message["for_profiles"] = list(BY_LIFT)
            yield message


@dataclass
class Storey:
    """One level as a sign hanger sees it: floor, what stands on it, and the signs already up."""

    level: float
    floor: BaseGeometry
    solid: list[tuple[str, str, Polygon]]
    """Id, type and shape of every obstacle."""
    opaque: STRtree
    doorways: BaseGeometry
    taken: list[tuple[str, float, Point]] = field(default_factory=list)
    """Carrier (empty on the floor), local facing and point of each sign."""

    @staticmethod
    def of(sheet: Sheet, level: float) -> Storey:
        features = list(zip(sheet.features, sheet.drawn(), strict=True))
        on_level = [(f["id"], kind, shape, p) for f, (kind, shape, p) in features if p.get("level") == level]
        solid = [
            (id, p["type"], part) for id, kind, shape, p in on_level if kind == "obstacle" for part in _parts(shape)
        ]
        blind = [part for _, kind, shape, p in on_level if kind == "obstacle" and p["opaque"] for part in _parts(shape)]
        floor = unary_union([shape for _, kind, shape, p in on_level if kind == "space" and p["walkable"]])
        ways = [
            shape for _, (kind, shape, p) in features if kind == "pathway" and p["from_level"] == p["to_level"] == level
        ]
        return Storey(level, floor, solid, STRtree(blind), unary_union([way.buffer(DOORWAY_M) for way in ways]))

    def place_for(self, row: Row, spot: tuple[float, float]) -> tuple[Point, str | None]:
        """Where the sign of a row goes, nearest to `spot`, and the id of what it hangs on (None on the floor)."""
        facing = (row.look + 180) % 360
        found = self._on_floor(spot) if row.type == "floor_sticker" else self._on_face(row, spot, facing)
        if found is None:
            raise ValueError(f"no carrier within {REACH_M} m of {spot} on level {self.level}: {row}")
        self.taken.append((found[1] or "", facing, found[0]))
        return found

    def _on_floor(self, spot: tuple[float, float]) -> tuple[Point, None] | None:
        near = Point(spot).buffer(REACH_M)
        things = [shape.buffer(FLOOR_CLEAR_M) for _, _, shape in self.solid if shape.intersects(near)]
        others = [point.buffer(GAP_M + SIGN_M / 2) for carrier, _, point in self.taken if not carrier]
        free = self.floor.intersection(near).buffer(-FLOOR_CLEAR_M).difference(unary_union([*things, *others]))
        if free.is_empty:
            return None
        at = nearest_points(free.buffer(-0.05), Point(spot))[0]
        return Point(round(at.x, 2), round(at.y, 2)), None

    def _on_face(self, row: Row, spot: tuple[float, float], facing: float) -> tuple[Point, str] | None:
        kind = KINDS[row.type]
        faces: list[tuple[float, Point, str]] = []
        for id, type, shape in self.solid:
            if type in (row.carriers or kind.carriers) and shape.distance(Point(spot)) < REACH_M:
                at = _nearest_on_face(shape, spot, facing, kind.size_m[0])
                if at is not None:
                    faces.append((at.distance(Point(spot)), at, id))
        for _, at, id in sorted(faces, key=lambda face: (face[0], face[2])):
            if self._can_hang(at, facing, column=kind.carriers == {"column"}):
                return at, id
        return None

    def _can_hang(self, at: Point, facing: float, column: bool) -> bool:
        """Is it on the floor's side, read from there, clear of doorways and of other signs on its face?"""
        dx, dy = _unit(facing)
        sight = LineString([(at.x, at.y), (at.x + READER_M * dx, at.y + READER_M * dy)])
        if not self.floor.covers(sight) or len(self.opaque.query(sight, predicate="intersects")):
            return False
        if any(shape.distance(at) < OFF_FACE_M / 2 for _, _, shape in self.solid):
            return False
        if not column and self.doorways.intersects(at):
            return False
        return all(point.distance(at) >= GAP_M + SIGN_M / 2 for _, face, point in self.taken if face == facing)


def _parts(shape: BaseGeometry) -> list[Polygon]:
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    return [part for part in parts if isinstance(part, Polygon)]


def _nearest_on_face(shape: Polygon, spot: tuple[float, float], facing: float, width_m: float) -> Point | None:
    """The point 1 cm in front of the faces of `shape` that look towards `facing`, nearest to `spot`."""
    dx, dy = _unit(facing)
    inside = prep(shape)
    best: Point | None = None
    for ring in (shape.exterior, *shape.interiors):
        for (x0, y0), (x1, y1) in zip(ring.coords, ring.coords[1:], strict=False):
            length = math.hypot(x1 - x0, y1 - y0)
            across = abs((x1 - x0) * dx + (y1 - y0) * dy)
            if length < width_m or across > 0.01 * length:
                continue
            share = ((spot[0] - x0) * (x1 - x0) + (spot[1] - y0) * (y1 - y0)) / length**2
            share = min(max(share, width_m / 2 / length), 1 - width_m / 2 / length)
            x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
            at = Point(round(x + OFF_FACE_M * dx, 3), round(y + OFF_FACE_M * dy, 3))
            if not inside.intersects(at) and (best is None or at.distance(Point(spot)) < best.distance(Point(spot))):
                best = at
    return best


def _unit(local_deg: float) -> tuple[int, int]:
    return {0: (0, 1), 90: (1, 0), 180: (0, -1), 270: (-1, 0)}[int(local_deg)]
