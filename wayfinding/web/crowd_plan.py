"""The plan of a level with a crowd on it: cells by density, letters of service, dots, one scale for all pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import shapely
from numpy.typing import NDArray

from wayfinding.assumptions import FRUIN_QUEUE, FRUIN_WALKWAY
from wayfinding.flow.measuring.service import GRADES, Grades
from wayfinding.station.model import Level, Name, Station
from wayfinding.web.svg import FAINT, FONT, INK, WIDE, Scale, box, outlines, write, write_name

MARGIN, HEAD = 12.0, 30.0
MOST_HEIGHT = 440.0
ROUND_M = 3.0
"""So much of what lies around is shown too."""
STEPS = (0.02, 0.05, 0.1, 0.2)
"""People/m² at which the colour changes within A; from B on each level of service has its own."""
COLOURS = ("#edf3f8", "#d3e4f1", "#a9cce3", "#74add1", "#3f7fb8", "#ffe08a", "#fdae4b", "#f0702e", "#c7261f", "#6b0010")
"""Blue is A, pale where nearly nobody is; yellow to dark red B to F. Told apart by colour-blind eyes."""
CHANGE_STEPS = (0.002, 0.01, 0.05, 0.2)
CHANGE_COLOURS = ("#053061", "#2166ac", "#67a9cf", "#c6dfee", "#f4f4f2", "#fbd3bd", "#ef8a62", "#b2182b", "#67001f")
BARE, BLIND, EDGE, OBSTACLE = "#ffffff", "#dde1e6", "#b4bcc5", "#8d98a3"
LEAST_LETTER_PX = 9.0
SIMPLER_M = 0.1

Densities = NDArray[np.float64] | NDArray[np.float32]
Classes = NDArray[np.int64]


def density_class(ppm2: Densities, grades: Grades) -> Classes:
    """The number of the colour of each density that is judged so."""
    return np.where(grades > 0, len(STEPS) + grades, np.searchsorted(np.array(STEPS), ppm2, side="left"))


def change_class(ppm2: Densities) -> Classes:
    """The number of the colour of each change of density."""
    steps = np.array([*(-step for step in reversed(CHANGE_STEPS)), *CHANGE_STEPS])
    return np.searchsorted(steps, ppm2, side="left")


def level_name(level: Level) -> Name:
    """A level's label and name; where the name begins with the label, that is not said twice."""
    own = f"{level.label} "
    return Name(f"{own}{level.name.zh.removeprefix(own)}", level.name.en.removeprefix(own))


@dataclass(frozen=True)
class Plan:
    """Where the metres of a level lie on a picture `width` wide: `scale` pixels each, `left` and `top` its corner."""

    station: Station
    level: Level
    width: float
    height: float
    scale: float
    left: float
    top: float

    @classmethod
    def fit(cls, station: Station, ordinal: float, shapes: NDArray[np.object_], width: float = WIDE) -> Plan:
        """The plan of all floor that these shapes touch (the level where none do), as large as the picture allows."""
        level = station.levels[ordinal]
        floor = [item.outline for item in station.spaces.values() if item.level == ordinal and item.walkable]
        near = np.unique(shapely.STRtree(floor).query(shapes, predicate="intersects")[1])
        west, south, east, north = shapely.total_bounds([floor[k] for k in near] or [level.outline]).tolist()
        west, south, east, north = west - ROUND_M, south - ROUND_M, east + ROUND_M, north + ROUND_M
        scale = min((width - 2 * MARGIN) / (east - west), MOST_HEIGHT * width / WIDE / (north - south))
        left = (width - scale * (east - west)) / 2 - scale * west
        return cls(station, level, width, HEAD + (north - south) * scale + MARGIN, scale, left, HEAD + scale * north)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Pixels of a point."""
        return self.left + x * self.scale, self.top - y * self.scale

    def metres(self, body: Iterator[str]) -> Iterator[str]:
        """What is drawn in metres, cut off at the edge of the plan."""
        room = f"{self.width:.0f} {self.height - HEAD:.0f}"
        wide, high = room.split()
        yield f'<svg y="{HEAD:.0f}" width="{wide}" height="{high}" viewBox="0 {HEAD:.0f} {room}">'
        yield (f'<g transform="translate({self.left:.1f} {self.top:.1f}) scale({self.scale:.4g} {-self.scale:.4g})"'
               ' fill-rule="evenodd">')  # fmt: skip
        yield from body
        yield "</g></svg>"

    def floor(self) -> Iterator[str]:
        """The spaces of the level, pale where nobody may walk."""
        spaces = [space for space in self.station.spaces.values() if space.level == self.level.ordinal]
        for space, line in zip(spaces, outlines([space.outline for space in spaces]), strict=True):
            fill = BARE if space.walkable else BLIND
            yield f'<path d="{line}" fill="{fill}" stroke="{EDGE}" stroke-width="{0.6 / self.scale:.2f}"/>'

    def obstacles(self) -> Iterator[str]:
        """What cannot be walked through."""
        shapes = [item.outline for item in self.station.obstacles.values() if item.level == self.level.ordinal]
        yield f'<path d="{"".join(outlines(shapes))}" fill="{OBSTACLE}"/>'

    def head(self, more: Name) -> Iterator[str]:
        """The level's name, and what the picture shows of it."""
        name = level_name(self.level)
        yield (f'<text x="{MARGIN}" y="20" font-size="15"><tspan font-weight="bold">{escape(name.zh)}</tspan>'
               f' <tspan fill="{FAINT}" font-size="{FONT}">{escape(name.en)}</tspan><tspan dx="14" data-moment="">'
               f'{escape(more.zh)} {escape(more.en)}</tspan></text>')  # fmt: skip


