"""Two states of a station on the plan: densities and their difference, queues that change, signs gone wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.comparing.comparison import Comparison, QueuePair
from wayfinding.flow.comparing.crowding import Crowding
from wayfinding.flow.measuring.outputs import clock
from wayfinding.flow.measuring.service import GRADES, QUARTER
from wayfinding.station.model import Name, Station
from wayfinding.web.compare_cells import Matched
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
from wayfinding.web.svg import FAINT, HALF, LONGER, SHORTER, WIDE, Labels, picture, width_of, write, write_name

GREATEST = Name("各处变化最大的一刻钟", "greatest change of any quarter hour")
LARGEST_DOT = 20.0
"""Radius in pixels of the greatest change."""
LEAST_H, LEAST_SHARE = 0.2, 0.01
"""Changes of fewer hours waited a day, or of less than that share of the greatest, are not drawn."""
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


def draw_difference(comparison: Comparison, matched: Matched, station: Station, ordinal: float) -> str | None:
    """After less before in the quarter hour in which a cell changes most; letters where its worst grade changes.

    None where no cell of the level is there in both states.
    """
    before, after = comparison.before, comparison.after
    here = after.cells.level[matched.after] == ordinal
    old, new = matched.before[here], matched.after[here]
    if not len(new):
        return None
    by_quarter, shapes = matched.change_ppm2(comparison)[:, here], after.cells.shape[new]
    at = np.abs(by_quarter).argmax(axis=0)
    told = [
        f"{clock(60.0 * QUARTER * (after.begin_quarter + q))} {before.ppm2[q, k]:.3f} → {after.ppm2[q, n]:.3f}/m²"
        for q, k, n in zip(at.tolist(), old.tolist(), new.tolist(), strict=True)
    ]
    change = by_quarter[at, np.arange(len(new))]
    quarters = ["".join(map(str, row)) for row in change_class(by_quarter).T.tolist()]
    plan = Plan.fit(station, ordinal, used_shapes(comparison, ordinal))
    coloured = draw_cells(plan, cell_lines(shapes), change_class(change), told, CHANGE_COLOURS, quarters)
    worst = _turns(before.worst_grades[old][None], after.worst_grades[new][None])
    turns = _turns(before.grade_of(before.ppm2)[:, old], after.grade_of(after.ppm2)[:, new])
    marked = np.flatnonzero([any(words) or bool(last[0]) for words, last in zip(turns, worst, strict=True)])
    letters = draw_letters(plan, shapes[marked], [worst[k][0] for k in marked.tolist()],
                           ["|".join(turns[k]) for k in marked.tolist()])  # fmt: skip
    body = chain(plan.head(GREATEST), plan.metres(chain(plan.floor(), coloured, plan.obstacles())), letters,
                 draw_change_scale(plan.height + 8))  # fmt: skip
    return picture(plan.width, plan.height + 48, plan.level.name, list(body))


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
    comparison: Comparison, a: Station, b: Station, ordinal: float, shapes: NDArray[np.object_]
) -> str | None:  # fmt: skip
    """Where people wait longer (red) or shorter (blue) in sum over the day, the greatest changes with their hours.

    None where no queue of the level changes.
    """
    plan = Plan.fit(b, ordinal, shapes)
    greatest_h = max((abs(_hours(pair)) for pair in comparison.queues[:1]), default=0.0)
    least_h = max(LEAST_H, LEAST_SHARE * greatest_h)
    mine = [pair for pair in comparison.queues if _level(pair) == ordinal and abs(_hours(pair)) >= least_h]
    if not mine:
        return None
    spots = [plan.at(*_spot(pair, a, b)) for pair in mine]
    dots, numbers, labels = [], [], Labels()
    for rank, (pair, (x, y)) in enumerate(zip(mine, spots, strict=True)):
        radius = LARGEST_DOT * math.sqrt(abs(_hours(pair)) / greatest_h)
        fill = LONGER if pair.change_s > 0 else SHORTER
        dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{max(2.0, radius):.1f}" fill="{fill}" fill-opacity="0.7"'
                    f' stroke="white"><title>{escape(queue_told(pair, a, b))}</title></circle>')  # fmt: skip
        if rank < NUMBERED:
            numbers.append(
                labels.write(x, y, f"{moved(_hours(pair), 1 if greatest_h < 100 else 0)} h", 0.7 * radius + 3, fill)
            )
    head = plan.head(Name("排队等候的变化", "change of waiting in queues"))
    ground = plan.metres(chain(plan.floor(), plan.obstacles()))
    body = chain(head, ground, dots, numbers, _dot_scale(plan.height + 6, greatest_h))
    return picture(plan.width, plan.height + 48, plan.level.name, list(body))


def _dot_scale(y: float, greatest_h: float) -> Iterator[str]:
    x = MARGIN
    for hours in (greatest_h / 10.0, greatest_h):
        radius = LARGEST_DOT * math.sqrt(hours / greatest_h)
        words = f"{hours:.2g} h" if hours < 10 else f"{hours:,.0f} h"
        yield f'<circle cx="{x + radius:.1f}" cy="{y + 18:.1f}" r="{radius:.1f}" fill="{FAINT}" fill-opacity="0.6"/>'
        yield write(x + 2 * radius + 4, y + 22, words, size=12)
        x += 2 * radius + 16 + width_of(words, 12)
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
    floor = [space.outline for space in station.spaces.values() if space.level == ordinal and space.walkable]
    plan = Plan.fit(station, ordinal, np.array(floor, dtype=object))
    marks, labels = [], Labels()
    for id, spot in zip(signs, spots, strict=True):
        x, y = plan.at(spot.x, spot.y)
        marks.append(f'<path d="M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8 -8Z" fill="{SIGN}" stroke="white"/>')
        marks.append(labels.write(x, y, id, 10, SIGN))
    body = chain(plan.head(Name("由对变错的标识", "signs that turn wrong")),
                 plan.metres(chain(plan.floor(), plan.obstacles())), marks)  # fmt: skip
    return picture(plan.width, plan.height, plan.level.name, list(body))
