"""Two states of a station under the same crowds: who gains, who loses, by how much, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context

import numpy as np

from wayfinding.errors import PlanError, RequestError
from wayfinding.flow.simulate import Simulation, simulate
from wayfinding.routing.differences import WayChange, list_way_changes
from wayfinding.routing.network import Network
from wayfinding.routing.sight import Floats
from wayfinding.signage.judging.contradictions import Turned, list_turned
from wayfinding.station.model import Place

STUDENT_95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
              2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045)  # fmt: skip
"""Two-sided 95 % points of Student's distribution by degrees of freedom from 1; beyond them 1.96 is near enough."""

MOST_SEEDS = 1000
NAMED = 10
"""So many winners and losers are named."""

Progress = Callable[[int, int], None]
"""Called with how many seeds are done and how many there are."""

Runner = Callable[..., Simulation]


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean change of door-to-door time in s from a to b, person by person; `ci95` over the seeds, None for one seed.

    `people` are those who arrive in both states, in the mean over the seeds.
    """

    mean_s: float
    ci95_s: tuple[float, float] | None
    people: float


@dataclass(frozen=True, slots=True)
class Stream:
    """The change for those who go from one place to another; platforms stand for their doors."""

    origin: str
    destination: str
    difference: Difference


@dataclass(frozen=True)
class Comparison:
    """What changes from `a` to `b`; the streams that save most come first.

    `unserved` are people without a way, or not there by the end, in a and in b, in the mean over the seeds.
    """

    a: str
    b: str
    seeds: tuple[int, ...]
    difference: Difference
    groups: dict[str, Difference]
    streams: tuple[Stream, ...] = field(repr=False)
    unserved: tuple[float, float]
    signs_turned: tuple[Turned, ...] = field(repr=False)
    step_free: tuple[WayChange, ...] = field(repr=False)

    @property
    def winners(self) -> tuple[Stream, ...]:
        """The streams that save most time altogether."""
        return tuple(item for item in self.streams if item.difference.mean_s < 0)[:NAMED]

    @property
    def losers(self) -> tuple[Stream, ...]:
        """The streams that lose most time altogether."""
        return tuple(item for item in reversed(self.streams) if item.difference.mean_s > 0)[:NAMED]


@dataclass(frozen=True, eq=False)
class _Pair:
    """One seed: by person the change in s (nan where one of both did not arrive), group and stream."""

    change_s: Floats
    group: Sequence[str]
    stream: Sequence[tuple[str, str]]
    group_of: np.ndarray
    stream_of: np.ndarray
    unserved: tuple[int, int]


def compare(
    a: Network, b: Network, seeds: int | Sequence[int] = 5, *, names: tuple[str, str] = ("a", "b"),
    run: Runner = simulate, workers: int = 1, progress: Progress | None = None,
) -> Comparison:  # fmt: skip
    """The same people on two networks, seed by seed, with intervals over the seeds.

    `run` simulates a network with a seed: `functools.partial(simulate, passengers=50_000)` for another day. The result
    does not depend on the number of `workers` (processes). Raises PlanError where b takes away a step-free way that a
    has, RequestError for no seeds.
    """
    chosen = tuple(range(seeds)) if isinstance(seeds, int) else tuple(seeds)
    if not 0 < len(chosen) <= MOST_SEEDS or workers < 1:
        raise RequestError(
            f"{len(chosen)} seeds on {workers} workers: give at least 1 of each, at most {MOST_SEEDS} seeds"
        )
    step_free = list_way_changes(a, b)
    refuse_plan(step_free, names[1])
    job = partial(_one_seed, a, b, run)
    pairs = []
    for done, pair in enumerate(_run_all(job, chosen, workers), 1):
        pairs.append(pair)
        if progress is not None:
            progress(done, len(chosen))
    return Comparison(
        names[0], names[1], chosen, _differ([pair.change_s for pair in pairs]), _by_group(pairs), _by_stream(pairs),
        (float(np.mean([pair.unserved[0] for pair in pairs])), float(np.mean([pair.unserved[1] for pair in pairs]))),
        list_turned(a, b), step_free,
    )  # fmt: skip


def refuse_plan(changes: Iterable[WayChange], name: str) -> None:
    """PlanError that names the step-free ways that a plan would take away, if it takes any."""
    lost = [f"{item.origin} → {item.destination}" for item in changes if item.lost]
    if lost:
        more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
        raise PlanError(f"{name} is refused: it takes the only step-free way {', '.join(lost[:3])}{more}")


def _run_all(job: Callable[[int], _Pair], seeds: Sequence[int], workers: int) -> Iterable[_Pair]:
    if workers == 1 or len(seeds) == 1:
        yield from map(job, seeds)
        return
    with ProcessPoolExecutor(min(workers, len(seeds)), get_context("spawn"), _take, (job,)) as pool:
        yield from pool.map(_do, seeds)


_JOBS: list[Callable[[int], _Pair]] = []
"""In a worker process: its job, sent once."""


def _take(job: Callable[[int], _Pair]) -> None:
    _JOBS.append(job)


def _do(seed: int) -> _Pair:
    return _JOBS[-1](seed)


def _one_seed(a: Network, b: Network, run: Runner, seed: int) -> _Pair:
    runs = [run(network, seed=seed) for network in (a, b)]
    first, last = (dict(zip(run.crowd.key.tolist(), run.door_to_door_s.tolist(), strict=True)) for run in runs)
    keys = [key for key in first if key in last]
    change_s = np.array([last[key] - first[key] for key in keys])
    crowd, groups = runs[0].crowd, [profile.name for profile in runs[0].supply.groups]
    row = {key: k for k, key in enumerate(crowd.key.tolist())}
    rows = np.array([row[key] for key in keys], dtype=np.int64)
    ends = [_name(crowd.places[aim[0]]) for aim in crowd.aims]
    starts = [_name(place) for place in crowd.places]
    codes = crowd.origin[rows] * len(ends) + crowd.end[rows]
    known, stream_of = np.unique(codes, return_inverse=True)
    streams = [(starts[code // len(ends)], ends[code % len(ends)]) for code in known.tolist()]
    return _Pair(change_s, groups, streams, crowd.group[rows], stream_of,
                 (_unserved(runs[0]), _unserved(runs[1])))  # fmt: skip


def _unserved(run: Simulation) -> int:
    return len(run.crowd.start) - run.arrived


def _name(place: Place) -> str:
    return place.platform or place.id


def _differ(changes: Sequence[Floats]) -> Difference:
    """The mean over the seeds of each seed's mean, and its interval."""
    there = [part[np.isfinite(part)] for part in changes]
    means = np.array([part.mean() if len(part) else 0.0 for part in there])
    people = float(np.mean([len(part) for part in there]))
    mean = float(means.mean())
    if len(means) < 2:
        return Difference(mean, None, people)
    freedom = len(means) - 1
    point = STUDENT_95[freedom - 1] if freedom <= len(STUDENT_95) else 1.96
    half = point * float(means.std(ddof=1)) / math.sqrt(len(means))
    return Difference(mean, (mean - half, mean + half), people)


