"""Placement: what each step costs, how good the bound is, and what HiGHS proves."""

from __future__ import annotations

import time

import numpy as np

from benchmarks._measure import cpu_s, is_quick, show
from benchmarks.hub import hub_station
from wayfinding import compile_network, load_station
from wayfinding.signage.candidates import list_candidates
from wayfinding.signage.covering import choose, prove
from wayfinding.signage.demand import measure_demand, sets_of
from wayfinding.signage.placement import asked_for, fewest_signs, plan_signs
from wayfinding.signage.readers import list_readers
from wayfinding.signage.settings import Settings
from wayfinding.signage.sites import Site
from wayfinding.signage.trips import list_origins
from wayfinding.station import SHIPPED_STATION

COUNTS = (1, 2, 3, 5, 8, 10, 20, 40)
PROOF_S = 60.0


def main() -> None:
    """Measure and print: the shipped station with its trips, and a synthetic hub of two levels of 38,000 m²."""
    shipped = compile_network(load_station(SHIPPED_STATION))
    synthetic = compile_network(hub_station(levels=2, scale=0.1 if is_quick() else 1.0))
    exits = [place.id for place in list_origins(synthetic.station)]
    evenly = {(start, end): 100.0 for start in exits for end in exits if start != end}
    for name, network, trips in (("shipped station", shipped, None), ("synthetic hub", synthetic, evenly)):
        site = Site.of(network, asked_for(network, None), "walk", Settings(), trips)
        introduce(name, site)
        steps(site)
        choices(site)
        confirmations(site)


def introduce(name: str, site: Site) -> None:
    """What the figures below rest on."""
    rules, demand = site.legibility.settings, site.demand
    print(
        f"\n{name}: reading distance = letter height x {rules.letter_factor:g}, {rules.catchment}, eyes at "
        f"{rules.eye_m:g} m, field {rules.fov_deg:g} degrees; {len(site.ways)} ways looked at every 0.5 m\n"
        f"{len(site.places)} places ({np.count_nonzero(np.diff(site.sets.starts))} of use), "
        f"{len(np.unique(demand.sample))} samples, {len(demand.sample)} (sample, target) pairs, "
        f"{demand.covered / demand.total:.2%} of {demand.total / 1000:,.0f} passenger-km covered today"
    )


def steps(site: Site) -> None:
    """CPU time of each step, the best of five, warm; ways and legibility of the signs that hang are given."""
    demand, stretches = site.demand, site.demand.stretches
    walked, used = np.unique(demand.sample), np.unique(stretches.owner[demand.sample])
    level, heading = stretches.level[stretches.owner[walked]], stretches.heading[stretches.owner[walked]]
    faces = [place.face(site.legibility.settings) for place in site.places]
    work = {
        "places": lambda: list_candidates(site.legibility.station, stretches, used),
        "demand": lambda: measure_demand(site.reading, site.ways, demand.targets),
        "coverage rows": lambda: list_readers(site.legibility, faces, level, stretches.at[walked], heading),
        "messages": lambda: sets_of(demand, site.rows, 8),
        "N = 10 with bound": lambda: choose(site.sets, 10),
        "all: 10 signs with messages, true arrows and bound": lambda: plan_signs(
            Site.laid_out(site.network, site.profile, site.legibility, site.ways, site.reading, demand), 10
        ),
    }
    times = {name: min(cpu_s(step) for _ in range(1 if is_quick() else 5)) for name, step in work.items()}
    show("Steps, CPU ms", ["step", "ms"], [(name, f"{time * 1e3:.1f}") for name, time in times.items()])


def choices(site: Site) -> None:
    """Value, bound and proof for several numbers of signs, as shares of all passenger-metres."""
    rows = []
    for count in COUNTS[:2] if is_quick() else COUNTS:
        cover = choose(site.sets, count)
        seconds = cpu_s(lambda count=count: choose(site.sets, count))  # type: ignore[misc]
        proof = prove(site.sets, count, 5.0 if is_quick() else PROOF_S)
        total = site.demand.total
        rows.append([
            count, f"{cover.value / total:.3%}", f"{cover.bound / total:.3%}", f"{cover.value / cover.bound:.4f}",
            f"{seconds * 1e3:.1f}", f"{proof.value / total:.3%}", f"{proof.bound / total:.3%}",
            f"{cover.value / min(proof.bound, cover.bound):.4f}",
        ])  # fmt: skip
    head = ["N", "ours", "our bound", "ours / our bound", "ms", "HiGHS", "its bound", "ours / best bound"]
    show("Signs: gain, bound from the data, and HiGHS", head, rows)


def confirmations(site: Site) -> None:
    """The fewest signs after which all who can be told are told: greedy, and HiGHS with its bound."""
    rows = []
    most = float(site.demand.passengers.max(initial=0.0))
    for share in (0.5, 0.25, 0.1):
        greedy = fewest_signs(site, share * most)
        started_s = time.thread_time()
        proof = fewest_signs(site, share * most, 5.0 if is_quick() else PROOF_S)
        taken_s = time.thread_time() - started_s
        rows.append(
            [
                f"{share * most:,.0f}",
                f"{greedy.value:.0f}",
                f"{proof.value:.0f}",
                f"{proof.bound:.0f}",
                f"{taken_s:.2f}",
            ]
        )
    show("Fewest signs for every point that so many passengers a day to one target pass without one",
         ["passengers", "greedy", "HiGHS", "needed at least", "s"], rows)  # fmt: skip


if __name__ == "__main__":
    main()
