"""Pairs of days added up as they come, and the comparison that they make."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wayfinding.flow.comparing.comparison import Aim, Comparison, Stream
from wayfinding.flow.comparing.conditions import Conditions
from wayfinding.flow.comparing.crowding import Crowding
from wayfinding.flow.comparing.detours import Detour
from wayfinding.flow.comparing.intervals import ERROR, FIRST, WATCHED, Difference, differ, differ_each, is_enough
from wayfinding.flow.comparing.moments import Moment
from wayfinding.flow.comparing.pairs import Pair
from wayfinding.flow.comparing.tally import P50, P95, Frame, Tally
from wayfinding.routing.sight import Floats, Indices


class Sums:
    """Takes pairs in the order of their seeds, and says how many more are wanted.

    Of each pair only sums by group and by stream are kept; all else is added up.
    """

    def __init__(self, seeds: Sequence[int], within_s: float | None) -> None:
        self.seeds, self.within_s = tuple(seeds), within_s
        self._frames: list[tuple[Frame, Frame]] = []
        self._detours: tuple[Detour, ...] = ()
        self._names: tuple[str, ...] = ()
        self._tallies = Tally(), Tally()
        self._unserved: list[tuple[int, int]] = []
        self._groups: list[tuple[Floats, Indices]] = []
        self._streams: list[tuple[Floats, Indices]] = []
        self._gone: list[tuple[Indices, Indices]] = []

    @property
    def done(self) -> int:
        """How many pairs there are."""
        return len(self._groups)

    @property
    def expected(self) -> int:
        """How many there will be, as far as is known: beyond the first few, one more until they are enough."""
        if self.within_s is None:
            return len(self.seeds)
        enough = is_enough(self._means(), self.within_s)
        return self.done if enough else min(max(FIRST, self.done + 1), len(self.seeds))

    def list_wanted(self, at_once: int) -> tuple[int, ...]:
        """The seeds to run next, `at_once` of them where one more is enough to ask again; none at the end."""
        expected = self.expected
        last = expected if expected == self.done else max(expected, self.done + at_once)
        return self.seeds[self.done : last]

    def add(self, pair: Pair) -> None:
        """Take one pair in."""
        if pair.frames is not None:
            self._frames.append(pair.frames)
            self._detours = pair.detours
        for tally, figures in zip(self._tallies, pair.figures, strict=True):
            tally.add(figures)
        changes = pair.changes
        self._names = changes.names
        self._unserved.append(changes.unserved)
        self._groups.append((changes.group_change_s, changes.group_people))
        self._streams.append((changes.change_s, changes.people))
        self._gone.append((changes.lost, changes.won))

    def comparison(self, names: tuple[str, str], under: Conditions, moments: tuple[Moment, ...]) -> Comparison:
        """What all pairs say."""
        quarters = [tally.quarters for tally in self._tallies]
        shown = min(first for first, _ in quarters), max(last for _, last in quarters)
        before, after = (
            tally.crowding(frame, shown) for tally, frame in zip(self._tallies, self._frames[0], strict=True)
        )
        unserved = np.mean(self._unserved, axis=0).tolist()
        return Comparison(
            *names, self.seeds[: self.done], under, self._aim(), self._differ(), self._differ_at(P50),
            self._differ_at(P95), self._by_group(), self._by_stream(), (unserved[0], unserved[1]), self._detours,
            moments, before, after, _same_cells(before, after),
        )  # fmt: skip

    def _means(self) -> Floats:
        """Everybody's mean change in each seed."""
        return np.array([_ratio(changes.sum(), people.sum()) for changes, people in self._groups])

    def _differ(self) -> Difference:
        people = np.array([people.sum() for _, people in self._groups])
        return differ(self._means(), people, ERROR if self.within_s is None else WATCHED)

    def _differ_at(self, column: int) -> Difference:
        """The change of a quantile of everybody's times."""
        first, last = (np.stack(tally.times)[:, 0, column] for tally in self._tallies)
        return differ(last - first, np.array([people.sum() for _, people in self._groups]))

    def _aim(self) -> Aim | None:
        return None if self.within_s is None else Aim(self.within_s, is_enough(self._means(), self.within_s))

    def _by_group(self) -> dict[str, Difference]:
        changes, people = (np.stack(part) for part in zip(*self._groups, strict=True))
        means = _ratio(changes, people)
        return {name: differ(means[:, k], people[:, k]) for k, name in enumerate(self._frames[0][0].groups)}

    def _by_stream(self) -> tuple[Stream, ...]:
        """The streams by the time that they save or lose altogether, the greatest saving first."""
        changes, people = (np.stack(part) for part in zip(*self._streams, strict=True))
        lost, won = (np.mean(part, axis=0) for part in zip(*self._gone, strict=True))
        means = _ratio(changes, people)
        known = np.flatnonzero(people.any(axis=0) | (lost > 0) | (won > 0)).tolist()
        streams = []
        for k, difference in zip(known, differ_each(means[:, known], people[:, known]), strict=True):
            start, end = divmod(k, len(self._names))
            streams.append(Stream(self._names[start], self._names[end], difference, float(lost[k]), float(won[k])))
        return tuple(sorted(streams, key=lambda item: (item.total_s, item.origin, item.destination)))


def _ratio(sums: Floats, counts: Indices) -> Floats:
    """Means; nan where there is nobody."""
    sums, counts = np.asarray(sums, dtype=float), np.asarray(counts)
    means: Floats = np.divide(sums, counts, np.full(sums.shape, np.nan), where=counts > 0)
    return means


def _same_cells(before: Crowding, after: Crowding) -> bool:
    """Whether both are cut into the same cells."""
    one, other = before.cells, after.cells
    return one is other or (
        np.array_equal(one.level, other.level)
        and np.array_equal(one.area_m2, other.area_m2)
        and all(a.equals(b) for a, b in zip(one.shape, other.shape, strict=True))
    )
