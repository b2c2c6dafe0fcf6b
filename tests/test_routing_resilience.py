"""What is lost and how long it takes while a lift, an escalator, a gate or an exit is out."""

from itertools import combinations

import pytest
from shapely import box

from tests.small_hub import STEP_FREE_LIFT, small_hub
from tests.stations import Sketch
from wayfinding import PROFILES, compile_network, find_route, load_station
from wayfinding.routing.resilience import NEAREST_WILL_DO, Outage, study_outages
from wayfinding.station import SHIPPED_STATION
from wayfinding.station.edits import carry_out
from wayfinding.station.scenario_file import Edit

WHEELCHAIR_MPS = PROFILES["step_free"].speed_mps


def two_lifts() -> Sketch:
    """A kiosk below an exit, a lift between them, and another 30 m farther on."""
    sketch = Sketch()
    for level in (-1, 0):
        sketch.level(level, box(0, 0, 60, 20))
        sketch.space(f"floor{level}", level, box(0, 0, 60, 20))
    for name, x in (("near", 10), ("far", 40)):
        sketch.pathway(f"lift-{name}", "lift", (-1, x, 10), (0, x, 10), **STEP_FREE_LIFT)
    sketch.place("kiosk", -1, 10, 10, type="kiosk")
    sketch.place("exit", 0, 10, 10, type="exit")
    return sketch


def study(sketch, profile="step_free", **options):
    return study_outages(compile_network(sketch.station()), profile, **options)


def of(outages: tuple[Outage, ...], *ids: str) -> Outage:
    return next(item for item in outages if item.ids == ids)


def test_the_detour_to_the_other_lift_is_the_delay():
    outage = of(study(two_lifts()).singles, "lift-near")
    assert outage.lost == ()
    assert [(item.origin, item.destination) for item in outage.delayed] == [("kiosk", "exit")]
    assert outage.mean_delay_s == outage.worst_delay_s == pytest.approx(60 / WHEELCHAIR_MPS)
    assert outage.score_s == pytest.approx(60 / WHEELCHAIR_MPS)


def test_a_lift_that_nobody_takes_is_no_loss_and_comes_last():
    singles = study(two_lifts()).singles
    assert [item.ids[0] for item in singles] == ["lift-near", "exit", "lift-far"]
    assert of(singles, "lift-far").setbacks == ()


def test_only_the_pair_loses_what_either_lift_alone_would_still_serve():
    pair = of(study(two_lifts()).pairs, "lift-far", "lift-near")
    assert [(item.origin, item.destination) for item in pair.lost] == [("kiosk", "exit")]
    assert pair.lost_destinations == ("exit",)
    assert pair.score_s == 1800


def test_a_pair_says_nothing_of_what_one_of_it_loses_alone():
    sketch = two_lifts()
    sketch.obstacle("wall--1", -1, box(25, 0, 26, 20))
    outages = study(sketch)
    assert of(outages.singles, "lift-near").lost_destinations == ("exit",)
    assert all(pair.setbacks == () for pair in outages.pairs)


def test_an_exit_takes_its_ways_with_it_and_nobody_is_said_to_lose_the_exit_itself():
    sketch = two_lifts()
    sketch.place("bus", 0, 10, 15, type="bus_area")
    outage = of(study(sketch).singles, "exit")
    assert outage.closed == ("exit", "lift-near")
    assert {(item.origin, item.destination) for item in outage.setbacks} == {("kiosk", "bus")}
    assert 0 < outage.worst_delay_s < 60 / WHEELCHAIR_MPS


def test_what_is_out_already_is_not_studied():
    sketch = two_lifts()
    sketch.features[-3]["properties"]["open"] = False
    assert [item.ids for item in study(sketch).singles if item.kind == "lift"] == [("lift-near",)]


def test_a_gate_without_which_a_platform_is_cut_off_is_told_with_all_who_lose_it():
    gates = of(study(small_hub(), "walk").singles, "gates")
    assert gates.kind == "gate"
    assert {"platform-3-north", "platform-3-south"} <= set(gates.lost_destinations)
    assert set(gates.cut_off) == {"platform-3-north", "platform-3-south"}


def test_the_network_that_is_asked_stays_as_it_is():
    network = compile_network(two_lifts().station())
    before = find_route(network, "kiosk", "exit", "step_free")
    study_outages(network)
    assert find_route(network, "kiosk", "exit", "step_free") == before


