"""Whether the signs settle every choice: read in time, true there, and confirmed after the turn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.routing.sight import Floats, Indices
from wayfinding.signage.journeys.along import Flags, Reading, naming
from wayfinding.signage.journeys.forks import AT_ONCE_M, Forks, Passes, Track
from wayfinding.signage.journeys.tells import Key, Tells
from wayfinding.signage.journeys.ways import Way
from wayfinding.signage.judging.verdicts import Truth, Verdict
from wayfinding.signage.legible.legibility import Legibility
from wayfinding.signage.targets import Target

Reason = Literal["", "no_sign", "too_short", "arrow_untrue", "no_confirmation"]
"""Why a decision is not confirmed; empty where it is. What holds first counts: the later ones need the earlier."""

TOUCHING_M = 0.001
"""A shorter overlap is a rounding of ends that meet."""

ORDER: tuple[Reason, ...] = ("", "no_confirmation", "arrow_untrue", "too_short", "no_sign")


@dataclass(frozen=True, slots=True)
class Decision:
    """What signs do for people to target `to` who have to choose at (`x`, `y`) on `level`, the decision point `point`.

    `confirmed` for those whom some sign that names the target tells the way: legible for `settings.reading_s` on their
    approach and with an arrow that is true there, and who after the turn meet a legible sign within SIGN_REPEAT or see
    the target. For the others `reason` says what is lacking first, and `sign` which sign comes nearest to serving, None
    where there is none. `passengers` a day on `ways` ways are of this lot; a point may have several for one target.
    """

    point: str
    level: float
    x: float
    y: float
    to: str
    confirmed: bool
    reason: Reason
    sign: str | None
    passengers: float
    ways: int


def list_decisions(
    legibility: Legibility, ways: Sequence[Way], reading: Reading | None = None, verdicts: Iterable[Verdict] = (),
    to: str | None = None,
) -> tuple[Decision, ...]:  # fmt: skip
    """The decisions of all who walk those ways (of one list): those first that most passengers meet unconfirmed.

    A point is a decision for who comes to it as somebody else does who goes elsewhere: in another direction by more
    than TURN_SLIGHT, or up or down where he does not (`Forks`). His approach is the floor since his last decision, the
    pathway before, or SIGN_REPEAT, whichever is nearest, up to where he has passed the point. Who starts there looks
    all round and takes his time; who leaves a pathway there has seen what lies ahead of it. An arrow is true there if
    it is within `settings.true_deg` of where the way leads (`forks.bound_for`) from the point, or from where it comes
    nearest to a sign that is still ahead; one that has been obeyed before means straight on. Up and down go by the
    pathway ahead; a sign without an arrow tells the way only where the target is as near as FOLLOW_NEAR.

    `verdicts` (of `judge_signs`) take the place of that at the sign itself; what is false confirms nothing. They are of
    no account where the message means another place than the way leads to. With `to`, the id of a target, only
    decisions to it are given; there is a choice only where `ways` lead elsewhere, so all of them are wanted even then.
    """
    reading = reading or Reading.of(legibility, ways)
    routed = [way for way in ways if way.route is not None]
    if not routed:
        return ()
    forks = Forks.of(legibility, routed)
    lots: dict[tuple[int, str, Reason, str | None], list[Way]] = defaultdict(list)
    truths = {item.key: item.verdict for item in verdicts if item.verdict != "unjudged"}
    for node, way, reason, sign in _judge(reading, routed, forks, truths):
        if to in (None, way.target.id):
            lots[node, way.target.id, reason, sign].append(way)
    found = [_decision(forks, lot, members) for lot, members in lots.items()]
    return tuple(sorted(found, key=_rank))


def confirmed_share(decisions: Sequence[Decision], to: str | None = None) -> float | None:
    """The share of passengers' decisions (to a target, or to all) that are confirmed; None where nobody decides."""
    chosen = [item for item in decisions if to in (None, item.to)]
    met = sum(item.passengers for item in chosen)
    return sum(item.passengers for item in chosen if item.confirmed) / met if met > 0 else None


