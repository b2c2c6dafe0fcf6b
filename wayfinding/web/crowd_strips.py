"""Many rows through the day as strips of colour: one row a place, one field a quarter hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.measuring.service import QUARTER
from wayfinding.station.model import Name
from wayfinding.web.svg import WIDE, Scale, box, hours, picture, write, write_lines, write_name

ROW, TOP, LEFT, RIGHT = 34.0, 48.0, 330.0, 90.0
NOTHING = -1
"""No colour: there was nothing to judge."""


@dataclass(frozen=True, eq=False)
class Strip:
    """One row: its name, the number of its colour in each quarter hour, and what stands at its end."""

    name: Name
    colours: NDArray[np.int64]
    end: str


@dataclass(frozen=True)
class Key:
    """The colours of the strips and what each stands for; `unit` follows the last, `end` heads the row's end."""

    colours: Sequence[str]
    labels: Sequence[str]
    unit: Name
    end: Name


def draw_strips(name: Name, strips: Sequence[Strip], key: Key, begin: int) -> str:
    """The strips one below the other, from quarter hour `begin` after midnight on."""
    count = max((len(strip.colours) for strip in strips), default=1)
    x = Scale(begin * QUARTER * 60.0, (begin + count) * QUARTER * 60.0, LEFT, WIDE - RIGHT)
    bottom = TOP + ROW * len(strips)
    body = [*_key(key), *hours(x, TOP, bottom)]
    for row, strip in enumerate(strips):
        y = TOP + ROW * row
        body += write_lines(LEFT - 8, y + 15, strip.name, LEFT - 12, anchor="end")
        body.append(box(LEFT, y + 3, x.end - x.start, ROW - 6, "#f1f3f5"))
        body += _fields(strip, key, x, y)
        body.append(write(WIDE - RIGHT + 8, y + 21, strip.end))
    return picture(WIDE, bottom + 24, name, body)


def _fields(strip: Strip, key: Key, x: Scale, y: float) -> Iterator[str]:
    """A field for each stretch of one colour."""
    edges = np.flatnonzero(np.diff(strip.colours, prepend=NOTHING - 1, append=NOTHING - 1))
    wide = (x.end - x.start) / max(1, len(strip.colours))
    for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if strip.colours[first] != NOTHING:
            colour = key.colours[int(strip.colours[first])]
            yield box(x.start + first * wide, y + 3, (last - first) * wide, ROW - 6, colour)


def _key(key: Key) -> Iterator[str]:
    yield write_name(LEFT, 14, key.unit)
    yield from write_lines(WIDE - 2, 14, key.end, LEFT, anchor="end")
    at = LEFT
    for colour, label in zip(key.colours, key.labels, strict=True):
        yield box(at, 24, 16, 13, colour)
        yield write(at + 20, 35, label, size=12)
        at += 32 + 7.4 * len(label)
