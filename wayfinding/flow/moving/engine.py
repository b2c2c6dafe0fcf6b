"""The crowd second by second: a wheel of events over packed records, each event one person passing a cell or a pathway.

Time is continuous: the wheel only finds the next events, and within a turn of it they are taken in the order of their
times. A queue is first in, first out by time of arrival; it is kept as the moment at which each channel is free again.
Nobody is ever moved by force: a cell that is full lets people in more slowly, never not at all.
"""

from __future__ import annotations

import numpy as np

from wayfinding.flow.choosing.choice import NOTHING, STRAIGHT_ON
from wayfinding.flow.lean import lean
from wayfinding.flow.moving.ahead import fetch_ahead, fetch_item_ahead
from wayfinding.flow.moving.closing import turn_away
from wayfinding.flow.moving.lifts import call, serve
from wayfinding.flow.moving.perceived import LIFT_ROUND_S, choose
from wayfinding.flow.moving.phases import (
    ARRIVED,
    AWAY,
    DECIDE,
    ENTER,
    ENTER_CELL,
    NEXT_CELL,
    ON_CALL,
    PENDING,
    QUEUED,
    REST,
    RIDING,
    STRANDED,
    WAITING,
    WALKING,
)
from wayfinding.flow.moving.queues import queue, turn, turns_away
from wayfinding.flow.moving.walking import enter_cell, follow, knock, leave_cell
from wayfinding.flow.moving.wheel import (
    AT,
    BUCKET,
    CHORE,
    DONE,
    FILLED,
    LOST,
    NEAR,
    NEXT_PERSON,
    NEXT_TRAIN,
    PASSAGES,
    PERIOD,
    TURNS,
    pour,
    put,
    put_now,
    skip,
    stand,
    take,
)
from wayfinding.flow.state import Run
from wayfinding.routing.sight import spliced

SAMPLE_S = 10


@lean
def go(run: Run, until: float) -> None:
    """Go on until that second of the day, one turn of the wheel after the other."""
    clock = run.clock
    people = run.people.shape[0] - run.lifts.shape[0]
    last = int(np.ceil(until * clock[TURNS]))
    while clock[BUCKET] < last:
        leaves = np.inf
        if clock[BUCKET] >= clock[CHORE]:
            leaves = _begin(run, people)
        take(run)
        while True:
            i, due = -1, np.inf
            if clock[AT] < clock[FILLED]:
                i = run.order[clock[AT]]
                due = run.people[i].time
            if leaves < due:
                leaves = _depart(run)
                continue
            if i < 0:
                break
            clock[AT] += 1
            if i < people:
                _act(run, i, due)
            else:
                serve(run, i - people, i, due)
        skip(run, last)


