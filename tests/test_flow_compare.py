"""Two states of a station under the same crowds: signs of differences, intervals, refusals."""

import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding import compile_network
from wayfinding.errors import PlanError, RequestError
from wayfinding.flow.compare import compare
from wayfinding.flow.conditions import Conditions
from wayfinding.flow.demand import Demand, load_demand
from wayfinding.flow.pairs import Pairing
from wayfinding.flow.simulate import Settings
from wayfinding.routing.differences import list_way_changes

LIFT = {"car_width_m": 1.4, "car_depth_m": 1.6, "door_width_m": 1.0, "speed_mps": 1.0}


def hub(direction="forward", lift=True, escalator_x=30.0) -> Sketch:
    """Streets on the ground, trains of the railway and an exit below, joined by a stair, an escalator and a lift."""
    sketch = Sketch()
    sketch.level(0)
    sketch.level(-1)
    sketch.space("street", 0, box(0, 0, 100, 40))
    sketch.space("hall", -1, box(0, 0, 100, 40))
    sketch.pathway("stairs", "stairs", (-1, 60, 39), (0, 48, 39), width_m=2.0, steps=40)
    sketch.pathway("moving", "escalator", (-1, escalator_x, 20), (0, escalator_x + 12, 20), direction=direction,
                   speed_mps=0.65, width_m=1.0)  # fmt: skip
    if lift:
        sketch.pathway("lift", "lift", (-1, 80, 35), (0, 80, 35), **LIFT)
    sketch.place("out", 0, 90, 20, type="exit", number="1")
    sketch.place("in", -1, 5, 20, type="rail_exit")
    sketch.place("entrance", -1, 8, 8, type="rail_entrance")
    return sketch


def a_day(**changes) -> Demand:
    hours = {"all": [1.0] * 24}
    trips = [{"from": "rail", "to": "street", "share": 0.5, "hours": "all"},
             {"from": "street", "to": "rail", "share": 0.5, "hours": "all"}]  # fmt: skip
    plain = load_demand().model_dump(by_alias=True)
    return Demand.model_validate(
        plain | {"hours": hours, "trips": trips, "groups": {"walk": 0.9, "step_free": 0.1}} | changes
    )


UNDER = Conditions(2000, demand=a_day(), settings=Settings(cell_m=20.0))


def networks(*sketches):
    return [compile_network(sketch.station()) for sketch in sketches]


def test_nothing_differs_between_a_station_and_itself():
    a, b = networks(hub(), hub())
    found = compare(a, b, 2, under=UNDER)
    assert (found.difference.mean_s, found.difference.ci95_s) == (0.0, (0.0, 0.0))
    assert found.winners == found.losers == found.signs_turned == found.step_free == ()


def test_who_rides_an_escalator_up_gains_by_it_and_who_goes_down_loses_by_its_turning():
    down, up = networks(hub("backward"), hub("forward"))
    found = compare(down, up, 3, under=UNDER)
    assert {(item.origin, item.destination) for item in found.winners} == {("in", "out")}
    assert {(item.origin, item.destination) for item in found.losers} == {("out", "entrance")}
    low, high = found.difference.ci95_s
    assert low <= found.difference.mean_s <= high
    assert found.groups["step_free"].mean_s == pytest.approx(0.0, abs=0.5), "the lift is where it was"


def test_turned_round_the_comparison_has_the_other_sign():
    down, up = networks(hub("backward"), hub("forward"))
    there, back = compare(down, up, 2, under=UNDER), compare(up, down, 2, under=UNDER)
    assert back.difference.mean_s == pytest.approx(-there.difference.mean_s)


def test_the_result_does_not_depend_on_the_number_of_workers():
    down, up = networks(hub("backward"), hub("forward"))
    assert compare(down, up, 2, under=UNDER) == compare(down, up, 2, under=UNDER, workers=2)


def test_a_plan_that_takes_the_only_step_free_way_is_refused_by_name_before_any_run(monkeypatch):
    a, b = networks(hub(), hub(lift=False))

    def never(*_, **__):
        raise AssertionError("a refused plan was run")

    monkeypatch.setattr(Pairing, "run", never)
    with pytest.raises(PlanError, match=r"no-lift is refused: it takes the only step-free way .*out"):
        compare(a, b, 2, under=UNDER, names=("today", "no-lift"))


def test_a_step_free_way_won_or_slower_is_told():
    without, near = networks(hub(lift=False), hub())
    assert {item.before_s for item in list_way_changes(without, near)} == {None}
    far = hub(lift=False)
    far.pathway("lift", "lift", (-1, 80, 5), (0, 80, 5), **LIFT)
    changes = list_way_changes(near, compile_network(far.station()))
    assert changes
    assert all(item.before_s is not None and item.after_s is not None for item in changes)


@pytest.mark.parametrize("seeds", [0, (), 5000])
def test_no_seeds_or_too_many_are_refused(seeds):
    a, b = networks(hub(), hub())
    with pytest.raises(RequestError, match="seeds"):
        compare(a, b, seeds, under=UNDER)
