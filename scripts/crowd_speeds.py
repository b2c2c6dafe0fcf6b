"""Draws how fast a crowd walks at a density: as measured in a laboratory, by both laws, and in steady streams.

`python -m scripts.crowd_speeds` writes docs/pictures/crowd_speeds.svg, which docs/crowd_verification.md shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from shapely import Point, box, transform
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from wayfinding import assumptions as figures
from wayfinding.flow.moving.engine import SAMPLE_S
from wayfinding.flow.moving.pace import Law, slowing
from wayfinding.flow.people.crowd import Crowd
from wayfinding.flow.simulate import Settings, walk_crowd
from wayfinding.flow.state import STEP_PPM2
from wayfinding.routing.network import compile_network
from wayfinding.routing.profiles import get_profile
from wayfinding.station.frame import Frame
from wayfinding.station.geojson import read_station
from wayfinding.station.model import Station

PICTURE = Path(__file__).parent.parent / "docs" / "pictures" / "crowd_speeds.svg"
SIDE_M, CELLS = 4.0, 40
"""The corridor is one row of square cells, as wide as they are."""
NEAR, FAR = 2, 12
"""Of those who come later some leave the stream at one of these cells: what the second take longer is timed."""
MINUTE = 540
BEGIN_S = 60.0 * MINUTE - 20.0
LASTS_S = 200.0
"""The stream begins shortly before the minute in which its density is taken."""
LAWS: tuple[Law, ...] = ("weidmann", "laboratory")


class Seen(NamedTuple):
    """What came out of one stream: people/m² on the timed stretch, and the mean speed over it in m/s."""

    density_ppm2: float
    speed_mps: float


def measure_stream(law: Law, density_ppm2: float) -> Seen:
    """A corridor filled evenly with people who all walk the same way, and as many after them as fit behind."""
    speed_mps = figures.WALK_SPEED.value * float(slowing(law)[round(density_ppm2 / STEP_PPM2)])
    filled = round(density_ppm2 * SIDE_M**2)
    crossing_s = SIDE_M / speed_mps
    turns = int(LASTS_S / crossing_s)
    evenly_s = (np.arange(filled * (turns + 1)) + 0.5) / filled * crossing_s
    start = BEGIN_S + np.concatenate([np.tile(evenly_s[:filled], CELLS), evenly_s[filled:]])
    origin = np.concatenate([np.repeat(np.arange(CELLS), filled), np.zeros(filled * turns, np.int64)])
    goal = np.full(len(start), CELLS)
    first = CELLS * filled + filled
    goal[first : first + filled : filled // 2] = FAR
    goal[first + filled : first + 2 * filled : filled // 2] = NEAR
    order = np.argsort(start, kind="stable")
    station = _corridor()
    crowd = _crowd(station, start[order], origin[order], goal[order])
    run = walk_crowd(compile_network(station), (get_profile("walk"),), crowd, times=(BEGIN_S, BEGIN_S + LASTS_S),
                     settings=Settings(cell_m=SIDE_M, spread_s=0.0, law=law))  # fmt: skip
    far_s, near_s = (run.door_to_door_s[goal[order] == cell].mean() for cell in (FAR, NEAR))
    people = run.run.crowd[MINUTE, NEAR:FAR].mean() * SAMPLE_S / 60.0
    return Seen(float(people / SIDE_M**2), float((FAR - NEAR) * SIDE_M / (far_s - near_s)))


def _corridor() -> Station:
    """One row of cells with a place at the beginning of each and one at the end."""
    frame = Frame(lon=117.2052, lat=39.1374, bearing_deg=0.0)
    length_m = SIDE_M * CELLS
    floor = box(0.0, 0.0, length_m, SIDE_M)
    spots = [max(0.3, SIDE_M * k + 0.02) for k in range(CELLS)] + [length_m - 0.3]

    def feature(kind: str, id: str, shape: BaseGeometry, **properties: Any) -> dict[str, Any]:
        told = {"kind": kind, "source": "assumed", "name_zh": id, "name_en": id, **properties}
        return {
            "type": "Feature",
            "id": id,
            "geometry": mapping(transform(shape, frame.to_lonlat)),
            "properties": told,
        }

    level = feature("level", "level", floor.buffer(1.0), ordinal=-1, label="B1", elevation_m=-6.0)
    space = feature("space", "corridor", floor, level=-1, use="corridor", zone="unpaid", walkable=True)
    places = [feature("place", f"p{k:02}", Point(x, SIDE_M / 2), level=-1, type="information")
              for k, x in enumerate(spots)]  # fmt: skip
    return read_station({
        "type": "FeatureCollection", "format": "wayfinding-station/1",
        "frame": {"lon": frame.lon, "lat": frame.lat, "bearing_deg": 0.0}, "features": [level, space, *places],
    })  # fmt: skip


def _crowd(station: Station, start: Any, origin: Any, end: Any) -> Crowd:
    places = tuple(station.places[id] for id in sorted(station.places))
    alone = tuple((k,) for k in range(len(places)))
    count = len(start)
    none = np.full(count, -1, np.int64)
    zero = np.zeros(count, np.int64)
    return Crowd(places, alone, (), start, origin, end, zero, none, np.arange(count, dtype=np.uint64), none)


WIDE, HIGH, LEFT, TOP, FOOT = 440.0, 300.0, 46.0, 58.0, 54.0
MOST_PPM2, MOST_MPS = 3.5, 1.6
COLOURS: dict[Law, str] = {"weidmann": "#0b61a4", "laboratory": "#c2571a"}
NAMES: dict[Law, str] = {"weidmann": "Weidmann 1993", "laboratory": "实验定律 laboratory law"}


def draw(seen: Mapping[Law, Sequence[Seen]]) -> str:
    """The picture as SVG."""
    width, height = LEFT + WIDE + 30, TOP + HIGH + FOOT
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" font-family="sans-serif">',
        "<style>text{font-size:12px}</style>",
        f'<rect width="{width:g}" height="{height:g}" fill="#fff"/>',
        '<text x="14" y="22">密度与步速 How fast people walk at a density</text>',
        *_axes(), *(line for law in LAWS for line in _law(law, seen[law])), *_laboratory(), *_legend(), "</svg>", "",
    ])  # fmt: skip


def _at(density_ppm2: float, speed_mps: float) -> tuple[float, float]:
    return LEFT + WIDE * density_ppm2 / MOST_PPM2, TOP + HIGH * (1.0 - speed_mps / MOST_MPS)


def _axes() -> Iterator[str]:
    for density in np.arange(0.0, MOST_PPM2 + 0.1, 0.5):
        (x, y), (_, top) = _at(density, 0.0), _at(density, MOST_MPS)
        yield f'<path d="M{x:.1f} {y:.1f}V{top:.1f}" stroke="#ddd"/>'
        yield f'<text x="{x:.1f}" y="{y + 16:.1f}" text-anchor="middle">{density:g}</text>'
    for speed in np.arange(0.0, MOST_MPS + 0.1, 0.2):
        (x, y), (right, _) = _at(0.0, speed), _at(MOST_PPM2, speed)
        yield f'<path d="M{x:.1f} {y:.1f}H{right:.1f}" stroke="#ddd"/>'
        yield f'<text x="{x - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{speed:.1f}</text>'
    x, y = _at(MOST_PPM2 / 2, 0.0)
    yield f'<text x="{x:.1f}" y="{y + 38:.1f}" text-anchor="middle">人/m² people/m²</text>'
    yield f'<text x="14" y="{TOP - 14:.1f}">m/s</text>'


def _law(law: Law, seen: Sequence[Seen]) -> Iterator[str]:
    share = slowing(law)[: round(MOST_PPM2 / STEP_PPM2) + 1 : 5]
    points = [_at(5 * STEP_PPM2 * k, figures.WALK_SPEED.value * float(one)) for k, one in enumerate(share)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{line}" fill="none" stroke="{COLOURS[law]}" stroke-width="2"/>'
    for one in seen:
        x, y = _at(*one)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="none" stroke="{COLOURS[law]}" stroke-width="1.5"/>'


def _laboratory() -> Iterator[str]:
    for density, figure in figures.LABORATORY_SPEEDS.items():
        x, y = _at(density, figure.value)
        yield f'<path d="M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10" stroke="#111" stroke-width="2"/>'


def _legend() -> Iterator[str]:
    x, y = _at(1.6, 1.52)
    rows = [(f'<path d="M{x:.1f} {y + 18 * k:.1f}h20" stroke="{COLOURS[law]}" stroke-width="2"/>', NAMES[law])
            for k, law in enumerate(LAWS)]  # fmt: skip
    rows.append((f'<circle cx="{x + 10:.1f}" cy="{y + 36:.1f}" r="4" fill="none" stroke="#555" stroke-width="1.5"/>',
                 "模拟人流 the engine, steady streams"))  # fmt: skip
    rows.append((f'<path d="M{x + 5:.1f} {y + 49:.1f}l10 10m0 -10l-10 10" stroke="#111" stroke-width="2"/>',
                 "HERMES 走廊 corridor, 1.8 m"))  # fmt: skip
    for k, (mark, text) in enumerate(rows):
        yield mark
        yield f'<text x="{x + 28:.1f}" y="{y + 4 + 18 * k:.1f}">{text}</text>'


def measure_all() -> dict[Law, list[Seen]]:
    """Streams at the densities of the laboratory, by both laws."""
    return {law: [measure_stream(law, density) for density in figures.LABORATORY_SPEEDS] for law in LAWS}


if __name__ == "__main__":
    PICTURE.write_text(draw(measure_all()), encoding="utf-8")
