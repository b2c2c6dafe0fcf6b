"""The wheel of events: who is due in which turn, a small part of a second, and in which order within it.

A turn is so short that few people share one, and little work goes into their order; times are continuous, so that its
length changes nothing. A module into which these functions are spliced has to be compiled again when they change.
"""

from __future__ import annotations

from typing import Any

from wayfinding.flow.moving.ahead import fetch_ahead
from wayfinding.flow.state import Run
from wayfinding.routing.sight import spliced

FEWEST, MOST = 128, 1024
"""Turns in a second: the more people, the shorter a turn, so that as few share one."""
NEAR, LATER = 32768, 1024
"""Slots for single turns; and slots for so many turns each, poured out into those when their time comes."""
ROUND = NEAR + LATER
AHEAD = 8
"""So many turns before one is due, what his event reads is fetched; he himself as many turns earlier."""

BUCKET, NEXT_PERSON, NEXT_TRAIN, PERIOD, DONE, LOST, PASSAGES, FILLED, AT, CHORE, TURNS = range(11)
"""What stands where on the clock. `CHORE` is the next turn with something to do that is not on the wheel,
`TURNS` how many there are in a second."""
CLOCKS = 11


@spliced
def sort_in(run: Run, entity: int, t: float, floor: int) -> None:
    """Put an entity into the order of this turn, by time and then by number, not before place `floor`."""
    k = run.clock[FILLED]
    run.clock[FILLED] = k + 1
    while k > floor:
        other = run.order[k - 1]
        time = run.people[other].time
        if time < t or (time == t and other < entity):
            break
        run.order[k] = other
        k -= 1
    run.order[k] = entity


@spliced
def put(run: Run, entity: int, t: float) -> None:
    """Make an entity due at t; what is due before this turn ends is still taken in this turn, in its order."""
    run.people[entity].time = t
    turn = int(t * run.clock[TURNS])
    bucket = run.clock[BUCKET]
    if turn > bucket:
        slot = turn % NEAR if turn < bucket + NEAR else NEAR + turn // NEAR % LATER
        run.people[entity].link = run.wheel[slot]
        run.wheel[slot] = entity
    else:
        if run.clock[FILLED] == run.order.shape[0]:
            _close_up(run)
        sort_in(run, entity, t, run.clock[AT])


@spliced
def put_now(run: Run, entity: int, t: float) -> None:
    """Make an entity due at t, in this turn, before the turn is taken."""
    slot = run.clock[BUCKET] % NEAR
    run.people[entity].time = t
    run.people[entity].link = run.wheel[slot]
    run.wheel[slot] = entity


@spliced
def _close_up(run: Run) -> None:
    """Forget who has had his turn already: few people with many short steps fill the order of a turn."""
    left = run.clock[FILLED] - run.clock[AT]
    for k in range(left):
        run.order[k] = run.order[run.clock[AT] + k]
    run.clock[FILLED] = left
    run.clock[AT] = 0


@spliced
def pour(run: Run) -> None:
    """Those who are due in the turns that begin now, each to his own; who is due a round later waits on."""
    bucket = run.clock[BUCKET]
    slot = NEAR + bucket // NEAR % LATER
    entity = run.wheel[slot]
    run.wheel[slot] = -1
    while entity >= 0:
        following = run.people[entity].link
        turn = int(run.people[entity].time * run.clock[TURNS])
        place = turn % NEAR if turn < bucket + NEAR else slot
        run.people[entity].link = run.wheel[place]
        run.wheel[place] = entity
        entity = following


@spliced
def take(run: Run) -> None:
    """Put in order who is due in this turn."""
    clock = run.clock
    clock[AT] = clock[FILLED] = 0
    slot = clock[BUCKET] % NEAR
    entity = run.wheel[slot]
    run.wheel[slot] = -1
    while entity >= 0:
        following = run.people[entity].link
        sort_in(run, entity, run.people[entity].time, 0)
        entity = following


@spliced
def skip(run: Run, last: int) -> None:
    """On to the next turn in which anybody is due, at most to that of the next chore or `last`."""
    turn, last = run.clock[BUCKET] + 1, min(last, run.clock[CHORE])
    while turn < last and run.wheel[turn % NEAR] < 0:
        turn += 1
    run.clock[BUCKET] = turn
    fetch_ahead(run.people, max(0, run.wheel[(turn + 2 * AHEAD) % NEAR]))
    soon = run.people[max(0, run.wheel[(turn + AHEAD) % NEAR])]
    fetch_ahead(run.segments, soon.seg + 1)
    fetch_ahead(run.options, soon.row)


@spliced
def stand(run: Run, line: Any, i: int) -> None:
    """Join the end of a line."""
    run.people[i].link = -1
    if line.first < 0:
        line.first = i
    else:
        run.people[line.last].link = i
    line.last = i