class _Sights(NamedTuple):
    """On way `way[s]`, sorted, face `face[s]`, naming its target, is legible from from_m[s] to to_m[s] of the track."""

    way: Indices
    face: Indices
    from_m: Floats
    to_m: Floats


class _Read(NamedTuple):
    """At decision `decision[r]` face `face[r]` has been legible for `metres[r]`; sorted by decision."""

    decision: Indices
    face: Indices
    metres: Floats


def _judge(
    reading: Reading, ways: Sequence[Way], forks: Forks, truths: Mapping[Key, Truth]
) -> Iterator[tuple[int, Way, Reason, str | None]]:  # fmt: skip
    """For each pass of each way by a point of choice: the point, the way, the reason, and the sign concerned."""
    track, faces = forks.track, reading.legibility.faces
    passes = forks.passes.at_choices()
    named = _named(reading.legibility, ways)
    sights = _sights(reading, track, named)
    enough = reading.legibility.settings.reading_s / np.array([way.pace_spm for way in ways])[passes.way]
    read = _before(reading, track, passes, sights, named, enough)
    later = _overlaps(sights, passes.way, passes.to_m, passes.to_m + figures.SIGN_REPEAT.value)
    told_on = np.zeros(len(passes.way), bool)
    told_on[later.decision[later.metres >= enough[later.decision]]] = True
    left_m = track.end_m[passes.way] - passes.to_m
    told_on |= left_m <= figures.FOLLOW_NEAR.value
    arrows = Tells(reading.legibility, ways, passes, forks, truths)
    best: dict[int, tuple[int, float, str]] = {}
    for decision, face, metres in zip(*(part.tolist() for part in read), strict=True):
        reason: Reason = "too_short"
        if metres >= enough[decision]:
            reason = "arrow_untrue"
            if arrows.true(decision, face):
                reason = "" if told_on[decision] else "no_confirmation"
        ranked = ORDER.index(reason), -round(metres, 3), faces[face].sign
        best[decision] = min(best.get(decision, ranked), ranked)
    for decision, number in enumerate(passes.way.tolist()):
        place, _, sign = best.get(decision, (len(ORDER) - 1, 0.0, None))
        yield int(passes.node[decision]), ways[number], ORDER[place], sign


