"""How sure a mean over several days of crowd is, and how many days make it sure enough.

Each seed gives one figure, such as the mean change of all people of its day; the figures of different seeds are
independent and, being means over many people, close to normally distributed. Student's distribution does the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from wayfinding.routing.sight import Floats

ERROR = 0.05
"""An interval misses the true mean so often."""
FIRST = 4
"""At least so many seeds are run before it is asked whether they are enough."""
WATCHED = 0.025
"""What ERROR becomes where one stops at the first interval that is narrow enough."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean change from a to b in s, person by person; `ci95_s` over the seeds, None for fewer than two.

    `people` are those who arrive in both states, in the mean over the seeds.
    """

    mean_s: float
    ci95_s: tuple[float, float] | None
    people: float

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.ci95_s is not None and not self.ci95_s[0] <= 0.0 <= self.ci95_s[1]


def differ(changes: Floats, people: Floats, error: float = ERROR) -> Difference:
    """The mean of the figures of each seed (nan where it has none), and the interval that misses it so often."""
    known = changes[np.isfinite(changes)]
    mean = float(known.mean()) if len(known) else 0.0
    everyone = float(people.mean()) if len(people) else 0.0
    if len(known) < 2:
        return Difference(mean, None, everyone)
    half = _student(len(known) - 1, error) * float(known.std(ddof=1)) / math.sqrt(len(known))
    return Difference(mean, (mean - half, mean + half), everyone)


def differ_each(changes: Floats, people: Floats) -> list[Difference]:
    """The means of many columns (seeds, n), of which the surest will be picked after the fact.

    Those sure of their sign are chosen as Benjamini and Hochberg do (1995, J. R. Statist. Soc. B 57:289): of all chosen
    at most 5 in 100 are expected to be there by chance. The intervals are as much wider as it takes for those of the
    chosen to hold in 95 of 100 cases (Benjamini and Yekutieli 2005, J. Am. Stat. Assoc. 100:71), and leave out 0 for
    the chosen only.
    """
    alone = [differ(column, count) for column, count in zip(changes.T, people.T, strict=True)]
    chances = np.sort([_chance(item, column) for item, column in zip(alone, changes.T, strict=True)])
    steps = ERROR * np.arange(1, len(alone) + 1) / max(1, len(alone))
    chosen = np.flatnonzero(chances <= steps).max(initial=0)
    error = float(steps[chosen]) if alone else ERROR
    return [differ(column, count, error) for column, count in zip(changes.T, people.T, strict=True)]


def _chance(item: Difference, column: Floats) -> float:
    """How often chance alone would make a mean as far from 0."""
    if item.ci95_s is None or item.mean_s == 0.0:
        return 1.0
    freedom = int(np.isfinite(column).sum()) - 1
    half = (item.ci95_s[1] - item.ci95_s[0]) / 2.0
    return 0.0 if half == 0.0 else 2.0 * float(stdtr(freedom, -abs(item.mean_s) * _student(freedom) / half))


def is_enough(changes: Floats, within_s: float) -> bool:
    """Whether so many seeds give an interval of at most ±`within_s`, where one asks again after each of them.

    Who stops at the first narrow interval stops where the spread happens to look small, and his 95 % intervals hold in
    as few as 91 of 100 cases (Starr 1966, Annals of Mathematical Statistics 37:36). So the interval is that of WATCHED,
    and taken from FIRST seeds at the least: it then holds in 95 to 98 of 100 cases, whatever the true spread, as a test
    counts. Stein's two stages (1945, the same Annals 16:243) promise as much, but take up to twice as many seeds.
    """
    if len(changes) < FIRST:
        return False
    low, high = differ(changes, np.ones(len(changes)), WATCHED).ci95_s or (0.0, 0.0)
    return high - low <= 2.0 * within_s


def _student(freedom: int, error: float = ERROR) -> float:
    """The two-sided point of Student's distribution that is passed so often."""
    return float(stdtrit(freedom, 1.0 - error / 2.0))