@lean
def _begin(run: Run, people: int) -> float:
    """Do what is not on the wheel: samples, periods, who sets out; answers when a train leaves within this turn."""
    clock = run.clock
    now = clock[BUCKET] / clock[TURNS]
    if clock[BUCKET] % (SAMPLE_S * clock[TURNS]) == 0:
        for cell in range(run.cells.shape[0]):
            run.crowd[int(now) // 60, cell] += run.cells[cell].count
    while clock[PERIOD] + 1 < run.since.shape[0] and run.since[clock[PERIOD] + 1] <= now:
        clock[PERIOD] += 1
        turn_away(run, now)
    if clock[BUCKET] % NEAR == 0:
        pour(run)
    while clock[NEXT_PERSON] < people and run.people[clock[NEXT_PERSON]].start * clock[TURNS] < clock[BUCKET] + 1:
        i = clock[NEXT_PERSON]
        put_now(run, i, run.people[i].start)
        clock[NEXT_PERSON] += 1
    clock[CHORE] = _next_chore(run, people)
    return _next_train(run)


@spliced
def _next_chore(run: Run, people: int) -> int:
    """The next turn with something to do that is not on the wheel."""
    clock = run.clock
    sample = SAMPLE_S * clock[TURNS]
    chore: int = min((clock[BUCKET] // sample + 1) * sample, (clock[BUCKET] // NEAR + 1) * NEAR)
    if clock[PERIOD] + 1 < run.since.shape[0]:
        chore = min(chore, int(np.ceil(run.since[clock[PERIOD] + 1] * clock[TURNS])))
    if clock[NEXT_TRAIN] < run.trains.shape[0]:
        chore = min(chore, int(run.trains[clock[NEXT_TRAIN]].leaves * clock[TURNS]))
    if clock[NEXT_PERSON] < people:
        chore = min(chore, int(run.people[clock[NEXT_PERSON]].start * clock[TURNS]))
    return chore


@spliced
def _next_train(run: Run) -> float:
    """When the next train leaves, if it does so within this turn."""
    leaves = np.inf
    if run.clock[NEXT_TRAIN] < run.trains.shape[0]:
        leaves = run.trains[run.clock[NEXT_TRAIN]].leaves
    return leaves if leaves * run.clock[TURNS] < run.clock[BUCKET] + 1 else np.inf


@spliced
def _act(run: Run, i: int, t: float) -> None:  # noqa: C901, one step of each kind
    """One event of one person, up to where he has to wait for the next."""
    me = run.people[i]
    node, todo = -1, REST
    if me.phase == AWAY:
        node, todo = me.origin, DECIDE
    elif me.phase == WALKING:
        me.seg += 1
        todo = NEXT_CELL
    elif me.phase == PENDING:
        follow(run, i)
        todo = ENTER_CELL
    elif me.phase == QUEUED:
        todo = ENTER
    elif me.phase == RIDING:
        run.servers[run.uses[me.use].server].on -= 1
        me.again = 0
        node, todo = run.uses[me.use].head, DECIDE
    while todo != REST:
        if todo == DECIDE:
            todo = _decide(run, i, node, t)
        elif todo == NEXT_CELL:
            if me.seg == me.last:
                node, todo = _arrive(run, i, t)
            else:
                todo = knock(run, i, t)
        elif todo == ENTER_CELL:
            todo = enter_cell(run, i, t)
        else:
            _enter(run, i, t)
            todo = REST


@spliced
def _decide(run: Run, i: int, node: int, t: float) -> int:
    """Choose the next pathway by perceived cost, and set out for it."""
    use, _ = choose(run, i, run.people[i].row, node, t)
    me = run.people[i]
    if use == NOTHING:
        _wait_or_give_up(run, i, node, t)
        return REST
    me.use = use
    goal = STRAIGHT_ON - use
    if use > STRAIGHT_ON:
        goal = run.uses[use].tail
        fetch_item_ahead(run.rows, me.table, run.uses[use].head)
        if run.uses[use].lift >= 0:
            run.lifts[run.uses[use].lift].wanted += run.groups[me.group].size
    walk = run.walks[run.walk_of[node, goal], me.group]
    me.seg, me.last, me.spm = walk.first, walk.last, walk.spm
    return NEXT_CELL


@spliced
def _wait_or_give_up(run: Run, i: int, node: int, t: float) -> None:
    """Stay where no way is open until one opens; who will never have one is lost."""
    me = run.people[i]
    opens = np.inf
    for p in range(run.since.shape[0] - 1, run.clock[PERIOD], -1):
        if run.options[me.row + p, 0].use != NOTHING:
            opens = max(run.since[p], (run.clock[BUCKET] + 1) / run.clock[TURNS])
    if opens < np.inf:
        me.queued += opens - t
        me.origin, me.phase = node, AWAY
        put(run, i, opens)
    else:
        leave_cell(run, i)
        me.phase = STRANDED
        run.clock[LOST] += 1


@spliced
def _arrive(run: Run, i: int, t: float) -> tuple[int, int]:
    """At the end of a walk: at the destination, at a lift's door, or before a pathway."""
    me = run.people[i]
    node, todo = -1, REST
    if me.use <= STRAIGHT_ON:
        _finish(run, i, t)
    elif not run.open[run.clock[PERIOD], me.group, me.use]:
        node, todo = turn(run, i), DECIDE
    elif run.uses[me.use].lift >= 0:
        lift = run.lifts[run.uses[me.use].lift]
        if turns_away(run, i, lift.standing / lift.room * LIFT_ROUND_S, t):
            node, todo = turn(run, i), DECIDE
        else:
            me.phase = ON_CALL
            me.time = t
            call(run, i, t)
    else:
        node, todo = queue(run, i, t)
    return node, todo


@spliced
def _enter(run: Run, i: int, t: float) -> None:
    """Step onto a pathway."""
    me = run.people[i]
    use = run.uses[me.use]
    use.queue -= 1
    leave_cell(run, i)
    run.servers[use.server].on += 1
    run.entered[int(t) // 60, me.use] += 1
    if me.rides == 0:
        me.first = t
    me.rides += 1
    run.clock[PASSAGES] += 1
    me.phase = RIDING
    me.row = run.rows[me.table, use.head]
    fetch_ahead(run.options, me.row)
    put(run, i, t + run.ride[me.strides, me.group, me.use])


@spliced
def _finish(run: Run, i: int, t: float) -> None:
    me = run.people[i]
    if me.platform < 0:
        leave_cell(run, i)
        me.phase = ARRIVED
        me.arrived = t
        run.clock[DONE] += 1
    else:
        me.phase = WAITING
        me.time = t
        stand(run, run.platforms[me.platform], i)


@spliced
def _depart(run: Run) -> float:
    """One train leaves: those who wait longest get in, as far as there is room."""
    train = run.trains[run.clock[NEXT_TRAIN]]
    platform, seats = run.platforms[train.platform], train.seats
    while seats > 0 and platform.first >= 0:
        i = platform.first
        me = run.people[i]
        platform.first = me.link
        me.waited = train.leaves - me.time
        me.arrived = train.leaves
        leave_cell(run, i)
        me.phase = ARRIVED
        run.clock[DONE] += 1
        seats -= 1
    run.clock[NEXT_TRAIN] += 1
    return _next_train(run)
