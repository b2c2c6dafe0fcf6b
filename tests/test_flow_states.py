"""Belts that change their speed within a day, or stand still to be walked on."""

import numpy as np
import pytest

from tests.test_flow_day import states_of, turn_h, walk_day
from tests.test_flow_engine import NINE, WALK, two_halls
from wayfinding.assumptions import ESCALATOR_TURN, STAIR_UP_FLOW, STAIRS_DOWN_SPEED, STAIRS_UP_SPEED, WALK_SPEED
from wayfinding.errors import RequestError
from wayfinding.flow.supply.day import list_periods
from wayfinding.flow.supply.supply import build_supply, restate

WALKED_S = (18.0 + 20.0) / WALK_SPEED.value
"""From a to the belt's foot, and from its head to b."""
HALF_PAST = NINE + 1800


def change(**properties):
    return [{"op": "set", "id": "up", "properties": properties, "from": "09:30", "to": "10:30"}]


def ride_s(result) -> list[float]:
    """What each person's way took but for the walks."""
    return (result.door_to_door_s - result.run.people["queued"][: len(result.crowd.start)] - WALKED_S).tolist()


def test_a_belt_that_is_slowed_takes_longer_from_then_on():
    sketch = two_halls(direction="forward", speed_mps=0.65)
    start = np.array([NINE, HALF_PAST + 300, HALF_PAST + 3900])
    result = walk_day(states_of(sketch, change(speed_mps=0.5)), [("a", "b")] * 3, start)
    length_m = np.hypot(10, 6)
    expected = [(length_m + 3) / mps for mps in (0.65, 0.5, 0.65)]
    assert ride_s(result) == pytest.approx(expected, abs=0.1)


def test_who_is_on_the_belt_when_it_is_slowed_ends_his_ride_as_he_began_it():
    sketch = two_halls(direction="forward", speed_mps=0.65)
    start = np.array([HALF_PAST - 20.0])
    result = walk_day(states_of(sketch, change(speed_mps=0.5)), [("a", "b")], start)
    assert result.run.people["first"][0] < HALF_PAST < result.run.people["arrived"][0] - 20 / WALK_SPEED.value
    assert ride_s(result) == pytest.approx([(np.hypot(10, 6) + 3) / 0.65], abs=0.1)


def test_a_belt_that_stands_still_is_climbed_both_ways_once_it_is_clear():
    sketch = two_halls(direction="forward", speed_mps=0.65)
    start = np.array([HALF_PAST + 60.0, HALF_PAST + 600, HALF_PAST + 601])
    states = states_of(sketch, change(status="stopped", direction="both"))
    result = walk_day(states, [("a", "b"), ("a", "b"), ("b", "a")], start)
    assert ride_s(result) == pytest.approx(
        [10 / STAIRS_UP_SPEED.value, 10 / STAIRS_UP_SPEED.value, 10 / STAIRS_DOWN_SPEED.value], abs=0.1
    )
    sets_out = HALF_PAST + turn_h(states) * 3600
    assert result.run.people["first"][0] == pytest.approx(sets_out + 18.0 / WALK_SPEED.value, abs=0.1)


def test_a_belt_that_starts_again_is_cleared_first_and_then_carries_as_before():
    sketch = two_halls(direction="forward", speed_mps=0.65)
    start = np.array([HALF_PAST + 3600 - 15.0, HALF_PAST + 3601])
    result = walk_day(states_of(sketch, change(status="stopped")), [("a", "b")] * 2, start)
    climbed_s = 10 / STAIRS_UP_SPEED.value
    assert result.run.people["first"][1] >= HALF_PAST + 3600 + ESCALATOR_TURN.value + climbed_s
    assert ride_s(result) == pytest.approx([10 / STAIRS_UP_SPEED.value, (np.hypot(10, 6) + 3) / 0.65], abs=0.1)


def test_a_belt_that_stands_still_takes_as_many_as_a_stair():
    sketch = two_halls(direction="forward", speed_mps=0.65, width_m=1.0)
    start = NINE + np.arange(12_000) * 0.5
    result = walk_day(states_of(sketch, change(status="stopped")), [("a", "b")] * len(start), start)
    an_hour = result.run.entered.sum(axis=1) * 60
    assert an_hour[9 * 60 + 40 : 10 * 60 + 25].mean() == pytest.approx(STAIR_UP_FLOW.value, rel=0.01)


def test_people_choose_by_what_holds_when_they_choose():
    sketch = two_halls(direction="forward", speed_mps=0.65)
    sketch.pathway("other", "escalator", (-2, 20, 15), (-1, 30, 15), direction="forward", speed_mps=0.65)
    start = np.array([NINE, HALF_PAST + 600, HALF_PAST + 4200])
    result = walk_day(states_of(sketch, change(status="stopped")), [("a", "b")] * 3, start)
    names = np.array([id for id, _, _ in result.supply.uses])
    taken = [names[np.flatnonzero(result.run.entered[int(t // 60) - 1 : int(t // 60) + 3].sum(axis=0))].tolist()
             for t in start]  # fmt: skip
    assert taken == [["up"], ["other"], ["up"]]


def test_a_state_with_the_same_rides_is_the_same_supply():
    states = states_of(two_halls(direction="forward"), [{"op": "close", "id": "up", "from": "09:30", "to": "10:30"}])
    supply = build_supply(states[0].network, WALK, (), 16.0)
    assert len(states) == 3
    assert all(restate(supply, state.network) is supply for state in states)
    assert [period.supply for period in list_periods(supply, states)] == [None] * 3


def test_a_lift_with_another_speed_is_refused():
    with pytest.raises(RequestError, match="belts stop or change their speed, nothing else"):
        states_of(two_halls("lift"), change(speed_mps=2.0))
