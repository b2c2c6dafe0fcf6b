"""Small pictures as SVG text: what every drawing of the reports is made of.

Pictures need no style sheet and no script, so that each can stand in a page or in a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import shapely
from numpy.typing import NDArray

from wayfinding.station.model import Name

WIDE, HALF = 960.0, 600.0
"""Width in pixels of a picture that takes the page, and of one of two side by side."""
FONT = 13
INK, FAINT, RULE, PAPER = "#14212e", "#5b6b79", "#c9d1d9", "#ffffff"
LINES = ("#1b4965", "#ca6702", "#7b2d8b", "#2a9d8f", "#6c757d", "#9b2226")
LONGER, SHORTER, UNSURE = "#b2182b", "#2166ac", "#5b6b79"
"""Worse, better, not to be told from no change: red and blue are told apart by colour-blind eyes."""

Numbers = Sequence[float] | NDArray[np.float64]


def opening(width: float, height: float, name: Name) -> str:
    """The first tag of a picture, its name for those who hear the page, and its paper."""
    told = escape(f"{name.zh} {name.en}", quote=True)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
            f' height="{height:.0f}" font-family="sans-serif" font-size="{FONT}" role="img" aria-label="{told}">'
            f'<rect width="100%" height="100%" fill="{PAPER}"/>')  # fmt: skip


def picture(width: float, height: float, name: Name, body: Iterator[str] | Sequence[str]) -> str:
    """A whole picture."""
    return "\n".join([opening(width, height, name), *body, "</svg>\n"])


def write(
    x: float, y: float, words: str, *, anchor: str = "start", fill: str = INK, size: float = FONT, bold: bool = False,
    halo: bool = False,
) -> str:  # fmt: skip
    """A text; with a halo it can be read on any ground."""
    look = f' fill="{fill}"' + (f' font-size="{size:g}"' if size != FONT else "")
    look += (' font-weight="bold"' if bold else "") + (f' text-anchor="{anchor}"' if anchor != "start" else "")
    look += ' stroke="white" stroke-width="3" paint-order="stroke"' if halo else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{look}>{escape(words)}</text>'


def write_name(x: float, y: float, name: Name, *, anchor: str = "start", size: float = FONT) -> str:
    """A name, Chinese in ink, English after it smaller and fainter."""
    place = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return (f'<text x="{x:.1f}" y="{y:.1f}" fill="{INK}" font-size="{size:g}"{place}>{escape(name.zh)}'
            f' <tspan fill="{FAINT}" font-size="{size * 0.88:.1f}">{escape(name.en)}</tspan></text>')  # fmt: skip


def write_lines(x: float, y: float, name: Name, room: float, *, anchor: str = "start") -> Iterator[str]:
    """A name on two lines, each cut to `room` pixels."""
    yield write(x, y, shorten(name.zh, room, FONT), anchor=anchor)
    yield write(x, y + 14, shorten(name.en, room, 12), anchor=anchor, fill=FAINT, size=12)


def width_of(words: str, size: float = FONT) -> float:
    """About how many pixels a text takes."""
    return sum(1.0 if ord(sign) > 0x2E7F else 0.58 for sign in words) * size


class Labels:
    """Texts beside points, each where it covers no other one, as far as there is such a place."""

    def __init__(self) -> None:
        self._taken: list[tuple[float, float, float, float]] = []

    def write(self, x: float, y: float, words: str, gap: float, fill: str = INK) -> str:
        """A bold text at most `gap` pixels off the point, or further down where all that is taken."""
        wide = width_of(words)
        spots = [(x + side * gap + min(0, side) * wide, y + up * gap) for up in (-1, 1, 0) for side in (1, -1)]
        spots += [(x + gap, y + gap + FONT * down) for down in (1, 2, 3)]
        left, base = next((spot for spot in spots if self._free(*spot, wide)), spots[0])
        self._taken.append((left, base - FONT, left + wide, base + 2))
        return write(left, base + 4, words, bold=True, fill=fill, halo=True)

    def _free(self, left: float, base: float, wide: float) -> bool:
        return all(left > x1 or left + wide < x0 or base + 2 < y0 or base - FONT > y1 for x0, y0, x1, y1 in self._taken)


def shorten(words: str, room: float, size: float) -> str:
    """As much of a text as has room in so many pixels, with … where something is left out."""
    wide = np.cumsum([1.0 if ord(sign) > 0x2E7F else 0.56 for sign in words]) * size
    if not len(wide) or wide[-1] <= room:
        return words
    return words[: int(np.searchsorted(wide, room - size))].rstrip() + "…"


def rule(x0: float, y0: float, x1: float, y1: float, colour: str = RULE, *, width: float = 1.0) -> str:
    """A straight line."""
    return f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" stroke="{colour}" stroke-width="{width:g}" fill="none"/>'


def box(x: float, y: float, width: float, height: float, fill: str, told: str = "") -> str:
    """A rectangle, with what it tells when it is pointed at."""
    inside = f"><title>{escape(told)}</title></rect>" if told else "/>"
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" height="{height:.1f}" fill="{fill}"{inside}'


def polyline(x: Numbers, y: Numbers) -> str:
    """Path data through points."""
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True))


def area(x: Numbers, low: Numbers, high: Numbers) -> str:
    """Path data of what lies between two lines."""
    back = "".join(f"L{a:.1f} {b:.1f}" for a, b in zip(reversed(x), reversed(low), strict=True))
    return f"{polyline(x, high)}{back}Z"


def outlines(shapes: Sequence[shapely.Geometry] | NDArray[np.object_]) -> list[str]:
    """Path data of polygons, each with its holes, to the decimetre."""
    parts, owner = shapely.get_parts(np.asarray(shapes, dtype=object), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    ends = np.searchsorted(ring, np.arange(len(rings) + 1)).tolist()
    points = [f"{x:.1f} {y:.1f}" for x, y in corners.tolist()]
    found = [""] * len(shapes)
    for k, mine in enumerate(owner[part].tolist()):
        found[mine] += "M" + "L".join(points[ends[k] : ends[k + 1] - 1]) + "Z"
    return found


@dataclass(frozen=True)
class Scale:
    """A straight axis: values from `low` to `high` on pixels from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (self.end - self.start) * (value - self.low) / ((self.high - self.low) or 1.0)

    def ticks(self, most: int = 6) -> list[float]:
        """Round values, at most so many."""
        span = (self.high - self.low) or 1.0
        raw = span / most
        power = 10.0 ** np.floor(np.log10(raw))
        step = power * next(factor for factor in (1, 2, 5, 10) if factor * power >= raw * (1 - 1e-9))
        first = np.ceil(self.low / step - 1e-9)
        return [float(step * k) for k in range(int(first), int(np.floor(self.high / step + 1e-9)) + 1)]


def hours(scale: Scale, top: float, bottom: float) -> Iterator[str]:
    """A time axis in s after midnight: a line every two hours, its clock below."""
    span = scale.high - scale.low
    step = next(hour for hour in (0.25, 0.5, 1, 2, 4, 8) if span / (hour * 3600) <= 13 or hour == 8) * 3600
    for k in range(int(np.ceil(scale.low / step)), int(scale.high // step) + 1):
        x = scale(k * step)
        yield rule(x, top, x, bottom, "#e6eaee")
        yield write(x, bottom + 16, f"{int(k * step) // 3600:02d}:{int(k * step) % 3600 // 60:02d}", anchor="middle",
                    fill=FAINT, size=12)  # fmt: skip
