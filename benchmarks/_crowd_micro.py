"""JuPedSim's collision-free speed model in a corridor: CPU time by person-seconds, far from the size of a station."""

from __future__ import annotations

from typing import NamedTuple

import shapely

from benchmarks._measure import cpu_s

MICRO = ("jupedsim==1.4.2", "deprecated==1.2.18", "wrapt==1.17.3")
LENGTH_M, WIDTH_M = 200.0, 25.0


class Corridor(NamedTuple):
    """What a run took."""

    person_s: float
    cpu_s: float


def run_corridor(people: int, step_s: float, until_s: float) -> Corridor:
    """So many people walk from the nearer half of a corridor to its end, for so long."""
    import jupedsim as jps  # noqa: PLC0415

    simulation = jps.Simulation(
        model=jps.CollisionFreeSpeedModel(), geometry=shapely.box(0, 0, LENGTH_M, WIDTH_M), dt=step_s
    )
    stage = simulation.add_exit_stage(shapely.box(LENGTH_M - 1, 0, LENGTH_M, WIDTH_M))
    journey = simulation.add_journey(jps.JourneyDescription([stage]))
    spots = jps.distribute_by_number(
        polygon=shapely.box(0.5, 0.5, LENGTH_M / 2, WIDTH_M - 0.5), number_of_agents=people, distance_to_agents=0.5,
        distance_to_polygon=0.3, seed=1,
    )  # fmt: skip
    for spot in spots:
        agent = jps.CollisionFreeSpeedModelAgentParameters(journey_id=journey, stage_id=stage, position=spot)
        simulation.add_agent(agent)
    lived_s = [0.0]

    def walk() -> None:
        while simulation.agent_count() and simulation.elapsed_time() < until_s:
            simulation.iterate()
            lived_s[0] += simulation.agent_count() * step_s

    spent_s = cpu_s(walk)
    return Corridor(lived_s[0], spent_s)
