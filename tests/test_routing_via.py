"""Several stops in order: each stop is reached, the legs join, and a kind of place is chosen for the whole way."""

from itertools import pairwise, product

import pytest
from shapely import box

from tests.stations import Sketch
from tests.test_routing_routes import two_levels
from wayfinding import compile_network, describe, find_route
from wayfinding.errors import NotFoundError, RequestError
from wayfinding.guidance.answer import route_answer
from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.routes import find_gap


@pytest.fixture
def hall():
    """A hall of 100 m by 10 m: a at its left end, z at its right end, toilets at 20 m (aside) and 60 m (on the way)."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 100, 10))
    sketch.place("a", -1, 10, 5)
    sketch.place("z", -1, 90, 5)
    sketch.place("near", -1, 20, 9, type="toilet")
    sketch.place("in-line", -1, 60, 5, type="toilet")
    return sketch


def test_the_legs_of_a_way_with_stops_join_and_sum_to_the_whole(hall):
    route = find_route(compile_network(hall.station()), "a", "a", via=["z", "near"])
    assert [end.place.id for end in (route.origin, *route.via, route.destination)] == ["a", "z", "near", "a"]
    assert all(leg.points[-1] == after.points[0] for leg, after in pairwise(route.legs))
    assert route.distance_m == pytest.approx(80 + (70**2 + 4**2) ** 0.5 + (10**2 + 4**2) ** 0.5)
    assert route.duration_s == pytest.approx(sum(leg.duration_s for leg in route.legs)) == pytest.approx(route.cost)
    assert [before for before, _ in route.stretches] == [0, 1, 2]


def test_of_a_kind_of_place_the_one_is_taken_that_makes_the_whole_way_shortest(hall):
    network = compile_network(hall.station())
    assert find_route(network, "a", "nearest:toilet").destination.place.id == "near"
    assert find_route(network, "a", "z", via=["nearest:toilet"]).via[0].place.id == "in-line"


def test_two_kinds_in_a_row_are_chosen_together(hall):
    for k, x in enumerate((5, 55, 95)):
        hall.place(f"aed-{k}", -1, x, 2, type="aed")
    network = compile_network(hall.station())
    found = find_route(network, "a", "z", via=["nearest:aed", "nearest:toilet"])
    every = [
        find_route(network, "a", "z", via=pair).cost
        for pair in product(["aed-0", "aed-1", "aed-2"], ["near", "in-line"])
    ]
    assert found.cost == pytest.approx(min(every))


def test_directions_arrive_at_each_stop_and_start_again_from_it(hall):
    route = find_route(compile_network(hall.station()), "a", "z", via=["near"])
    told = describe(route, "en")
    assert [item.text for item in told if "arrived" in item.text] == [
        "You have arrived at near.", "You have arrived at z.",
    ]  # fmt: skip
    assert [item.leg for item in told] == sorted(item.leg for item in told)
    assert {item.leg for item in told} == {0, 1}


def test_a_stop_at_the_start_is_no_way_at_all(hall):
    network = compile_network(hall.station())
    assert find_route(network, "a", "z", via=["a"]).cost == pytest.approx(find_route(network, "a", "z").cost)


def test_the_answer_says_why_the_stretch_that_fails_has_no_way():
    sketch = two_levels()
    sketch.place("kiosk", -1, 5, 5)
    sketch.pathway("stair", "stairs", (-2, 10, 5), (-1, 22, 5))
    network = compile_network(sketch.station())
    assert find_gap(network, "up", "down", "step_free", ["kiosk"])[1] == "down"
    answer = route_answer(network, "up", "kiosk", "step_free", "en", via=["kiosk", "down"])
    assert (answer["found"], answer["reason"]["code"]) == (False, "no_step_free_way")
    assert answer["reason"]["blocking"] == ["stair"]


def test_a_closed_stop_is_not_reached(hall):
    hall.place("shut", -1, 50, 5, open=False)
    network = compile_network(hall.station())
    assert find_route(network, "a", "z", via=["shut"]) is None
    assert route_answer(network, "a", "z", lang="en", via=["shut"])["reason"]["code"] == "place_closed"


def test_an_unknown_stop_is_one_clear_error(hall):
    with pytest.raises(NotFoundError, match="'nowhere'"):
        find_route(compile_network(hall.station()), "a", "z", via=["nowhere"])


def test_stops_and_alternatives_are_asked_for_one_at_a_time(hall):
    with pytest.raises(RequestError, match="no alternatives"):
        route_answer(compile_network(hall.station()), "a", "z", alternatives=1, via=["near"])


def test_a_moved_stop_is_said_once(hall):
    hall.obstacle("desk", -1, box(49, 4, 51, 6))
    hall.place("desk-place", -1, 50, 5)
    route = find_route(compile_network(hall.station()), "a", "z", via=["desk-place"])
    assert [note.code for note in route.notes] == ["stop_moved"]
    assert route.notes[0].text.en.startswith("The stop was moved 1.")


def checked_hall() -> Sketch:
    """Three rooms in a row, the middle one the railway's, with a numbered check between each two."""
    sketch = Sketch()
    sketch.level(-1)
    for number, zone in enumerate(("unpaid", "rail", "unpaid")):
        sketch.space(f"room-{number}", -1, box(20 * number, 0, 20 * number + 20, 10), zone=zone)
        sketch.place(f"in-{number}", -1, 20 * number + 10, 5)
    for number in (1, 2):
        ends = ((-1, 20 * number - 1, 5), (-1, 20 * number + 1, 5))
        sketch.pathway(f"check-{number}", "security_check", *ends, width_m=1.0, rise_m=0.0, number=number)
    return sketch


