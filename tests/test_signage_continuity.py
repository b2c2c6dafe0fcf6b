"""Gaps along ways: from where to where, how long, why, and which of them are one break."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from tests.signage import EAST, WEST, corridor, halls, message, post, read_along
from wayfinding.assumptions import FOLLOW_NEAR
from wayfinding.routing import compile_network
from wayfinding.signage.journeys.along import naming
from wayfinding.signage.journeys.breaks import list_breaks
from wayfinding.signage.journeys.continuity import list_gaps, list_threads
from wayfinding.signage.journeys.ways import list_ways
from wayfinding.signage.legible.legibility import compile_signs
from wayfinding.signage.settings import Settings
from wayfinding.signage.targets import list_targets
from wayfinding.signage.trips import default_trips, list_origins
from wayfinding.station import SHIPPED_STATION, load_station, read_station
from wayfinding.station.destinations import list_destinations

SPEED = 1.34
PLAIN = Settings()
NEAR = {"abs": 0.003}


def three_signs(**middle):
    """Signs at 30, 55 and 80 m of a corridor of 100 m, each legible for the 15 m before it."""
    sketch = corridor()
    for id, x in (("first", 30), ("middle", 55), ("last", 80)):
        post(sketch, id, x, 5, WEST, message("goal"), **(middle if id == "middle" else {}))
    return sketch


def gaps_of(sketch, origins=("start",), rules=PLAIN):
    legibility, ways, _ = read_along(sketch.station(), list(origins), ["goal"], rules)
    return sorted(list_gaps(legibility, ways), key=lambda gap: (gap.way.origin.id, gap.start_m))


def ends_of(gaps):
    """Where gaps of the corridor's way start and end, as x."""
    return [(gap.start_m + 1, gap.end_m + 1) for gap in gaps]


def test_between_signs_nothing_is_legible_from_one_face_to_where_the_next_can_be_read():
    gaps = gaps_of(three_signs())
    assert ends_of(gaps) == [pytest.approx(pair, **NEAR) for pair in
                             [(1, 14.99), (29.99, 39.99), (54.99, 64.99)]]  # fmt: skip
    assert [gap.length_m for gap in gaps] == pytest.approx([13.99, 10, 10], **NEAR)
    assert [gap.duration_s for gap in gaps] == pytest.approx([gap.length_m / SPEED for gap in gaps])


def test_a_covered_sign_makes_one_gap_of_the_floor_on_which_it_was_read_and_that_before_and_after_it():
    gaps = gaps_of(three_signs(state="covered"))
    assert ends_of(gaps)[1] == pytest.approx((29.99, 64.99), **NEAR)
    assert gaps[1].length_m == pytest.approx(35.0, **NEAR)
    assert (gaps[1].level, gaps[1].y) == (-1.0, pytest.approx(5, **NEAR))
    assert gaps[1].x == pytest.approx(47.49, **NEAR)
    assert (gaps[1].miss.code, gaps[1].miss.sign) == ("state", "middle")


def test_a_dirty_sign_leaves_less_of_that_gap():
    assert ends_of(gaps_of(three_signs(state="dirty")))[1] == pytest.approx((29.99, 44.49), **NEAR)


def test_the_gap_is_drawn_where_it_lies():
    gap = gaps_of(three_signs(state="covered"))[1]
    ((level, tail, head),) = gap.lines
    assert level == -1.0
    assert (tail, head) == (pytest.approx((29.99, 5), **NEAR), pytest.approx((64.99, 5), **NEAR))


def test_what_lies_straight_ahead_and_near_needs_no_sign():
    (gap,) = gaps_of(corridor())
    assert ends_of([gap]) == [pytest.approx((1, 99 - FOLLOW_NEAR.value), **NEAR)]
    sketch = halls(box(0, 0, 60, 10), box(50, 10, 60, 20))
    sketch.place("start", -1, 1, 5)
    sketch.place("goal", -1, 52, 18)
    (gap,) = gaps_of(sketch)
    last_m = gap.way.stretches.length_m[gap.way.pieces.stretch[-1]]
    assert last_m < FOLLOW_NEAR.value
    assert gap.length_m == pytest.approx(gap.way.route.distance_m - last_m)


