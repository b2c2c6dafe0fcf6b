"""A plain SimPy model of the same station: what one writes with its processes, resources and events, over plain lists.

It gets the cells, walks, pathways and ways to consider that our own run uses, and follows the same rules: people slow
down with the density of their cell, a full cell lets them in one by one, pathways are resources, lifts carry batches,
trains take who waits, and each choice weighs the queues of the moment. Its lifts serve the first caller first.
"""

from __future__ import annotations

import gc
import math
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks._crowd_lift import Call, Lift
from benchmarks._measure import cpu_s
from wayfinding import assumptions as figures
from wayfinding.flow.choosing.choice import NOTHING, STRAIGHT_ON
from wayfinding.flow.moving.pace import slowing
from wayfinding.flow.moving.perceived import CHANCES, LIFT_ROUND_S
from wayfinding.flow.moving.queues import GAIN_S, RECHOICES
from wayfinding.flow.moving.run import SIZES
from wayfinding.flow.simulate import Simulation

SIMPY = "simpy==4.1.2"
TURN_S = 7200.0


@dataclass(frozen=True)
class Outcome:
    """What SimPy did: people, arrivals, passages of cells and pathways, their mean time, CPU seconds.

    `ours_s` are CPU seconds of one of our days, in the mean over those that took turns with it.
    """

    people: int
    arrived: int
    passages: int
    mean_s: float
    cpu_s: float
    ours_s: float


def run_simpy(day: Simulation, kind: type[Hub], ours: Callable[[], float]) -> Outcome:
    """A whole day in SimPy, with one of ours after each TURN_S of it, so that both meet the same load."""
    import simpy  # noqa: PLC0415

    hub = kind(simpy, day)
    gc.collect()
    gc.freeze()
    theirs_s, ours_s = [], []
    while hub.env.now < day.times[1] + TURN_S:
        until = hub.env.now + TURN_S
        theirs_s.append(cpu_s(lambda until=until: hub.env.run(until)))  # type: ignore[misc]
        ours_s.append(ours())
    gc.unfreeze()
    return Outcome(len(hub.people[0]), hub.arrived, hub.passages, hub.took_s / max(1, hub.arrived), sum(theirs_s),
                   sum(ours_s) / len(ours_s))  # fmt: skip