def test_who_comes_from_the_railway_is_not_checked_again():
    network = compile_network(checked_hall().station())
    first = find_route(network, "in-0", "in-1")
    second = find_route(network, "in-1", "in-2")
    assert first.duration_s - second.duration_s == pytest.approx(17.5)
    assert second.profile.checked


def test_a_check_that_is_not_shared_is_for_everyone():
    sketch = checked_hall()
    for feature in sketch.features:
        feature["properties"].pop("number", None)
    network = compile_network(sketch.station())
    assert find_route(network, "in-1", "in-2").cost == pytest.approx(find_route(network, "in-0", "in-1").cost)


def test_who_was_checked_before_a_stop_is_not_checked_after_it():
    sketch = checked_hall()
    for feature in sketch.features:
        if feature["id"] == "room-1":
            feature["properties"] |= {"zone": "unpaid", "elevation_m": -5.9}
    network = compile_network(sketch.station())
    at_once, with_stop = find_route(network, "in-0", "in-2"), find_route(network, "in-0", "in-2", via=["in-1"])
    assert at_once.duration_s - with_stop.duration_s == pytest.approx(17.5)


def test_who_goes_outside_between_two_stops_is_checked_again():
    sketch = Sketch()
    sketch.level(0)
    for number, height_m in enumerate((0.0, 0.1, 0.0)):
        sketch.space(f"room-{number}", 0, box(20 * number, 0, 20 * number + 20, 10), elevation_m=height_m)
        sketch.place(f"in-{number}", 0, 20 * number + 10, 5)
    for number in (1, 2):
        ends = ((0, 20 * number - 1, 5), (0, 20 * number + 1, 5))
        sketch.pathway(f"check-{number}", "security_check", *ends, width_m=1.0, number=number)
    network = compile_network(sketch.station())
    at_once, with_stop = find_route(network, "in-0", "in-2"), find_route(network, "in-0", "in-2", via=["in-1"])
    assert at_once.duration_s == pytest.approx(with_stop.duration_s)
    staff = find_route(network, "in-0", "in-2", "staff", via=["in-1"])
    assert at_once.duration_s - staff.duration_s == pytest.approx(2 * 17.5)


@pytest.mark.parametrize(("end", "message"), [
    (Endpoint(-1, 120, 5), "20 m off the walkable floor of level -1: at most 2 m is allowed"),
    (Endpoint(-2, 50, 5), "off the walkable floor of level -2: .*; there is floor on level -1"),
    (Endpoint(-1, float("nan"), 5), "give metres"),
    (Endpoint(-9, 5, 5), "there is no level -9; the levels are -2, -1"),
])  # fmt: skip
def test_a_point_that_nobody_can_stand_at_is_one_clear_error(hall, end, message):
    hall.level(-2)
    hall.space("cellar", -2, box(0, 20, 10, 30))
    network = compile_network(hall.station())
    for question in (("a", end, ()), (end, "a", ()), ("a", "z", (end,))):
        with pytest.raises(RequestError, match=message):
            find_route(network, *question[:2], via=question[2])


def test_a_place_on_another_level_than_asked_for_is_one_clear_error(hall):
    hall.level(-2)
    station = hall.station()
    mixed = Endpoint(-2, 10, 5, station.places["a"])
    with pytest.raises(RequestError, match="a lies on level -1, not on -2"):
        find_route(compile_network(station), mixed, "z")
