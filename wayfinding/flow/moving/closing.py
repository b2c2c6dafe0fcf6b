"""What becomes of those who stand before a pathway when it closes."""

from __future__ import annotations

from typing import Any

from wayfinding.flow.lean import lean
from wayfinding.flow.moving.phases import AWAY, QUEUED
from wayfinding.flow.moving.queues import find_channel, turn
from wayfinding.flow.moving.wheel import PERIOD, ROUND, put_now, stand
from wayfinding.flow.state import Run
from wayfinding.routing.sight import spliced


@lean
def turn_away(run: Run, now: float) -> None:
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
    me.origin, me.phase = turn(run, i), AWAY
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
            find_channel(run, number)
