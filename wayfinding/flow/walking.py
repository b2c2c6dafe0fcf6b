"""Walking from cell to cell: as fast as those who share the cell allow.

Beyond the density of the greatest flow people lose their time before the next cell, not in their own: a jam lasts as
long as what holds it back, and where nothing does any more the greatest flow comes out of it.
"""

from __future__ import annotations

from typing import Any

from wayfinding.flow.ahead import fetch_ahead
from wayfinding.flow.phases import ENTER_CELL, PENDING, REST, WALKING
from wayfinding.flow.state import STEP_PPM2, Run
from wayfinding.flow.wheel import PASSAGES, put, stand
from wayfinding.routing.sight import spliced


@spliced
def leave_cell(run: Run, i: int) -> None:
    """Out of the cell, if the person is in one."""
    cell = run.people[i].cell
    if cell >= 0:
        run.cells[cell].count -= 1
        run.people[i].cell = -1


@spliced
def knock(run: Run, i: int, t: float) -> int:
    """Before the next cell: a full one lets people in one by one."""
    me = run.people[i]
    segment = run.segments[me.seg]
    cell = run.cells[segment.cell]
    todo = ENTER_CELL
    if cell.count >= cell.full and segment.cell != me.cell:
        enter = max(t, cell.free)
        cell.free = enter + segment.metres / _outflow(run, cell)
        if enter > t:
            me.phase = PENDING
            _pend(run, i, enter)
            todo = REST
    return todo


@spliced
def _outflow(run: Run, cell: Any) -> float:
    """How many walk out of a cell in a second over each metre of its length, at its density with one more in it."""
    density = (cell.count + 1) / cell.area
    pace: float = run.factor[min(int(density / STEP_PPM2), run.factor.shape[0] - 1)]
    outflow: float = max(run.rules.squeeze_pps, density * run.rules.free_mps * pace) * cell.area
    return outflow


@spliced
def _pend(run: Run, i: int, enter: float) -> None:
    """Wait to be let into a cell: the first of those who do is on the wheel, the others in line behind him."""
    cell = run.cells[run.segments[run.people[i].seg].cell]
    if cell.pending:
        run.people[i].time = enter
        stand(run, cell, i)
    else:
        cell.pending = 1
        put(run, i, enter)


@spliced
def follow(run: Run, i: int) -> None:
    """The next of those who wait for the cell that a person is let into goes on the wheel."""
    cell = run.cells[run.segments[run.people[i].seg].cell]
    following = cell.first
    if following < 0:
        cell.pending = 0
    else:
        cell.first = run.people[following].link
        fetch_ahead(run.people, max(0, cell.first))
        put(run, following, run.people[following].time)


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
