"""The crowd second by second: a wheel of events over packed records, each event one person passing a cell or a pathway.

Time is continuous: the wheel only finds the next events, and within a turn of it they are taken in the order of their
times. A queue is first in, first out by time of arrival; it is kept as the moment at which each channel is free again.
Nobody is ever moved by force: a cell that is full lets people in more slowly, never not at all.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from wayfinding.flow.choosing.choice import NOTHING, STRAIGHT_ON
from wayfinding.flow.lean import lean
from wayfinding.flow.moving.ahead import fetch_ahead, fetch_item_ahead
from wayfinding.flow.moving.lifts import call, serve
from wayfinding.flow.moving.perceived import LIFT_ROUND_S, choose, price
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
    ROUND,
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
RECHOICES = 2
GAIN_S = 10.0
"""How often people turn away from a queue on one floor, and only where that saves them more than this."""


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
        _turn_away(run, now)
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
        node, todo = _turn(run, i), DECIDE
    elif run.uses[me.use].lift >= 0:
        use = run.uses[me.use]
        lift = run.lifts[use.lift]
        if _turns_away(run, i, lift.standing / lift.room * LIFT_ROUND_S, t):
            lift.wanted -= run.groups[me.group].size
            node, todo = use.tail, DECIDE
        else:
            me.phase = ON_CALL
            me.time = t
            call(run, i, t)
    else:
        node, todo = _queue(run, i, t)
    return node, todo


@spliced
def _turn(run: Run, i: int) -> int:
    """Look for another way where one stands, before a pathway; answers where that is."""
    me = run.people[i]
    use = run.uses[me.use]
    if use.lift >= 0:
        run.lifts[use.lift].wanted -= run.groups[me.group].size
    node: int = use.tail
    me.row = run.rows[me.table, node]
    return node


@spliced
def _turns_away(run: Run, i: int, wait_s: float, t: float) -> bool:
    """Whether one who stands before a pathway with so long a wait looks for another, which he finds better."""
    me = run.people[i]
    away = False
    if wait_s > run.rules.rechoice_s and me.again < RECHOICES:
        use = run.uses[me.use]
        row = run.rows[me.table, use.tail]
        other, cost = choose(run, i, row, use.tail, t)
        if other != me.use and other >= 0 and cost + GAIN_S < price(run, i, row, me.use) + use.weight * wait_s:
            me.again += 1
            me.row = row
            away = True
    return away


@spliced
def _queue(run: Run, i: int, t: float) -> tuple[int, int]:
    """Join the queue of a pathway, or turn away from it where it is long and another way is better."""
    me = run.people[i]
    use = run.uses[me.use]
    server = run.servers[use.server]
    enter = max(t, server.free)
    node, todo = use.tail, REST
    if _turns_away(run, i, enter - t, t):
        todo = DECIDE
    else:
        against = server.forward if use.backward else server.backward
        run.channels[server.next] = enter + (use.mixed if use.mixed > 0 and against > enter else use.headway)
        _find_channel(run, use.server)
        if use.backward:
            server.backward = enter + run.ride[me.strides, me.group, me.use]
        else:
            server.forward = enter + run.ride[me.strides, me.group, me.use]
        use.queue += 1
        if enter > t:
            minute = int(t) // 60
            me.queued += enter - t
            run.queued_s[minute, me.use] += enter - t
            run.longest[minute, me.use] = max(run.longest[minute, me.use], use.queue)
            run.worst_s[minute, me.use] = max(run.worst_s[minute, me.use], np.float32(enter - t))
            me.phase = QUEUED
            put(run, i, enter)
        else:
            todo = ENTER
    return node, todo


@spliced
def _find_channel(run: Run, number: int) -> None:
    """Which channel of a server is free first, and when."""
    server = run.servers[number]
    channel = server.first
    for k in range(server.first + 1, server.first + server.channels):
        if run.channels[k] < run.channels[channel]:
            channel = k
    server.next, server.free = channel, run.channels[channel]


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


@lean
def _turn_away(run: Run, now: float) -> None:
    """Who stands before something that has closed looks for another way at once; who is on it gets to its end."""
    stops, ways, groups = run.lines.shape
    for stop in range(stops):
        for way in range(ways):
            for group in range(groups):
                _turn_away_from(run, run.lines[stop, way, group], now)
    for slot in range(ROUND):
        i = run.wheel[slot]
        run.wheel[slot] = -1
        while i >= 0:
            me = run.people[i]
            following = me.link
            if me.phase == QUEUED and not run.open[run.clock[PERIOD], me.group, me.use]:
                me.queued -= me.time - now
                _take_back(run, me.use, me.time - now, now)
                _look_again(run, i, now)
            else:
                me.link = run.wheel[slot]
                run.wheel[slot] = i
            i = following
    _free(run, now)


@spliced
def _take_back(run: Run, use: int, wait_s: float, now: float) -> None:
    """Take a wait that does not happen out of those told of a pathway, from those who joined its queue last."""
    minute = int(now) // 60
    while wait_s > 0 and minute >= 0:
        part = min(wait_s, float(run.queued_s[minute, use]))
        run.queued_s[minute, use] -= part
        wait_s -= part
        minute -= 1


@spliced
def _turn_away_from(run: Run, line: Any, now: float) -> None:
    """The same for one line at a lift's door."""
    i = line.first
    line.first = line.last = -1
    while i >= 0:
        me = run.people[i]
        following = me.link
        if run.open[run.clock[PERIOD], me.group, me.use]:
            stand(run, line, i)
        else:
            run.lifts[run.uses[me.use].lift].standing -= run.groups[me.group].size
            run.stops[run.uses[me.use].entry].waiting -= 1
            me.queued += now - me.time
            run.queued_s[int(now) // 60, me.use] += now - me.time
            _look_again(run, i, now)
        i = following


@spliced
def _look_again(run: Run, i: int, now: float) -> None:
    """Make a person due in this turn, to choose anew where he stands."""
    me = run.people[i]
    run.uses[me.use].queue -= 1
    me.origin, me.phase = _turn(run, i), AWAY
    put_now(run, i, now)


@spliced
def _free(run: Run, now: float) -> None:
    """Where nobody queues any more, nobody has to wait for those who have left the queue."""
    for number in range(run.servers.shape[0]):
        queue, headway = 0, 0.0
        for k in range(run.uses.shape[0]):
            if run.uses[k].server == number:
                queue += run.uses[k].queue
                headway = max(headway, run.uses[k].headway, run.uses[k].mixed)
        if queue == 0:
            server = run.servers[number]
            for k in range(server.first, server.first + server.channels):
                run.channels[k] = min(run.channels[k], now + headway)
            _find_channel(run, number)
