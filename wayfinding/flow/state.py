"""What a run of the crowd reads and writes: packed records, so that one event touches few lines of memory."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.sight import Floats, Indices

STEP_PPM2 = 0.01
"""Speeds are known for densities in these steps."""

Table = NDArray[Any]
"""Structured records, by one of the types below."""

LIFT_WAIT_S, LIFT_WAITS = 5.0, 720
"""Waits for lifts are counted in steps of so many s; the last of so many steps holds all longer ones."""

PERSON = np.dtype([
    ("time", "f8"), ("link", "i4"), ("seg", "i4"), ("last", "i4"), ("cell", "i4"), ("spm", "f4"), ("use", "i4"),
    ("group", "i1"), ("phase", "i1"), ("again", "i1"), ("rides", "i1"), ("queued", "f4"), ("table", "i4"),
    ("origin", "i4"), ("key", "u8"), ("row", "i4"), ("platform", "i2"), ("strides", "i2"),
    ("waited", "f4"), ("start", "f8"), ("first", "f8"), ("arrived", "f8"), ("spare", "f8", (4,)),
], align=True)  # fmt: skip
"""One person, or the car of a lift (they come last). What every event touches fills the first 64 bytes, one line of the
cache; `spare` fills the second. He is at `seg` of the segments before `last`, each metre of which takes him `spm` s;
`row` of the options is that of where his pathway leads, before the first that of where he is. `start` in s after
midnight, ascending; `key` names him whatever the scenario, so that his random numbers are the same in all of them.
`arrived` and `first` (into a pathway) are nan until then; `queued` before pathways, `waited` for trains, in s.
`platform` is -1 for who takes no train; who `strides`
walks on escalators. `link` chains lists."""

USE = np.dtype([
    ("tail", "i4"), ("head", "i4"), ("server", "i4"), ("backward", "i4"), ("lift", "i4"), ("entry", "i4"),
    ("exit", "i4"), ("queue", "i4"), ("headway", "f8"), ("mixed", "f8"), ("weight", "f8"),
], align=True)  # fmt: skip
"""One use of a pathway. `lift` is -1 unless it is one; `entry` and `exit` are stops of lifts, `queue` who waits now;
`weight` is what a second before it costs whoever chooses."""

SERVER = np.dtype([
    ("first", "i4"), ("channels", "i4"), ("forward", "f8"), ("backward", "f8"), ("free", "f8"), ("next", "i4"),
    ("on", "i4"),
], align=True)  # fmt: skip
"""One pathway: its channels, which of them is free `next` and when; until when whoever goes forward or backward will be
on it; how many are on it now."""

CELL = np.dtype([
    ("area", "f8"), ("free", "f8"), ("steps", "f8"), ("count", "i4"), ("full", "i4"),
    ("first", "i4"), ("last", "i4"),
], align=True)  # fmt: skip
"""One cell: m², when the next person is let in, `steps` of density that each one adds, how many are in it and from how
many on it is `full`: less than 0 while one who waits to be let in is on the wheel and others stand in line behind."""

WALK = np.dtype([("first", "i4"), ("last", "i4"), ("metres", "f4"), ("spm", "f4")], align=True)
"""One walk of one group: segments `first` to `last` - 1, their drawn metres, the s that the group takes for each."""

SEGMENT = np.dtype([("cell", "i4"), ("metres", "f4")], align=True)
GROUP = np.dtype([("speed", "f8"), ("size", "f8"), ("boarding", "f8")], align=True)
LIFT = np.dtype([
    ("first", "i4"), ("after", "i4"), ("at", "i4"), ("way", "i4"), ("busy", "i4"), ("rider", "i4"), ("last", "i4"),
    ("standing", "f8"), ("wanted", "f8"), ("room", "f8"), ("load", "f8"), ("speed", "f8"),
], align=True)  # fmt: skip
"""One lift: its stops are numbered first to after - 1, upwards; `rider` and `last` end its list of riders.
In walkers' worth: the car's `room` and `load`, who is `standing` before it, and all who have chosen it (`wanted`)."""

STOP = np.dtype([("height", "f8"), ("waiting", "i4")], align=True)
"""One stop of a lift, and how many wait there."""

LINE = np.dtype([("first", "i4"), ("last", "i4")], align=True)
"""The ends of a list of people who wait."""

TRAIN = np.dtype([("leaves", "f8"), ("platform", "i4"), ("seats", "i4")], align=True)
OPTION = np.dtype([("use", "i4"), ("cost", "f4")], align=True)
"""A next use worth considering, and what it costs in s with all that follows."""


class Rules(NamedTuple):
    """How people walk and choose. `spread_s` scales the random part of a choice; 0 takes the cheapest way.

    `standing` is the share of people who stand still on escalators.
    """

    seed: np.uint64
    spread_s: float
    wait_weight: float
    rechoice_s: float
    jam_ppm2: float
    free_mps: float
    squeeze_pps: float
    lift_mps2: float
    door_open_s: float
    door_close_s: float
    door_dwell_s: float
    standing: float


class Run(NamedTuple):
    """Everything of one run: who, where, by which rules, and what has happened so far.

    `walk_of` (nodes, nodes) numbers the `walks` (walks, groups). `ride` (2, groups, uses) in s is of who stands and of
    who strides on escalators. From since[p] on, period p holds: `open` (periods, groups, uses) and rows[table, node] +
    p of `options` (rows, k). People stand in `lines` (stops, down or up, groups) of lifts and in those of `platforms`.
    `factor` is the speed at 0, 0.01, 0.02 … people/m² over the free speed; `slowness` is its inverse, as far as people
    slow down within a cell. `chances` are negated Gumbel numbers. By minute of the day: `entered`, `queued_s`,
    `longest` (queue, in people) and `worst_s` (wait of one person) by use, `crowd` by cell (people, summed over the
    samples of a minute). By hour and lift: `lift_waits`, how many who got in had waited how many times LIFT_WAIT_S,
    and `lift_longest_s`.
    """

    rules: Rules
    clock: Indices
    wheel: NDArray[np.int32]
    order: NDArray[np.int32]
    people: Table
    groups: Table
    uses: Table
    servers: Table
    channels: Floats
    cells: Table
    segments: Table
    walks: Table
    walk_of: NDArray[np.int32]
    ride: Floats
    since: Floats
    open: NDArray[np.bool_]
    rows: NDArray[np.int32]
    options: Table
    lifts: Table
    stops: Table
    lines: Table
    platforms: Table
    trains: Table
    factor: Floats
    slowness: Floats
    chances: Floats
    entered: NDArray[np.int32]
    queued_s: NDArray[np.float32]
    longest: NDArray[np.int32]
    worst_s: NDArray[np.float32]
    crowd: NDArray[np.int32]
    lift_waits: NDArray[np.int32]
    lift_longest_s: NDArray[np.float32]
