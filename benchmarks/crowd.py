"""A day of crowd on the shipped station: CPU seconds and memory, beside a plain SimPy model of the same ways.

SimPy is fetched for this run if possible. It gets the walks, pathways and cheapest ways that our own run uses, and a
share of the people; its time for a day is scaled by passages.
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from benchmarks._measure import borrow, cpu_s, is_quick, not_available, scratch, show
from wayfinding import Network, compile_network, load_station, simulate
from wayfinding.flow.choice import NOTHING, STRAIGHT_ON
from wayfinding.flow.engine import go
from wayfinding.flow.measures import Measures, measure
from wayfinding.flow.outputs import crowd_answer
from wayfinding.flow.run import pack
from wayfinding.flow.simulate import DAY, LAST_S, Settings, Simulation, make_rules
from wayfinding.flow.tables import Period, build_tables
from wayfinding.station import SHIPPED_STATION
from wayfinding.web.crowd_report import write_crowd_report

SIMPY = "simpy==4.1.1"
DAY_PEOPLE = 300_000
ROUNDS = 3


def main() -> None:
    """Measure and print."""
    people = 3_000 if is_quick() else DAY_PEOPLE
    network = compile_network(load_station(SHIPPED_STATION))
    simulate(network, 1_000)
    print(f"{people:,} people from 05:30 to 24:00, five levels; CPU s of one core, the best of {ROUNDS}")
    day = simulate(network, people)
    alone_s = the_day(network, people, day)
    against_simpy(day, alone_s, people // (10 if is_quick() else 100))
    growing(network, (300, 3_000) if is_quick() else (30_000, 300_000, 3_000_000))


def the_day(network: Network, people: int, day: Simulation) -> float:
    """Each stage of a day; answers the seconds of the engine alone."""
    alone_s = min(engine_s(day) for _ in range(ROUNDS))
    whole_s = best(lambda: simulate(network, people))
    measures_s = best(lambda: everything(day))
    folder = scratch()
    report_s = cpu_s(lambda: write_crowd_report(folder, measure(day)))
    per = 1e9 / day.passages
    show("A day", ["stage", "CPU s", "ns a passage"], [
        ("the engine alone", alone_s, alone_s * per),
        ("drawing the crowd, tables and engine (`simulate`)", whole_s, whole_s * per),
        ("all measures, levels of service and the JSON", measures_s, measures_s * per),
        ("sum: a day with all figures", whole_s + measures_s, (whole_s + measures_s) * per),
        ("the report: page, pictures, tables, GeoJSON", report_s, report_s * per),
    ])  # fmt: skip
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{day.passages:,} passages, {day.arrived:,} arrived; peak memory of the process {peak_mb:,.0f} MB")
    return alone_s


def best(work: Callable[[], object]) -> float:
    """The least CPU seconds of a few rounds."""
    return min(cpu_s(work) for _ in range(ROUNDS))


def everything(day: Simulation) -> Measures:
    """All figures of a run."""
    measures = measure(day)
    crowd_answer(measures)
    measures.service.person_minutes()
    return measures


def engine_s(day: Simulation) -> float:
    """The engine once more over the same people and trains."""
    supply = day.supply
    periods = [Period(0.0, supply.usable(day.network))]
    tables = build_tables(supply, day.crowd, periods, Settings().slack_s)
    trains = [(row["leaves"], row["platform"], row["seats"]) for row in day.run.trains]
    run = pack(supply, day.crowd, tables, periods, trains, make_rules(0, Settings().spread_s), begin_s=DAY[0])
    return cpu_s(lambda: go(run, min(DAY[1] + 3600.0, LAST_S)))


def against_simpy(day: Simulation, alone_s: float, people: int) -> None:
    """SimPy on some of the people, over the same walks and ways."""
    if not borrow(SIMPY):
        not_available(SIMPY)
        return
    import simpy  # noqa: PLC0415

    chosen = np.linspace(0, len(day.crowd.start) - 1, max(1, people)).astype(int).tolist()
    passed = [0]

    def run() -> None:
        env = simpy.Environment(DAY[0])
        servers = [simpy.Resource(env, max(1, server.channels)) for server in day.supply.servers]
        crowded = [0] * len(day.supply.cells.area_m2)
        for i in chosen:
            env.process(one_of(day, i, simpy_world(env, servers, crowded, passed)))
        env.run()

    theirs_s = cpu_s(run)
    each_s = theirs_s / passed[0]
    ours_s = alone_s / day.passages
    show(f"Against SimPy: {len(chosen):,} people, scaled by passages",
         ["engine", "passages", "µs a passage", "CPU s a day", "ratio"],
         [("wayfinding", float(day.passages), ours_s * 1e6, alone_s, 1.0),
          ("SimPy", float(passed[0]), each_s * 1e6, each_s * day.passages, each_s / ours_s)])  # fmt: skip


World = tuple[Any, list[Any], list[int], list[int]]


def simpy_world(env: Any, servers: list[Any], crowded: list[int], passed: list[int]) -> World:
    """What a process of SimPy lives in."""
    return env, servers, crowded, passed


def one_of(day: Simulation, i: int, world: World) -> Iterator[Any]:
    """One person as a process: cell by cell, queue by queue, always the cheapest way."""
    env, servers, crowded, passed = world
    run, supply = day.run, day.supply
    me = run.people[i]
    node, table, group = int(supply.portals + day.crowd.origin[i]), int(me["table"]), int(me["group"])
    speed = float(run.groups["speed"][group])
    yield env.timeout(max(0.0, float(me["start"]) - env.now))
    while True:
        use = int(run.options["use"][run.rows[table, node], 0])
        if use == NOTHING:
            return
        walk = int(run.row[node, STRAIGHT_ON - use if use <= STRAIGHT_ON else supply.tails[use]])
        scale = float(run.scale[group, walk])
        for k in range(int(run.starts[walk]), int(run.starts[walk + 1])):
            cell = int(run.segments["cell"][k])
            crowded[cell] += 1
            density = (crowded[cell] - 1) / float(run.cells["area"][cell])
            pace = float(run.factor[min(int(density * 100), len(run.factor) - 1)])
            yield env.timeout(float(run.segments["metres"][k]) * scale / (speed * pace))
            crowded[cell] -= 1
            passed[0] += 1
        if use <= STRAIGHT_ON:
            return
        with servers[supply.server_of[use]].request() as turn:
            yield turn
            yield env.timeout(float(run.uses["headway"][use]))
        yield env.timeout(float(supply.ride_s[group, use]))
        passed[0] += 1
        node = int(supply.heads[use])


def growing(network: Network, sizes: tuple[int, ...]) -> None:
    """What a passage costs as the crowd grows."""
    rows = []
    for people in sizes:
        done: list[Simulation] = []
        taken_s = cpu_s(lambda count=people, into=done: into.append(simulate(network, count)))
        day = done[0]
        rows.append((f"{people:,}", f"{day.arrived:,}", f"{day.passages:,}", taken_s, taken_s * 1e9 / day.passages,
                     resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))  # fmt: skip
    show("As the crowd grows: `simulate`, one run each",
         ["people a day", "arrived", "passages", "CPU s", "ns a passage", "peak MB so far"], rows)  # fmt: skip


if __name__ == "__main__":
    main()
