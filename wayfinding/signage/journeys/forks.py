"""Where ways to different targets part: the points at which people have to choose, and who passes them how."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from scipy.spatial import KDTree

from wayfinding import assumptions as figures
from wayfinding.routing.routes import Leg
from wayfinding.routing.sight import Floats, Indices
from wayfinding.signage.journeys.along import Flags
from wayfinding.signage.journeys.ways import Stretches, Way, shared_stretches
from wayfinding.signage.legible.legibility import Legibility

APART_M = 1000.0
"""Floor that is laid between one way and the next, so that no look back or ahead reaches from one to another."""

AT_ONCE_M = 1.0
"""A node this near to the start of a walk is met without an approach: where a pathway or the whole way begins."""

FLAT = 0


class Track(NamedTuple):
    """All ways laid out on one line, by metres of floor alone.

    Piece p is stretch `stretch[p]` of leg `leg[p]` of way `way[p]` and lies at start_m[p]; its leg, numbered `walk[p]`
    over all ways, reaches from from_m[walk] to to_m[walk]. `first` and `last` are a walk's pieces; `before` and `after`
    (walks, 2) unit vectors along the pathway that leads to it and the one that it leads to, zero where there is none or
    it is a lift; `climb` is 1, -1 or 0: whether the latter leads up, down, or neither. `opens` marks the walks that a
    way begins with.
    """

    stretch: Indices
    way: Indices
    start_m: Floats
    walk: Indices
    first: Indices
    last: Indices
    from_m: Floats
    to_m: Floats
    before: Floats
    after: Floats
    climb: Indices
    opens: Flags
    end_m: Floats


class Passes(NamedTuple):
    """Who comes by which node how. Pass k is of way `way[k]`, on walk `walk[k]`, by node `node[k]`.

    On the track it is near the node from from_m[k] to to_m[k] and nearest at mid_m[k]. `came` and `goes` (n, 2) are the
    directions before and after; `came` is zero where there is none: at the start of a way, or out of a lift. `climb` as
    in Track, of a pathway that begins within ARROW_LOOK_AHEAD. `choice`: whether somebody else comes the same way to
    the node and leaves it for another target in another direction, or up, or down; nobody chooses with his target
    straight ahead as near as FOLLOW_NEAR.
    """

    way: Indices
    walk: Indices
    node: Indices
    from_m: Floats
    mid_m: Floats
    to_m: Floats
    came: Floats
    goes: Floats
    climb: Indices
    choice: Flags

    def at_choices(self) -> Passes:
        """Only those at which there is a choice."""
        kept = self.choice
        return Passes(self.way[kept], self.walk[kept], self.node[kept], self.from_m[kept], self.mid_m[kept],
                      self.to_m[kept], self.came[kept], self.goes[kept], self.climb[kept], kept[kept])  # fmt: skip


@dataclass(frozen=True, eq=False)
class Forks:
    """The nodes of some ways: `level` (n,) and position `at` (n, 2); the track of the ways, and how these pass them."""

    level: Floats
    at: Floats
    stretches: Stretches
    track: Track
    passes: Passes

    @classmethod
    def of(cls, legibility: Legibility, ways: Sequence[Way]) -> Forks:
        """The nodes and passes of the ways of one list.

        Nodes are where some way turns by more than BEND_IGNORED or a walk begins or ends; those within NODE_REACH and
        sight of each other are one, at the place of the one that most people pass.
        """
        stretches, track = shared_stretches(ways), lay_out(ways)
        level, at = _nodes(legibility, stretches, track, np.array([way.passengers for way in ways], dtype=float))
        passes = _passes(legibility, stretches, track, level, at)
        targets = {id: number for number, id in enumerate(dict.fromkeys(way.target.id for way in ways))}
        aim = np.array([targets[way.target.id] for way in ways], dtype=np.int64)
        choice = _choices(passes, aim) & ~_arriving(track, passes)
        return cls(level, at, stretches, track, passes._replace(choice=choice))


def lay_out(ways: Sequence[Way]) -> Track:
    """The ways on one line."""
    stretches = shared_stretches(ways)
    empty = np.empty(0, np.int64)
    way = np.concatenate([empty, *(np.full(len(item.pieces.leg), k) for k, item in enumerate(ways))])
    leg = np.concatenate([empty, *(item.pieces.leg for item in ways)])
    stretch = np.concatenate([empty, *(item.pieces.stretch for item in ways)])
    length_m = stretches.length_m[stretch]
    start_m = np.cumsum(length_m) - length_m + APART_M * way
    news = (np.diff(way, prepend=-1) != 0) | (np.diff(leg, prepend=-1) != 0)
    walk, first = np.cumsum(news) - 1, np.flatnonzero(news)
    last = np.concatenate([first[1:], [len(way)]])[: len(first)] - 1
    rides: dict[int, tuple[float, float, int]] = {}
    before, after = np.zeros((len(first), 2)), np.zeros((len(first), 2))
    climb = np.zeros(len(first), np.int64)
    for k, (number, place) in enumerate(zip(way[first].tolist(), leg[first].tolist(), strict=True)):
        route = ways[number].route
        legs = route.legs if route is not None else ()
        if place > 0:
            before[k] = _ride(legs[place - 1], rides)[:2]
        if place + 1 < len(legs):
            after[k, 0], after[k, 1], climb[k] = _ride(legs[place + 1], rides)
    to_m = start_m[last] + length_m[last]
    ends = np.full(len(ways), -np.inf)
    ends[way[last]] = to_m
    return Track(stretch, way, start_m, walk, first, last, start_m[first], to_m, before, after, climb,
                 leg[first] == 0, ends)  # fmt: skip


def spots(stretches: Stretches, track: Track, walk: Indices, along_m: Floats) -> Floats:
    """Where one is (n, 2) at those metres of the track, kept within those walks."""
    metres = np.clip(along_m, track.from_m[walk], track.to_m[walk])
    piece = np.clip(np.searchsorted(track.start_m, metres, side="right") - 1, track.first[walk], track.last[walk])
    return stretches.spots(track.stretch[piece], metres - track.start_m[piece])


def _ride(leg: Leg, known: dict[int, tuple[float, float, int]]) -> tuple[float, float, int]:
    """The unit vector along a pathway, and whether it leads up (1), down (-1) or neither (0)."""
    if id(leg) not in known:
        (x0, y0), (x1, y1) = leg.points[0], leg.points[-1]
        length_m = 0.0 if leg.mode == "lift" else math.hypot(x1 - x0, y1 - y0)
        ux, uy = ((x1 - x0) / length_m, (y1 - y0) / length_m) if length_m > 0 else (0.0, 0.0)
        known[id(leg)] = ux, uy, (leg.to_level > leg.from_level) - (leg.to_level < leg.from_level)
    return known[id(leg)]


def _nodes(legibility: Legibility, stretches: Stretches, track: Track, load: Floats) -> tuple[Floats, Floats]:
    """Levels and positions of the nodes, in the order of level, x and y."""
    heading = stretches.heading[track.stretch]
    turn = np.zeros(len(heading))
    turn[1:] = _angles(heading[:-1], heading[1:])
    opens = np.zeros(len(heading), bool)
    opens[track.first] = True
    bends = opens | (turn > figures.BEND_IGNORED.value)
    tails, heads = track.stretch[bends], track.stretch[track.last]
    level = np.concatenate([stretches.level[tails], stretches.level[heads]])
    at = np.vstack([stretches.tail[tails], stretches.spots(heads, stretches.length_m[heads])])
    weight = load[np.concatenate([track.way[bends], track.way[track.last]])]
    rows, inverse = np.unique(np.column_stack([level, np.round(at, 3) + 0.0]), axis=0, return_inverse=True)
    weight = np.round(np.bincount(inverse.ravel(), weight, len(rows)), 6)
    order = np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0], -weight))
    kept: list[int] = []
    for row in order.tolist():
        here = [other for other in kept if rows[other, 0] == rows[row, 0]]
        if not here or not _joined(legibility, rows[row], rows[here]).any():
            kept.append(row)
    chosen = rows[sorted(kept)]
    return chosen[:, 0], chosen[:, 1:]


def _joined(legibility: Legibility, row: Floats, others: Floats) -> Flags:
    """Which other points of its level lie near a point, with nothing but floor between."""
    near: Flags = np.asarray(np.hypot(*(others[:, 1:] - row[1:]).T) <= figures.NODE_REACH.value)
    near[near] = _clear(legibility, float(row[0]), others[near, 1:], np.broadcast_to(row[1:], (int(near.sum()), 2)))
    return near


def _clear(legibility: Legibility, level: float, a: Floats, b: Floats) -> Flags:
    """Whether one can walk straight from each point to each on the floor of a level."""
    floor = legibility.floor(level)
    shapely.prepare(floor)
    return np.asarray(shapely.covers(floor, shapely.linestrings(np.stack([a, b], axis=1))), dtype=bool)


def _passes(legibility: Legibility, stretches: Stretches, track: Track, level: Floats, at: Floats) -> Passes:
    stretch, node, low_m, high_m, best_m, off_m = _runs(legibility, stretches, level, at)
    begin, end = np.searchsorted(stretch, track.stretch), np.searchsorted(stretch, track.stretch, side="right")
    counts = end - begin
    piece = np.repeat(np.arange(len(counts)), counts)
    run = np.arange(len(piece)) - np.repeat(np.cumsum(counts) - counts, counts) + begin[piece]
    walk, base_m = track.walk[piece], track.start_m[piece]
    news = (np.diff(walk, prepend=-1) != 0) | (np.diff(node[run], prepend=-1) != 0)
    group = np.cumsum(news) - 1
    first = np.flatnonzero(news)
    last = np.concatenate([first[1:], [len(run)]])[: len(first)] - 1
    nearest = np.lexsort((np.arange(len(run)), off_m[run], group))[first]
    walk = walk[first]
    from_m, to_m = (base_m + low_m[run])[first], (base_m + high_m[run])[last]
    mid_m = (base_m + best_m[run])[nearest]
    at_once = from_m - track.from_m[walk] <= AT_ONCE_M
    reach_m = figures.NODE_REACH.value
    walked = spots(stretches, track, walk, from_m) - spots(stretches, track, walk, from_m - reach_m)
    came = np.where(at_once[:, None], track.before[walk], _unit(walked))
    kept = (to_m - from_m >= AT_ONCE_M) | at_once | (track.to_m[walk] - to_m <= AT_ONCE_M)
    passes = Passes(track.way[track.first[walk]], walk, node[run[first]], from_m, mid_m, to_m, came,
                    *bound_for(stretches, track, walk, mid_m), kept)  # fmt: skip
    return passes.at_choices()


def bound_for(stretches: Stretches, track: Track, walk: Indices, at_m: Floats) -> tuple[Floats, Indices]:
    """The unit vectors (n, 2) along which walks lead over the next ARROW_LOOK_AHEAD from there, and whether up or down.

    Where a pathway begins before that, its direction is followed; of a lift, which has none, that of the last steps.
    """
    ahead_m = figures.ARROW_LOOK_AHEAD.value
    left_m = np.maximum(at_m + ahead_m - track.to_m[walk], 0.0)
    there = spots(stretches, track, walk, at_m + ahead_m) + left_m[:, None] * track.after[walk]
    goes = there - spots(stretches, track, walk, at_m)
    short = np.hypot(goes[:, 0], goes[:, 1]) < AT_ONCE_M
    goes = _unit(np.where(short[:, None], stretches.heading[track.stretch[track.last[walk]]], goes))
    return goes, np.where(left_m > 0, track.climb[walk], FLAT)


def _runs(
    legibility: Legibility, stretches: Stretches, level: Floats, at: Floats
) -> tuple[Indices, Indices, Floats, Floats, Floats, Floats]:
    """Which stretch passes which node from where to where, where it is nearest, and how near; in order of the way."""
    owner, node = stretches.owner, np.full(len(stretches.owner), -1, np.int64)
    off_m = np.full(len(owner), np.inf)
    for ordinal in np.unique(level).tolist():
        rows, nodes = np.flatnonzero(stretches.level[owner] == ordinal), np.flatnonzero(level == ordinal)
        found_m, found = KDTree(at[nodes]).query(stretches.at[rows], distance_upper_bound=figures.NODE_REACH.value)
        near = np.isfinite(found_m)
        node[rows[near]], off_m[rows[near]] = nodes[found[near]], found_m[near]
    news = (np.diff(node, prepend=-2) != 0) | (np.diff(owner, prepend=-1) != 0)
    first = np.flatnonzero(news)
    last = np.concatenate([first[1:], [len(owner)]])[: len(first)] - 1
    nearest = np.lexsort((np.arange(len(owner)), off_m, np.cumsum(news)))[first]
    kept = node[first] >= 0
    first, last, nearest = first[kept], last[kept], nearest[kept]
    for ordinal in np.unique(level).tolist():
        here = np.flatnonzero(stretches.level[owner[first]] == ordinal)
        clear = _clear(legibility, ordinal, stretches.at[nearest[here]], at[node[first[here]]])
        first, last, nearest = (np.delete(part, here[~clear]) for part in (first, last, nearest))
    half_m = stretches.step_m / 2
    return (owner[first], node[first], stretches.along_m[first] - half_m[first], stretches.along_m[last] + half_m[last],
            stretches.along_m[nearest], off_m[nearest])  # fmt: skip


def _choices(passes: Passes, aim: Indices) -> Flags:
    """At which passes somebody else comes the same way and goes elsewhere, for another target."""
    target = aim[passes.way]
    keys = np.column_stack(
        [passes.node, target, passes.climb, np.round(np.hstack([passes.came, passes.goes]), 2) * 100]
    )
    rows, inverse = np.unique(keys.astype(np.int64), axis=0, return_inverse=True)
    chosen = np.zeros(len(rows), bool)
    borders = np.concatenate([np.flatnonzero(np.diff(rows[:, 0], prepend=-1)), [len(rows)]])
    for first, end in zip(borders[:-1].tolist(), borders[1:].tolist(), strict=True):
        part = rows[first:end]
        came, goes = part[:, 3:5] / 100.0, part[:, 5:7] / 100.0
        nowhere: Flags = np.asarray(~came.any(axis=1))
        along = (_turns(came) <= figures.TURN_SLIGHT.value) & ~(nowhere[:, None] | nowhere)
        alike = along | (nowhere[:, None] & nowhere)
        apart = (_turns(goes) > figures.TURN_SLIGHT.value) | (part[:, 2][:, None] != part[:, 2])
        chosen[first:end] = (alike & apart & (part[:, 1][:, None] != part[:, 1])).any(axis=1)
    return chosen[inverse.ravel()]


def _arriving(track: Track, passes: Passes) -> Flags:
    """At which passes the target lies straight ahead and near enough to be found by sight."""
    last = np.zeros(len(track.end_m), np.int64)
    last[track.way] = np.arange(len(track.way))
    straight = passes.from_m >= track.start_m[last[passes.way]]
    near = track.end_m[passes.way] - passes.mid_m <= figures.FOLLOW_NEAR.value
    return np.asarray(straight & near, dtype=bool)


def _unit(vectors: Floats) -> Floats:
    length = np.hypot(vectors[:, 0], vectors[:, 1])
    return np.asarray(vectors / np.where(length > 0, length, 1.0)[:, None], dtype=np.float64)


def _angles(a: Floats, b: Floats) -> Floats:
    """The angles between vectors a and b (n, 2) in degrees."""
    across = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return np.asarray(np.degrees(np.abs(np.arctan2(across, np.sum(a * b, axis=1)))), dtype=np.float64)


def _turns(vectors: Floats) -> Floats:
    """The angle between each vector and each other (n, n) in degrees."""
    bearing = np.degrees(np.arctan2(vectors[:, 1], vectors[:, 0]))
    return np.asarray(np.abs((bearing[:, None] - bearing + 180.0) % 360.0 - 180.0), dtype=np.float64)