def _named(legibility: Legibility, ways: Sequence[Way]) -> Flags:
    """Which faces name the target of each way, for its traveller: (faces, ways)."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, way in enumerate(ways):
        groups[way.route.profile.name if way.route is not None else ""].append(number)
    table = np.zeros((len(legibility.faces), len(ways)), bool)
    for profile, numbers in groups.items():
        targets: dict[str, Target] = {ways[number].target.id: ways[number].target for number in numbers}
        columns = {id: column for column, id in enumerate(targets)}
        said = naming(legibility, list(targets.values()), profile)
        table[:, numbers] = said[:, [columns[ways[number].target.id] for number in numbers]]
    return table


def _sights(reading: Reading, track: Track, named: Flags) -> _Sights:
    runs = reading.runs
    begin, end = (np.searchsorted(runs.stretch, track.stretch, side=side) for side in ("left", "right"))
    counts = end - begin
    piece = np.repeat(np.arange(len(counts)), counts)
    run = np.arange(len(piece)) - np.repeat(np.cumsum(counts) - counts, counts) + begin[piece]
    kept = named[runs.face[run], track.way[piece]]
    piece, run = piece[kept], run[kept]
    start_m = track.start_m[piece]
    return _Sights(track.way[piece], runs.face[run], start_m + runs.start_m[run], start_m + runs.end_m[run])


def _overlaps(sights: _Sights, way: Indices, from_m: Floats, to_m: Floats) -> _Read:
    """For how many metres each face is legible on each part from `from_m` to `to_m` of the track."""
    begin, end = (np.searchsorted(sights.way, way, side=side) for side in ("left", "right"))
    counts = end - begin
    decision = np.repeat(np.arange(len(way)), counts)
    sight = np.arange(len(decision)) - np.repeat(np.cumsum(counts) - counts, counts) + begin[decision]
    metres = np.minimum(sights.to_m[sight], to_m[decision]) - np.maximum(sights.from_m[sight], from_m[decision])
    kept = metres > TOUCHING_M
    return _sum(decision[kept], sights.face[sight[kept]], metres[kept])


def _sum(decision: Indices, face: Indices, metres: Floats) -> _Read:
    keys, inverse = np.unique(np.column_stack([decision, face]).reshape(-1, 2), axis=0, return_inverse=True)
    return _Read(keys[:, 0], keys[:, 1], np.asarray(np.bincount(inverse.ravel(), metres, len(keys)), np.float64))


def _before(
    reading: Reading, track: Track, passes: Passes, sights: _Sights, named: Flags, enough: Floats
) -> _Read:  # fmt: skip
    """What is read before each decision; `enough` metres more of what is seen at once where a walk begins there."""
    same = np.diff(passes.walk, prepend=-1) == 0
    last_m = np.where(same, np.concatenate([[0.0], passes.to_m[:-1]]), track.from_m[passes.walk])
    walked = _overlaps(sights, passes.way, np.maximum(last_m, passes.from_m - figures.SIGN_REPEAT.value), passes.to_m)
    here = np.flatnonzero(~same & (passes.from_m - track.from_m[passes.walk] <= AT_ONCE_M))
    decision, face = _seen_at_once(reading, track, passes, here)
    kept = named[face, passes.way[decision]]
    decision, face = decision[kept], face[kept]
    return _sum(
        np.concatenate([walked.decision, decision]), np.concatenate([walked.face, face]),
        np.concatenate([walked.metres, enough[decision]]),
    )  # fmt: skip


def _seen_at_once(reading: Reading, track: Track, passes: Passes, here: Indices) -> tuple[Indices, Indices]:
    """The faces legible where the walks of some decisions begin: all round at a start, else ahead of the pathway."""
    walk = passes.walk[here]
    sample = reading.stretches.starts[track.stretch[track.first[walk]]]
    order = np.argsort(reading.sample, kind="stable")
    begin, end = (np.searchsorted(reading.sample[order], sample, side=side) for side in ("left", "right"))
    counts = end - begin
    row = np.repeat(np.arange(len(here)), counts)
    pair = order[np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts) + begin[row]]
    face = reading.face[pair]
    placed = np.array([(item.x, item.y) for item in reading.legibility.faces], dtype=float).reshape(-1, 2)
    to = placed[face] - reading.stretches.at[sample[row]]
    least = np.cos(np.radians(reading.legibility.settings.fov_deg / 2))
    ahead = np.sum(to * track.before[walk[row]], axis=1) >= least * np.hypot(to[:, 0], to[:, 1])
    kept = track.opens[walk[row]] | (ahead & track.before[walk[row]].any(axis=1))
    return here[row[kept]], face[kept]


def _decision(
    forks: Forks, lot: tuple[int, str, Reason, str | None], members: Sequence[Way]
) -> Decision:  # fmt: skip
    node, to, reason, sign = lot
    level, (x, y) = float(forks.level[node]), forks.at[node].tolist()
    passengers = sum(way.passengers for way in members)
    point = f"{level:g}@{round(x, 1) + 0.0:.1f},{round(y, 1) + 0.0:.1f}"
    return Decision(point, level, x, y, to, not reason, reason, sign, passengers, len(members))


def _rank(item: Decision) -> tuple[bool, float, int, float, float, float, str, int, str]:
    return (item.confirmed, -round(item.passengers, 6), -item.ways, item.level, item.x, item.y, item.to,
            ORDER.index(item.reason), item.sign or "")  # fmt: skip