def cell_lines(shapes: NDArray[np.object_]) -> list[str]:
    """Path data of cells."""
    return outlines(shapely.simplify(shapes, SIMPLER_M))


def draw_cells(
    plan: Plan, lines: Sequence[str], classes: Classes, told: Sequence[str], colours: Sequence[str],
    by_quarter: Sequence[str] = (),
) -> Iterator[str]:  # fmt: skip
    """Cells in the colours of their classes; `by_quarter` is one class a quarter hour for the slider."""
    more = f' data-colours="{" ".join(colours)}"' if by_quarter else ""
    yield f'<g stroke="white" stroke-width="{0.5 / plan.scale:.2f}"{more}>'
    for k, (line, number, words) in enumerate(zip(lines, classes.tolist(), told, strict=True)):
        more = f' data-q="{by_quarter[k]}"' if by_quarter else ""
        yield f'<path d="{line}" fill="{colours[number]}"{more}><title>{escape(words)}</title></path>'
    yield "</g>"


def draw_letters(
    plan: Plan, shapes: NDArray[np.object_], words: Sequence[str], by_quarter: Sequence[str] = ()
) -> Iterator[str]:  # fmt: skip
    """What stands on cells, where they are large enough to be written on."""
    for k, (spot, word) in enumerate(zip(shapely.point_on_surface(shapes), words, strict=True)):
        size = min(12.0, float(np.sqrt(shapes[k].area)) * plan.scale * 0.75)
        if size >= LEAST_LETTER_PX:
            x, y = plan.at(spot.x, spot.y)
            more = f' data-t="{escape(by_quarter[k], quote=True)}"' if by_quarter else ""
            at = f'x="{x:.1f}" y="{y + size / 3:.1f}" font-size="{size:.0f}" text-anchor="middle"'
            look = f'fill="{INK}" stroke="white" stroke-width="2" paint-order="stroke"'
            yield f"<text {at} {look}{more}>{escape(word)}</text>"


def draw_scale(y: float = 0.0) -> Iterator[str]:
    """The scale of density and level of service, 58 pixels high."""
    x = Scale(0, len(COLOURS), MARGIN, MARGIN + 480)
    for k, colour in enumerate(COLOURS):
        yield box(x(k), y, x(1) - x(0) - 1, 14, colour)
        grade = max(0, k - len(STEPS))
        if k >= len(STEPS):
            pale = k in (len(STEPS), len(COLOURS) - 2, len(COLOURS) - 1)
            yield write((x(k) + x(k + 1)) / 2, y + 11.5, GRADES[grade], anchor="middle", size=11,
                        fill="white" if pale else INK)  # fmt: skip
        if k:
            walkway = STEPS[k - 1] if k <= len(STEPS) else 1.0 / FRUIN_WALKWAY[GRADES[grade - 1]].value
            yield write(x(k), y + 28, f"{walkway:.2g}", anchor="middle", size=11, fill=FAINT)
        if k > len(STEPS):
            waiting = 1.0 / FRUIN_QUEUE[GRADES[grade - 1]].value
            yield write(x(k), y + 42, f"{waiting:.2g}", anchor="middle", size=11, fill=FAINT)
    yield write_name(x.end + 8, y + 12, Name("弗鲁因服务水平 A–F", "Fruin levels of service"), size=12)
    yield write_name(x.end + 8, y + 28, Name("人/平方米：步行区", "people/m²: walkways"), size=12)
    yield write_name(x.end + 8, y + 42, Name("人/平方米：站台（候车）", "people/m²: platforms (waiting)"), size=12)


def draw_change_scale(y: float = 0.0) -> Iterator[str]:
    """The scale of change."""
    x = Scale(0, len(CHANGE_COLOURS), MARGIN, MARGIN + 432)
    steps = [*(-step for step in reversed(CHANGE_STEPS)), *CHANGE_STEPS]
    for k, colour in enumerate(CHANGE_COLOURS):
        yield box(x(k), y, x(1) - x(0) - 1, 14, colour)
        if k:
            yield write(x(k), y + 28, f"{steps[k - 1]:+.2g}", anchor="middle", size=11, fill=FAINT)
    words = "人/平方米：蓝色更空，红色更挤 people/m²: blue emptier, red fuller"
    yield write(x(len(CHANGE_COLOURS)) + 8, y + 12, words, size=12)
