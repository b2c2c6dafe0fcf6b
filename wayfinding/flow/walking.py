"""Walking from cell to cell: as fast as those who share the cell allow.

Beyond the density of the greatest flow people lose their time before the next cell, not in their own: a jam lasts as
long as what holds it back, and where nothing does any more the greatest flow comes out of it.
"""

from __future__ import annotations

from wayfinding.flow.phases import ENTER_CELL, PENDING, REST, WALKING
from wayfinding.flow.state import Run
from wayfinding.flow.wheel import PASSAGES, put
from wayfinding.routing.sight import spliced

STEP_PPM2 = 0.01


@spliced
def leave_cell(run: Run, i: int) -> None:
    """Out of the cell, if the person is in one."""
    cell = run.people[i].cell
    if cell >= 0:
        run.cells[cell].count -= 1
        run.people[i].cell = -1


@spliced
def pace(run: Run, density: float) -> float:
    """The share of the free speed that is left."""
    pace: float = run.factor[min(int(density / STEP_PPM2), run.factor.shape[0] - 1)]
    return pace


@spliced
def knock(run: Run, i: int, t: float) -> int:
    """Before the next cell: a full one lets people in one by one, as many as walk out of it at its density.

    Its width is what of its area lies on each metre of the walk through it.
    """
    me = run.people[i]
    segment = run.segments[me.seg]
    number = segment.cell
    cell = run.cells[number]
    density = (cell.count + 1) / cell.area
    todo = ENTER_CELL
    if density >= run.rules.jam_ppm2 and number != me.cell:
        enter = max(t, cell.free)
        flow = max(run.rules.squeeze_pps, density * run.rules.free_mps * pace(run, density)) * cell.area
        cell.free = enter + segment.metres / flow
        if enter > t:
            me.phase = PENDING
            put(run, i, enter)
            todo = REST
    return todo


@spliced
def enter_cell(run: Run, i: int, t: float) -> int:
    """Into the next cell, and due again when it is crossed."""
    me = run.people[i]
    segment = run.segments[me.seg]
    cell = run.cells[segment.cell]
    if me.cell != segment.cell:
        leave_cell(run, i)
        me.cell = segment.cell
        cell.count += 1
    run.clock[PASSAGES] += 1
    me.phase = WALKING
    speed = run.groups[me.group].speed * pace(run, min(run.rules.jam_ppm2, (cell.count - 1) / cell.area))
    put(run, i, t + segment.metres * run.scale[me.group, me.walk] / speed)
    return REST
