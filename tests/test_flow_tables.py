"""The ways that people consider: worked out once for a station, and added to when other people come."""

from dataclasses import replace

import numpy as np
from shapely import box

from tests.stations import Sketch
from tests.test_flow_engine import CHEAPEST, NINE, WALK, crowd_of
from wayfinding import compile_network
from wayfinding.flow.choosing.choice import NOTHING, STRAIGHT_ON
from wayfinding.flow.choosing.tables import Period, build_tables
from wayfinding.flow.simulate import walk_crowd
from wayfinding.flow.supply.supply import build_supply

TRIPS = [("a", "b"), ("c", "b"), ("b", "a"), ("a", "c")]


def three_ways() -> Sketch:
    """B2 below B1, joined by three stairs ever farther from a, c and b."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2)
    sketch.space("upper", -1, box(0, 0, 100, 40))
    sketch.space("lower", -2, box(0, 0, 100, 40))
    for k in range(3):
        sketch.pathway(f"stair{k}", "stairs", (-2, 20, 5 + 15 * k), (-1, 30, 5 + 15 * k), width_m=2.0)
    sketch.place("a", -2, 2, 5)
    sketch.place("c", -2, 10, 20)
    sketch.place("b", -1, 90, 5)
    return sketch


def tables_of(network, trips):
    crowd = crowd_of(network.station, trips, [NINE] * len(trips))
    supply = build_supply(network, WALK, crowd.places, 16.0)
    return supply, crowd, build_tables(supply, crowd, [Period(0.0, supply.usable(network))], 600.0)


def ways_of(supply, crowd, tables) -> list[list[tuple[str, float]]]:
    """What each person considers where he sets out: the pathway, and what it costs from there."""
    found = []
    for i in range(len(crowd.start)):
        options = tables.options[tables.row[tables.table[i], supply.portals + crowd.origin[i]]]
        found.append([("walk" if use <= STRAIGHT_ON else supply.uses[use][0], round(float(cost), 3))
                      for use, cost in options.tolist() if use != NOTHING])  # fmt: skip
    return found


def test_all_ways_are_considered_the_cheapest_first():
    ways = ways_of(*tables_of(compile_network(three_ways().station()), TRIPS))
    assert [name for name, _ in ways[0]] == ["stair0", "stair1", "stair2"]
    assert [[name for name, _ in way] for way in ways[3:]] == [["walk"]]
    assert all(way == sorted(way, key=lambda item: item[1]) for way in ways)


def test_another_crowd_adds_to_what_is_known_and_finds_what_it_would_have_found_alone():
    network = compile_network(three_ways().station())
    first = tables_of(network, TRIPS[:1])
    row, options = first[2].row.copy(), first[2].options.copy()
    later = tables_of(network, TRIPS)
    assert later[0] is first[0]
    assert ways_of(*later) == ways_of(*tables_of(compile_network(three_ways().station()), TRIPS))
    assert np.array_equal(first[2].row, row)
    assert np.array_equal(first[2].options, options)


def test_an_earlier_day_on_the_same_network_changes_nothing():
    people = [(TRIPS * 50)[:n] for n in (3, 200)]
    start = NINE + np.arange(200.0)
    used = compile_network(three_ways().station())
    walk_crowd(used, WALK, crowd_of(used.station, people[0], start[:3]), settings=CHEAPEST, times=(NINE, NINE + 600))
    runs = [walk_crowd(n, WALK, crowd_of(n.station, people[1], start), settings=replace(CHEAPEST, spread_s=15.0),
                       times=(NINE, NINE + 600)) for n in (used, compile_network(three_ways().station()))]  # fmt: skip
    assert runs[0].run.people["arrived"].tobytes() == runs[1].run.people["arrived"].tobytes()
    assert runs[0].run.entered.tobytes() == runs[1].run.entered.tobytes()