def _by_group(pairs: Sequence[_Pair]) -> dict[str, Difference]:
    names = pairs[0].group
    return {
        name: _differ([pair.change_s[pair.group_of == k] for pair in pairs]) for k, name in enumerate(names)
    }  # fmt: skip


def _by_stream(pairs: Sequence[_Pair]) -> tuple[Stream, ...]:
    """The streams by the time that they save or lose altogether, the greatest saving first."""
    sums: dict[tuple[str, str], list[Floats]] = {}
    for number, pair in enumerate(pairs):
        of_name: dict[tuple[str, str], list[int]] = {}
        for k, name in enumerate(pair.stream):
            of_name.setdefault(name, []).append(k)
        order = np.argsort(pair.stream_of, kind="stable")
        edges = np.searchsorted(pair.stream_of[order], np.arange(len(pair.stream) + 1))
        for name, members in of_name.items():
            parts = [pair.change_s[order[edges[k] : edges[k + 1]]] for k in members]
            rows = sums.setdefault(name, [np.empty(0) for _ in pairs])
            rows[number] = np.concatenate(parts)
    streams = [Stream(*name, _differ(parts)) for name, parts in sums.items()]
    return tuple(sorted(streams, key=lambda item: (item.difference.mean_s * item.difference.people, item.origin,
                                                   item.destination)))  # fmt: skip
