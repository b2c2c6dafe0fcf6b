"""What follows from the plan: walls along the rooms, and the column grid on what floor is left free."""

from __future__ import annotations

from shapely import Polygon, box, set_precision
from shapely.ops import unary_union

from drafting.parts import columns, keep_clear_of
from drafting.sheet import MM, Sheet

WALL_M = 0.3
WALL_PIECE_M = 36.0
COLUMN_M = 0.9
GRID_M = 9.0


def _floor(sheet: Sheet, level: float) -> list[Polygon]:
    return [
        shape
        for kind, shape, properties in sheet.drawn()
        if kind == "space" and properties["level"] == level and properties["walkable"] and isinstance(shape, Polygon)
    ]


def draw_room_walls(sheet: Sheet) -> None:
    """A wall of 0.3 m inside every room that borders walkable floor, in pieces of about 36 m."""
    for level in (-1, -2, -3, -4):
        floor = unary_union(_floor(sheet, level))
        tracks = unary_union([s for k, s, p in sheet.drawn() if k == "space" and p["level"] == level and p["use"] == "track"])
        ring = floor.buffer(WALL_M, join_style="mitre").difference(floor).difference(tracks).intersection(sheet.outlines[level])
        x0, y0, x1, y1 = sheet.outlines[level].bounds
        number = 0
        for i in range(int((x1 - x0) // WALL_PIECE_M) + 1):
            for j in range(int((y1 - y0) // WALL_PIECE_M) + 1):
                left, low = x0 + i * WALL_PIECE_M, y0 + j * WALL_PIECE_M
                cut = set_precision(ring.intersection(box(left, low, left + WALL_PIECE_M, low + WALL_PIECE_M)), MM)
                for piece in getattr(cut, "geoms", [cut]):
                    if isinstance(piece, Polygon) and piece.area > 0.05:
                        number += 1
                        sheet.obstacle(f"b{-level}-room-wall-{number}", level, piece, "wall")


def draw_columns(sheet: Sheet) -> None:
    """Columns of 0.9 m on a 9 m grid over all public floor of the hub, except where something stands."""
    for level in (-1, -2, -3, -4):
        floor = unary_union(_floor(sheet, level)).buffer(-0.6, join_style="mitre")
        x0, y0, x1, y1 = sheet.outlines[level].bounds
        xs = [GRID_M * i for i in range(int(x0 // GRID_M) - 1, int(x1 // GRID_M) + 2)]
        ys = [GRID_M * j for j in range(int(y0 // GRID_M) - 1, int(y1 // GRID_M) + 2)]
        if level in (-3, -4):
            xs, ys = _platform_grid(level)
        columns(sheet, f"b{-level}-column", level, xs, ys, COLUMN_M, floor, keep_clear_of(sheet, level, 1.8))


def _platform_grid(level: float) -> tuple[list[float], list[float]]:
    """Platform columns stand in the middle of an island, or towards the back wall of a side platform."""
    if level == -3:
        return [4.5 + GRID_M * i for i in range(-14, 14)], [-21.5, -3.5, 3.5, 15.5, 29.5]
    return [-103.5, -96.5], [GRID_M * j for j in range(-7, 8)]