class Hub:
    """The station as SimPy sees it."""

    def __init__(self, simpy: Any, day: Simulation) -> None:
        supply, crowd, ground = day.supply, day.crowd, day.supply.ground
        self.env = env = simpy.Environment(day.times[0])
        self.row, self.starts = ground.row.tolist(), ground.starts.tolist()
        cells, metres = ground.segments["cell"].tolist(), ground.segments["metres"].tolist()
        bounds = list(zip(self.starts, self.starts[1:], strict=False))
        self.steps = [list(zip(cells[a:b], metres[a:b], strict=True)) for a, b in bounds]
        self.length_m = [sum(metres[a:b]) for a, b in bounds]
        self.scale, self.ride_s = ground.scale.tolist(), supply.ride_s.tolist()
        self.speed = [profile.speed_mps for profile in supply.groups]
        self.boarding = [profile.boarding_s for profile in supply.groups]
        self.size = [SIZES.get(profile.name, 1.0) for profile in supply.groups]
        self.tails, self.heads, self.server = supply.tails.tolist(), supply.heads.tolist(), supply.server_of.tolist()
        self.back = [int(use[1] > use[2]) for use in supply.uses]
        self.kinds = supply.servers
        self.gates = [simpy.Resource(env, max(1, item.channels)) for item in supply.servers]
        self.on = [[0, 0] for _ in supply.servers]
        self.lifts = {k: Lift(env, day, k) for k, item in enumerate(supply.servers) if item.mode == "lift"}
        for lift in self.lifts.values():
            env.process(lift.work())
        self.entry, self.exit = [use[1] for use in supply.uses], [use[2] for use in supply.uses]
        self.area = supply.cells.area_m2.tolist()
        self.count, self.free = [0] * len(self.area), [0.0] * len(self.area)
        self.factor = slowing(day.settings.law).tolist()
        self.spread_s = day.settings.spread_s
        self.chances = np.log(-np.log((np.arange(CHANCES) + 0.5) / CHANCES)).tolist()
        self.table_row, self.options = day.tables.row, day.tables.options
        self.seen: dict[int, list[tuple[int, float]]] = {}
        columns = (crowd.start, crowd.origin + supply.portals, crowd.group, day.tables.table, crowd.platform, crowd.key)
        self.people = [column.tolist() for column in columns]
        self.waiting: list[deque[Any]] = [deque() for _ in crowd.platforms]
        trains = day.run.trains
        columns = (trains["leaves"], trains["platform"], trains["seats"])
        env.process(self.trains(list(zip(*(column.tolist() for column in columns), strict=True))))
        env.process(self.doors())
        self.arrived = self.passages = 0
        self.took_s = 0.0

    def doors(self) -> Iterator[Any]:
        """Let people in when they set out."""
        for i, start in enumerate(self.people[0]):
            wait_s = start - self.env.now
            if wait_s > 0:
                yield self.env.timeout(wait_s)
            self.env.process(self.person(i))

    def person(self, i: int) -> Iterator[Any]:
        """One person: walk by walk, queue by queue, the train at the end."""
        start, node, group, table, platform, key = (column[i] for column in self.people)
        here, turned = None, 0
        while True:
            options = self.consider(table, node)
            use, _ = self.choose(options, node, group, key)
            if use == NOTHING:
                break
            walk = self.row[node][STRAIGHT_ON - use if use <= STRAIGHT_ON else self.tails[use]]
            here = yield from self.walk(walk, group, here)
            if use <= STRAIGHT_ON:
                if platform >= 0:
                    train = self.env.event()
                    self.waiting[platform].append(train)
                    yield train
                self.arrived += 1
                self.took_s += self.env.now - start
                break
            node = self.tails[use]
            if turned < RECHOICES and self.turns_away(options, use, node, group, key):
                turned += 1
                continue
            yield from self.ride(use, group, here)
            self.passages += 1
            here, node, turned = None, self.heads[use], 0
        self.leave(here)

    def walk(self, walk: int, group: int, here: Any) -> Iterator[Any]:
        """Cell by cell, as fast as those there allow; answers where one stands then."""
        env, count, area = self.env, self.count, self.area
        stretch = self.scale[group][walk] / self.speed[group]
        for cell, metres in self.steps[walk]:
            if cell != here:
                density = count[cell] / area[cell]
                if density >= figures.CROWD_FULL.value:
                    wait_s = self.squeeze(cell, density)
                    if wait_s > 0:
                        yield env.timeout(wait_s)
                self.leave(here)
                count[cell] += 1
                here = cell
            self.passages += 1
            yield env.timeout(metres * stretch / self.pace((count[cell] - 1) / area[cell]))
        return here

    def leave(self, here: Any) -> None:
        """Out of the cell, if one is in any."""
        if here is not None:
            self.count[here] -= 1

    def ride(self, use: int, group: int, here: Any) -> Iterator[Any]:
        """Queue for a pathway and pass it."""
        number, back = self.server[use], self.back[use]
        if number in self.lifts:
            done = self.env.event()
            size, boarding_s = self.size[group], self.boarding[group]
            self.lifts[number].call(Call(self.entry[use], self.exit[use], size, boarding_s, done))
            yield done
            self.leave(here)
            return
        with self.gates[number].request() as turn:
            yield turn
            self.leave(here)
            headway_s = self.headway_s(use)
            self.on[number][back] += 1
            yield self.env.timeout(headway_s)
        if self.ride_s[group][use] > headway_s:
            yield self.env.timeout(self.ride_s[group][use] - headway_s)
        self.on[number][back] -= 1

    def consider(self, table: int, node: int) -> list[tuple[int, float]]:
        """The next pathways worth a thought, with what they cost in s."""
        row = int(self.table_row[table, node])
        found = self.seen.get(row)
        if found is None:
            options = self.options[row]
            found = [(int(use), float(cost)) for use, cost in zip(options["use"], options["cost"], strict=True)
                     if use != NOTHING]  # fmt: skip
            self.seen[row] = found
        return found

    def choose(self, options: list[tuple[int, float]], node: int, group: int, key: int) -> tuple[int, float]:
        """The cheapest of them as one sees it now."""
        if len(options) < 2:
            return options[0] if options else (NOTHING, math.inf)
        chosen, least = NOTHING, math.inf
        for use, cost in options:
            if use >= 0:
                cost += self.queue_s(use, node, group)  # noqa: PLW2901
            cost += self.spread_s * self.chances[hash((key, use)) % CHANCES]  # noqa: PLW2901
            if cost < least:
                chosen, least = use, cost
        return chosen, least

    def queue_s(self, use: int, node: int, group: int) -> float:
        """How long one would queue there."""
        number = self.server[use]
        if number in self.lifts:
            return self.line_s(number)
        gate = self.gates[number]
        if not gate.queue:
            return 0.0
        walk = self.row[node][self.tails[use]]
        walk_s = self.length_m[walk] * self.scale[group][walk] / self.speed[group]
        return max(0.0, len(gate.queue) * self.headway_s(use) / gate.capacity - walk_s)

    def turns_away(self, options: list[tuple[int, float]], use: int, node: int, group: int, key: int) -> bool:
        """Whether the queue is long and another way from here is better."""
        gate = self.gates[self.server[use]]
        if self.server[use] in self.lifts:
            wait_s = self.line_s(self.server[use])
        else:
            wait_s = len(gate.queue) * self.headway_s(use) / gate.capacity
        if wait_s <= figures.RECHOICE_WAIT.value:
            return False
        other, cost = self.choose(options, node, group, key)
        mine = dict(options).get(use, math.inf) + self.spread_s * self.chances[hash((key, use)) % CHANCES]
        return other not in (use, NOTHING) and cost + GAIN_S < mine + wait_s

    def line_s(self, number: int) -> float:
        """How long one reckons to wait behind those who stand before a lift."""
        lift = self.lifts[number]
        return sum(call.size for call in lift.calls) / lift.room * LIFT_ROUND_S

    def headway_s(self, use: int) -> float:
        """Seconds between two people, more where others come the opposite way."""
        kind, back = self.kinds[self.server[use]], self.back[use]
        if kind.mixed_s and self.on[self.server[use]][1 - back]:
            return kind.mixed_s
        return kind.backward_s if back else kind.forward_s

    def pace(self, density: float) -> float:
        """The share of the free speed that is left."""
        return self.factor[min(int(density * 100), len(self.factor) - 1)]

    def squeeze(self, place: int, density: float) -> float:
        """How long one waits before a full cell."""
        flow = max(figures.CROWD_SQUEEZE.value, density * figures.WALK_SPEED.value * self.pace(density))
        enter = max(self.env.now, self.free[place])
        self.free[place] = enter + 1.0 / (flow * math.sqrt(self.area[place]))
        return enter - self.env.now

    def trains(self, departures: list[tuple[float, int, int]]) -> Iterator[Any]:
        """Each train takes who waits longest, as far as there is room."""
        for leaves, platform, seats in departures:
            yield self.env.timeout(max(0.0, leaves - self.env.now))
            for _ in range(min(seats, len(self.waiting[platform]))):
                self.waiting[platform].popleft().succeed()


class Rooms(Hub):
    """The same with a resource for each cell too, as SimPy's guide has it for whatever holds a limited number."""

    def __init__(self, simpy: Any, day: Simulation) -> None:
        super().__init__(simpy, day)
        most = [max(1, int(area * figures.WEIDMANN_JAM.value)) for area in self.area]
        self.floors = [simpy.Resource(self.env, number) for number in most]

    def walk(self, walk: int, group: int, here: Any) -> Iterator[Any]:
        """Cell by cell, waiting until there is room in the next."""
        stretch = self.scale[group][walk] / self.speed[group]
        for cell, metres in self.steps[walk]:
            floor = self.floors[cell]
            if here is None or here.resource is not floor:
                room = floor.request()
                yield room
                self.leave(here)
                here = room
            self.passages += 1
            yield self.env.timeout(metres * stretch / self.pace((floor.count - 1) / self.area[cell]))
        return here

    def leave(self, here: Any) -> None:
        """Out of the cell, if one is in any."""
        if here is not None:
            here.resource.release(here)
