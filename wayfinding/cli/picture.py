"""One level as an SVG picture: its floor, and each way and exit in the colour of what its outage costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

import shapely
from shapely.geometry.base import BaseGeometry

from wayfinding.routing.resilience import Outage, Outages
from wayfinding.station.model import Level, Pathway, Station

SCALE = 2.0
"""Pixels for each metre."""
MARGIN, HEAD, LINE = 20.0, 108.0, 19.0
STROKE, DOT, TEXT, NARROWEST = 5.0, 6.0, 13, 560.0
TOLD = 12
"""So many of the worst outages carry their rank as a number."""
FLOORS = {"unpaid": "#eef1f4", "paid": "#e3ecf8", "rail": "#f1ebe0", "staff": "#d5d8dc"}
CLASSES = (
    ("#7f0000", "停用后有人无路可走", "while it is out some have no way"),
    ("#e34a33", "停用后平均慢5秒以上", "while it is out the mean question takes 5 s more, or longer"),
    ("#fdbb84", "停用后略慢", "while it is out some are slower"),
    ("#9aa5b1", "停用后无人受影响", "while it is out nobody is worse off"),
)
"""Colour and meaning, the worst first."""
SLOW_S = 5.0


def draw_outages(station: Station, outages: Outages, ordinal: float) -> str:
    """The picture of one level; ranks are those of `outages.singles`."""
    level = station.levels[ordinal]
    ranked = {item.ids[0]: (rank, item) for rank, item in enumerate(outages.singles, start=1)}
    left, low, right, high = _extent(station, level)
    width = max((right - left) * SCALE, NARROWEST) + 2 * MARGIN
    height = (high - low) * SCALE + 2 * MARGIN + HEAD
    place = f"translate({MARGIN - left * SCALE:.1f} {HEAD + MARGIN + high * SCALE:.1f}) scale({SCALE:g} {-SCALE:g})"
    body = [*_floor(station, ordinal), *_marks(station, ranked, ordinal)]
    texts = _ranks(station, ranked, ordinal, MARGIN - left * SCALE, HEAD + MARGIN + high * SCALE)
    size = f'width="{width:.0f}" height="{height:.0f}" font-family="sans-serif" font-size="{TEXT}"'
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', '<rect width="100%" height="100%" fill="white"/>']
    lines += [*_legend(level, outages), f'<g transform="{place}">', *body, "</g>", *texts, "</svg>\n"]
    return "\n".join(lines)


def _extent(station: Station, level: Level) -> tuple[float, float, float, float]:
    drawn: list[BaseGeometry] = [space.outline for space in station.spaces.values() if space.level == level.ordinal]
    for pathway in station.pathways.values():
        drawn += [pathway.line] if level.ordinal in {stop.level for stop in pathway.stops} else []
    left, low, right, high = shapely.total_bounds([level.outline, *drawn]).tolist()
    return left, low, right, high


def _legend(level: Level, outages: Outages) -> Iterator[str]:
    profile = outages.profile
    title = f"{level.label} {level.name.zh} {level.name.en} · {profile.name_zh} {profile.name_en}"
    yield f'<text x="{MARGIN}" y="20" font-weight="bold">{escape(title)}</text>'
    for k, (colour, zh, en) in enumerate(CLASSES, start=1):
        y = 20 + k * LINE
        yield f'<rect x="{MARGIN}" y="{y - 11}" width="12" height="12" fill="{colour}"/>'
        yield f'<text x="{MARGIN + 17}" y="{y}">{zh} {en}</text>'


def _floor(station: Station, ordinal: float) -> Iterator[str]:
    for space in station.spaces.values():
        if space.level == ordinal:
            fill = FLOORS[space.zone] if space.walkable else "#c9ced4"
            line = _path(space.outline)
            yield f'<path d="{line}" fill="{fill}" stroke="#b4bcc5" stroke-width="0.3" fill-rule="evenodd"/>'


def _marks(station: Station, ranked: Mapping[str, tuple[int, Outage]], ordinal: float) -> Iterator[str]:
    """Ways as lines, lifts and exits as dots; the worst last, so that they lie on top."""
    for id in sorted(ranked, key=lambda key: -ranked[key][0]):
        rank, outage = ranked[id]
        record = station.pathways.get(id) or station.places[id]
        told = escape(f"{rank}. {record.name.zh} {record.name.en}: {outage.score_s:.1f} s")
        colour = _colour(outage)
        if isinstance(record, Pathway) and record.mode != "lift" and record.line.length > 0:
            if ordinal in {stop.level for stop in record.stops}:
                yield (
                    f'<path d="{_path(record.line)}" fill="none" stroke="{colour}"'
                    f' stroke-width="{STROKE / SCALE:g}"><title>{told}</title></path>'
                )
            continue
        for x, y in _spots(station, id, ordinal):
            dot = f'cx="{x:.2f}" cy="{y:.2f}" r="{DOT / SCALE:g}" fill="{colour}"'
            yield f"<circle {dot}><title>{told}</title></circle>"


def _ranks(
    station: Station, ranked: Mapping[str, tuple[int, Outage]], ordinal: float, left: float, top: float
) -> Iterator[str]:
    for id, (rank, outage) in ranked.items():
        if rank > TOLD or not outage.setbacks:
            continue
        for x, y in _spots(station, id, ordinal)[:1]:
            at = f'x="{left + x * SCALE + DOT:.1f}" y="{top - y * SCALE - DOT:.1f}"'
            yield f'<text {at} font-weight="bold">{rank}</text>'


def _spots(station: Station, id: str, ordinal: float) -> list[tuple[float, float]]:
    """Where it meets the level."""
    if id in station.places:
        place = station.places[id]
        return [(place.point.x, place.point.y)] if place.level == ordinal else []
    return [(stop.point.x, stop.point.y) for stop in station.pathways[id].stops if stop.level == ordinal]


def _colour(outage: Outage) -> str:
    if outage.lost:
        return CLASSES[0][0]
    if not outage.setbacks:
        return CLASSES[3][0]
    return CLASSES[1 if outage.score_s >= SLOW_S else 2][0]


def _path(shape: BaseGeometry) -> str:
    """SVG path data in metres, to the centimetre."""
    parts = []
    for part in shapely.get_parts(shape):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        end = "Z" if part.geom_type == "Polygon" else ""
        parts += ["M" + " L".join(f"{x:.2f} {y:.2f}" for x, y in ring.coords) + end for ring in rings]
    return " ".join(parts)
