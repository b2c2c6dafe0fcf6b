"""Lifts: one car each, collecting in its direction, with the kinematics and door times of the route engine."""

from __future__ import annotations

import numpy as np

from wayfinding.flow.lean import lean
from wayfinding.flow.moving.phases import RIDING
from wayfinding.flow.moving.wheel import put, stand
from wayfinding.flow.state import LIFT_WAIT_S, LIFT_WAITS, Run
from wayfinding.routing.sight import spliced


@lean
def call(run: Run, i: int, t: float) -> None:
    """Someone comes to a lift's door and waits; an idle car sets out."""
    me = run.people[i]
    use = run.uses[me.use]
    lift = run.lifts[use.lift]
    stand(run, run.lines[use.entry, int(use.exit > use.entry), me.group], i)
    run.stops[use.entry].waiting += 1
    lift.standing += run.groups[me.group].size
    use.queue += 1
    run.longest[int(t) // 60, me.use] = max(run.longest[int(t) // 60, me.use], use.queue)
    if lift.busy == 0:
        lift.busy = 1
        arrive = t + run.rules.door_open_s
        if lift.at != use.entry:
            arrive += _run_s(run, lift.speed, lift.at, use.entry)
        lift.at = use.entry
        put(run, run.people.shape[0] - run.lifts.shape[0] + use.lift, arrive)


@lean
def serve(run: Run, number: int, entity: int, t: float) -> None:
    """The doors of a car stand open at a stop: people leave, people enter, the car goes on."""
    lift, rules = run.lifts[number], run.rules
    begun = t
    t = _leave(run, number, t)
    if lift.rider < 0:
        lift.way = _way_wanted(run, number)
    t = max(_enter(run, number, t), begun + rules.door_dwell_s)
    goal = _next_stop(run, number)
    if goal < 0:
        lift.busy = lift.way = 0
        return
    t += rules.door_close_s + rules.door_open_s
    if goal != lift.at:
        lift.way = 1 if goal > lift.at else -1
        t += _run_s(run, lift.speed, lift.at, goal)
    lift.at = goal
    put(run, entity, t)


@spliced
def _leave(run: Run, number: int, t: float) -> float:
    lift = run.lifts[number]
    i, first, last = lift.rider, -1, -1
    while i >= 0:
        me = run.people[i]
        following = me.link
        if run.uses[me.use].exit == lift.at:
            t += run.groups[me.group].boarding
            lift.load -= run.groups[me.group].size
            me.phase = RIDING
            me.row = run.rows[me.table, run.uses[me.use].head]
            put(run, i, t)
        else:
            me.link = -1
            if first < 0:
                first = i
            else:
                run.people[last].link = i
            last = i
        i = following
    lift.rider, lift.last = first, last
    return t


@spliced
def _get_in(run: Run, number: int, i: int, t: float) -> float:
    """One person takes a place in the car; answers when the next may follow."""
    lift, me = run.lifts[number], run.people[i]
    use = run.uses[me.use]
    wait = max(0.0, t - me.time)
    t += run.groups[me.group].boarding
    lift.load += run.groups[me.group].size
    lift.standing -= run.groups[me.group].size
    lift.wanted -= run.groups[me.group].size
    use.queue -= 1
    me.queued += wait
    run.entered[int(t) // 60, me.use] += 1
    run.queued_s[int(t) // 60, me.use] += wait
    run.worst_s[int(t) // 60, me.use] = max(run.worst_s[int(t) // 60, me.use], np.float32(wait))
    hour = int(t) // 3600
    run.lift_waits[hour, number, min(int(wait / LIFT_WAIT_S), LIFT_WAITS - 1)] += 1
    run.lift_longest_s[hour, number] = max(run.lift_longest_s[hour, number], np.float32(wait))
    if me.rides == 0:
        me.first = t
    me.rides += 1
    if me.cell >= 0:
        run.cells[me.cell].count -= 1
        me.cell = -1
    run.servers[use.server].on += 1
    if lift.rider < 0:
        lift.rider = i
    else:
        run.people[lift.last].link = i
    lift.last = i
    return t


@spliced
def _enter(run: Run, number: int, t: float) -> float:
    """Who waits longest of those who go the car's way and find room enters, and so on."""
    lift = run.lifts[number]
    while True:
        ahead = int(lift.way > 0)
        group = _first_in_line(run, lift.at, ahead, lift.room - lift.load if lift.load > 0 else np.inf)
        if group < 0:
            break
        line = run.lines[lift.at, ahead, group]
        i = line.first
        line.first = run.people[i].link
        run.people[i].link = -1
        run.stops[lift.at].waiting -= 1
        t = _get_in(run, number, i, t)
    return t


@spliced
def _first_in_line(run: Run, stop: int, ahead: int, room: float) -> int:
    """The group of whoever has waited longest at a stop for one way and finds room; -1 for nobody."""
    first, since, found = -1, np.inf, -1
    for group in range(run.groups.shape[0]):
        i = run.lines[stop, ahead, group].first
        if i >= 0 and run.groups[group].size <= room:
            time = run.people[i].time
            if time < since or (time == since and i < first):
                first, since, found = i, time, group
    return found


@spliced
def _way_wanted(run: Run, number: int) -> int:
    """Which way an empty car goes: as the first who waits here wants; else towards the nearest call; 0 for none."""
    lift = run.lifts[number]
    way = 0
    if run.stops[lift.at].waiting > 0:
        down, up = _first_in_line(run, lift.at, 0, np.inf), _first_in_line(run, lift.at, 1, np.inf)
        way = 1 if up >= 0 else -1
        if up >= 0 and down >= 0:
            i, j = run.lines[lift.at, 0, down].first, run.lines[lift.at, 1, up].first
            one, other = run.people[i].time, run.people[j].time
            if one < other or (one == other and i < j):
                way = -1
    else:
        nearest = np.inf
        for other in range(lift.first, lift.after):
            gap = abs(run.stops[other].height - run.stops[lift.at].height)
            if run.stops[other].waiting > 0 and gap < nearest:
                nearest, way = gap, (1 if other > lift.at else -1)
    return way


@spliced
def _next_stop(run: Run, number: int) -> int:
    """The next stop on the car's way where someone leaves or calls, else the nearest the other way, else here; -1."""
    lift = run.lifts[number]
    goal = lift.at if run.stops[lift.at].waiting > 0 else -1
    found = False
    for turn in range(2):
        ahead = lift.way if turn == 0 else -lift.way
        k = lift.at + ahead
        while ahead != 0 and not found and lift.first <= k < lift.after:
            if run.stops[k].waiting > 0 or _has_rider(run, number, k):
                goal, found = k, True
            k += ahead
    return goal


@spliced
def _has_rider(run: Run, number: int, stop: int) -> bool:
    i, found = run.lifts[number].rider, False
    while i >= 0:
        found = found or run.uses[run.people[i].use].exit == stop
        i = run.people[i].link
    return found


@spliced
def _run_s(run: Run, speed: float, start: int, goal: int) -> float:
    height = abs(run.stops[goal].height - run.stops[start].height)
    acceleration = run.rules.lift_mps2
    run_s: float = height / speed + speed / acceleration
    if height < speed * speed / acceleration:
        run_s = 2.0 * np.sqrt(height / acceleration)
    return run_s
