"""Each level with a run of the crowd on it: how dense it was at worst and by quarter hour, and who queued where."""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape
from itertools import chain

import numpy as np

from wayfinding.flow.measuring.measures import Measures, Queue
from wayfinding.flow.measuring.outputs import clock
from wayfinding.flow.measuring.service import GRADES
from wayfinding.station.model import Name
from wayfinding.web.crowd_plan import (
    COLOURS,
    MARGIN,
    Plan,
    cell_lines,
    density_class,
    draw_cells,
    draw_letters,
    draw_scale,
)
from wayfinding.web.crowd_series import Series
from wayfinding.web.svg import Labels, picture, write

DOT = 'fill="#1b1b1b" fill-opacity="0.72" stroke="white"'
NUMBERED = 12
"""So many queues carry their rank."""
LARGEST_DOT, DOT_PEOPLE = 14.0, 60
"""Radius in pixels of the dot of a queue of so many people, or more; the page's script draws by the same rule."""
WORST = Name("各处最拥挤一刻钟", "busiest quarter hour of each place")
LEGEND = 94.0


def draw_service(measures: Measures, series: Series, ordinal: float) -> str:
    """One level: cells by their density and its letter in their worst quarter hour, queues as numbered dots.

    Everything carries its quarter hours too (`data-q`, `data-t`), for a page that shows them one by one.
    """
    service, cells = measures.service, measures.simulation.supply.cells
    mine = np.flatnonzero((service.level == ordinal) & (service.worst_ppm2 > 0))
    shapes = cells.shape[mine]
    plan = Plan.fit(measures.simulation.network.station, ordinal, shapes)
    worst = service.worst_grades[mine]
    told = [f"{clock(at)} {GRADES[grade]} {ppm2:.2f}/m²" for at, grade, ppm2 in zip(
        service.worst_at_s[mine].tolist(), worst.tolist(), service.worst_ppm2[mine].tolist(), strict=True)]  # fmt: skip
    grades = service.grade_of(service.quarters)[:, mine]
    classes = ["".join(map(str, row)) for row in density_class(service.quarters[:, mine], grades).T.tolist()]
    shown = density_class(service.worst_ppm2[mine], worst)
    coloured = draw_cells(plan, cell_lines(shapes), shown, told, COLOURS, classes)
    body = [*plan.head(WORST), *plan.metres(chain(plan.floor(), coloured, plan.obstacles()))]
    lettered = worst > 0
    letters = grades[:, lettered].T.tolist()
    body += draw_letters(plan, shapes[lettered], [GRADES[k] for k in worst[lettered].tolist()],
                         ["".join(" BCDEF"[k] for k in row) for row in letters])  # fmt: skip
    body += [*_queues(measures, series, plan), *_legend(plan.height + 8)]
    return picture(plan.width, plan.height + LEGEND, plan.level.name, body)


def _queues(measures: Measures, series: Series, plan: Plan) -> Iterator[str]:
    """Dots where people queue, the longest below; ranks of the first few."""
    ranked = [(rank, queue) for rank, queue in enumerate(measures.queues, start=1)
              if queue.from_level == plan.level.ordinal and queue.longest]  # fmt: skip
    for rank, queue in sorted(ranked, key=lambda item: -item[1].longest):
        x, y = _spot(measures, queue, plan)
        told = f"{rank}. {queue.name.zh} {queue.name.en}: {queue.longest} 人 people, {clock(queue.longest_at_s)}"
        quarters = ",".join(map(str, series.longest[rank - 1].tolist()))
        at = f'cx="{x:.1f}" cy="{y:.1f}" r="{dot_radius(queue.longest):.1f}" data-q="{quarters}"'
        yield f"<circle {at} {DOT}><title>{escape(told)}</title></circle>"
    labels = Labels()
    for rank, queue in ranked:
        if rank <= NUMBERED:
            x, y = _spot(measures, queue, plan)
            yield labels.write(x, y, str(rank), dot_radius(queue.longest) * 0.7 + 3)


def dot_radius(people: float) -> float:
    """Pixels: the area stands for the people."""
    return LARGEST_DOT * math.sqrt(min(people, DOT_PEOPLE) / DOT_PEOPLE)


def _spot(measures: Measures, queue: Queue, plan: Plan) -> tuple[float, float]:
    """Where the pathway is entered."""
    point = measures.simulation.network.station.pathways[queue.pathway].stops[queue.entry].point
    return plan.at(point.x, point.y)


def _legend(y: float) -> Iterator[str]:
    yield from draw_scale(y)
    x = MARGIN
    for people in (5, 20, DOT_PEOPLE):
        radius = dot_radius(people)
        yield f'<circle cx="{x + radius:.1f}" cy="{y + 64:.1f}" r="{radius:.1f}" {DOT}/>'
        yield write(x + 2 * radius + 4, y + 68, f"{people}{'+' if people == DOT_PEOPLE else ''}", size=12)
        x += 2 * radius + 34
    words = "排队最多人数，数字为排队表序号 most people in a queue; number: its rank in the table of queues"
    yield write(x + 4, y + 68, words, size=12)
