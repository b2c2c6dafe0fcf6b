"""What must change nothing in a crowd, and what must not stop it: mirrors, the order of a file, thrice the demand."""

from functools import partial

import numpy as np
import pytest

from tests.small_hub import small_hub
from tests.test_flow_engine import NINE, two_halls, walk
from wayfinding import compile_network
from wayfinding.flow.people.demand import load_demand
from wayfinding.flow.simulate import Settings, simulate
from wayfinding.station import SHIPPED_STATION, load_station
from wayfinding.station.geojson import read_station

EIGHT = 8 * 3600.0
PEAK = 24_000
"""People in the busiest hour of the shipped day; here they set out evenly."""
TILED = Settings(cell_m=10.0)
"""Cells that lie alike from either end of a hall of 60 m."""


def mirrored(document, lon):
    """The same station with east and west exchanged about a meridian."""

    def turn(coordinates):
        if isinstance(coordinates[0], (int, float)):
            return [2 * lon - coordinates[0], *coordinates[1:]]
        return [turn(part) for part in coordinates]

    return {**document, "features": [
        {**feature, "geometry": {**feature["geometry"], "coordinates": turn(feature["geometry"]["coordinates"])}}
        for feature in document["features"]
    ]}  # fmt: skip


class Drawn:
    """A document where a sketch is asked for."""

    def __init__(self, document):
        self.document = document

    def station(self):
        return read_station(self.document)


@pytest.mark.parametrize("mode", ["escalator", "stairs", "lift"])
def test_everybody_takes_as_long_in_the_mirrored_station(mode):
    sketch = two_halls(mode, **({"direction": "forward"} if mode == "escalator" else {}))
    if mode == "escalator":
        sketch.pathway("far", "stairs", (-2, 40, 2), (-1, 50, 2), width_m=1.5, steps=40)
    other = Drawn(mirrored(sketch.document, sketch.frame.lon))
    start = NINE + np.linspace(0, 300, 1200)
    trips = [("a", "b"), ("b", "a"), ("a", "b")] * 400
    plain, turned = (walk(item, trips, start, settings=TILED, seed=3)[1] for item in (sketch, other))
    took, mirrored_s = plain.door_to_door_s, turned.door_to_door_s
    assert np.ptp(took) > 30, "nobody met anybody: the test would say nothing"
    assert plain.run.entered.sum(axis=0).tolist() == turned.run.entered.sum(axis=0).tolist()
    assert took == pytest.approx(mirrored_s, abs=0.05)


def test_the_order_of_the_features_in_the_file_changes_nothing():
    document = small_hub().document
    turned = {**document, "features": document["features"][::-1]}
    demand = load_demand()
    trips = [trip.model_copy(update={"share": 0.5 * ({trip.start, trip.end} == {"street", "metro"})})
             for trip in demand.trips]  # fmt: skip
    demand = demand.model_copy(update={"trips": trips})
    run = partial(simulate, passengers=4000, seed=2, demand=demand, times=(EIGHT, EIGHT + 3600))
    plain, other = run(read_station(document)), run(read_station(turned))
    assert len(plain.crowd.start) > 150
    assert plain.supply.uses == other.supply.uses
    assert plain.crowd.key.tobytes() == other.crowd.key.tobytes()
    assert plain.door_to_door_s.tobytes() == other.door_to_door_s.tobytes()
    assert plain.run.entered.tobytes() == other.run.entered.tobytes()
    assert plain.run.queued_s.tobytes() == other.run.queued_s.tobytes()


def test_three_times_the_demand_of_the_shipped_station_ends_and_its_throughput_does_not_fall():
    network, demand = compile_network(load_station(SHIPPED_STATION)), load_demand()
    demand = demand.model_copy(update={"hours": dict.fromkeys(demand.hours, [0.0] * 8 + [1.0] + [0.0] * 15)})
    runs = [simulate(network, times * PEAK, times=(EIGHT, EIGHT + 3600), demand=demand) for times in (1, 2, 3)]
    for result in runs:
        assert result.arrived == len(result.crowd.start), "somebody is still on his way"
        assert result.without_way == 0
    entered = np.array([result.run.entered.sum(axis=1)[490:540].reshape(-1, 10).sum(axis=1) for result in runs])
    assert (entered[2] > 1.2 * entered[1]).all()
    assert (entered[1] > 1.5 * entered[0]).all()
    assert entered[2].min() >= 0.9 * entered[2].max(), "throughput falls under load"
    home = [int((result.run.people["arrived"][: len(result.crowd.start)] < EIGHT + 3600).sum()) for result in runs]
    assert home == sorted(home)
    slower = [float(result.door_to_door_s.mean()) for result in runs]
    assert slower[0] < slower[1] < slower[2]
