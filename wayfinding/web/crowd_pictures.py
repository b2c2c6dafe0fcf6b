"""A run of the crowd as SVG pictures: how crowded each level was at worst, and how many were there through the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wayfinding.assumptions import FRUIN_WALKWAY
from wayfinding.flow.measures import Measures, Queue
from wayfinding.flow.outputs import clock
from wayfinding.flow.service import GRADES
from wayfinding.station.model import Level, Station

SCALE = 2.5
"""Pixels for each metre."""
MARGIN, HEAD, LINE, TEXT, NARROWEST = 20.0, 128.0, 18.0, 13, 900.0
COLOURS = ("#2f9e6b", "#a8c93a", "#fee08b", "#f9a35a", "#d7503d", "#7f0000")
"""A to F."""
PALEST = 0.12
"""Opacity of an empty cell; it grows with the density up to the end of A."""
BARE, BLIND, EDGE, QUEUE = "#eef1f4", "#c9ced4", "#8d98a3", "#1f3a93"
LETTERED = 2
"""From C on a cell carries its letter: colour is not all that tells."""
NUMBERED = 12
"""So many queues carry their rank."""
LARGEST_DOT, DOT_PEOPLE = 14.0, 60
"""Radius in pixels of the dot of a queue of so many people, or more."""
LINES = ("#1b4965", "#ca6702", "#5f0f40", "#2a9d8f", "#6c757d")


def draw_service(measures: Measures, ordinal: float) -> str:
    """One level: each cell in the colour of its worst quarter hour, queues as dots numbered as in the table."""
    station = measures.simulation.network.station
    level = station.levels[ordinal]
    left, low, right, high = _extent(measures, level)
    width = max((right - left) * SCALE, NARROWEST) + 2 * MARGIN
    height = (high - low) * SCALE + 2 * MARGIN + HEAD
    x0, y0 = MARGIN - left * SCALE, HEAD + MARGIN + high * SCALE
    body = [*_floor(station, ordinal), *_cells(measures, ordinal), *_holes(station, ordinal)]
    lines = [_open(width, height), *_legend(level)]
    lines += [f'<g transform="translate({x0:.1f} {y0:.1f}) scale({SCALE:g} {-SCALE:g})">', *body, "</g>"]
    lines += [*_letters(measures, ordinal, x0, y0), *_queues(measures, ordinal, x0, y0), "</svg>\n"]
    return "\n".join(lines)


def draw_day(measures: Measures) -> str:
    """How many people were on foot on each level, minute by minute, waiting on platforms included."""
    service, levels = measures.service, measures.simulation.network.station.levels
    width, height, left, top = 900.0, 260.0, 60.0, 40.0
    series = [
        (level.label, service.people[:, service.level == level.ordinal].sum(axis=1))
        for level in sorted(levels.values(), key=lambda item: -item.ordinal)
    ]
    most = max((float(values.max()) for _, values in series), default=0.0) or 1.0
    count = len(service.people)
    right, bottom = width - 20.0, height - 30.0
    x = left + (right - left) * np.arange(count) / max(1, count - 1)
    lines = [_open(width, height), f'<path d="M{left} {top} V{bottom} H{right}" fill="none" stroke="{EDGE}"/>']
    lines += [
        f'<text x="{x[minute]:.0f}" y="{height - 10:.0f}" text-anchor="middle">{clock(60.0 * moment)}</text>'
        for minute, moment in enumerate(range(service.begin, service.begin + count))
        if moment % 120 == 0
    ]
    for share in (0.0, 0.5, 1.0):
        y = bottom - share * (bottom - top)
        lines.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{share * most:,.0f}</text>')
    for k, (label, values) in enumerate(series):
        colour, y = LINES[k % len(LINES)], bottom - (bottom - top) * values / most
        lines.append(f'<path d="{_polyline(x, y)}" fill="none" stroke="{colour}" stroke-width="1.3"/>')
        lines.append(f'<text x="{left + 90 * k:.0f}" y="22" fill="{colour}" font-weight="bold">{label}</text>')
    return "\n".join([*lines, "</svg>\n"])


def _open(width: float, height: float) -> str:
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    return (f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="{TEXT}">'
            '<rect width="100%" height="100%" fill="white"/>')  # fmt: skip


def _extent(measures: Measures, level: Level) -> tuple[float, float, float, float]:
    """Where somebody could be, else the whole level."""
    service, cells = measures.service, measures.simulation.supply.cells
    used = cells.shape[(service.level == level.ordinal) & (service.people.max(axis=0, initial=0.0) > 0)]
    left, low, right, high = shapely.total_bounds(used if len(used) else [level.outline]).tolist()
    return left, low, right, high


def _legend(level: Level) -> Iterator[str]:
    own = f"{level.label} "
    title = f"{own}{level.name.zh.removeprefix(own)} {level.name.en.removeprefix(own)}"
    yield f'<text x="{MARGIN}" y="22" font-size="17" font-weight="bold">{escape(title)}</text>'
    note = (
        "Level of service in the worst quarter hour (Fruin; platforms as queues, all else as walkways; pale: emptier)"
    )
    yield f'<text x="{MARGIN}" y="44">最拥挤一刻钟的服务水平（弗鲁因；站台按候车，其余按步行；越浅越空）</text>'
    yield f'<text x="{MARGIN}" y="{44 + LINE}">{note}</text>'
    for k, (name, colour) in enumerate(zip(GRADES, COLOURS, strict=True)):
        x = MARGIN + 62 * k
        yield f'<rect x="{x}" y="72" width="26" height="16" fill="{colour}" stroke="{EDGE}" stroke-width="0.5"/>'
        yield f'<text x="{x + 32}" y="85">{name}</text>'
    yield f'<circle cx="{MARGIN + 8}" cy="105" r="7" fill="{QUEUE}" fill-opacity="0.8"/>'
    yield (f'<text x="{MARGIN + 24}" y="110">最长排队（面积表示人数，数字为下表序号） '
           "Longest queue (area: people; number: rank in the table)</text>")  # fmt: skip


def _floor(station: Station, ordinal: float) -> Iterator[str]:
    for space in station.spaces.values():
        if space.level == ordinal:
            fill = BARE if space.walkable else BLIND
            line = _path(space.outline)
            yield f'<path d="{line}" fill="{fill}" stroke="#b4bcc5" stroke-width="0.3" fill-rule="evenodd"/>'


def _holes(station: Station, ordinal: float) -> Iterator[str]:
    shapes = [item.outline for item in station.obstacles.values() if item.level == ordinal]
    if shapes:
        yield f'<path d="{_path(shapely.geometrycollections(shapes))}" fill="{EDGE}"/>'


def _cells(measures: Measures, ordinal: float) -> Iterator[str]:
    service, cells = measures.service, measures.simulation.supply.cells
    worst, full = service.worst_grades, 1.0 / FRUIN_WALKWAY["A"].value
    for k in np.flatnonzero((service.level == ordinal) & (service.people.max(axis=0, initial=0.0) > 0)).tolist():
        shade = max(PALEST, min(1.0, service.worst_ppm2[k] / full))
        told = f"{GRADES[worst[k]]}, {service.worst_ppm2[k]:.2f}/m², {clock(service.worst_at_s[k])}"
        outline = _path(shapely.simplify(cells.shape[k], 0.1))
        yield (f'<path d="{outline}" fill="{COLOURS[worst[k]]}" fill-opacity="{shade:.2f}"'
               f' stroke="white" stroke-width="0.2" fill-rule="evenodd"><title>{told}</title></path>')  # fmt: skip


def _letters(measures: Measures, ordinal: float, x0: float, y0: float) -> Iterator[str]:
    service, cells = measures.service, measures.simulation.supply.cells
    worst = service.worst_grades
    for k in np.flatnonzero((service.level == ordinal) & (worst >= LETTERED)).tolist():
        spot = cells.shape[k].representative_point()
        fill = "white" if worst[k] >= len(GRADES) - 2 else "black"
        at = f'x="{x0 + spot.x * SCALE:.0f}" y="{y0 - spot.y * SCALE + 4:.0f}"'
        yield f'<text {at} fill="{fill}" text-anchor="middle" font-size="11">{GRADES[worst[k]]}</text>'


def _queues(measures: Measures, ordinal: float, x0: float, y0: float) -> Iterator[str]:
    """Dots where people queue, the longest below; ranks of the first few."""
    ranked = list(enumerate(measures.queues, start=1))
    for rank, queue in sorted(ranked, key=lambda item: -item[1].longest):
        if queue.from_level != ordinal or not queue.longest:
            continue
        x, y = _spot(measures, queue)
        radius = LARGEST_DOT * (min(queue.longest, DOT_PEOPLE) / DOT_PEOPLE) ** 0.5
        told = escape(f"{rank}. {queue.name.zh} {queue.name.en}: {queue.longest}, {clock(queue.longest_at_s)}")
        at = f'cx="{x0 + x * SCALE:.1f}" cy="{y0 - y * SCALE:.1f}"'
        yield f'<circle {at} r="{radius:.1f}" fill="{QUEUE}" fill-opacity="0.75"><title>{told}</title></circle>'
    for rank, queue in ranked[:NUMBERED]:
        if queue.from_level == ordinal:
            x, y = _spot(measures, queue)
            at = f'x="{x0 + x * SCALE + 9:.1f}" y="{y0 - y * SCALE - 9:.1f}"'
            yield (f'<text {at} font-weight="bold" fill="{QUEUE}" stroke="white" stroke-width="3"'
                   f' paint-order="stroke">{rank}</text>')  # fmt: skip


def _spot(measures: Measures, queue: Queue) -> tuple[float, float]:
    """Where the pathway is entered."""
    point = measures.simulation.network.station.pathways[queue.pathway].stops[queue.entry].point
    return point.x, point.y


def _polyline(x: Sequence[float] | np.ndarray, y: Sequence[float] | np.ndarray) -> str:
    return "M" + " L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True))


def _path(shape: BaseGeometry) -> str:
    """SVG path data in metres, to the decimetre."""
    rings = map(shapely.get_coordinates, shapely.get_rings(shapely.get_parts(shape)))
    return " ".join("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in ring.tolist()) + "Z" for ring in rings)
