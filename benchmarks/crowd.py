"""A day of crowd on the shipped station beside its peers: CPU seconds, memory, and the bars they are held to.

SimPy, jupedsim-network and JuPedSim are fetched for this run if possible. SimPy gets the whole day; jupedsim-network
an hour of it, as equal as its model allows; JuPedSim a corridor. The last table holds every figure to its bar.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks._crowd_micro import MICRO, run_corridor
from benchmarks._crowd_network import NETWORK, Setting, person_seconds, run_network
from benchmarks._crowd_plans import (
    Spent,
    best,
    everything,
    growing,
    memory,
    overload,
    time_day,
    turn_round,
    two_scenarios,
)
from benchmarks._crowd_simpy import SIMPY, Hub, Rooms, run_simpy
from benchmarks._measure import borrow, cpu_s, is_quick, not_available, scratch, show
from wayfinding import Network, compile_network, load_station, simulate
from wayfinding.flow.measuring.measures import measure
from wayfinding.flow.simulate import Simulation
from wayfinding.station import SHIPPED_STATION
from wayfinding.web.crowd_report import write_crowd_report

DAY_PEOPLE = 300_000
MOST_SEEDS, INTERVAL_S = 40, 0.1
Bar = tuple[str, str, str, str]
"""What, the bar, what was measured, by how much it is reached or missed."""


def main() -> None:
    """Measure and print."""
    quick = is_quick()
    people, rounds = (3_000, 1) if quick else (DAY_PEOPLE, 7)
    network = compile_network(load_station(SHIPPED_STATION))
    everything(simulate(network, 1_000))
    print(f"{people:,} people from 05:30 to 24:00, five levels; CPU s of one core, the best of {rounds}")
    spent, day = time_day(network, people, rounds)
    bars: list[Bar] = [the_day(spent, day, rounds)]

    def ours() -> float:
        return cpu_s(lambda: everything(simulate(network, people)))

    bars += against_simpy(day, ours)
    bars += against_network(day, ours, QUICK if quick else SETTINGS)
    against_micro(day, ours, quick)
    bars += plans(network, people, rounds, quick)
    judged = "The bars" if not quick else "The bars, of a day far too small to be judged by them"
    show(judged, ["what", "bar", "measured", ""], bars)


def at_most(what: str, value: float, bar: float, unit: str) -> Bar:
    """A bar that a figure must not pass."""
    told = "reached" if value <= bar else f"missed by {value - bar:.3g} {unit}"
    return what, f"at most {bar:g} {unit}", f"{value:.3g} {unit}", told


def at_least(what: str, value: float, bar: float) -> Bar:
    """A bar of how many times faster."""
    told = "reached" if value >= bar else f"missed by {1 - value / bar:.0%}"
    return what, f"at least {bar:g} times", f"{value:.3g} times", told


def the_day(spent: Spent, day: Simulation, rounds: int) -> Bar:
    """Each stage of a day."""
    measures_s = best(lambda: everything(day), rounds)
    folder = scratch()
    report_s = cpu_s(lambda: write_crowd_report(folder, measure(day)))
    per = 1e9 / day.passages
    all_s = spent.whole_s + measures_s
    show("A day", ["stage", "CPU s", "ns a passage"], [
        ("the engine alone", spent.engine_s, spent.engine_s * per),
        ("drawing the crowd, tables and engine (`simulate`)", spent.whole_s, spent.whole_s * per),
        ("all measures, levels of service and the JSON", measures_s, measures_s * per),
        ("sum: a day with all figures", all_s, all_s * per),
        ("the report: page, pictures, tables, GeoJSON; once", report_s, report_s * per),
    ])  # fmt: skip
    print(f"\n{day.passages:,} passages, {day.arrived:,} arrived")
    return at_most("full day, all figures, one core", all_s, 0.5, "s")


def against_simpy(day: Simulation, ours: Callable[[], float]) -> list[Bar]:
    """The whole day in SimPy, once with cells that are counted by hand, once with a resource for each."""
    if not borrow(SIMPY):
        not_available(SIMPY)
        return []
    took = day.door_to_door_s
    rows: list[tuple[str | float, ...]] = []
    ratios = []
    for name, kind in (("SimPy, a resource for each cell", Rooms), ("SimPy, cells counted by hand", Hub)):
        done = run_simpy(day, kind, ours)
        per, ours_per = 1e9 / done.passages, 1e9 / day.passages
        ratios.append(done.cpu_s * per / (done.ours_s * ours_per))
        rows += [
            (name, f"{done.people:,}", f"{done.arrived:,}", done.mean_s, f"{done.passages:,}", done.cpu_s,
             done.cpu_s * per, f"{ratios[-1]:.1f}"),
            ("wayfinding, all figures, in turns with it", f"{len(took):,}", f"{day.arrived:,}", float(np.nanmean(took)),
             f"{day.passages:,}", done.ours_s, done.ours_s * ours_per, "1"),
        ]  # fmt: skip
    show(
        "The same day in SimPy: the same people, cells, ways, queues, lifts and trains",
        ["engine", "people", "arrived", "mean s", "passages", "CPU s", "ns a passage", "by passages"],
        rows,
    )
    told = "a plain SimPy model, by passages: "
    return [at_least(f"{told}a resource for each cell", ratios[0], 100),
            at_least(f"{told}cells counted by hand", ratios[1], 100)]  # fmt: skip


SETTINGS = (
    Setting(fine=True, minutes=15, at_once=False, step_s=0.5),
    Setting(fine=True, minutes=15, at_once=False, step_s=1.0),
    Setting(fine=True, minutes=60, at_once=False, step_s=0.5),
    Setting(fine=True, minutes=60, at_once=False, step_s=1.0),
    Setting(fine=True, minutes=15, at_once=True, step_s=0.5),
    Setting(fine=True, minutes=15, at_once=True, step_s=1.0),
    Setting(fine=False, minutes=15, at_once=False, step_s=0.5),
    Setting(fine=False, minutes=15, at_once=False, step_s=1.0),
)
QUICK = (Setting(fine=True, minutes=15, at_once=False, step_s=1.0),)


def against_network(day: Simulation, ours: Callable[[], float], settings: tuple[Setting, ...]) -> list[Bar]:
    """Parts of the day in jupedsim-network, in several sizes and time steps, each beside one of our days."""
    if not borrow(NETWORK):
        not_available(NETWORK)
        return []
    ours_person_s = person_seconds(measure(day))
    rows, ratios = [], {}
    for setting in settings:
        done, ours_s = run_network(day, setting), ours()
        each, ours_each = done.cpu_s / done.person_s, ours_s / ours_person_s
        ratios[setting] = each / ours_each
        window = f"{setting.minutes:g} min, {'all at once' if setting.at_once else 'as they come'}"
        rows.append(("cells" if setting.fine else "floors", window, f"{setting.step_s:g} s",
                     f"{done.arrived:,} of {done.people:,}", done.mean_s, done.person_s, done.cpu_s,
                     each * 1e6, ours_each * 1e6, f"{ratios[setting]:.1f}"))  # fmt: skip
    show(f"jupedsim-network from 8:00, by person-seconds; a day of ours has {ours_person_s:,.0f} of them",
         ["rooms", "people", "time step", "arrived", "mean s", "person-seconds", "CPU s", "µs each", "ours µs each",
          "ratio"], rows)  # fmt: skip
    equal = [ratio for setting, ratio in ratios.items() if setting.fine and not setting.at_once]
    others = [ratio for ratio in ratios.values() if ratio not in equal]
    told = "jupedsim-network at its best, by person-seconds: "
    bars = [at_least(f"{told}our cells, people as they come", min(equal), 50)]
    return [*bars, *(at_least(f"{told}floors whole, or all at once", min(others), 50) for _ in others[:1])]


def against_micro(day: Simulation, ours: Callable[[], float], quick: bool) -> None:
    """JuPedSim in a corridor."""
    if not borrow(*MICRO):
        not_available(MICRO[0])
        return
    ours_each = ours() / person_seconds(measure(day))
    rows = []
    for people, step_s in ((50, 0.05),) if quick else ((200, 0.01), (1_000, 0.01), (1_000, 0.05)):
        done = run_corridor(people, step_s, 5.0 if quick else 40.0)
        each = done.cpu_s / done.person_s
        rows.append((f"{people:,}", f"{step_s:g} s", done.person_s, done.cpu_s, each * 1e6, f"{each / ours_each:,.0f}"))
    show(
        "JuPedSim, collision-free speed, in a corridor of 200 m by 25 m",
        ["people", "time step", "person-seconds", "CPU s", "µs each", "ratio to a day of ours"],
        rows,
    )


def plans(network: Network, people: int, rounds: int, quick: bool) -> list[Bar]:
    """What a planner waits for."""
    bars = []
    peak_mb = memory(people)
    if peak_mb is not None:
        bars.append(at_most("peak memory of a process that does a day with all measures", peak_mb, 500, "MB"))
    turned_s = turn_round(network, people, rounds)
    bars.append(at_most("reverse one escalator to new queues, times, step-free results", turned_s, 1, "s"))
    spent_s, half_s = two_scenarios(network, people, MOST_SEEDS, 100.0 if quick else INTERVAL_S)
    bars.append(at_most(f"two scenarios to ±{INTERVAL_S} s on the mean (±{half_s:.2g} s)", spent_s, 5, "s"))
    sizes = (300, 1_000, 3_000) if quick else (30_000, 100_000, 300_000, 900_000, 3_000_000)
    each_ns = growing(network, sizes, people, rounds)
    told = " → ".join(f"{value:.0f}" for value in each_ns)
    flat = f"{max(each_ns) / min(each_ns):.2f} times between the dearest and the cheapest"
    bars.append((f"cost of a passage in the engine, {sizes[0]:,} to {sizes[-1]:,} people", "flat", f"{told} ns", flat))
    least, share = overload(network, people)
    bars.append((f"three times the demand: arrivals an hour; {share:.0%} arrive", "no hour below the day as it is",
                 f"at least {least:.2f} times as many", "reached" if least >= 1 else "missed"))  # fmt: skip
    return bars


if __name__ == "__main__":
    main()
