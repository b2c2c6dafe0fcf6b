"""Two states of a station under the same crowds: who gains, who loses, by how much, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context

from wayfinding.errors import RequestError
from wayfinding.flow.comparing.comparison import Comparison
from wayfinding.flow.comparing.conditions import Conditions
from wayfinding.flow.comparing.intervals import FIRST
from wayfinding.flow.comparing.moments import list_moments, list_stretches, refuse_plan
from wayfinding.flow.comparing.pairs import Pair, Pairing
from wayfinding.flow.comparing.sums import Sums
from wayfinding.routing.network import Network, compile_network

MOST_SEEDS = 1000
NARROWEST_S = 0.001

Progress = Callable[[int, int], None]
"""Called with how many seeds are done and how many there are, as far as is known."""


def compare(
    a: Network, b: Network, seeds: int | Sequence[int] = 5, *, names: tuple[str, str] = ("a", "b"),
    under: Conditions | None = None, within_s: float | None = None, workers: int = 1, progress: Progress | None = None,
) -> Comparison:  # fmt: skip
    """The same people on two networks, seed by seed, with intervals over the seeds.

    With `within_s` only so many of the seeds are run, at least FIRST, as make the interval of the mean at most that
    wide to either side (`is_enough`). The result does not depend on the number of `workers` (processes). Raises
    PlanError where b cuts off a platform or takes away a step-free way that a has, at any minute of the day;
    RequestError for no seeds.
    """
    chosen = tuple(range(seeds)) if isinstance(seeds, int) else tuple(seeds)
    _refuse(chosen, workers, within_s)
    given = a, b, under or Conditions()
    pairing = Pairing(*given)
    stretches = list_stretches(*pairing.states)
    refuse_plan(stretches, pairing.groups, names[1])
    sums = Sums(chosen, within_s)
    at_once = min(workers, len(chosen))
    with ExitStack() as stack:
        run_all = _start(stack, given, pairing, at_once)
        while wanted := sums.list_wanted(at_once):
            for pair in run_all(wanted, sums.done == 0):
                if sums.done == sums.expected:
                    break  # what workers have run beyond is left out, or their number would change the result
                sums.add(pair)
                if progress is not None:
                    progress(sums.done, sums.expected)
    return sums.comparison(names, pairing.under, list_moments(stretches))


def _refuse(seeds: Sequence[int], workers: int, within_s: float | None) -> None:
    if not 0 < len(seeds) <= MOST_SEEDS or workers < 1:
        raise RequestError(
            f"{len(seeds)} seeds on {workers} workers: give at least 1 of each, at most {MOST_SEEDS} seeds"
        )
    if len(set(seeds)) < len(seeds):
        raise RequestError("a seed is given twice: its day would count twice as independent")
    if within_s is not None and (not within_s >= NARROWEST_S or len(seeds) < FIRST):
        raise RequestError(f"an interval of ±{within_s:g} s from at most {len(seeds)} seeds: give at least "
                           f"{NARROWEST_S:g} s and {FIRST} seeds")  # fmt: skip


Given = tuple[Network, Network, Conditions]
RunAll = Callable[[Sequence[int], bool], Iterable[Pair]]
"""Runs seeds; the first of them with what is the same for all, where that is wanted."""


def _start(stack: ExitStack, given: Given, pairing: Pairing, workers: int) -> RunAll:
    """Where the seeds run: here, or in so many processes, which live as long as the stack."""
    if workers == 1:
        return lambda seeds, framed: (pairing.run(seed, framed and k == 0) for k, seed in enumerate(seeds))
    pool = stack.enter_context(ProcessPoolExecutor(workers, get_context("spawn"), _take, given))
    return lambda seeds, framed: pool.map(_run, seeds, [framed and k == 0 for k in range(len(seeds))])


_PAIRINGS: list[Pairing] = []
"""In a worker process: what it works on, sent once."""


def _take(a: Network, b: Network, under: Conditions) -> None:
    _PAIRINGS.append(Pairing(a, compile_network(b.source, b.at, reuse=a), under))


def _run(seed: int, framed: bool) -> Pair:
    return _PAIRINGS[-1].run(seed, framed)
