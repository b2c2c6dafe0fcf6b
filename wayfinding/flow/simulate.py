"""A day of crowd: who gets where in which time, and what it looks like on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.errors import RequestError
from wayfinding.flow.demand import Crowd, Demand, draw_crowd, list_departures, load_demand
from wayfinding.flow.engine import go
from wayfinding.flow.run import MINUTES, Tables, build_tables, pack
from wayfinding.flow.state import Rules, Run
from wayfinding.flow.supply import Supply, build_supply
from wayfinding.flow.wheel import BUCKET, DONE, LOST, PASSAGES, TURNS_PER_S
from wayfinding.routing.network import Network, compile_network
from wayfinding.routing.profiles import get_profile
from wayfinding.routing.sight import Floats
from wayfinding.station.model import Station

Progress = Callable[[float], None]
"""Told the share of the day that is done."""

DAY = (5.5 * 3600.0, 24 * 3600.0)
SLACK = 0.3
"""People consider ways that cost up to this much more than the best."""


@dataclass(frozen=True, eq=False)
class Simulation:
    """What happened in one run."""

    network: Network
    demand: Demand
    supply: Supply
    crowd: Crowd
    tables: Tables
    run: Run
    seed: int
    since_s: float
    until_s: float

    @property
    def door_to_door_s(self) -> Floats:
        """Of each person who arrived, from setting out to arriving or leaving by train."""
        people = self.run.people[: len(self.crowd.start)]
        took: Floats = people["arrived"] - people["start"]
        return took

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


def free_speed_factor() -> Floats:
    """Speed over free speed at 0, 0.01, 0.02 … people/m² after Weidmann, never below CROWD_SLOWEST."""
    jam = figures.WEIDMANN_JAM.value
    density = np.arange(1, round(jam * 100)) / 100.0
    share = 1.0 - np.exp(-figures.WEIDMANN_SHAPE.value * (1.0 / density - 1.0 / jam))
    return np.concatenate([[1.0], np.maximum(share, figures.CROWD_SLOWEST.value)])


def make_rules(seed: int, spread_s: float) -> Rules:
    """The rules of a run from the assumptions; `spread_s` of 0 lets everybody take the cheapest way."""
    return Rules(
        np.uint64(seed), spread_s, 1.0, figures.RECHOICE_WAIT.value, figures.CROWD_FULL.value, figures.WALK_SPEED.value,
        figures.CROWD_SQUEEZE.value, figures.LIFT_ACCELERATION.value, figures.LIFT_DOOR_OPENING.value,
        figures.LIFT_DOOR_CLOSING.value, figures.LIFT_DOOR_OPEN.value,
    )  # fmt: skip


def simulate(
    network: Network | Station, passengers: int | None = None, seed: int = 0, since_s: float = DAY[0],
    until_s: float = DAY[1], demand: Demand | None = None, cell_m: float = figures.CROWD_CELL.value,
    spread_s: float = figures.CHOICE_SPREAD.value, progress: Progress | None = None,
) -> Simulation:  # fmt: skip
    """One day of a station's crowd from `since_s` to `until_s` (s after midnight), and on until the last are home.

    Raises RequestError for times out of order, a cell or a number of passengers that makes no sense.
    """
    if not 0 <= since_s < until_s <= MINUTES * 60:
        raise RequestError(f"from {since_s:g} s to {until_s:g} s is no stretch of a day")
    network = compile_network(network) if isinstance(network, Station) else network
    demand = demand or load_demand()
    crowd = _between(draw_crowd(network.station, demand, seed, passengers), since_s, until_s)
    groups = sorted((get_profile(name) for name in demand.groups), key=lambda item: (item.half_width_m, item.name))
    crowd = _regroup(crowd, list(demand.groups), [item.name for item in groups])
    supply = build_supply(network, groups, crowd.places, cell_m)
    usable = [supply.usable(network)]
    tables = build_tables(supply, crowd, usable, SLACK if spread_s > 0 else 0.0)
    departures = [item for item in list_departures(network.station, demand, crowd) if item[0] >= since_s]
    run = pack(supply, crowd, tables, usable, [0.0], departures, make_rules(seed, spread_s), free_speed_factor(), since_s)
    _run(run, len(crowd.start), until_s, progress)
    return Simulation(network, demand, supply, crowd, tables, run, seed, since_s, until_s)


def _run(run: Run, people: int, until_s: float, progress: Progress | None) -> None:
    """Hour by hour to the end, and then as long as somebody gets on."""
    hour = run.clock[BUCKET] / TURNS_PER_S
    begin_s, left = hour, -1
    while run.clock[DONE] + run.clock[LOST] < people and hour < (MINUTES - 60) * 60:
        still = people - int(run.clock[DONE] + run.clock[LOST])
        if hour >= until_s and still == left:
            return
        left, hour = still, hour + 3600.0
        go(run, hour)
        if progress is not None:
            progress(min(1.0, (hour - begin_s) / (until_s - begin_s)))


def _between(crowd: Crowd, since_s: float, until_s: float) -> Crowd:
    """Those who set out in that time."""
    mine = (crowd.start >= since_s) & (crowd.start < until_s)
    arrays = {
        name: getattr(crowd, name)[mine]
        for name in ("start", "origin", "end", "group", "platform", "key", "arrived_by")
    }
    return replace(crowd, **arrays)


def _regroup(crowd: Crowd, old: list[str], new: list[str]) -> Crowd:
    """The same people with their groups numbered in another order."""
    return replace(crowd, group=np.array([new.index(name) for name in old], dtype=np.int64)[crowd.group])
