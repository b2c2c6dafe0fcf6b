"""Two states of a station on the plan: densities and their difference, queues that change, signs gone wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from itertools import chain

import numpy as np
import shapely
from numpy.typing import NDArray

from wayfinding.flow.comparison import Comparison, QueuePair
from wayfinding.flow.crowding import Crowding
from wayfinding.flow.outputs import clock
from wayfinding.flow.service import GRADES
from wayfinding.routing.network import Network
from wayfinding.station.model import Name, Station
from wayfinding.web.compare_words import moved, queue_told
from wayfinding.web.crowd_plan import (
    CHANGE_COLOURS,
    COLOURS,
    MARGIN,
    Plan,
    cell_lines,
    change_class,
    density_class,
    draw_cells,
    draw_change_scale,
    draw_letters,
    draw_scale,
)
from wayfinding.web.svg import FAINT, HALF, LONGER, SHORTER, WIDE, picture, write, write_name

WORST = Name("各处最拥挤一刻钟", "busiest quarter hour of each place")
LARGEST_DOT, LARGEST_H = 20.0, 10.0
"""Radius in pixels of a change of so many hours waited a day, or more."""
LEAST_H = 0.05
NUMBERED = 10
"""So many changes of a level carry their hours, the greatest first."""
SIGN = "#7b2d8b"


def draw_state(name: Name, crowding: Crowding, station: Station, ordinal: float, shapes: NDArray[np.object_]) -> str:
    """One state on half a page: cells by their density in their worst quarter hour, letters from B on."""
    plan = Plan.fit(station, ordinal, shapes, HALF)
    mine = np.flatnonzero((crowding.cells.level == ordinal) & (crowding.worst_ppm2 > 0))
    worst, ppm2 = crowding.worst_grades[mine], crowding.worst_ppm2[mine]
    grades = crowding.grade_of(crowding.ppm2)[:, mine]
    told = [f"{clock(at)} {GRADES[grade]} {value:.2f}/m²" for at, grade, value in zip(
        crowding.worst_at_s[mine].tolist(), worst.tolist(), ppm2.tolist(), strict=True)]  # fmt: skip
    quarters = ["".join(map(str, row)) for row in density_class(crowding.ppm2[:, mine], grades).T.tolist()]
    coloured = draw_cells(plan, cell_lines(crowding.cells.shape[mine]), density_class(ppm2, worst), told, COLOURS,
                          quarters)  # fmt: skip
    lettered = worst > 0
    letters = draw_letters(
        plan, crowding.cells.shape[mine[lettered]], [GRADES[k] for k in worst[lettered].tolist()],
        ["".join(" BCDEF"[k] for k in row) for row in grades[:, lettered].T.tolist()],
    )  # fmt: skip
    body = chain(_head(name), plan.metres(chain(plan.floor(), coloured, plan.obstacles())), letters)
    return picture(plan.width, plan.height, name, list(body))


def _head(name: Name) -> Iterator[str]:
    yield write_name(MARGIN, 20, name, size=15)


def draw_difference(comparison: Comparison, station: Station, ordinal: float, shapes: NDArray[np.object_]) -> str:
    """After less before in each cell's worst quarter hour; letters where the level of service changes."""
    before, after = comparison.before, comparison.after
    plan = Plan.fit(station, ordinal, shapes)
    used = (before.worst_ppm2 > 0) | (after.worst_ppm2 > 0)
    mine = np.flatnonzero((after.cells.level == ordinal) & used)
    change = after.worst_ppm2[mine] - before.worst_ppm2[mine]
    told = [f"{one:.2f} → {other:.2f}/m²" for one, other in zip(
        before.worst_ppm2[mine].tolist(), after.worst_ppm2[mine].tolist(), strict=True)]  # fmt: skip
    quarters = ["".join(map(str, row)) for row in change_class(after.ppm2[:, mine] - before.ppm2[:, mine]).T.tolist()]
    coloured = draw_cells(plan, cell_lines(after.cells.shape[mine]), change_class(change), told, CHANGE_COLOURS,
                          quarters)  # fmt: skip
    worst = _turns(before.worst_grades[mine][None], after.worst_grades[mine][None])
    by_quarter = _turns(before.grade_of(before.ppm2)[:, mine], after.grade_of(after.ppm2)[:, mine])
    marked = np.flatnonzero([any(words) for words in by_quarter] | np.array([bool(words[0]) for words in worst]))
    letters = draw_letters(plan, after.cells.shape[mine[marked]], [worst[k][0] for k in marked.tolist()],
                           ["|".join(by_quarter[k]) for k in marked.tolist()])  # fmt: skip
    body = chain(plan.head(WORST), plan.metres(chain(plan.floor(), coloured, plan.obstacles())), letters,
                 draw_change_scale(plan.height))  # fmt: skip
    return picture(plan.width, plan.height + 40, plan.level.name, list(body))


