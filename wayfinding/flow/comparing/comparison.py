"""What a comparison of two states of a station under the same crowds says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from wayfinding.flow.comparing.conditions import Conditions
from wayfinding.flow.comparing.crowding import Crowding, MeanQueue
from wayfinding.flow.comparing.detours import Detour
from wayfinding.flow.comparing.intervals import Difference
from wayfinding.flow.comparing.moments import Moment
from wayfinding.routing.differences import WayChange
from wayfinding.signage.judging.contradictions import Turned

NAMED = 10
"""So many winners and losers are named."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Those who go from one place to another; platforms stand for their doors.

    The interval allows for the streams being picked after the fact (`differ_each`): it is wider than one of its own.
    `lost` arrive in a only, `won` in b only, in the mean over the seeds.
    """

    origin: str
    destination: str
    difference: Difference
    lost: float
    won: float

    @property
    def total_s(self) -> float:
        """What all of them gain (below 0) or lose together."""
        return self.difference.mean_s * self.difference.people


@dataclass(frozen=True, slots=True)
class QueuePair:
    """One direction of a pathway in a and in b, in the mean over the seeds; None where that state lacks it."""

    before: MeanQueue | None
    after: MeanQueue | None

    @property
    def change_s(self) -> float:
        """How much longer all who pass wait together."""
        return (self.after.waited_s if self.after else 0.0) - (self.before.waited_s if self.before else 0.0)


@dataclass(frozen=True, slots=True)
class Aim:
    """The interval of everybody's mean was to be at most ±`within_s`; `reached` where `--seeds` were enough for it."""

    within_s: float
    reached: bool


@dataclass(frozen=True)
class Comparison:
    """What changes from `a` to `b` in s, person by person; the streams that save most come first.

    `p50` and `p95` are the changes of the median and of the time that 95 of 100 stay below. `groups` are by profile,
    each with an interval of its own. `unserved` are people without a way, or not there by the end, in a and in b, in
    the mean over the seeds. `detours` are the people of the first seed whose way takes other levels. `moments` tell of
    signs and step-free ways by time of day, one for each change of them. `before` and `after` are a and b for pictures;
    only with `same_cells` can their maps be taken from one another.
    """

    a: str
    b: str
    seeds: tuple[int, ...]
    under: Conditions
    aim: Aim | None
    difference: Difference
    p50: Difference
    p95: Difference
    groups: dict[str, Difference]
    streams: tuple[Stream, ...] = field(repr=False)
    unserved: tuple[float, float]
    detours: tuple[Detour, ...] = field(repr=False)
    moments: tuple[Moment, ...] = field(repr=False)
    before: Crowding = field(repr=False, compare=False)
    after: Crowding = field(repr=False, compare=False)
    same_cells: bool

    @property
    def day(self) -> date | None:
        """The day of the runs; None for an ordinary one."""
        return self.under.day

    @property
    def winners(self) -> tuple[Stream, ...]:
        """The streams that surely save time, the most altogether first."""
        return tuple(item for item in self.streams if item.difference.is_sure and item.total_s < 0)[:NAMED]

    @property
    def losers(self) -> tuple[Stream, ...]:
        """The streams that surely lose time, the most altogether first."""
        return tuple(item for item in reversed(self.streams) if item.difference.is_sure and item.total_s > 0)[:NAMED]

    @property
    def stranded(self) -> tuple[Stream, ...]:
        """The streams of which fewer arrive than before, the most people first."""
        fewer = [item for item in self.streams if item.lost > item.won]
        return tuple(sorted(fewer, key=lambda item: (item.won - item.lost, item.origin, item.destination)))

    @property
    def queues(self) -> tuple[QueuePair, ...]:
        """Each direction of a pathway before and after, the greatest change of all waiting together first."""
        uses = sorted({*self.before.queues, *self.after.queues})
        pairs = [QueuePair(self.before.queues.get(use), self.after.queues.get(use)) for use in uses]
        return tuple(sorted(pairs, key=lambda item: -abs(item.change_s)))

    @property
    def signs_turned(self) -> tuple[Turned, ...]:
        """The messages that turn wrong at any moment."""
        return tuple(dict.fromkeys(item for moment in self.moments for item in moment.signs_turned))

    @property
    def step_free(self) -> tuple[WayChange, ...]:
        """The step-free ways that change at any moment."""
        return tuple(dict.fromkeys(item for moment in self.moments for item in moment.step_free))
