"""Placement: what each step costs, how good the bound is, and what HiGHS proves."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence

import numpy as np
from shapely import box

from benchmarks._measure import SEED, cpu_s, is_quick, show
from benchmarks._shadows import DEPTH_M, WIDTH_M, hall
from benchmarks.hub import FRAME, Hub
from wayfinding import compile_network, load_station
from wayfinding.signage.following.criticality import rank_signs
from wayfinding.signage.following.follow import Follower, Walk
from wayfinding.signage.placing.candidates import list_candidates
from wayfinding.signage.placing.covering import choose, prove
from wayfinding.signage.placing.demand import measure_demand, sets_of
from wayfinding.signage.placing.placement import asked_for, fewest_signs, plan_signs
from wayfinding.signage.placing.readers import list_readers
from wayfinding.signage.placing.sites import Site
from wayfinding.signage.settings import Settings
from wayfinding.signage.trips import Trips, default_trips, list_origins
from wayfinding.station import SHIPPED_STATION, Station, read_station

COUNTS, HALL_COUNTS = (1, 2, 3, 5, 8, 10, 20, 40), (5, 10, 20)
PROOF_S = 60.0
EXITS = 24


def main() -> None:
    """Measure and print: the shipped station with its trips, and a hall of 38,000 m² full of columns."""
    shipped = compile_network(load_station(SHIPPED_STATION))
    columned = compile_network(hall_station())
    exits = [place.id for place in list_origins(columned.station)]
    evenly = {(start, end): 100.0 for start in exits for end in exits if start != end}
    for name, network, trips, counts in (
        ("shipped station", shipped, None, COUNTS),
        ("hall of columns", columned, evenly, HALL_COUNTS),
    ):
        site = Site.of(network, asked_for(network, None), "walk", Settings(), trips)
        introduce(name, site)
        steps(site)
        choices(site, counts)
        confirmations(site)
        strangers(site, default_trips(network.station) if trips is None else trips)


def hall_station() -> Station:
    """The hall with columns of 1 m every 9 m, and exits all around it."""
    width_m, depth_m = (60.0, 60.0) if is_quick() else (WIDTH_M, DEPTH_M)
    hub = Hub(width_m, depth_m, random.Random(SEED))  # noqa: S311, a fixed draw
    floor = box(0, 0, width_m, depth_m)
    hub.add("level", "level", floor, ordinal=-1, label="B1", elevation_m=-6.0)
    hub.add("space", "hall", floor, level=-1, use="hall", zone="unpaid", walkable=True)
    for number, column in enumerate(hall(width_m, depth_m)[1]):
        hub.add("obstacle", f"column{number}", column, level=-1, type="column", opaque=True)
    for number in range(EXITS):
        spot = floor.buffer(-2.0).exterior.interpolate(number / EXITS, normalized=True)
        hub.add("place", f"exit{number}", spot, level=-1, type="exit", number=str(number))
    frame = {"lon": FRAME.lon, "lat": FRAME.lat, "bearing_deg": FRAME.bearing_deg}
    return read_station({"type": "FeatureCollection", "format": "wayfinding-station/1", "frame": frame,
                         "features": hub.features})  # fmt: skip


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


def choices(site: Site, counts: Sequence[int]) -> None:
    """Value, bound and proof for several numbers of signs, as shares of all passenger-metres."""
    rows = []
    for count in counts[:1] if is_quick() else counts:
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


def strangers(site: Site, trips: Trips) -> None:
    """Who arrives by the signs alone, and what each sign's failure costs: warm, the way lengths given."""
    origins = list_origins(site.network.station)
    best_m = {(way.origin.id, way.target.id): way.route.distance_m for way in site.ways if way.route is not None}
    targets = site.demand.targets

    def follow() -> tuple[Follower, list[Walk]]:
        follower = Follower(site.network, site.legibility, targets, origins)
        return follower, [follower.walk(*pair, length_m) for pair, length_m in best_m.items()]

    follower, walks = follow()
    taken_s = min(cpu_s(follow) for _ in range(1 if is_quick() else 5))
    ranked_s = cpu_s(lambda: rank_signs(follower, walks, trips, site.reading, site.ways, targets))
    passengers: Counter[str] = Counter()
    for walk in walks:
        passengers[walk.outcome] += trips.get((walk.origin, walk.target), 0.0)
    total = sum(passengers.values())
    shares = ", ".join(f"{outcome} {passengers[outcome] / total:.1%}" for outcome in sorted(passengers))
    show("Following signs only", ["walks", "ms", "criticality of all signs, ms", "passengers who"],
         [(str(len(walks)), f"{taken_s * 1e3:.0f}", f"{ranked_s * 1e3:.0f}", shares)])  # fmt: skip


if __name__ == "__main__":
    main()
