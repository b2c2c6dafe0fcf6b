"""A run made ready: one station, its moments of the day, one crowd, packed for the engine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wayfinding import assumptions as figures
from wayfinding.flow.choosing.tables import Period, Tables
from wayfinding.flow.moving.pace import Law, slowing
from wayfinding.flow.moving.perceived import CHANCES
from wayfinding.flow.moving.wheel import BUCKET, CLOCKS, FEWEST, MOST, ROUND, TURNS
from wayfinding.flow.people.crowd import Crowd, chance
from wayfinding.flow.state import (
    CELL,
    GROUP,
    LIFT,
    LIFT_WAITS,
    LINE,
    PERSON,
    SERVER,
    STEP_PPM2,
    STOP,
    TRAIN,
    USE,
    WALK,
    Rules,
    Run,
    Table,
)
from wayfinding.flow.supply.supply import Supply
from wayfinding.routing.sight import Floats

MINUTES = 60 * 32
"""Minutes of the day that are recorded: a run that lasts longer is cut off."""
SIZES = {"luggage": 2.0, "pram": 2.0, "step_free": 3.0, "powered_wheelchair": 3.0}
"""Walkers' worth of room in a lift."""
STRIDES = 9
"""The purpose of the random number that tells who walks on escalators, beside those of `drawing`."""
PEOPLE_A_TURN = 4000
"""There is a turn in a second for so many people of a day, rounded up to a power of 2."""
CACHE_LINE = 64
"""Bytes that come from memory at a time."""

Departures = Sequence[tuple[float, int, int]]
"""Trains in order: when each leaves, the number of its platform, its free places."""


