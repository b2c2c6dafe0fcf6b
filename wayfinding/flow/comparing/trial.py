"""Changes of the station tried one after another on a day of crowd: new queues, times, step-free ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wayfinding.flow.comparing.conditions import Conditions
from wayfinding.flow.comparing.moments import list_stretches, refuse_plan
from wayfinding.flow.comparing.pairs import Changes, find_changes, list_ends
from wayfinding.flow.measuring.measures import Measures, measure
from wayfinding.flow.moving.run import Departures
from wayfinding.flow.people.crowd import Crowd
from wayfinding.flow.simulate import Simulation, draw_people, walk_crowd
from wayfinding.flow.supply.day import State, list_states
from wayfinding.routing.differences import WayChange, list_way_changes
from wayfinding.routing.network import Network, compile_network
from wayfinding.routing.profiles import get_profile
from wayfinding.station.scenario import Scenario, apply

People = tuple[Crowd, Departures]


@dataclass(frozen=True, eq=False)
class Trial:
    """The station after a change: the measures of its day, what changed for the people, and for step-free ways."""

    network: Network
    measures: Measures
    changes: Changes
    step_free: tuple[WayChange, ...]


class Bench:
    """A day of crowd in one state of the station, to try changes of the station on.

    It is one seed: what it shows is told from chance by `compare`, which runs several.
    """

    def __init__(self, network: Network, under: Conditions | None = None, seed: int = 0) -> None:
        self.network, self.under, self.seed = network, under or Conditions(), seed
        self.groups = tuple(get_profile(name) for name in self.under.demand.groups)
        self.states = list_states(network, self.under.day)
        self._people: People | None = None
        self.before = self._walk(self.states)

    def try_scenario(self, scenario: Scenario) -> Trial:
        """The same day with a scenario. Raises ScenarioError where it does not fit, PlanError as `compare` does."""
        network = compile_network(apply(self.network.source, scenario), self.network.at, reuse=self.network)
        states = list_states(network, self.under.day)
        stretches = list_stretches(self.states, states)
        refuse_plan(stretches, self.groups, scenario.name)
        after = self._walk(states)
        took = self.before.door_to_door_s, after.door_to_door_s
        changes = find_changes((self.before.crowd, after.crowd), took, len(self.groups))
        ways = dict.fromkeys(way for item in stretches for way in list_way_changes(item.a, item.b))
        return Trial(network, measure(after), changes, tuple(ways))

    def _walk(self, states: Sequence[State]) -> Simulation:
        """The day in these states; people are drawn anew only where trips begin or end elsewhere."""
        under = self.under
        people = self._people
        if people is None or list_ends(states) != list_ends(self.states):
            people = draw_people(states, under.demand, self.seed, under.passengers, under.times)
        self._people = self._people or people
        return walk_crowd(states, self.groups, *people, seed=self.seed, times=under.times, settings=under.settings)
