"""Where the next signs go: covering held to brute force, places held to the rules of the station, promises kept."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from tests.stations import Sketch
from wayfinding.errors import NotFoundError, RequestError
from wayfinding.routing.network import compile_network
from wayfinding.signage.journeys.along import Reading
from wayfinding.signage.judging.truth import judge_signs
from wayfinding.signage.legible.legibility import compile_signs
from wayfinding.signage.placing.candidates import list_candidates
from wayfinding.signage.placing.covering import GREEDY_SHARE, Sets, choose, cover_all, prove
from wayfinding.signage.placing.demand import measure_demand
from wayfinding.signage.placing.placement import asked_for, fewest_signs, plan_signs, suggest_signs
from wayfinding.signage.placing.readers import list_readers
from wayfinding.signage.placing.sites import Site
from wayfinding.signage.settings import Settings
from wayfinding.signage.targets import list_targets
from wayfinding.station import SHIPPED_STATION, load_station
from wayfinding.station.checks.signs import sign_problems
from wayfinding.station.geojson import read_station
from wayfinding.station.scenario import apply, read_scenario


def sets_of(rows, weights):
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)])
    items = np.array([item for row in rows for item in sorted(row)], dtype=np.int64)
    return Sets(starts, items, np.array(weights, dtype=float))


def best_of(rows, weights, count):
    """The most that `count` of the rows cover, by trying all."""
    choices = combinations(rows, min(count, len(rows)))
    return max((sum(weights[e] for e in frozenset().union(*choice)) for choice in choices), default=0.0)


small = st.integers(1, 9).flatmap(
    lambda elements: st.tuples(
        st.lists(st.frozensets(st.integers(0, elements - 1)), min_size=1, max_size=7),
        st.lists(st.integers(0, 9), min_size=elements, max_size=elements),
        st.integers(1, 4),
    )
)


@settings(max_examples=60, deadline=None)
@given(small)
def test_greedy_keeps_its_promise_and_its_bound_and_the_proof_is_what_brute_force_finds(case):
    rows, weights, count = case
    best = best_of(rows, weights, count)
    sets = sets_of(rows, weights)
    found = choose(sets, count)
    assert found.value == pytest.approx(sets.value(list(found.chosen)))
    assert GREEDY_SHARE * best - 1e-9 <= found.value <= best + 1e-9
    assert best <= found.bound + 1e-9
    proof = prove(sets, count, 10.0)
    assert proof.value == pytest.approx(best)
    assert proof.bound == pytest.approx(best, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(small)
def test_the_fewest_sets_that_cover_everything_are_what_brute_force_finds(case):
    rows, weights, _ = case
    whole = frozenset().union(*rows)
    fewest = next(n for n in range(len(rows) + 1) if any(
        frozenset().union(*choice) == whole for choice in combinations(rows, n)))  # fmt: skip
    found = cover_all(sets_of(rows, weights), 10.0)
    assert (found.value, found.bound) == (fewest, fewest)
    assert frozenset().union(*(rows[k] for k in found.chosen)) == whole
    greedy = cover_all(sets_of(rows, weights))
    assert greedy.bound <= fewest <= greedy.value


def test_a_swap_finds_what_greedy_misses():
    left, right, middle = {0, 1, 2}, {3, 4, 5}, {1, 2, 3, 4}
    found = choose(sets_of([left, right, middle], [1.0] * 6), 2)
    assert (found.value, sorted(found.chosen)) == (6.0, [0, 1])


def test_what_is_not_allowed_is_left_out_and_what_is_cut_down_counts_as_cut_down():
    sets = sets_of([{0, 1, 2, 3}, {4, 5, 6}, {7}], [1.0] * 8)
    cut = {0: np.array([0]), 1: None, 2: np.array([7])}
    found = choose(sets, 2, lambda k: cut[k])
    assert (sorted(found.chosen), found.value) == ([0, 2], 2.0)
    assert found.bound >= 2.0


@settings(max_examples=60, deadline=None)
@given(small, st.integers(0, 2**16))
def test_what_is_chosen_is_worth_what_is_said_whatever_is_cut_down(case, seed):
    rows, weights, count = case
    sets = sets_of(rows, weights)
    rng = np.random.default_rng(seed)
    cut = {k: sets.row(k)[rng.random(len(rows[k])) < 0.6] for k in range(len(rows))}
    found = choose(sets, count, lambda k: cut[k])
    covered = frozenset(e for k in found.chosen for e in cut[k].tolist())
    assert found.value == pytest.approx(sum(weights[e] for e in covered))
    best = best_of([frozenset(cut[k].tolist()) for k in range(len(rows))], weights, count)
    assert GREEDY_SHARE * best - 1e-9 <= found.value <= best + 1e-9
    assert best <= found.bound + 1e-9


def hall(columns=((20, 9.5),), length=60.0, signs=()):
    """A hall 20 m wide from exit-a in the west to exit-b in the east, with columns of 1 m."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, length, 20))
    for number, (x, y) in enumerate(columns):
        sketch.obstacle(f"column-{number}", -1, box(x, y, x + 1, y + 1), type="column")
    sketch.place("exit-a", -1, 1, 14, type="exit", number="A")
    sketch.place("exit-b", -1, length - 1, 14, type="exit", number="B")
    for id, x, y, more in signs:
        sketch.sign(id, -1, x, y, **more)
    return sketch


