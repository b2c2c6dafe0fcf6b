"""Each lift, escalator, gate and exit out in turn: who loses which destinations, and who is delayed by how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wayfinding import assumptions as figures
from wayfinding.routing.endpoints import NEAREST, Endpoint, at_place, resolve_destinations
from wayfinding.routing.matrix import Answers, Matrix
from wayfinding.routing.network import Graph, Network, compile_network, is_usable
from wayfinding.routing.profiles import Profile, get_profile
from wayfinding.routing.routes import CHECKED_ZONES
from wayfinding.station.edits import carry_out
from wayfinding.station.model import Place, Station, Zone
from wayfinding.station.scenario_file import Edit

OutageKind = Literal["lift", "escalator", "gate", "exit", "lift pair"]
Progress = Callable[[int, int], None]
"""Called with how many outages are done and how many there are."""

ORIGINS = ("exit", "kiosk", "platform", "rail_entrance", "rail_exit")
"""Types of place where people enter the hub or ask their way."""
DESTINATIONS = ("exit", "street", "platform", "rail_entrance", "coach_station", "bus_area")
"""Types of place of which people mean one, and no other would do."""
NEAREST_WILL_DO = ("accessible_toilet", "taxi")
"""Types of place of which the nearest that suits the traveller will do."""

STUDIED: dict[str, OutageKind] = {"lift": "lift", "escalator": "escalator", "fare_gate": "gate"}
EXIT_WAYS = ("stairs", "escalator", "lift", "ramp", "passage")


@dataclass(frozen=True, slots=True)
class Setback:
    """A question that an outage makes worse. Durations in s; `after_s` is None where there is no way any more."""

    origin: str
    destination: str
    before_s: float
    after_s: float | None

    @property
    def delay_s(self) -> float:
        """How much longer it takes; 0 for one who cannot get there at all."""
        return 0.0 if self.after_s is None else self.after_s - self.before_s


@dataclass(frozen=True, slots=True)
class Outage:
    """What is out, and its setbacks by origin and destination. `closed` holds every feature that was closed for it.

    Of a pair of lifts only that is told which neither of the two does alone; `before_s` is then the worse of the two.
    """

    kind: OutageKind
    ids: tuple[str, ...]
    closed: tuple[str, ...]
    setbacks: tuple[Setback, ...]
    score_s: float

    @property
    def lost(self) -> tuple[Setback, ...]:
        """The questions without an answer."""
        return tuple(item for item in self.setbacks if item.after_s is None)

    @property
    def delayed(self) -> tuple[Setback, ...]:
        """The questions with a slower answer."""
        return tuple(item for item in self.setbacks if item.after_s is not None)

    @property
    def lost_destinations(self) -> tuple[str, ...]:
        """Where some can no longer get, the most bereft first."""
        losers = [item.destination for item in self.lost]
        return tuple(sorted(set(losers), key=lambda name: (-losers.count(name), name)))

    @property
    def cut_off(self) -> tuple[str, ...]:
        """The fewest places, chosen one by one, at one of which every lost question begins or ends."""
        left = [(item.origin, item.destination) for item in self.lost]
        chosen: list[str] = []
        while left:
            counts = Counter(name for ends in left for name in ends)
            chosen.append(min(counts, key=lambda name: (-counts[name], name)))
            left = [ends for ends in left if chosen[-1] not in ends]
        return tuple(chosen)

    @property
    def mean_delay_s(self) -> float:
        """Over those delayed; 0 where nobody is."""
        return sum(item.delay_s for item in self.delayed) / max(len(self.delayed), 1)

    @property
    def worst_delay_s(self) -> float:
        """Of the one delayed most; 0 where nobody is."""
        return max((item.delay_s for item in self.delayed), default=0.0)


@dataclass(frozen=True, slots=True)
class Outages:
    """All outages of a station for one traveller, the worst first; `asked` counts questions with a way today."""

    profile: Profile
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    asked: int
    singles: tuple[Outage, ...]
    pairs: tuple[Outage, ...]


@dataclass(frozen=True, eq=False)
class _Study:
    """The questions of one traveller and today's answers to them."""

    network: Network
    profile: Profile
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    matrix: Matrix
    today: Answers
    users: Mapping[str, NDArray[np.bool_]]

    @property
    def asked(self) -> int:
        return int(np.isfinite(self.today.cost_s).sum())

    def without(self, closed: Iterable[str]) -> Answers:
        """The answers with these features closed.

        Only who passes them today is asked again: nobody else's best way is touched, and no way becomes better.
        """
        shut = tuple(closed)
        hit = np.zeros(self.today.cost_s.shape, np.bool_)
        for id in shut:
            hit |= self.users.get(id, False)
        rows = np.flatnonzero(hit.any(axis=1)).tolist()
        if not rows:
            return self.today
        station = carry_out(self.network.station, [Edit("close", id) for id in shut]).station
        network = compile_network(station, self.network.at, reuse=self.network)
        new = self.matrix.solve(partial(price_from, network, self.profile), rows)
        return Answers(
            np.where(hit, new.cost_s, self.today.cost_s), np.where(hit, new.duration_s, self.today.duration_s)
        )

    def outage(
        self, kind: OutageKind, ids: Sequence[str], closed: Sequence[str], before: Answers, after: Answers
    ) -> Outage:
        """The setbacks between two sets of answers; questions that begin or end at what is out are left out."""
        worse = np.isfinite(before.cost_s) & ~np.isfinite(after.cost_s)
        both = np.isfinite(before.cost_s) & np.isfinite(after.cost_s)
        delay_s = np.subtract(after.duration_s, before.duration_s, where=both, out=np.zeros(both.shape))
        worse |= delay_s >= figures.OUTAGE_MIN_DELAY.value
        setbacks = tuple(
            Setback(self.origins[row], self.destinations[column], float(before.duration_s[row, column]),
                    float(after.duration_s[row, column]) if both[row, column] else None)
            for row, column in np.argwhere(worse).tolist()
            if self.origins[row] not in ids and self.destinations[column] not in ids
        )  # fmt: skip
        price_s = figures.OUTAGE_LOST_PRICE.value
        total_s = sum(price_s if item.after_s is None else item.delay_s for item in setbacks)
        return Outage(kind, tuple(ids), tuple(closed), setbacks, total_s / max(self.asked, 1))