def pack(
    supply: Supply, crowd: Crowd, tables: Tables, periods: Sequence[Period], departures: Departures, rules: Rules,
    *, begin_s: float, law: Law = "weidmann",
) -> Run:  # fmt: skip
    """The run at its beginning: nobody is there yet."""
    uses, servers, channels, lifts, stops = _ways(supply)
    clock = np.zeros(CLOCKS, np.int64)
    clock[TURNS] = min(MOST, max(FEWEST, 1 << (len(crowd.start) // PEOPLE_A_TURN).bit_length()))
    clock[BUCKET] = int(begin_s * clock[TURNS])
    cells, factor = _cells(supply, rules), slowing(law)
    trains = np.zeros(len(departures), TRAIN)
    for name, column in zip(("leaves", "platform", "seats"), zip(*departures, strict=True), strict=False):
        trains[name] = column
    shape, ground = (MINUTES, len(uses)), supply.ground
    return Run(
        rules, clock, np.full(ROUND, -1, np.int32), np.zeros(len(crowd.start) + len(lifts), np.int32),
        _people(supply, crowd, tables, len(lifts), chance(int(rules.seed), crowd.key, STRIDES) >= rules.standing),
        _groups(supply), uses, servers, channels, cells,
        ground.segments, _walks(supply), ground.row, supply.rides_s,
        np.array([period.since_s for period in periods]),
        np.stack([period.open for period in periods]), tables.row, tables.options, lifts, stops,
        _lines(len(stops), 2, len(supply.groups)), _lines(len(crowd.platforms)), trains, factor,
        1.0 / factor[: int(rules.jam_ppm2 / STEP_PPM2) + 1], _chances(),
        np.zeros(shape, np.int32), np.zeros(shape, np.float32), np.zeros(shape, np.int32),
        np.zeros(shape, np.float32), np.zeros((MINUTES, len(cells)), np.int32),
        np.zeros((MINUTES // 60, len(lifts), LIFT_WAITS), np.int32), np.zeros((MINUTES // 60, len(lifts)), np.float32),
    )  # fmt: skip


def _cells(supply: Supply, rules: Rules) -> Table:
    area_m2 = supply.cells.area_m2
    cells = np.zeros(len(area_m2), CELL)
    cells["area"], cells["steps"] = area_m2, 1.0 / (area_m2 * STEP_PPM2)
    cells["full"] = np.ceil(rules.jam_ppm2 * area_m2) - 1
    cells["first"] = -1
    return cells


def _walks(supply: Supply) -> Table:
    """(walks, groups)."""
    ground = supply.ground
    along = np.concatenate([[0.0], np.cumsum(ground.segments["metres"], dtype=np.float64)])
    walks = np.empty(ground.scale.shape[::-1], WALK)
    walks["first"], walks["last"] = ground.starts[:-1, None], ground.starts[1:, None]
    walks["metres"] = np.diff(along[ground.starts])[:, None]
    walks["spm"] = ground.scale.T / [profile.speed_mps for profile in supply.groups]
    return walks


def _lines(*shape: int) -> Table:
    """Lines in which nobody stands."""
    lines = np.empty(shape, LINE)
    lines["first"] = lines["last"] = -1
    return lines


def _chances() -> Floats:
    """The middles of equal shares of the Gumbel distribution, negated."""
    return np.log(-np.log((np.arange(CHANCES) + 0.5) / CHANCES))


def _people(
    supply: Supply, crowd: Crowd, tables: Tables, lifts: int, strides: NDArray[np.bool_]
) -> Table:  # fmt: skip
    """The crowd and the cars of lifts, each beginning at a line of the cache."""
    count, first = len(crowd.start), supply.portals
    size = (count + lifts) * PERSON.itemsize
    raw = np.zeros(size + CACHE_LINE, np.uint8)
    begin = -raw.ctypes.data % CACHE_LINE
    people = raw[begin : begin + size].view(PERSON)
    people["platform"] = people["cell"] = people["link"] = -1
    people["arrived"] = people["first"] = np.nan
    for name, column in (
        ("start", crowd.start), ("origin", first + crowd.origin), ("group", crowd.group),
        ("table", tables.table), ("platform", crowd.platform), ("key", crowd.key),
        ("row", tables.row[tables.table, first + crowd.origin]), ("strides", strides),
    ):  # fmt: skip
        people[name][:count] = column
    return people


def _groups(supply: Supply) -> Table:
    groups = np.zeros(len(supply.groups), GROUP)
    groups["speed"] = [profile.speed_mps for profile in supply.groups]
    groups["boarding"] = [profile.boarding_s for profile in supply.groups]
    groups["size"] = [SIZES.get(profile.name, 1.0) for profile in supply.groups]
    return groups


def _ways(supply: Supply) -> tuple[Table, Table, Floats, Table, Table]:
    """Uses, servers, channels, lifts and their stops."""
    servers = np.zeros(len(supply.servers), SERVER)
    servers["channels"] = [item.channels for item in supply.servers]
    servers["first"] = servers["next"] = np.cumsum(servers["channels"]) - servers["channels"]
    uses = np.zeros(len(supply.uses), USE)
    backward = np.array([start > end for _, start, end in supply.uses], dtype=bool)
    uses["tail"], uses["head"], uses["server"], uses["backward"] = (
        supply.tails,
        supply.heads,
        supply.server_of,
        backward,
    )
    uses["lift"] = uses["entry"] = uses["exit"] = -1
    uses["headway"], uses["mixed"] = supply.headways_s()
    uses["weight"] = supply.wait_weight
    lifts, stops = _lifts(supply, uses)
    return uses, servers, np.zeros(int(servers["channels"].sum())), lifts, stops


def _lifts(supply: Supply, uses: Table) -> tuple[Table, Table]:
    station = supply.network.station
    cars = [(k, server) for k, server in enumerate(supply.servers) if server.mode == "lift"]
    lifts = np.zeros(len(cars), LIFT)
    heights: list[float] = []
    for n, (number, server) in enumerate(cars):
        pathway = station.pathways[server.pathway]
        order = sorted(
            range(len(pathway.stops)), key=lambda stop: station.levels[pathway.stops[stop].level].elevation_m
        )
        place = {stop: len(heights) + rank for rank, stop in enumerate(order)}
        lifts[n]["first"], lifts[n]["after"] = len(heights), len(heights) + len(order)
        lifts[n]["room"], lifts[n]["speed"] = server.room, pathway.speed_mps or figures.LIFT_SPEED.value
        heights += [station.levels[pathway.stops[stop].level].elevation_m for stop in order]
        for k in np.flatnonzero(supply.server_of == number).tolist():
            uses["lift"][k], uses["entry"][k], uses["exit"][k] = n, place[supply.uses[k][1]], place[supply.uses[k][2]]
    lifts["at"], lifts["rider"], lifts["last"] = lifts["first"], -1, -1
    stops = np.zeros(len(heights), STOP)
    stops["height"] = heights
    return lifts, stops