TRIPS = {("exit-a", "exit-b"): 1000.0}


def site_of(station, trips=TRIPS, **more):
    network = compile_network(station)
    return Site.of(network, asked_for(network, None), "walk", Settings(**more), trips)


def test_the_best_single_sign_of_a_field_of_columns_is_the_one_that_covers_most_of_the_way():
    station = hall(columns=[(x, y) for x in (10, 25, 40) for y in (3, 12.2)]).station()
    site = site_of(station)
    plan = plan_signs(site, 1)
    values = [site.sets.value([k]) for k in range(site.sets.size)]
    assert len(plan.proposals) == 1
    assert plan.proposals[0].passenger_m == pytest.approx(max(values))
    sign = plan.proposals[0].sign
    assert (sign.type, sign.mounted_on, round(sign.facing_deg)) == ("pillar_sticker", "column-3", 270)
    assert [(message.destination, message.arrow) for message in sign.messages] == [("exit-b", "ahead")]
    assert plan.proposals[0].passengers == pytest.approx(1000.0)


def test_a_chord_of_the_circle_is_what_one_sign_gives():
    """Its circle of 20 m is tangent to the column's west face at (24.98, 14); the way runs along y = 14."""
    site = site_of(hall(columns=[(25, 13.5)]).station())
    west = [k for k, place in enumerate(site.places) if place.nx < -0.9 and place.mounted_on == "column-0"]
    assert len(west) == 1
    gain = site.sets.value(west)
    assert gain == pytest.approx(1000.0 * 20.0, rel=0.06)


def test_proposals_stand_the_check_and_say_only_what_is_true():
    station = hall(columns=[(15, 3), (15, 14.6), (40, 13), (40, 4)]).station()
    network = compile_network(station)
    plan = suggest_signs(network, 6, trips=TRIPS)
    after = apply(station, read_scenario(plan.scenario()))
    added = [after.signs[proposal.sign.id] for proposal in plan.proposals]
    assert added
    assert sign_problems(after, added) == []
    verdicts = judge_signs(compile_network(after), "walk", Settings(), {sign.id for sign in added})
    assert {verdict.verdict for verdict in verdicts} == {"true"}
    assert [proposal.sign for proposal in plan.proposals] == added


def test_coverage_rises_by_exactly_what_was_promised():
    station = hall(
        columns=[(15, 3), (15, 14.6), (40, 13), (40, 4)],
        signs=[("old", 30, 19.99, {"facing_deg": 180.0, "messages": [
            {"destination": "exit:B", "arrow": "left", "zh": "B", "en": "B"}]})],
    ).station()  # fmt: skip
    trips = {("exit-a", "exit-b"): 700.0, ("exit-b", "exit-a"): 300.0}
    site = site_of(station, trips)
    plan = plan_signs(site, 4)
    after = apply(station, read_scenario(plan.scenario()))
    demand = measure_demand(Reading.of(compile_signs(after), site.ways), site.ways, list_targets(after))
    assert 0.0 < plan.covered_before < plan.covered_after
    assert plan.covered_before == pytest.approx(site.demand.covered / site.demand.total)
    assert demand.covered / demand.total == pytest.approx(plan.covered_after, abs=1e-12)
    assert plan.covered_after <= plan.bound + 1e-12


