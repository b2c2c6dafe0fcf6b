"""The owner's measures, one at a time, on the shipped station: what each bought whom."""

from functools import cache

import pytest

from wayfinding import compile_network, find_route
from wayfinding.station import SHIPPED_STATION, apply, check, list_scenarios, load_scenario, load_station

MEASURES = [
    "before-checkpoint-5",
    "before-luggage-ramp",
    "before-near-end-escalators",
    "before-signs",
    "before-south-plaza",
]


@cache
def station(name="today"):
    plain = load_station(SHIPPED_STATION)
    return apply(plain, load_scenario(name))


@cache
def network(name="today"):
    return compile_network(station(name))


def route(name, origin, destination, profile):
    return find_route(network(name), origin, destination, profile)


def used(name, origin, destination, profile):
    found = route(name, origin, destination, profile)
    return set(found.pathways) if found else None


@pytest.mark.parametrize(
    "name", ["before-2023", *MEASURES, "exam-week", "national-day", "station-works", "lift-out", "night"]
)
def test_every_scenario_applies_and_leaves_no_error(name):
    assert name in list_scenarios()
    assert [str(problem) for problem in check(station(name)).problems if problem.severity == "error"] == []


def test_before_2023_is_its_five_measures_together():
    assert sorted(load_scenario("before-2023").extends) == MEASURES


def test_before_the_signs_203_were_absent_and_22_were_worse():
    before, today = station("before-signs").signs, station().signs
    assert len(before) == 22
    assert all(sign.letter_height_m < today[id].letter_height_m and sign.state != "good" for id, sign in before.items())


@pytest.mark.parametrize("profile", ["luggage", "step_free"])
def test_the_side_gate_at_checkpoint_5_lets_cases_and_wheelchairs_in_from_the_sunken_plaza(profile):
    assert route("before-2023", "sunken-plaza", "platform-2-west", profile) is None
    around = route("before-checkpoint-5", "sunken-plaza", "platform-2-west", profile)
    assert "rainbow-ramp" in around.pathways
    today = route("today", "sunken-plaza", "platform-2-west", profile)
    assert "side-gate-5" in today.pathways
    assert today.duration_s < around.duration_s


def test_walkers_pass_checkpoint_5_in_both_states():
    for name in ("before-checkpoint-5", "today"):
        assert "security-5" in used(name, "sunken-plaza", "platform-2-west", "walk")


@pytest.mark.parametrize("profile", ["luggage", "step_free"])
def test_the_rainbow_ramp_joins_the_sunken_plaza_to_the_north_plaza_without_steps(profile):
    assert used("today", "sunken-plaza", "north-plaza-place", profile) == {"rainbow-ramp"}
    assert "rainbow-ramp" not in (used("before-luggage-ramp", "sunken-plaza", "north-plaza-place", profile) or set())


def test_the_turned_near_end_escalators_carry_walkers_up_from_the_shared_platform():
    door = "platform-2-west-car3-door4"
    assert used("today", door, "exit-10", "walk") & {"near-end-1", "near-end-2"}
    before = route("before-near-end-escalators", door, "exit-10", "walk")
    assert before.cost > route("today", door, "exit-10", "walk").cost


def test_before_the_escalators_were_turned_they_carried_walkers_down():
    assert used("before-near-end-escalators", "kiosk-b2-3", "platform-2-west", "walk") & {"near-end-1", "near-end-2"}


def test_the_zone_b_ramp_serves_cases_that_the_lifting_platform_refused():
    assert route("before-south-plaza", "exit-south-3", "south-plaza-place", "luggage") is None
    assert used("today", "exit-south-3", "south-plaza-place", "luggage") == {"zone-b-ramp"}


def test_the_zone_b_ramp_saves_wheelchair_users_the_wait_for_staff():
    before = route("before-south-plaza", "exit-south-3", "south-plaza-place", "step_free")
    assert set(before.pathways) == {"zone-b-platform-lift"}
    assert route("today", "exit-south-3", "south-plaza-place", "step_free").duration_s < before.duration_s


def test_with_the_line_3_lift_out_the_step_free_way_leads_over_the_transfer_lift():
    assert "lift-3" in used("today", "kiosk-b1-1", "platform-3-north", "step_free")
    assert {"lift-shared", "lift-transfer"} <= used("lift-out", "kiosk-b1-1", "platform-3-north", "step_free")


def test_works_close_exit_3_by_name():
    assert route("station-works", "kiosk-b1-1", "exit-3", "walk") is None
