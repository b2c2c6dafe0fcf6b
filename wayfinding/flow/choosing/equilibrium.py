"""Day after day until nobody would do better by another way: choices by the waits that people have come to expect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding import assumptions as figures
from wayfinding.errors import RequestError
from wayfinding.flow.choosing.choice import NOTHING
from wayfinding.flow.choosing.tables import Book, Period, Tables, build_tables
from wayfinding.flow.choosing.ways import Ways, find_ways, fix_ways, judge_ways
from wayfinding.flow.moving.course import HOUR_S, Progress
from wayfinding.flow.people.crowd import Crowd, chance
from wayfinding.flow.state import Run
from wayfinding.flow.supply.supply import Supply
from wayfinding.routing.sight import Floats, Indices

MOST_DAYS = 1000
LEARNING = 1000
"""The purpose of the random numbers that say who thinks again after the first day; one more for each day."""

Live = Callable[[Tables, bool, Progress | None], tuple[Run, Indices]]
"""A day of people who go by these tables, looking at queues or not; how many stood before each use, hour by hour."""


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """How far to go: days are repeated until the relative `gap` is at most this, and at most `iterations` of them.

    Raises RequestError for a gap that is negative and for less than one day.
    """

    gap: float = figures.EQUILIBRIUM_GAP.value
    iterations: int = int(figures.EQUILIBRIUM_DAYS.value)

    def __post_init__(self) -> None:
        if not 0.0 <= self.gap <= 1.0:
            raise RequestError(f"an equilibrium gap of {self.gap:g} cannot be: give a number from 0 to 1, such as 0.01")
        if not 1 <= self.iterations <= MOST_DAYS:
            raise RequestError(f"{self.iterations} days of an equilibrium cannot be: give 1 to {MOST_DAYS}")


class Settled(NamedTuple):
    """The last day: its tables, its run, and the relative gap of each day."""

    tables: Tables
    run: Run
    gaps: tuple[float, ...]


@dataclass(frozen=True)
class Days:
    """Days of the same crowd at the same station."""

    supply: Supply
    crowd: Crowd
    periods: Sequence[Period]
    slack_s: float
    seed: int
    live: Live

    def settle(self, aim: Equilibrium, progress: Progress | None = None) -> Settled:
        """Repeat the day until the gap is reached or the days are spent (stochastic dynamic user equilibrium).

        First comes a day on which people look at queues as usual. From then on each has a way and keeps to it whatever
        he sees: knowing the waits stands in the place of looking, and nobody turns away. Ways are chosen by the waits
        that people have come to expect at each pathway in the hour in which they set out: what they expected before
        and the mean of the last day, weighed by EQUILIBRIUM_MEMORY. After day n one in n + 1, drawn by chance, thinks
        again; so the flows of a day are the mean of those that all the days called for (method of successive averages,
        Sheffi 1985 ch. 12, person by person).

        The gap of a day is (sum of perceived costs as chosen - sum of least ones) / sum of least costs, all at the
        mean waits of that same day: what people lost by not knowing them. Perceived are the costs of `Tables` with each
        person's own taste. Each difference runs over his choices on the way, with the least cost onwards behind each;
        the costs below the line are those of whole ways, without taste, which has no zero. At 0 nobody would have done
        better by another way. A pathway that shuts while people are on their way sends them round by what they see.
        """
        tables = build_tables(self.supply, self.crowd, self.periods, self.slack_s)
        run, standing = self.live(tables, True, None)
        anew = np.ones(len(self.crowd.start), np.bool_)
        ways = np.full((len(anew), 1), NOTHING, np.int32)
        expected_s = mean_waits(self.supply, run, standing)
        gaps: list[float] = []
        while True:
            ways = self._choose(run, expected_s, anew, ways)
            del run, tables  # a day's tables are large: two of them need not live at once
            plain = build_tables(self.supply, self.crowd, self.periods, self.slack_s, ways)
            tables = fix_ways(self.supply, self.crowd, self.periods, plain, ways)
            run, standing = self.live(tables, False, _share(progress, len(gaps), aim.iterations))
            waited_s = mean_waits(self.supply, run, standing)
            gaps.append(self._gap(run, ways, waited_s))
            if gaps[-1] <= aim.gap or len(gaps) == aim.iterations:
                break
            expected_s += figures.EQUILIBRIUM_MEMORY.value * (waited_s - expected_s)
            anew = chance(self.seed, self.crowd.key, LEARNING + len(gaps)) < 1.0 / (len(gaps) + 1)
        if progress is not None:
            progress(1.0)
        return Settled(tables, run, tuple(gaps))

    def _choose(self, run: Run, expected_s: Floats, anew: NDArray[np.bool_], ways: Ways) -> Ways:
        """The ways with those of the people `anew` who expect these waits."""
        origin = self.supply.portals + self.crowd.origin
        for who, known, _ in self._list_known(expected_s, ways):
            ways = find_ways(run, known, origin, who, anew, ways)
        return ways

    def _gap(self, run: Run, ways: Ways, waits_s: Floats) -> float:
        """The relative gap of a day with those waits."""
        origin = self.supply.portals + self.crowd.origin
        lost_s = least_s = 0.0
        for who, known, cost_s in self._list_known(waits_s, ways):
            more_s = judge_ways(self.supply, run, known, origin, who, self._hour(), cost_s, ways)
            lost_s, least_s = lost_s + more_s[0], least_s + more_s[1]
        return lost_s / least_s if least_s > 0 else 0.0

    def _list_known(self, waits_s: Floats, ways: Ways) -> Iterator[tuple[Indices, Tables, Floats]]:
        """For each period those who set out in it, their tables if they know the waits, and the costs in these.

        Waits are by hour and use, costs (hours, groups, uses). Tables have rows wherever the ways lead.
        """
        since = [period.since_s for period in self.periods]
        turn = np.maximum(np.searchsorted(since, self.crowd.start, side="right") - 1, 0)
        for p, period in enumerate(self.periods):
            who, supply = np.flatnonzero(turn == p), period.supply or self.supply
            if len(who):
                cost_s = supply.cost_s[None] + (supply.wait_weight * waits_s)[:, None]
                book = Book(self.supply, self.crowd.aims, period.open[None], cost_s[:, None], self.slack_s)
                yield who, book.look_up(self.crowd, self._hour(), ways, who), cost_s

    def _hour(self) -> Indices:
        return (self.crowd.start // HOUR_S).astype(np.int64)


def mean_waits(supply: Supply, run: Run, standing: Indices) -> Floats:
    """What people waited on average before each use, by the hour in which they came; (hours, uses), in s.

    Who came to a use: who entered it, more those who stood before it at the end of the hour than at its beginning. Of
    a lift the waits are those of who got in, beyond the wait for an idle one, which its cost holds already. Where
    nobody came nobody waited.
    """
    minutes = int(HOUR_S // 60)
    hours = len(run.entered) // minutes
    entered = run.entered.reshape(hours, minutes, -1).sum(axis=1)
    waited_s = run.queued_s.reshape(hours, minutes, -1).sum(axis=1, dtype=np.float64)
    came = entered + np.where(run.uses["lift"] >= 0, 0, np.diff(standing, axis=0, prepend=0))
    mean_s = np.where(came > 0, waited_s / np.maximum(came, 1), 0.0)
    beyond_s: Floats = np.maximum(0.0, mean_s - supply.quiet_s.max(axis=0, initial=0.0))
    return beyond_s


def _share(progress: Progress | None, days: int, most: int) -> Progress | None:
    """Progress of one day as a share of all."""
    return None if progress is None else lambda share: progress(min(0.999, (days + share) / most))