def test_a_place_is_read_where_the_hung_sign_is_read():
    station = hall(columns=[(15, 3), (15, 14.6), (40, 13), (40, 4)]).station()
    site = site_of(station)
    stretches = site.demand.stretches
    level, heading = stretches.level[stretches.owner], stretches.heading[stretches.owner]
    faces = [place.face(Settings(), "new") for place in site.places]
    rows = list_readers(site.legibility, faces, level, stretches.at, heading)
    writer_plan = plan_signs(site, 3)
    after = apply(station, read_scenario(writer_plan.scenario()))
    hung = compile_signs(after)
    for face in hung.faces:
        k = next(k for k, own in enumerate(faces) if (own.x, own.y, own.nx) == (face.x, face.y, face.nx))
        to = np.array([face.x, face.y]) - stretches.at
        ahead = np.sum(to * heading, axis=1) >= math.cos(math.radians(60.0)) * np.hypot(*to.T)
        number = hung.faces.index(face)
        expected = np.flatnonzero(hung.reads(number, stretches.at) & ahead)
        assert rows.items[rows.starts[k] : rows.starts[k + 1]].tolist() == expected.tolist()
        assert len(expected)


def test_nothing_is_put_where_a_sign_hangs_or_where_nobody_could_read_it():
    taken = ("old", 14.99, 14.0, {"type": "pillar_sticker", "facing_deg": 270.0})
    station = hall(columns=[(15, 13.5), (19, 0.3)], signs=[taken]).station()
    network = compile_network(station)
    stretches = site_of(station).demand.stretches
    places = list_candidates(station, stretches, np.arange(len(stretches.level)))
    sides = {(place.mounted_on, round(place.facing_deg)) for place in places if place.mounted_on}
    assert ("column-0", 270) not in sides
    assert ("column-0", 90) in sides
    assert ("column-1", 180) not in sides
    assert network.station is not None


def test_who_asks_for_one_target_gets_signs_for_that_target():
    trips = {("exit-a", "exit-b"): 10.0, ("exit-b", "exit-a"): 1000.0}
    plan = suggest_signs(compile_network(hall().station()), 2, to="exit:B", trips=trips)
    assert {message.destination for proposal in plan.proposals for message in proposal.sign.messages} <= {
        "exit-b",
        "exit:B",
    }
    assert plan.total_m == pytest.approx(10.0 * 58.0, rel=0.05)


def test_the_proof_bounds_the_plan_and_agrees_with_brute_force():
    site = site_of(hall(columns=[(x, y) for x in (10, 25, 40) for y in (3, 12.2)]).station())
    plan = plan_signs(site, 2, prove_s=20.0)
    best = max(site.sets.value(list(pair)) for pair in combinations(range(site.sets.size), 2))
    share = (site.demand.covered + best) / site.demand.total
    assert plan.proven is not None
    assert plan.proven == pytest.approx((share, share), abs=1e-6)
    assert plan.covered_after <= share + 1e-9
    assert plan.covered_after >= 0.99 * share


def test_the_fewest_signs_that_confirm_everybody_leave_nobody_out_who_could_be_told():
    site = site_of(hall(columns=[(x, 12.2) for x in (10, 25, 40)]).station())
    found = fewest_signs(site, 1.0, 20.0)
    reachable = np.unique(site.sets.items)
    covered = np.unique(np.concatenate([site.sets.row(k) for k in found.chosen]))
    assert covered.tolist() == reachable.tolist()
    assert found.value == found.bound == len(found.chosen)


def test_the_order_of_features_changes_no_plan():
    sketch = hall(columns=[(15, 3), (15, 14.6), (40, 13), (40, 4)])
    one = suggest_signs(compile_network(sketch.station()), 3, trips=TRIPS)
    turned = read_station(sketch.document | {"features": sketch.features[::-1]})
    other = suggest_signs(compile_network(turned), 3, trips=TRIPS)
    assert [proposal.sign.raw for proposal in one.proposals] == [proposal.sign.raw for proposal in other.proposals]
    assert one.covered_after == pytest.approx(other.covered_after)


