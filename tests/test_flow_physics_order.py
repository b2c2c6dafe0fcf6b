"""What must not get worse when something gets better: capacities, symmetry, overload, and how finely floors are cut."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from shapely import box

from tests.stations import Sketch
from tests.test_flow_engine import CHEAPEST, NINE, WALK, crowd_of, two_halls
from wayfinding import compile_network, load_station
from wayfinding.assumptions import CROWD_FULL, WALK_SPEED, WEIDMANN_JAM, WEIDMANN_SHAPE
from wayfinding.flow.simulate import Settings, simulate, walk_crowd
from wayfinding.routing.profiles import get_profile

SHIPPED = Path(__file__).parents[1] / "data" / "station_graph.geojson"
MOST_PPS = CROWD_FULL.value * WALK_SPEED.value * (
    1 - np.exp(-WEIDMANN_SHAPE.value * (1 / CROWD_FULL.value - 1 / WEIDMANN_JAM.value))
)  # fmt: skip
"""Weidmann's greatest flow, people a second and metre: 1.22."""


def run(sketch, trips, start, settings=CHEAPEST, groups=WALK):
    network = compile_network(sketch.station())
    result = walk_crowd(
        network, groups, crowd_of(network.station, trips, start), settings=settings, times=(NINE, NINE + 3600)
    )
    assert result.arrived == len(trips)
    return result


def last_s(result) -> float:
    return float(np.nanmax(result.run.people["arrived"])) - NINE


def belts(count) -> Sketch:
    sketch = two_halls(direction="forward", speed_mps=0.65)
    for k in range(1, count):
        sketch.pathway(f"up{k}", "escalator", (-2, 20, 10 + k), (-1, 30, 10 + k), direction="forward", speed_mps=0.65)
    return sketch


@pytest.mark.parametrize("spread_s", [0.0, 15.0])
def test_one_escalator_more_never_makes_the_crowd_take_longer(spread_s):
    start = NINE + np.arange(1500) / 5.0
    settings = Settings(spread_s=spread_s)
    results = [run(belts(count), [("a", "b")] * 1500, start, settings) for count in (1, 2, 3, 4)]
    totals = [result.door_to_door_s.sum() for result in results]
    assert (np.diff(totals[:3]) < 0).all(), totals
    assert totals[3] <= totals[2] * 1.002, "three take them all"
    assert (np.diff([last_s(result) for result in results]) <= 0.5).all()


@pytest.mark.parametrize("mode", ["fare_gate", "security_check"])
def test_one_lane_more_never_makes_anybody_wait_longer(mode):
    start = NINE + np.cumsum(np.random.default_rng(8).exponential(0.7, 1500))
    waits = []
    for lanes in (1, 2, 3, 4, 6):
        result = run(
            two_halls(mode, lanes=lanes, rise_m=0.0), [("a", "b")] * 1500, start, Settings(spread_s=0.0, cell_m=100.0)
        )
        waits.append(result.run.people["queued"][:1500].copy())
    for fewer, more in pairwise(waits):
        assert (more <= fewer + 0.01).all()


@pytest.mark.parametrize("mode", ["stairs", "passage", "escalator"])
def test_a_wider_way_never_makes_the_crowd_take_longer(mode):
    start = NINE + np.arange(900) / 4.0
    took = [run(two_halls(mode, width_m=width, direction="forward"), [("a", "b")] * 900, start).door_to_door_s.mean()
            for width in (0.8, 1.0, 1.6, 2.4, 4.0)]  # fmt: skip
    assert (np.diff(took) <= 0.05).all(), took


def test_faster_walkers_arrive_sooner_and_a_larger_crowd_later():
    """RiMEA 8, a study of parameters: one at a time, each in its direction."""
    sketch = two_halls("stairs", width_m=2.0, steps=40)
    speeds = [run(sketch, [("a", "b")] * 200, np.full(200, NINE), groups=(get_profile("walk").adjusted(speed_mps=v),))
              for v in (0.6, 0.9, 1.2, 1.5)]  # fmt: skip
    assert (np.diff([result.door_to_door_s.mean() for result in speeds]) < 0).all()
    crowds = [run(sketch, [("a", "b")] * n, np.full(n, NINE)) for n in (50, 100, 200, 400, 800)]
    assert (np.diff([last_s(result) for result in crowds]) > 0).all()


def test_two_halves_of_a_symmetric_station_fare_alike():
    """Exits left and right of a hall; the crowd stands on its axis and comes in pairs."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(-30, 0, 30, 20))
    for name, x in (("left", -1), ("right", 1)):
        sketch.space(f"{name}_street", -1, box(*sorted((31 * x, 45 * x))[:1], 0, max(31 * x, 45 * x), 20))
        sketch.pathway(name, "passage", (-1, 30 * x, 10), (-1, 31 * x, 10), width_m=1.0)
        sketch.place(f"from_{name}", -1, 5 * x, 10)
        sketch.place(f"to_{name}", -1, 40 * x, 10)
    trips = [("from_left", "to_left"), ("from_right", "to_right")] * 400
    result = run(sketch, trips, np.repeat(NINE + np.arange(400) / 2.0, 2), Settings(spread_s=0.0, cell_m=60.0))
    took = result.door_to_door_s.reshape(400, 2)
    assert took[:, 0] == pytest.approx(took[:, 1], rel=0.01)


@pytest.mark.parametrize("cell_m", [4.0, 8.0, 16.0])
@pytest.mark.parametrize("offered", [1.5, 2.0, 4.0])
def test_a_floor_that_is_offered_too_many_passes_its_greatest_flow_and_first_come_first_through(cell_m, offered):
    """A corridor of 4 m, by Weidmann 1.22 people a second and metre: more who push in get no fewer through.

    It is empty when it should be; the few places that somebody loses are those of a cell's length.
    """
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("corridor", -1, box(-1, 0, 95, 4))
    sketch.place("a", -1, 0, 2)
    sketch.place("b", -1, 94, 2)
    start = NINE + np.arange(int(600 * 4 * offered)) / (4 * offered)
    result = run(sketch, [("a", "b")] * len(start), start, Settings(spread_s=0.0, cell_m=cell_m))
    came = result.run.people["arrived"][: len(start)]
    arrived = np.sort(came)
    settled = arrived[(arrived > NINE + 300) & (arrived < NINE + 600)]
    flow = (len(settled) - 1) / (settled[-1] - settled[0]) / 4
    assert flow == pytest.approx(MOST_PPS, rel=0.03)
    assert arrived[-1] - NINE <= len(start) / (4 * MOST_PPS) + 94 / (MOST_PPS / CROWD_FULL.value)
    place = np.argsort(np.argsort(came, kind="stable"))
    assert np.abs(place - np.arange(len(start))).max() < 20


@pytest.fixture(scope="module")
def shipped():
    return compile_network(load_station(SHIPPED))


@pytest.mark.parametrize("people", [30_000, 300_000])
def test_floors_cut_twice_as_finely_change_the_mean_of_a_day_by_less_than_half_a_per_cent(shipped, people):
    means = {cell_m: np.nanmean(simulate(shipped, people, 1, settings=Settings(cell_m=cell_m)).door_to_door_s)
             for cell_m in (16.0, 8.0, *((4.0,) if people < 100_000 else ()))}  # fmt: skip
    for coarse, fine in pairwise(means):
        assert means[fine] == pytest.approx(means[coarse], rel=0.005)
