"""Where to board: exact over all doors, by hand on a small platform and on the shared platform as shipped."""

import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding import apply, compile_network, find_route, load_scenario, load_station
from wayfinding.errors import RequestError
from wayfinding.routing.boarding import best_doors, find_board_hint, find_first_door, first_doors
from wayfinding.station import SHIPPED_STATION

FRONT, REAR = ("platform-2-west-car1-door1", "platform-2-west-car6-door4")


@pytest.fixture(scope="module")
def shipped():
    return compile_network(load_station(SHIPPED_STATION))


def train() -> Sketch:
    """A platform 100 m long with doors every 20 m from x = 10, a stair up at x = 50; the way out above the stair."""
    sketch = Sketch()
    for level in (-1, -2):
        sketch.level(level)
        sketch.space(f"floor{level}", level, box(0, 0, 100, 10))
    sketch.place("platform", -2, 50, 1, type="platform", line="2", towards="x")
    for k, x in enumerate(range(10, 100, 20)):
        sketch.place(f"door{k}", -2, x, 5, type="platform_door", platform="platform", line="2", towards="x",
                     track="t", car=k + 1, door=1)  # fmt: skip
    sketch.pathway("stair", "stairs", (-2, 50, 5), (-1, 62, 5), steps=36)
    sketch.place("out", -1, 62, 5)
    return sketch


def test_the_door_at_the_foot_of_the_stair_is_the_one_to_alight_from():
    doors = best_doors(compile_network(train().station()), "platform", "out")
    assert [item.car for item in doors] == [3, 2, 4, 1, 5]
    assert doors[1].cost - doors[0].cost == pytest.approx(20 / 1.34)
    assert doors[0].place == "door2"


def test_what_is_saved_is_measured_against_the_mean_door_or_the_door_asked_from():
    network = compile_network(train().station())
    hint = find_board_hint(network, "platform", "out")
    assert hint.door.car == 3
    assert hint.saves_s == pytest.approx((0 + 20 + 20 + 40 + 40) / 5 / 1.34)
    assert hint.saves_up_to_s == pytest.approx(40 / 1.34)
    assert find_board_hint(network, "door0", "out").saves_s == pytest.approx(40 / 1.34)
    assert find_board_hint(network, "door2", "out").saves_s == 0.0


def test_the_door_reached_first_is_the_one_to_walk_to():
    network = compile_network(train().station())
    assert find_first_door(network, "out", "platform").door.place == "door2"
    assert [item.car for item in first_doors(network, "out", "platform")] == [3, 2, 4, 1, 5]


def test_only_platforms_with_doors_have_a_hint():
    network = compile_network(train().station())
    assert find_board_hint(network, "out", "platform") is None
    assert find_first_door(network, "platform", "out") is None
    assert find_first_door(network, "out", "door1") is None
    assert find_first_door(network, "platform", "nearest:information") is None
    with pytest.raises(RequestError, match="there are platform"):
        best_doors(network, "out", "platform")


def test_a_door_from_which_there_is_no_way_is_left_out():
    sketch = train()
    sketch.obstacle("wall", -2, box(35, 0, 36, 10))
    assert [item.car for item in best_doors(compile_network(sketch.station()), "platform", "out")] == [3, 4, 5]


def test_the_best_door_of_the_shared_platform_is_the_cheapest_of_all_its_doors(shipped):
    doors = best_doors(shipped, "platform-2-west", "exit-7")
    every = [place.id for place in shipped.station.places.values() if place.platform == "platform-2-west"]
    costs = {key: find_route(shipped, key, "exit-7").cost for key in every}
    assert len(doors) == 24
    assert {item.place: item.cost for item in doors} == pytest.approx(costs)
    assert doors[0].place == min(costs, key=costs.get)


def test_the_end_of_the_shared_platform_to_sit_at_depends_on_where_one_goes(shipped):
    north, south = (best_doors(shipped, "platform-2-west", end)[0] for end in ("exit-7", "exit-south-2"))
    assert (north.car, south.car) == (6, 1)


def test_turning_the_near_end_escalators_moved_the_best_door(shipped):
    before = compile_network(apply(shipped.source, load_scenario("before-near-end-escalators")), reuse=shipped)
    now, then = (find_board_hint(network, "platform-2-west", "exit-south-2").door for network in (shipped, before))
    assert now.duration_s < then.duration_s
