"""Walking from cell to cell: as fast as those who share the cell allow.

Beyond the density of the greatest flow people lose their time before the next cell, not in their own: a jam lasts as
long as what holds it back, and where nothing does any more the greatest flow comes out of it.
"""

from __future__ import annotations

from typing import Any

from wayfinding.flow.moving.ahead import fetch_ahead
from wayfinding.flow.moving.phases import ENTER_CELL, PENDING, REST, WALKING
from wayfinding.flow.moving.wheel import PASSAGES, put, stand
from wayfinding.flow.state import STEP_PPM2, Run
from wayfinding.routing.sight import spliced

WAITED_FOR = 1 << 24
"""Taken off from how many people fill a cell while anybody waits to be let into it: so is who comes meanwhile."""


@spliced
def leave_cell(run: Run, i: int) -> None:
    """Out of the cell, if the person is in one."""
    cell = run.people[i].cell
    if cell >= 0:
        run.cells[cell].count -= 1
        run.people[i].cell = -1


@spliced
def knock(run: Run, i: int, t: float) -> int:
    """Before the next cell: a full one lets people in one by one, in the order in which they come to it."""
    me = run.people[i]
    number = run.segments[me.seg].cell
    cell = run.cells[number]
    todo = ENTER_CELL
    if cell.count >= cell.full and number != me.cell:
        if cell.full >= 0 and cell.free <= t:
            cell.free = t + _headway(run, i)
        else:
            me.phase = PENDING
            if cell.full < 0:
                stand(run, cell, i)
            else:
                cell.full -= WAITED_FOR
                put(run, i, cell.free)
            todo = REST
    return todo


@spliced
def _headway(run: Run, i: int) -> float:
    """How long after one person the next may enter his cell."""
    segment = run.segments[run.people[i].seg]
    cell = run.cells[segment.cell]
    headway = 0.0
    if cell.count >= cell.full % WAITED_FOR:
        headway = segment.metres / _outflow(run, cell)
    return headway


@spliced
def _outflow(run: Run, cell: Any) -> float:
    """How many walk out of a cell in a second over each metre of its length, at its density with one more in it."""
    density = (cell.count + 1) / cell.area
    pace: float = run.factor[min(int(density / STEP_PPM2), run.factor.shape[0] - 1)]
    outflow: float = max(run.rules.squeeze_pps, density * run.rules.free_mps * pace) * cell.area
    return outflow


@spliced
def follow(run: Run, i: int) -> None:
    """The next of those who wait for the cell that a person is let into goes on the wheel."""
    cell = run.cells[run.segments[run.people[i].seg].cell]
    cell.free = run.people[i].time + _headway(run, i)
    following = cell.first
    if following < 0:
        cell.full += WAITED_FOR
    else:
        cell.first = run.people[following].link
        fetch_ahead(run.people, max(0, cell.first))
        put(run, following, cell.free)


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
    among = min(int((cell.count - 1) * cell.steps), run.slowness.shape[0] - 1)
    put(run, i, t + segment.metres * me.spm * run.slowness[among])
    return REST
