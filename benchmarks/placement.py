"""Placement on the shipped station: what each step costs, how good the bound is, and what HiGHS proves."""

from __future__ import annotations

import numpy as np

from benchmarks._measure import cpu_s, is_quick, show
from wayfinding import compile_network, load_station
from wayfinding.signage.candidates import list_candidates
from wayfinding.signage.covering import choose, prove
from wayfinding.signage.demand import measure_demand, sets_of
from wayfinding.signage.placement import asked_for, plan_signs
from wayfinding.signage.readers import list_readers
from wayfinding.signage.settings import Settings
from wayfinding.signage.sites import Site
from wayfinding.station import SHIPPED_STATION

COUNTS = (1, 2, 3, 5, 8, 10, 20, 40)
PROOF_S = 120.0


def main() -> None:
    """Measure and print."""
    network = compile_network(load_station(SHIPPED_STATION))
    site = Site.of(network, asked_for(network, None), "walk", Settings())
    rules, demand = site.legibility.settings, site.demand
    print(
        f"reading distance = letter height x {rules.letter_factor:g}, {rules.catchment}, eyes at {rules.eye_m:g} m, "
        f"field {rules.fov_deg:g} degrees, samples every 0.5 m of the ways of {len(site.ways)} questions\n"
        f"{len(site.places)} places ({np.count_nonzero(np.diff(site.sets.starts))} of use), "
        f"{len(np.unique(demand.sample))} samples, {len(demand.sample)} (sample, target) pairs, "
        f"{demand.covered / demand.total:.2%} of {demand.total / 1000:,.0f} passenger-km covered today"
    )
    steps(site)
    choices(site)


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


if __name__ == "__main__":
    main()