def _turns(before: NDArray[np.int8], after: NDArray[np.int8]) -> list[list[str]]:
    """By cell, for each row: "A→B" where the level of service is another one, else nothing."""
    return [
        ["" if one == other else f"{GRADES[one]}→{GRADES[other]}" for one, other in zip(first, last, strict=True)]
        for first, last in zip(before.T.tolist(), after.T.tolist(), strict=True)
    ]


def used_shapes(comparison: Comparison, ordinal: float) -> NDArray[np.object_]:
    """The cells of a level that somebody passed, before or after."""
    return np.concatenate([state.cells.shape[(state.cells.level == ordinal) & (state.worst_ppm2 > 0)]
                           for state in (comparison.before, comparison.after)])  # fmt: skip


def draw_density_scale() -> str:
    """The scale of both states, for the page."""
    return picture(WIDE, 46, Name("密度与服务水平", "density and level of service"), list(draw_scale(2)))


def draw_queue_changes(
    comparison: Comparison, a: Network, b: Network, ordinal: float, shapes: NDArray[np.object_]
) -> str | None:  # fmt: skip
    """Where people wait longer (red) or shorter (blue) in sum over the day, the greatest changes with their hours.

    None where no queue of the level changes.
    """
    plan = Plan.fit(b.station, ordinal, shapes)
    mine = [pair for pair in comparison.queues if _level(pair) == ordinal and abs(_hours(pair)) >= LEAST_H]
    if not mine:
        return None
    spots = [plan.at(*_spot(pair, a.station, b.station)) for pair in mine]
    dots, numbers = [], []
    for rank, (pair, (x, y)) in enumerate(zip(mine, spots, strict=True)):
        radius = LARGEST_DOT * math.sqrt(min(abs(_hours(pair)), LARGEST_H) / LARGEST_H)
        fill = LONGER if pair.change_s > 0 else SHORTER
        dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{max(2.0, radius):.1f}" fill="{fill}" fill-opacity="0.7"'
                    f' stroke="white"><title>{escape(queue_told(pair, b.station))}</title></circle>')  # fmt: skip
        if rank < NUMBERED:
            numbers.append(write(x + 0.7 * radius + 2, y - 0.7 * radius - 2, f"{moved(_hours(pair), 1)} h", bold=True,
                                 fill=fill, halo=True))  # fmt: skip
    head = plan.head(Name("排队等候的变化", "change of waiting in queues"))
    ground = plan.metres(chain(plan.floor(), plan.obstacles()))
    body = chain(head, ground, dots, numbers, _dot_scale(plan.height))
    return picture(plan.width, plan.height + 40, plan.level.name, list(body))


def _dot_scale(y: float) -> Iterator[str]:
    x = MARGIN
    for hours in (0.1, 1.0, LARGEST_H):
        radius = LARGEST_DOT * math.sqrt(hours / LARGEST_H)
        yield f'<circle cx="{x + radius:.1f}" cy="{y + 18:.1f}" r="{radius:.1f}" fill="{FAINT}" fill-opacity="0.6"/>'
        yield write(x + 2 * radius + 4, y + 22, f"{hours:g}{'+' if hours == LARGEST_H else ''} h", size=12)
        x += 2 * radius + 44
    for words, colour in (("等得更久 longer", LONGER), ("等得更短 shorter", SHORTER)):
        yield f'<circle cx="{x + 6:.1f}" cy="{y + 18:.1f}" r="6" fill="{colour}" fill-opacity="0.7"/>'
        yield write(x + 16, y + 22, words, size=12)
        x += 140
    yield write_name(x, y + 22, Name("全天所有人合计等候的变化", "change of all waiting of a day together"), size=12)


def _hours(pair: QueuePair) -> float:
    return pair.change_s / 3600.0


def _level(pair: QueuePair) -> float | None:
    queue = pair.after or pair.before
    return None if queue is None else queue.from_level


def _spot(pair: QueuePair, a: Station, b: Station) -> tuple[float, float]:
    """Where the pathway is entered."""
    queue, station = (pair.after, b) if pair.after is not None else (pair.before, a)
    if queue is None:
        raise ValueError("a pair of no queues")
    point = station.pathways[queue.pathway].stops[queue.entry].point
    return point.x, point.y


def draw_signs(signs: Sequence[str], station: Station, ordinal: float) -> str:
    """The signs of a level that turn wrong, with their ids."""
    spots = [station.signs[id].point for id in signs]
    level = station.levels[ordinal]
    plan = Plan.fit(station, ordinal, np.array([level.outline, *(shapely.Point(spot) for spot in spots)], dtype=object))
    marks = []
    for id, spot in zip(signs, spots, strict=True):
        x, y = plan.at(spot.x, spot.y)
        marks.append(f'<path d="M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8 -8Z" fill="{SIGN}" stroke="white"/>')
        marks.append(write(x + 10, y + 4, id, bold=True, fill=SIGN, halo=True))
    body = chain(plan.head(Name("由对变错的标识", "signs that turn wrong")),
                 plan.metres(chain(plan.floor(), plan.obstacles())), marks)  # fmt: skip
    return picture(plan.width, plan.height, level.name, list(body))