def test_a_sign_read_from_behind_breaks_no_gap_and_is_the_reason():
    sketch = corridor()
    post(sketch, "turned", 50, 5, EAST, message("goal"))
    (gap,) = gaps_of(sketch)
    assert gap.length_m == pytest.approx(98 - FOLLOW_NEAR.value, **NEAR)
    assert (gap.miss.code, gap.miss.sign) == ("behind", "turned")
    sketch = corridor()
    post(sketch, "turned", 90, 5, EAST, message("goal"))
    (gap,) = gaps_of(sketch)
    assert (gap.miss.code, gap.miss.sign) == ("too_far", "turned")


def test_a_sign_that_could_be_read_by_looking_back_is_against_the_walking_direction():
    sketch = halls(box(0, 0, 50, 10))
    sketch.place("start", -1, 6, 5)
    sketch.place("goal", -1, 43, 5)
    post(sketch, "entry", 5, 5, EAST, message("goal"))
    (gap,) = gaps_of(sketch)
    assert gap.length_m == pytest.approx(12, **NEAR)
    assert (gap.miss.code, gap.miss.sign) == ("against_walking", "entry")


def test_where_only_signs_to_elsewhere_are_legible_the_target_is_not_named():
    sketch = corridor()
    post(sketch, "other", 57, 5, WEST, message("start"))
    (gap,) = gaps_of(sketch)
    assert (gap.miss.code, gap.miss.sign) == ("not_named", None)
    post(sketch, "far", 10, 9, EAST, message("goal"))
    gap = max(gaps_of(sketch), key=lambda gap: gap.length_m)
    assert (gap.miss.code, gap.miss.sign) == ("not_named", "other")


def test_a_gap_goes_on_behind_a_pathway_whose_own_length_is_not_counted():
    sketch = halls(box(0, 0, 40, 10))
    sketch.level(-2, elevation_m=-6)
    sketch.space("lower", -2, box(50, 0, 100, 10))
    sketch.pathway("stairs", "stairs", (-1, 39, 5), (-2, 51, 5), steps=40, width_m=3, length_m=13.4, rise_m=-6)
    sketch.place("start", -1, 1, 5)
    sketch.place("goal", -2, 99, 5)
    post(sketch, "above", 30, 5, WEST, message("goal"))
    post(sketch, "below", 80, 5, WEST, message("goal"), level=-2)
    across = gaps_of(sketch)[1]
    assert across.length_m == pytest.approx(39 - 29.99 + 64.99 - 51, **NEAR)
    assert across.duration_s == pytest.approx(across.length_m / SPEED)
    stairs = across.way.route.legs[1]
    assert across.end_m - across.start_m == pytest.approx(across.length_m + stairs.distance_m)


def test_a_few_steps_are_no_gap_but_count_in_the_share_of_the_way():
    sketch = corridor()
    for number, x in enumerate(range(16, 117, 19)):
        post(sketch, f"sign-{number}", min(x, 99.9), 5, WEST, message("goal"))
    legibility, ways, _ = read_along(sketch.station(), ["start"], ["goal"])
    assert list_gaps(legibility, ways) == ()
    (thread,) = list_threads(legibility, ways)
    assert thread.longest_m == pytest.approx(4.01, abs=0.03)
    assert thread.longest_s == pytest.approx(thread.longest_m / SPEED)
    assert 0.75 < thread.covered_share < 1


def test_threads_tell_the_longest_gap_and_the_share_that_is_covered():
    legibility, ways, _ = read_along(three_signs(state="covered").station(), ["start"], ["goal"])
    (thread,) = list_threads(legibility, ways)
    assert thread.longest_m == pytest.approx(35.0, **NEAR)
    assert thread.floor_m == pytest.approx(98, **NEAR)
    assert thread.covered_share == pytest.approx((30 + 19.01) / 98, abs=1e-3)


