"""Queues before pathways, and who turns away from one: first in, first out by time of arrival.

A queue is kept as the moment at which each channel of the pathway is free again.
"""

from __future__ import annotations

import numpy as np

from wayfinding.flow.moving.perceived import choose, price
from wayfinding.flow.moving.phases import DECIDE, ENTER, QUEUED, REST
from wayfinding.flow.moving.wheel import put
from wayfinding.flow.state import Run
from wayfinding.routing.sight import spliced

RECHOICES = 2
GAIN_S = 10.0
"""How often people turn away from a queue on one floor, and only where that saves them more than this."""


@spliced
def turn(run: Run, i: int) -> int:
    """Look for another way where one stands, before a pathway; answers where that is."""
    me = run.people[i]
    use = run.uses[me.use]
    if use.lift >= 0:
        run.lifts[use.lift].wanted -= run.groups[me.group].size
    node: int = use.tail
    me.row = run.rows[me.table, node]
    return node


@spliced
def turns_away(run: Run, i: int, wait_s: float, t: float) -> bool:
    """Whether one who stands before a pathway with so long a wait looks for another, which he finds better."""
    me = run.people[i]
    away = False
    if wait_s > run.rules.rechoice_s and me.again < RECHOICES:
        use = run.uses[me.use]
        row = run.rows[me.table, use.tail]
        other, cost = choose(run, i, row, use.tail, t)
        if other != me.use and other >= 0 and cost + GAIN_S < price(run, i, row, me.use) + use.weight * wait_s:
            me.again += 1
            away = True
    return away


@spliced
def queue(run: Run, i: int, t: float) -> tuple[int, int]:
    """Join the queue of a pathway, or turn away from it where it is long and another way is better."""
    me = run.people[i]
    use = run.uses[me.use]
    server = run.servers[use.server]
    enter = max(t, server.free)
    node, todo = -1, REST
    if turns_away(run, i, enter - t, t):
        node, todo = turn(run, i), DECIDE
    else:
        against = server.forward if use.backward else server.backward
        run.channels[server.next] = enter + (use.mixed if use.mixed > 0 and against > enter else use.headway)
        find_channel(run, use.server)
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
def find_channel(run: Run, number: int) -> None:
    """Which channel of a server is free first, and when."""
    server = run.servers[number]
    channel = server.first
    for k in range(server.first + 1, server.first + server.channels):
        if run.channels[k] < run.channels[channel]:
            channel = k
    server.next, server.free = channel, run.channels[channel]
