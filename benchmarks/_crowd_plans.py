"""What a planner waits for: a day, its memory, one escalator reversed, two scenarios, growing and overloaded crowds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from benchmarks._measure import cpu_s, show
from wayfinding import Network, apply, compare, compile_network, load_scenario, simulate
from wayfinding.flow.comparing.comparison import Comparison
from wayfinding.flow.comparing.conditions import Conditions
from wayfinding.flow.measuring.measures import Measures, measure
from wayfinding.flow.measuring.outputs import crowd_answer
from wayfinding.flow.moving import course as stages
from wayfinding.flow.simulate import Simulation
from wayfinding.routing.differences import list_way_changes
from wayfinding.station.scenario import read_scenario

REVERSED = ("near-end-1", "v2-up-2", "exit-4-down")
ONE_DAY = """
import re
from pathlib import Path
from wayfinding import compile_network, load_station, simulate
from wayfinding.flow.measuring.measures import measure
from wayfinding.flow.measuring.outputs import crowd_answer
from wayfinding.flow.comparing.conditions import Conditions
from wayfinding.station import SHIPPED_STATION
def told():
    return dict(re.findall(r"(VmHWM|RssAnon|RssFile):\\s+(\\d+)", Path("/proc/self/status").read_text()))
network = compile_network(load_station(SHIPPED_STATION))
ready = told()
day = measure(simulate(network, {people}))
crowd_answer(day)
day.service.person_minutes()
done = told()
print(ready["RssAnon"], ready["RssFile"], done["RssAnon"], done["RssFile"], done["VmHWM"])
"""


class Spent(NamedTuple):
    """CPU seconds of one day: the engine within `simulate`, and all of `simulate`."""

    engine_s: float
    whole_s: float


def best(work: Callable[[], object], rounds: int) -> float:
    """The least CPU seconds of a few rounds."""
    return min(cpu_s(work) for _ in range(rounds))


def everything(day: Simulation) -> Measures:
    """All figures of a run."""
    measures = measure(day)
    crowd_answer(measures)
    measures.service.person_minutes()
    return measures


def time_day(network: Network, people: int, rounds: int) -> tuple[Spent, Simulation]:
    """The best of some rounds of a day, each part by itself, and the day."""
    spent, days = [], []
    for _ in range(rounds):
        with engine_timed() as engine_s:
            whole_s = cpu_s(lambda: days.append(simulate(network, people)))
        spent.append(Spent(sum(engine_s), whole_s))
        del days[:-1]
    return Spent(*(min(part) for part in zip(*spent, strict=True))), days[0]


@contextmanager
def engine_timed() -> Iterator[list[float]]:
    """CPU seconds of each call of the engine meanwhile."""
    found: list[float] = []
    go = stages.go

    def timed(*inputs: Any) -> None:
        found.append(cpu_s(lambda: go(*inputs)))

    stages.go = timed  # type: ignore[assignment]
    try:
        yield found
    finally:
        stages.go = go


def memory(people: int) -> float | None:
    """Peak MB of a fresh process that does a day with all measures; None where the system does not tell."""
    command = [sys.executable, "-c", ONE_DAY.format(people=people)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603, fixed words
    if done.returncode:
        return None
    figures = [float(word) * 1024 / 1e6 for word in done.stdout.split()]
    show("Memory of a process that does a day with all measures, MB",
         ["", "its own", "mapped files"],
         [("station and network loaded", *figures[:2]), ("in the end", *figures[2:4])])  # fmt: skip
    print(f"\nPeak of both together {figures[4]:,.0f} MB")
    return figures[4]


def turn_round(network: Network, people: int, rounds: int) -> float:
    """One escalator reversed, to new times, queues and step-free results; the seconds of the slowest of some."""
    rows = []
    for id in REVERSED:
        scenario = {"name": "turned", "edits": [{"op": "reverse", "id": id}]}
        parts = [turn_once(network, scenario, people) for _ in range(rounds)]
        least = min(parts, key=sum)
        rows.append((id, *least, sum(least)))
    show(
        "One escalator reversed, to new queues, times and step-free ways, CPU s",
        ["escalator", "read and apply", "compile", "simulate", "measures", "step-free ways", "together"],
        rows,
    )
    return max(row[-1] for row in rows)


def turn_once(network: Network, scenario: dict[str, Any], people: int) -> list[float]:
    """CPU seconds of each step."""
    made: list[Any] = []
    steps: list[Callable[[], Any]] = [
        lambda: apply(network.station, read_scenario(scenario)),
        lambda: compile_network(made[0], reuse=network),
        lambda: simulate(made[1], people),
        lambda: everything(made[2]),
        lambda: list_way_changes(network, made[1]),
    ]
    return [cpu_s(lambda step=step: made.append(step())) for step in steps]  # type: ignore[misc]


def two_scenarios(network: Network, people: int, seeds: int, within_s: float) -> tuple[float, float]:
    """CPU seconds of a comparison until its interval is narrow enough or the seeds are through; half of it in s."""
    before = compile_network(apply(network.station, load_scenario("before-near-end-escalators")), reuse=network)
    found: list[Comparison] = []
    compare(before, network, 2, under=Conditions(passengers=1_000))
    under = Conditions(passengers=people)
    spent_s = cpu_s(lambda: found.append(compare(before, network, seeds, under=under, within_s=within_s)))
    difference = found[0].difference
    low, high = difference.ci95_s or (float("nan"), float("nan"))
    half_s = (high - low) / 2
    show(
        "`compare before-near-end-escalators today`",
        ["seeds", "mean s", "± s, 95 %", "CPU s", "CPU s a day"],
        [(str(len(found[0].seeds)), difference.mean_s, half_s, spent_s, spent_s / 2 / len(found[0].seeds))],
    )
    return spent_s, half_s


def growing(network: Network, sizes: Sequence[int], people: int, rounds: int) -> list[float]:
    """What a passage costs in the engine in ns, by size; beyond `people` a day the station is overloaded."""
    rows: list[tuple[str | float, ...]] = []
    fitted: list[tuple[int, Spent]] = []
    for size in sizes:
        spent, day = time_day(network, size, rounds if size <= people else 1)
        each = 1e9 / day.passages
        fitted += [(day.passages, spent)] if size <= people else []
        rows.append((f"{size:,}", f"{day.arrived:,}", f"{day.passages:,}", spent.engine_s, spent.engine_s * each,
                     spent.whole_s, spent.whole_s * each))  # fmt: skip
    show(
        "As the crowd grows, CPU",
        ["people a day", "arrived", "passages", "engine s", "ns a passage", "`simulate` s", "ns a passage"],
        rows,
    )
    lines = [straight_line([at for at, _ in fitted], [spent[k] for _, spent in fitted]) for k in range(2)]
    show(f"A straight line through the days of up to {people:,} people",
         ["", "fixed s", "ns a passage", "off by at most"],
         [(name, fixed_s, each_s * 1e9, f"{worst:.0%}") for name, (fixed_s, each_s, worst)
          in zip(("engine", "`simulate`"), lines, strict=True)])  # fmt: skip
    return [float(row[4]) for row in rows]


def straight_line(passages: Sequence[int], spent_s: Sequence[float]) -> tuple[float, float, float]:
    """Fixed seconds, seconds a passage, and the greatest relative miss, by least squares of relative misses."""
    x, y = np.array(passages, dtype=float), np.array(spent_s)
    (fixed, each), *_ = np.linalg.lstsq(np.stack([1 / y, x / y], axis=1), np.ones(len(y)), rcond=None)
    return float(fixed), float(each), float(np.abs((fixed + each * x) / y - 1).max())


def overload(network: Network, people: int) -> tuple[float, float]:
    """Arrivals by the hour at once and three times the demand.

    Answers the least ratio of the two in hours with more than 1 % of a day's arrivals, and which share of three times
    the people arrives.
    """
    edges = [3600.0 * hour for hour in (*range(5, 25), 48)]
    counts = []
    for times in (1, 3):
        day = simulate(network, people * times)
        ended = day.crowd.start + day.door_to_door_s
        counts += [np.histogram(moments[np.isfinite(moments)], edges)[0] for moments in (day.crowd.start, ended)]
    _, there, out_3, there_3 = counts
    rows = [(f"{edge / 3600:02.0f}:00", *(f"{count[k]:,}" for count in counts),
             f"{there_3[k] / there[k]:.2f}" if there[k] else "–") for k, edge in enumerate(edges[:-1])]  # fmt: skip
    show(
        f"Three times the demand: {people:,} and {3 * people:,} people a day, by the hour, midnight in one",
        ["from", "set out", "arrived", "set out, three times", "arrived, three times", "ratio of arrivals"],
        rows,
    )
    busy = there > 0.01 * there.sum()
    return float((there_3[busy] / there[busy]).min()), float(there_3.sum() / out_3.sum())
