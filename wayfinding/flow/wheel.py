"""The wheel of events: who is due in which 64th of a second, and in which order within it.

A turn is so short that few people share one, and little work goes into their order; times are continuous, so that its
length changes nothing. A module into which these functions are spliced has to be compiled again when they change.
"""

from __future__ import annotations

from wayfinding.flow.state import Run
from wayfinding.routing.sight import spliced

TURNS_PER_S = 64
NEAR, LATER = 16384, 512
"""Slots for single turns, 256 s of them; and slots for 256 s each, poured out into those when their time comes."""
ROUND = NEAR + LATER

BUCKET, NEXT_PERSON, NEXT_TRAIN, PERIOD, DONE, LOST, PASSAGES, FILLED, AT = 0, 1, 2, 3, 4, 5, 6, 7, 8
"""What stands where on the clock."""
CLOCKS = 9


@spliced
def sort_in(run: Run, entity: int, t: float, floor: int) -> None:
    """Put an entity into the order of this turn, by time and then by number, not before place `floor`."""
    k = run.clock[7]
    while k > floor:
        other = run.order[k - 1]
        time = run.people[other].time
        if time < t or (time == t and other < entity):
            break
        run.order[k] = other
        k -= 1
    run.order[k] = entity
    run.clock[7] += 1


@spliced
def put(run: Run, entity: int, t: float) -> None:
    """Make an entity due at t; what is due before this turn ends is still taken in this turn, in its order."""
    run.people[entity].time = t
    slot = int(t * TURNS_PER_S)
    bucket = run.clock[0]
    if slot > bucket:
        slot = slot % NEAR if slot < bucket + NEAR else NEAR + slot // NEAR % LATER
        run.people[entity].link = run.wheel[slot]
        run.wheel[slot] = entity
    else:
        if run.clock[7] == run.order.shape[0]:
            _close_up(run)
        sort_in(run, entity, t, run.clock[8])


@spliced
def _close_up(run: Run) -> None:
    """Forget who has had his turn already: few people with many short steps fill the order of a turn."""
    left = run.clock[7] - run.clock[8]
    for k in range(left):
        run.order[k] = run.order[run.clock[8] + k]
    run.clock[7] = left
    run.clock[8] = 0


@spliced
def _pour(run: Run) -> None:
    """Those who are due in the 256 s that begin now, each to his turn."""
    slot = NEAR + run.clock[0] // NEAR % LATER
    entity = run.wheel[slot]
    run.wheel[slot] = -1
    while entity >= 0:
        following = run.people[entity].link
        turn = int(run.people[entity].time * TURNS_PER_S) % NEAR
        run.people[entity].link = run.wheel[turn]
        run.wheel[turn] = entity
        entity = following


@spliced
def take(run: Run, people: int) -> None:
    """Put in order who is due in this turn, those of the `people` who set out now included."""
    clock = run.clock
    clock[8] = clock[7] = 0
    if clock[0] % NEAR == 0:
        _pour(run)
    slot = clock[0] % NEAR
    entity = run.wheel[slot]
    run.wheel[slot] = -1
    while entity >= 0:
        following = run.people[entity].link
        sort_in(run, entity, run.people[entity].time, 0)
        entity = following
    while clock[1] < people and run.people[clock[1]].start * TURNS_PER_S < clock[0] + 1:
        i = clock[1]
        run.people[i].time = run.people[i].start
        sort_in(run, i, run.people[i].start, 0)
        clock[1] += 1
