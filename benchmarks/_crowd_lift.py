"""A lift of the SimPy model: a process of its own that carries batches."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

from wayfinding import assumptions as figures
from wayfinding.flow.simulate import Simulation


class Call(NamedTuple):
    """Someone at a door: where he is and goes, the room he takes in walkers, s to get in, whom to tell at the end."""

    entry: int
    exit: int
    size: float
    boarding_s: float
    ride: Any


class Lift:
    """One car: it fetches the first caller, with all who go the same way, brings them, and comes back for the next."""

    def __init__(self, env: Any, day: Simulation, number: int) -> None:
        server, station = day.supply.servers[number], day.network.station
        pathway = station.pathways[server.pathway]
        self.env, self.room = env, server.room
        self.height = [station.levels[stop.level].elevation_m for stop in pathway.stops]
        self.speed = pathway.speed_mps or figures.LIFT_SPEED.value
        self.calls: deque[Call] = deque()
        self.bell = env.event()

    def call(self, call: Call) -> None:
        """Someone waits."""
        self.calls.append(call)
        if not self.bell.triggered:
            self.bell.succeed()

    def work(self) -> Iterator[Any]:
        """Round after round."""
        at, doors_s = 0, figures.LIFT_DOOR_OPENING.value + figures.LIFT_DOOR_CLOSING.value
        while True:
            if not self.calls:
                self.bell = self.env.event()
                yield self.bell
            start = self.calls[0].entry
            yield self.env.timeout(self.travel_s(at, start) + doors_s)
            at, riders = start, self.board(start)
            yield self.env.timeout(max(sum(rider.boarding_s for rider in riders), figures.LIFT_DOOR_OPEN.value))
            stops = {rider.exit for rider in riders}
            for stop in sorted(stops, key=lambda stop: abs(self.height[stop] - self.height[start])):
                yield self.env.timeout(self.travel_s(at, stop) + doors_s)
                at = stop
                for rider in riders:
                    if rider.exit == stop:
                        yield self.env.timeout(rider.boarding_s)
                        rider.ride.succeed()

    def board(self, start: int) -> list[Call]:
        """Take the first caller, and who stands there and goes the same way, as far as there is room."""
        up = self.height[self.calls[0].exit] > self.height[start]
        riders: list[Call] = []
        left: deque[Call] = deque()
        load = 0.0
        for call in self.calls:
            same = call.entry == start and (self.height[call.exit] > self.height[start]) == up
            if same and (not riders or load + call.size <= self.room):
                riders.append(call)
                load += call.size
            else:
                left.append(call)
        self.calls = left
        return riders

    def travel_s(self, start: int, goal: int) -> float:
        """Between two stops, doors shut."""
        rise, acceleration = abs(self.height[goal] - self.height[start]), figures.LIFT_ACCELERATION.value
        if rise < self.speed * self.speed / acceleration:
            return 2.0 * math.sqrt(rise / acceleration)
        return rise / self.speed + self.speed / acceleration