def test_gaps_of_ways_that_join_are_one_break_and_gaps_far_apart_are_two():
    sketch = halls(box(0, 0, 10, 60), box(10, 28, 150, 32))
    sketch.place("north", -1, 5, 55)
    sketch.place("south", -1, 5, 5)
    sketch.place("goal", -1, 149, 30)
    post(sketch, "sign", 100, 30, WEST, message("goal"))
    legibility, ways, _ = read_along(sketch.station(), ["north", "south"], ["goal"])
    gaps = list_gaps(legibility, ways)
    first, second = sorted(list_breaks(gaps), key=lambda item: item.x)
    assert (len(gaps), first.passengers, first.ways, len(first.gaps)) == (4, 200.0, 2, 2)
    assert first.passenger_m == pytest.approx(sum(gap.length_m * 100 for gap in first.gaps))
    assert first.longest_m == max(gap.length_m for gap in first.gaps)
    assert 10 < first.x < 85
    assert 99 < second.x < 149
    assert second.ways == 2
    assert second.longest_m == pytest.approx(149 - 99.99 - FOLLOW_NEAR.value, abs=0.5)


def test_breaks_that_most_people_meet_come_first():
    sketch = halls(box(0, 0, 40, 10), box(0, 20, 40, 30))
    for id, x, y in (("start", 1, 5), ("goal", 39, 5), ("quiet", 1, 25), ("end", 39, 25)):
        sketch.place(id, -1, x, y)
    legibility, ways, _ = read_along(sketch.station(), ["start", "quiet"], ["goal", "end"])
    ways = tuple(replace(way, passengers=5.0 if way.origin.id == "quiet" else 50.0) for way in ways)
    breaks = list_breaks(list_gaps(legibility, ways))
    assert [(item.to, item.passengers) for item in breaks] == [("goal", 50.0), ("end", 5.0)]


def test_the_order_of_features_changes_nothing():
    sketch = three_signs(state="dirty")
    sketch.place("other", -1, 5, 1)
    document = sketch.document
    results = []
    for features in (document["features"], document["features"][::-1]):
        station = read_station(document | {"features": features})
        legibility, ways, _ = read_along(station, ["start", "other"], ["goal"])
        gaps = list_gaps(legibility, ways)
        found = [(gap.way.origin.id, gap.start_m, gap.end_m, gap.x, gap.y, gap.miss) for gap in gaps]
        breaks = [(item.to, item.x, item.y, item.passengers, item.miss) for item in list_breaks(gaps)]
        results.append((found, breaks))
    assert results[0] == results[1]


SPOTS = st.tuples(st.integers(5, 95), st.integers(1, 9), st.sampled_from([0, 90, 180, 270]))


@settings(max_examples=15, deadline=None)
@given(st.lists(SPOTS, min_size=1, max_size=6, unique=True), st.integers(0, 5))
def test_gaps_and_legible_stretches_make_up_the_way_and_a_covered_sign_never_shortens_a_gap(spots, which):
    sketch = corridor()
    for number, (x, y, facing_deg) in enumerate(spots):
        post(sketch, f"sign-{number}", x, y, facing_deg, message("goal"))
    legibility, ways, _ = read_along(sketch.station(), ["start"], ["goal"])
    signs = dict(legibility.station.signs)
    id = f"sign-{which % len(spots)}"
    signs[id] = replace(signs[id], state="covered")
    worse = legibility.replaced(replace(legibility.station, signs=signs))
    (before,), (after,) = (list_threads(item, ways) for item in (legibility, worse))
    assert after.longest_m >= before.longest_m - 1e-9
    assert after.covered_share <= before.covered_share + 1e-9
    (way,) = ways
    faces = range(len(legibility.faces))
    dark_m = 0.0
    before_goal = way.at[:, 0] < 99 - FOLLOW_NEAR.value
    for at, heading in zip(way.at[before_goal], way.heading[before_goal], strict=True):
        ahead = [(f.x - at[0]) * heading[0] + (f.y - at[1]) * heading[1] for f in legibility.faces]
        away = [((f.x - at[0]) ** 2 + (f.y - at[1]) ** 2) ** 0.5 for f in legibility.faces]
        seen = [k for k in faces if legibility.reads(k, at[None])[0] and ahead[k] >= 0.5 * away[k]]
        dark_m += 0.0 if seen else 0.5
    assert (1 - before.covered_share) * before.floor_m == pytest.approx(dark_m, abs=0.5 * 2 * len(spots))


