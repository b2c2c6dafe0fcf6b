"""The same station and hour for jupedsim-network, as equal as its model allows; CPU time by person-seconds.

Its rooms are our cells, or our floors whole; its links are the steps from cell to cell that our walks take, and every
pathway that a walker may use, with our capacities and ride times. People enter from rooms outside, spread over the
window, and are gone when they reach their platform or exit. It has no lifts, groups, trains nor choice by queues.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks._measure import cpu_s
from wayfinding.flow.measuring.measures import Measures
from wayfinding.flow.simulate import Simulation

NETWORK = "jupedsim-network==0.5.0"
FASTEST_MPS = 1.199
"""Nobody walks faster there on level ground, whatever his speed."""
OUTSIDE_M2, PATHWAY_PPM2 = 1e7, 0.5
"""Room outside for any number; and a pathway's room, so that its ride is never slowed down."""
BEGIN_S = 8 * 3600.0
ROUGH_M = 20.0
"""Lengths to the doors of whole floors are rounded up to this: ways then tie, and people spread over them."""


@dataclass(frozen=True)
class Setting:
    """How it is run: rooms are cells or floors; people of so many minutes, spread or all at once; s a time step."""

    fine: bool
    minutes: float
    at_once: bool
    step_s: float


@dataclass(frozen=True)
class Egress:
    """What one run took: `person_s` counts everybody from setting out until he is there or the run ends."""

    people: int
    arrived: int
    mean_s: float
    person_s: float
    cpu_s: float


def person_seconds(measures: Measures) -> float:
    """Ours of a day, without the waiting for trains that jupedsim-network does not know."""
    times = measures.times
    return times.people * (times.mean_s - times.waited_s)


def run_network(day: Simulation, setting: Setting) -> Egress:
    """One run without records, the way its own studies run it; its set-up and routes are not counted."""
    import jupedsim_network as jn  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        built = build(jn.Network(), day, setting.fine)
        groups = populations(jn, day, built, setting)
        limit_s = setting.minutes * 60.0 + 3600.0
        run = jn.NetworkSimulation(built, groups, dt=setting.step_s, t_max=limit_s, counterflow="independent")
    done: list[Any] = []
    spent_s = cpu_s(lambda: done.append(run.run(1, record=False)))
    took = done[0].exit_times - done[0].pre_movement_times
    there = np.isfinite(took)
    person_s = float(np.where(there, took, limit_s - done[0].pre_movement_times).sum())
    return Egress(len(took), int(there.sum()), float(took[there].mean()), person_s, spent_s)


def build(net: Any, day: Simulation, fine: bool) -> Any:
    """The station in its words."""
    supply, crowd = day.supply, day.crowd
    room, steps = _rooms(day)
    if not fine:
        room, steps = supply.surface, set()
    area = supply.cells.area_m2 if fine else np.bincount(supply.cells.surface, supply.cells.area_m2)
    middle = shapely.get_coordinates(shapely.centroid(supply.cells.shape))
    for number in sorted({*room[room >= 0].tolist(), *(end for step in steps for end in step)}):
        net.add_room(f"room {number}", area=float(max(area[number], supply.cells.size_m)))
    for start, end in sorted(steps):
        length_m = float(np.hypot(*(middle[start] - middle[end])))
        _open(net, f"room {start}", f"room {end}", length_m, supply.cells.size_m)
    way_m = np.full(len(room), supply.cells.size_m / 2) if fine else _mean_way_m(supply.walk_m[0])
    _add_pathways(net, day, room, way_m)
    for k in range(len(crowd.places)):
        node = supply.portals + k
        if room[node] >= 0:
            net.add_room(f"from {k}", area=OUTSIDE_M2)
            _open(net, f"from {k}", f"room {room[node]}", 0.0, supply.cells.size_m)
    for k, aim in enumerate(crowd.aims):
        nodes = [supply.portals + place for place in aim if room[supply.portals + place] >= 0]
        if nodes:
            net.add_safe(f"to {k}")
        for number in {int(room[node]) for node in nodes}:
            _open(net, f"room {number}", f"to {k}", float(way_m[nodes[0]]), supply.cells.size_m)
    return net


def _open(net: Any, start: str, end: str, length_m: float, width_m: float) -> None:
    net.connect(start, end, width=width_m, kind="opening", length=length_m, bidirectional=False)


def _rooms(day: Simulation) -> tuple[NDArray[np.int64], set[tuple[int, int]]]:
    """The cell of each node, -1 for none, and the steps from cell to cell that walks take."""
    ground = day.supply.ground
    cells, starts = ground.segments["cell"].astype(np.int64), ground.starts
    room = np.full(len(day.supply.surface), -1, np.int64)
    tail, head = np.nonzero(ground.row >= 0)
    walk = ground.row[tail, head]
    some = starts[walk + 1] > starts[walk]
    room[tail[some]], room[head[some]] = cells[starts[walk[some]]], cells[starts[walk[some] + 1] - 1]
    inside = np.ones(len(cells), np.bool_)
    inside[starts[1:-1][starts[1:-1] < len(cells)]] = False
    after = np.flatnonzero(inside[1:]) + 1
    found = set(zip(cells[after - 1].tolist(), cells[after].tolist(), strict=True))
    return room, {step for step in found if step[0] != step[1]}


def _mean_way_m(walk_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each node is from the others of its floor, in the mean: a room knows one length to each of its doors."""
    there = np.isfinite(walk_m)
    mean_m = np.where(there, walk_m, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    return np.asarray(np.ceil(mean_m / ROUGH_M) * ROUGH_M)


def _add_pathways(net: Any, day: Simulation, room: NDArray[np.int64], way_m: NDArray[np.float64]) -> None:
    """A room for each use of a pathway by a walker: entered at its capacity, left when it has been ridden."""
    supply = day.supply
    walker = [profile.name for profile in supply.groups].index("walk")
    for k in np.flatnonzero(supply.usable(day.network)[walker]).tolist():
        server, start, end = supply.servers[supply.server_of[k]], supply.tails[k], supply.heads[k]
        if server.mode == "lift" or min(room[start], room[end]) < 0:
            continue
        backward = supply.uses[k][1] > supply.uses[k][2]
        flow_pps = server.channels / (server.backward_s if backward else server.forward_s)
        ride_s = float(supply.ride_s[walker, k])
        net.add_room(f"use {k}", area=max(5.0, flow_pps * ride_s / PATHWAY_PPM2))
        net.connect(f"room {room[start]}", f"use {k}", width=1.0, kind="opening", length=float(way_m[start]),
                    specific_flow=flow_pps, bidirectional=False)  # fmt: skip
        _open(net, f"use {k}", f"room {room[end]}", ride_s * FASTEST_MPS, supply.cells.size_m)


def populations(jn: Any, day: Simulation, net: Any, setting: Setting) -> list[Any]:
    """Those who set out in the window, by origin and aim."""
    crowd, names = day.crowd, {node.name for node in net.nodes}
    mine = (crowd.start >= BEGIN_S) & (crowd.start < BEGIN_S + setting.minutes * 60.0)
    codes, counts = np.unique(crowd.origin[mine] * len(crowd.aims) + crowd.end[mine], return_counts=True)
    begin = 0.0 if setting.at_once else jn.Uniform(0.0, setting.minutes * 60.0)
    found = []
    for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
        start, end = f"from {code // len(crowd.aims)}", f"to {code % len(crowd.aims)}"
        if start in names and end in names:
            found.append(jn.Population(start, count=count, speed=1.34, pre_movement=begin, target=end))
    return found