def test_progress_counts_every_outage_once():
    told = []
    outages = study(two_lifts(), progress=lambda done, of: told.append((done, of)))
    total = len(outages.singles) + len(outages.pairs)
    assert told == [(done, total) for done in range(total + 1)]


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_the_order_of_features_changes_nothing(profile):
    sketch, turned = small_hub(), small_hub()
    turned.features.reverse()
    assert study(sketch, profile).singles == study(turned, profile).singles
    assert study(sketch, profile).pairs == study(turned, profile).pairs


def ask_all(network, outages):
    """Every question asked one by one: cost and duration, None where there is no way."""
    found = {}
    for origin in outages.origins:
        for destination in outages.destinations:
            if origin != destination:
                route = find_route(network, origin, destination, outages.profile)
                found[origin, destination] = None if route is None else (route.cost, route.duration_s)
    return found


def setbacks(before, after, ids):
    """The setbacks that follow from two sets of answers: the duration before and after, None where there is no way."""
    found = {}
    for question, was in before.items():
        now = after[question]
        if was is not None and not set(question) & set(ids) and (now is None or now[1] - was[1] >= 1):
            found[question] = (was[1], None if now is None else now[1])
    return found


def worse(one, other):
    return {key: None if None in (a, other[key]) else (0, max(a[1], other[key][1])) for key, a in one.items()}


def checked_hub() -> Sketch:
    """The small hub with a numbered security check between its hall and the ways to the street."""
    hub = small_hub()
    hub.obstacle("wall", -1, box(9, 0, 10, 50))
    hub.pathway("check", "security_check", (-1, 12, 36), (-1, 7, 36), width_m=1.0, number="1")
    return hub


@pytest.mark.parametrize("sketch", [small_hub, checked_hub])
@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_every_setback_is_what_asking_every_question_one_by_one_gives(profile, sketch):
    network = compile_network(sketch().station())
    outages = study_outages(network, profile)
    today = ask_all(network, outages)
    assert outages.asked == sum(answer is not None for answer in today.values())
    after = {}
    for outage in (*outages.singles, *outages.pairs):
        station = carry_out(network.station, [Edit("close", id) for id in outage.closed]).station
        after[outage.ids] = ask_all(compile_network(station, reuse=network), outages)
        before = worse(*(after[id,] for id in outage.ids)) if outage.kind == "lift pair" else today
        told = {(item.origin, item.destination): (item.before_s, item.after_s) for item in outage.setbacks}
        expected = setbacks(before, after[outage.ids], outage.ids)
        assert told.keys() == expected.keys(), outage.ids
        for question, durations in expected.items():
            assert told[question] == pytest.approx(durations), (outage.ids, question)
    lifts = [item.ids[0] for item in outages.singles if item.kind == "lift"]
    assert {item.ids for item in outages.pairs} == set(combinations(sorted(lifts), 2))


@pytest.mark.parametrize("profile", ["step_free", "walk"])
def test_setbacks_of_the_shipped_station_are_what_its_travellers_are_told(profile):
    network = compile_network(load_station(SHIPPED_STATION))
    for outage in study_outages(network, profile).singles[:8]:
        station = carry_out(network.station, [Edit("close", id) for id in outage.closed]).station
        without = compile_network(station, reuse=network)
        for item in outage.setbacks[::7]:
            question = (item.origin, item.destination, profile)
            after = find_route(without, *question)
            assert find_route(network, *question).duration_s == pytest.approx(item.before_s)
            assert (None if after is None else pytest.approx(after.duration_s)) == item.after_s


def test_of_toilets_and_taxis_the_nearest_counts():
    sketch = two_lifts()
    for name, x in (("near", 12), ("far", 50)):
        sketch.place(f"toilet-{name}", 0, x, 10, type="accessible_toilet", step_free="yes")
    outages = study(sketch)
    assert outages.destinations == ("exit", f"nearest:{NEAREST_WILL_DO[0]}")
    delayed = {item.destination: item.delay_s for item in of(outages.singles, "lift-near").delayed}
    assert delayed["nearest:accessible_toilet"] == pytest.approx((30 + 10 - 2) / WHEELCHAIR_MPS)