def study_outages(network: Network, profile: str | Profile = "step_free", progress: Progress | None = None) -> Outages:
    """Each lift, escalator, group of gate lanes and exit out in turn, and each pair of lifts, the worst first.

    Asked is from every open place of ORIGINS to every one of DESTINATIONS and to the nearest of NEAREST_WILL_DO. An
    exit that is out closes with the ways that end at it and the rest of their bank. An outage counts though it cuts a
    platform off, which a scenario may not. Its score, in s, is what it costs the mean question: the delay, or for one
    without a way a fixed price; equal scores by kind and id.
    """
    study = _begin(network, get_profile(profile))
    singles = list(_singles(network.station))
    pairs = list(combinations([ids[0] for kind, ids, _ in singles if kind == "lift"], 2))
    total = len(singles) + len(pairs)
    told = progress or _silent
    told(0, total)
    found: list[Outage] = []
    alone: dict[str, Answers] = {}
    for done, (kind, ids, closed) in enumerate(singles, start=1):
        after = study.without(closed)
        if kind == "lift":
            alone[ids[0]] = after
        found.append(study.outage(kind, ids, closed, study.today, after))
        told(done, total)
    together: list[Outage] = []
    for done, pair in enumerate(pairs, start=len(singles) + 1):
        before = Answers(*(np.maximum(*times) for times in zip(*(alone[lift] for lift in pair), strict=True)))
        together.append(study.outage("lift pair", pair, pair, before, study.without(pair)))
        told(done, total)
    return Outages(study.profile, study.origins, study.destinations, study.asked, _ranked(found), _ranked(together))


def _silent(_done: int, _of: int) -> None:
    pass


def _begin(network: Network, profile: Profile) -> _Study:
    places = sorted((place for place in network.station.places.values() if place.open), key=lambda place: place.id)
    starts = [place for place in places if place.type in ORIGINS]
    ends: dict[str, tuple[Endpoint, ...]] = {
        place.id: (at_place(place),) for place in places if place.type in DESTINATIONS
    }
    for category in NEAREST_WILL_DO:
        if any(place.type == category for place in places):
            name = f"{NEAREST}{category}"
            ends[name] = resolve_destinations(network, name, profile)
    matrix = Matrix.of(network.graph(profile), [at_place(place) for place in starts], list(ends.values()))
    today, users = matrix.trace(partial(price_from, network, profile))
    for row, place in enumerate(starts):
        if place.id in ends:
            column = list(ends).index(place.id)
            today.cost_s[row, column] = today.duration_s[row, column] = np.inf
    return _Study(network, profile, tuple(place.id for place in starts), tuple(ends), matrix, today, users)


def price_from(network: Network, profile: Profile, zone: Zone) -> Graph:
    """What someone searches who sets out from a zone: behind a security check he has passed it."""
    return network.graph(replace(profile, checked=True) if zone in CHECKED_ZONES else profile)


def _singles(station: Station) -> Iterator[tuple[OutageKind, tuple[str, ...], tuple[str, ...]]]:
    """What can be out, with everything that closes then."""
    for pathway in sorted(station.pathways.values(), key=lambda item: item.id):
        if pathway.mode in STUDIED and is_usable(pathway):
            yield STUDIED[pathway.mode], (pathway.id,), (pathway.id,)
    for place in sorted(station.places.values(), key=lambda item: item.id):
        if place.type == "exit" and place.open:
            yield "exit", (place.id,), (place.id, *ways_of_exit(station, place))


def ways_of_exit(station: Station, place: Place) -> tuple[str, ...]:
    """The pathways that end at an exit, on its level, and the rest of their banks."""
    reach_m = figures.EXIT_HEAD.value
    near = [
        pathway
        for pathway in station.pathways.values()
        if pathway.mode in EXIT_WAYS
        and any(stop.level == place.level and stop.point.distance(place.point) <= reach_m for stop in pathway.stops)
    ]
    banks = {pathway.properties["bank"] for pathway in near if "bank" in pathway.properties}
    ids = {pathway.id for pathway in near}
    ids |= {pathway.id for pathway in station.pathways.values() if pathway.properties.get("bank") in banks}
    return tuple(sorted(ids))


def _ranked(outages: Iterable[Outage]) -> tuple[Outage, ...]:
    return tuple(sorted(outages, key=lambda item: (-round(item.score_s, 6), item.kind, item.ids)))