@pytest.fixture(scope="module")
def hub():
    station = load_station(SHIPPED_STATION)
    ways = list_ways(compile_network(station), list_targets(station), list_origins(station), default_trips(station))
    return compile_signs(station), ways


def test_along_every_gap_of_the_hub_no_sign_for_the_target_is_legible(hub):
    legibility, ways = hub
    for gap in list_gaps(legibility, ways)[::101]:
        way = gap.way
        inside = (way.along_m > gap.start_m + 0.01) & (way.along_m < gap.end_m - 0.01)
        assert inside.any()
        for level in set(way.level[inside].tolist()):
            rows = inside & (way.level == level)
            for k in legibility.on_level(level):
                face = legibility.faces[k]
                if any(legibility.station.places[way.place].id in _places(legibility, text) for text in face.messages):
                    to = [face.x, face.y] - way.at[rows]
                    ahead = (to * way.heading[rows]).sum(axis=1) >= 0.5 * (to**2).sum(axis=1) ** 0.5
                    assert not (legibility.reads(k, way.at[rows]) & ahead).any()


def test_gaps_of_the_hub_end_where_a_sign_for_the_target_becomes_legible(hub):
    legibility, ways = hub
    targets = list({way.target.id: way.target for way in ways}.values())
    columns = {target.id: column for column, target in enumerate(targets)}
    named = naming(legibility, targets, "walk")
    found = 0
    for gap in list_gaps(legibility, ways)[::37]:
        part = gap.parts[-1]
        stretches = gap.way.stretches
        if part.end_m + 0.01 < stretches.length_m[part.stretch] and part.stretch != gap.way.pieces.stretch[-1]:
            at = stretches.spots(np.array([part.stretch]), np.array([part.end_m + 0.01]))
            faces = [
                k for k in legibility.on_level(stretches.level[part.stretch]) if named[k, columns[gap.way.target.id]]
            ]
            assert any(legibility.reads(k, at)[0] for k in faces)
            found += 1
    assert found > 20


def test_where_the_planners_of_the_hub_hung_nothing_people_walk_without_signs(hub):
    legibility, ways = hub
    stretches = ways[0].stretches
    load, dark = np.zeros(len(stretches.level)), np.zeros(len(stretches.level))
    for way in ways:
        load[way.pieces.stretch] += way.passengers * stretches.length_m[way.pieces.stretch]
    for gap in list_gaps(legibility, ways):
        for part in gap.parts:
            dark[part.stretch] += gap.way.passengers * (part.end_m - part.start_m)
    middle = stretches.tail + stretches.heading * stretches.length_m[:, None] / 2
    for id in ("subway-east", "subway-west", "b1-link-west", "b1-car-park", "b1-shops-south-aisle"):
        space = legibility.station.spaces[id]
        here = (stretches.level == space.level) & shapely.contains_xy(space.outline, *middle.T)
        assert dark[here].sum() > 0.9 * load[here].sum() > 0


def test_where_no_sign_on_a_level_of_the_hub_names_a_target_its_gaps_say_so(hub):
    legibility, ways = hub
    targets = list({way.target.id: way.target for way in ways}.values())
    named = naming(legibility, targets, "walk")
    levels = {
        target.id: {face.level for face, said in zip(legibility.faces, named[:, k], strict=True) if said}
        for k, target in enumerate(targets)
    }
    gaps = [gap for gap in list_gaps(legibility, ways) if len({level for level, *_ in gap.lines}) == 1]
    lonely = [gap for gap in gaps if gap.level not in levels[gap.way.target.id]]
    assert len(lonely) > 100
    assert {gap.miss.code for gap in lonely} == {"not_named"}
    assert {gap.miss.code for gap in gaps} > {"not_named", "too_far", "behind", "hidden", "state"}


def _places(legibility, said):
    if said.for_profiles:
        return frozenset()
    return list_destinations(legibility.station).get(said.destination, frozenset())