def test_ties_between_mirrored_places_and_equal_targets_do_not_hang_on_the_order_of_features():
    sketch = hall(columns=[(x, y) for x in (14.5, 29.5, 44.5) for y in (4.0, 15.0)])
    for number in range(12):
        sketch.place(f"exit-{number}", -1, 3.0 + 4.9 * number, 10.0, type="exit", number=str(number))
    plans = []
    for step in (1, -1):
        station = read_station(sketch.document | {"features": sketch.features[::step]})
        origins = [place.id for place in station.places.values()]
        trips = {(start, end): 100.0 / 7 for start in origins for end in origins if start != end}
        plan = suggest_signs(compile_network(station), 4, trips=trips)
        plans.append([(proposal.sign.raw, proposal.passenger_m) for proposal in plan.proposals])
    assert plans[0] == plans[1]
    assert any(len(raw["properties"]["messages"]) == 8 for raw, _ in plans[0])


def test_where_nobody_walks_nothing_is_proposed():
    plan = suggest_signs(compile_network(hall().station()), 3, trips={})
    assert (plan.proposals, plan.covered_before, plan.covered_after, plan.bound) == ((), 0.0, 0.0, 0.0)


@pytest.mark.parametrize("count", [0, -1, 201, 1.5, True])
def test_a_count_out_of_range_is_refused_in_one_line(count):
    with pytest.raises(RequestError, match="give a number from 1 to 200"):
        suggest_signs(compile_network(hall().station()), count)


def test_an_unknown_target_or_a_time_that_is_none_is_refused():
    network = compile_network(hall().station())
    with pytest.raises(NotFoundError, match="nowhere"):
        suggest_signs(network, 1, to="nowhere")
    with pytest.raises(RequestError, match="no time for a proof"):
        suggest_signs(network, 1, prove_s=0.0)


@pytest.fixture(scope="module")
def shipped():
    station = load_station(SHIPPED_STATION)
    network = compile_network(station)
    return station, Site.of(network, asked_for(network, None), "walk", Settings())


def test_every_place_of_the_shipped_station_stands_the_check(shipped):
    station, site = shipped
    assert len(site.places) >= 3000
    assert {place.kind.type for place in site.places} == {"pillar_sticker", "wall_sticker", "floor_sticker"}
    features = [
        {"type": "Feature", "id": f"place-{k}", "geometry": {"type": "Point", "coordinates":
            station.frame.to_lonlat([[place.x, place.y]])[0].tolist()},
         "properties": {"kind": "sign", "source": "assumed", "name_zh": "标", "name_en": "s", "level": place.level,
            "type": place.kind.type, "facing_deg": place.facing_deg, "mounting_height_m": 1.7, "letter_height_m": 0.1,
            "state": "good", "renewed": False, "messages": []}}
        for k, place in enumerate(site.places)
    ]  # fmt: skip
    whole = read_station({**dict(station.header), "features": [record.raw for record in station.records()] + features})
    added = [whole.signs[feature["id"]] for feature in features]
    assert sign_problems(whole, added) == []


def test_any_places_can_be_chosen_together(shipped):
    _, site = shipped
    rows = np.array([(place.x, place.y, place.nx, place.ny) for place in site.places])
    level = np.array([place.level for place in site.places])
    flat = np.array([place.flat for place in site.places])
    for k in range(len(rows)):
        near = np.hypot(*(rows[:, :2] - rows[k, :2]).T) < 1.2
        same = (level == level[k]) & (flat == flat[k]) & (flat | (rows[:, 2:] @ rows[k, 2:] > 0.5))
        assert np.flatnonzero(near & same).tolist() == [k]


def test_on_the_shipped_station_promise_bound_and_truth_hold(shipped):
    station, site = shipped
    plan = plan_signs(site, 10)
    assert len(plan.proposals) == 10
    assert (plan.covered_after - plan.covered_before) >= 0.98 * (plan.bound - plan.covered_before)
    after = apply(station, read_scenario(plan.scenario()))
    demand = measure_demand(Reading.of(site.legibility.replaced(after), site.ways), site.ways, site.demand.targets)
    assert demand.covered / demand.total == pytest.approx(plan.covered_after, abs=1e-12)
    gains = [proposal.passenger_m for proposal in plan.proposals]
    assert gains == sorted(gains, reverse=True)
