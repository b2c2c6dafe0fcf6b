"""A day of crowd: who gets where in which time, and what it looks like on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayfinding import assumptions as figures
from wayfinding.errors import RequestError
from wayfinding.flow.choosing.equilibrium import Days, Equilibrium
from wayfinding.flow.choosing.tables import Tables, build_tables
from wayfinding.flow.moving.course import LAST_S, Progress, go_through
from wayfinding.flow.moving.pace import LAWS, Law
from wayfinding.flow.moving.run import Departures, pack
from wayfinding.flow.moving.wheel import DONE, LOST, PASSAGES
from wayfinding.flow.people.crowd import Crowd
from wayfinding.flow.people.daily import draw_day, list_calls
from wayfinding.flow.people.demand import DAY, Demand, load_demand
from wayfinding.flow.state import Rules, Run
from wayfinding.flow.supply.day import State, list_periods, list_states
from wayfinding.flow.supply.supply import Supply, build_supply
from wayfinding.routing.network import Network, compile_network
from wayfinding.routing.profiles import Profile, get_profile
from wayfinding.routing.sight import Floats, Indices
from wayfinding.station.model import Station

RANGES = (("cell_m", 1.0, 1000.0), ("spread_s", 0.0, 3600.0), ("slack_s", 0.0, 36000.0), ("standing", 0.0, 1.0))
"""What settings may be, from and to."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How finely a crowd is seen, and how it chooses.

    `cell_m` is the side of a cell; `spread_s` the scale of the random part of a choice, 0 for the cheapest way;
    ways up to `slack_s` worse than the best are considered where those are crowded; `law` says how speed falls with
    density, "weidmann" or "laboratory"; `standing` is the share of people who stand still on escalators, others
    walk. With an `equilibrium` people choose by the waits that they know from the days before, not by the queues
    that they see (`wayfinding.flow.choosing.equilibrium`). Raises RequestError for what cannot be.
    """

    cell_m: float = figures.CROWD_CELL.value
    spread_s: float = figures.CHOICE_SPREAD.value
    slack_s: float = figures.CHOICE_SLACK.value
    law: Law = "weidmann"
    standing: float = figures.ESCALATOR_STANDING.value
    equilibrium: Equilibrium | None = None

    def __post_init__(self) -> None:
        for name, low, high in RANGES:
            if not low <= getattr(self, name) <= high:
                raise RequestError(f"{name} is {getattr(self, name):g}: give a number from {low:g} to {high:g}")
        if self.law not in LAWS:
            raise RequestError(f"law is {self.law!r}: give {' or '.join(LAWS)}")


@dataclass(frozen=True, eq=False)
class Simulation:
    """What happened in one run. `demand` names where its people came from, "" for people given one by one.

    `gaps` are the relative gaps of the days up to this one, where an equilibrium was asked for.
    """

    network: Network
    supply: Supply
    crowd: Crowd
    tables: Tables
    run: Run
    seed: int
    times: tuple[float, float]
    settings: Settings
    demand: str = ""
    gaps: tuple[float, ...] = ()

    @property
    def door_to_door_s(self) -> Floats:
        """Of each person who arrived, from setting out to arriving or leaving by train."""
        took: Floats = self.outcome["arrived"] - self.crowd.start
        return took

    @cached_property
    def outcome(self) -> Mapping[str, NDArray[Any]]:
        """What became of each person, a column for each name: measures read them often, records are slow to read."""
        people = self.run.people[: len(self.crowd.start)]
        return {name: people[name].copy() for name in ("arrived", "first", "queued", "waited", "phase", "use")}

    @property
    def arrived(self) -> int:
        """How many got where they wanted."""
        return int(self.run.clock[DONE])

    @property
    def without_way(self) -> int:
        """How many found no way that they may use."""
        return int(self.run.clock[LOST])

    @property
    def passages(self) -> int:
        """Cells and pathways passed."""
        return int(self.run.clock[PASSAGES])


def make_rules(
    seed: int, spread_s: float, *, sight: bool = True, standing: float = figures.ESCALATOR_STANDING.value
) -> Rules:  # fmt: skip
    """The rules of a run from the assumptions; `spread_s` of 0 lets everybody take the cheapest way.

    Without `sight` nobody looks at queues: he keeps to the way that he knows.
    """
    wait_weight, rechoice_s = (1.0, figures.RECHOICE_WAIT.value) if sight else (0.0, np.inf)
    return Rules(
        np.uint64(seed), spread_s, wait_weight, rechoice_s, figures.CROWD_FULL.value, figures.WALK_SPEED.value,
        figures.CROWD_SQUEEZE.value, figures.LIFT_ACCELERATION.value, figures.LIFT_DOOR_OPENING.value,
        figures.LIFT_DOOR_CLOSING.value, figures.LIFT_DOOR_OPEN.value, standing,
    )  # fmt: skip


def simulate(
    network: Network | Station, passengers: int | None = None, seed: int = 0, times: tuple[float, float] = DAY,
    *, demand: Demand | None = None, day: date | None = None, settings: Settings | None = None,
    progress: Progress | None = None,
) -> Simulation:  # fmt: skip
    """One day of a station's crowd, those who set out between two times (s after midnight), until the last are home.

    `demand` is the shipped one where none is given, `passengers` its total for a whole day. On a `day` things open,
    close and turn by hours and by time windows; without one hours are as at midday, and only the time windows of
    scenarios that know no season hold at their minutes.
    Raises RequestError for times out of order or a number of passengers below 0.
    """
    if not 0 <= times[0] < times[1] <= LAST_S:
        raise RequestError(f"from {times[0]:g} s to {times[1]:g} s is no stretch of a day")
    if passengers is not None and passengers < 0:
        raise RequestError(f"{passengers} passengers cannot be: give 0 or more")
    network = compile_network(network) if isinstance(network, Station) else network
    demand = demand or load_demand()
    groups = tuple(get_profile(name) for name in demand.groups)
    states = list_states(network, day)
    crowd, departures = draw_people(states, demand, seed, passengers, times)
    done = walk_crowd(states, groups, crowd, departures, seed=seed, times=times, settings=settings, progress=progress)
    return replace(done, demand=demand.name)


def draw_people(
    states: Sequence[State], demand: Demand, seed: int = 0, passengers: int | None = None,
    times: tuple[float, float] = DAY,
) -> tuple[Crowd, Departures]:  # fmt: skip
    """Who sets out between two times of a day, and the trains that leave from then on."""
    crowd = _between(draw_day(states, demand, seed, passengers), times)
    return crowd, [item for item in list_calls(states, demand, crowd) if item[0] >= times[0]]


def walk_crowd(
    network: Network | Sequence[State], groups: Sequence[Profile], crowd: Crowd, departures: Departures = (), *,
    seed: int = 0, times: tuple[float, float] = DAY, settings: Settings | None = None,
    progress: Progress | None = None,
) -> Simulation:  # fmt: skip
    """What becomes of a crowd of `groups` on a network, with the trains that leave meanwhile.

    In place of a network that stays as it is, its states through a day (`list_states`) may be given.
    """
    states = (State(0.0, network),) if isinstance(network, Network) else network
    network = states[0].network
    settings = settings or Settings()
    order = sorted(range(len(groups)), key=lambda k: (groups[k].half_width_m, k))
    renumbered = np.argsort(np.array(order, dtype=np.int64))
    crowd = replace(crowd, group=renumbered[crowd.group])
    others = [state.network for state in states]
    supply = build_supply(network, [groups[k] for k in order], crowd.places, settings.cell_m, others)
    periods = list_periods(supply, states)

    def live(tables: Tables, looking: bool, told: Progress | None) -> tuple[Run, Indices]:
        rules = make_rules(seed, settings.spread_s, sight=looking, standing=settings.standing)
        run = pack(supply, crowd, tables, periods, departures, rules, begin_s=times[0], law=settings.law)
        return run, go_through(run, supply, periods, times[1], told)

    if settings.equilibrium is not None:
        days = Days(supply, crowd, periods, settings.slack_s, seed, live)
        tables, run, gaps = days.settle(settings.equilibrium, progress)
        return Simulation(network, supply, crowd, tables, run, seed, times, settings, gaps=gaps)
    tables = build_tables(supply, crowd, periods, settings.slack_s)
    run, _ = live(tables, True, progress)
    return Simulation(network, supply, crowd, tables, run, seed, times, settings)


def _between(crowd: Crowd, times: tuple[float, float]) -> Crowd:
    """Those who set out in that time."""
    mine = (crowd.start >= times[0]) & (crowd.start < times[1])
    names = ("start", "origin", "end", "group", "platform", "key", "arrived_by")
    return replace(crowd, **{name: getattr(crowd, name)[mine] for name in names})
