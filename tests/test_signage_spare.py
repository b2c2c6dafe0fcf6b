"""Signs that can go, and signs to move: nothing is lost that was promised to stay."""

from __future__ import annotations

import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding.routing.network import compile_network
from wayfinding.signage.journeys.along import Reading
from wayfinding.signage.journeys.decisions import confirmed_share, list_decisions
from wayfinding.signage.legible.legibility import compile_signs
from wayfinding.signage.placing.demand import measure_demand
from wayfinding.signage.placing.placement import asked_for
from wayfinding.signage.placing.sites import Site
from wayfinding.signage.placing.spare import list_spare, plan_moves
from wayfinding.signage.settings import Settings
from wayfinding.station import SHIPPED_STATION, load_station
from wayfinding.station.scenario import apply, read_scenario

TRIPS = {("exit-a", "exit-b"): 100.0, ("exit-b", "exit-a"): 50.0}


def says(destination, arrow):
    return {"destination": destination, "arrow": arrow, "zh": destination, "en": destination}


def corridor(*signs):
    """A corridor of 100 m with exit-a in the west and exit-b in the east; signs at x on its north wall."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 100, 12))
    sketch.obstacle("screen", -1, box(50, 0, 54, 2), type="wall")
    for number, x in enumerate((25, 80)):
        sketch.obstacle(f"column-{number}", -1, box(x, 5.4, x + 1, 6.4), type="column")
    sketch.place("exit-a", -1, 1, 7, type="exit", number="A")
    sketch.place("exit-b", -1, 99, 7, type="exit", number="B")
    for id, x, message, *more in signs:
        state = more[0] if more else "good"
        sketch.sign(id, -1, x, 11.99, facing_deg=180.0, letter_height_m=0.1, state=state, messages=[message])
    return sketch.station()


def site_of(station, trips=TRIPS):
    network = compile_network(station)
    return Site.of(network, asked_for(network, None), "walk", Settings(), trips)


def test_of_two_signs_that_say_the_same_at_the_same_place_one_can_go():
    east = says("exit:B", "left")
    found = list_spare(site_of(corridor(("one", 40, east), ("two", 40, east), ("far", 80, east))))
    assert [(spare.sign, spare.why) for spare in found] == [("one", "doubled")]
    assert found[0].passenger_m > 0


def test_a_sign_that_alone_names_a_target_stays():
    signs = ("east", 40, says("exit:B", "left")), ("west", 40, says("exit:A", "right"))
    assert list_spare(site_of(corridor(*signs))) == ()


def test_a_sign_that_no_passenger_heeds_can_go_but_one_that_is_dark_is_for_mending():
    signs = ("idle", 40, says("exit:C", "left")), ("dark", 70, says("exit:B", "left"), "dark")
    found = list_spare(site_of(corridor(*signs)))
    assert [(spare.sign, spare.why, spare.passenger_m) for spare in found] == [("idle", "unread", 0.0)]


def test_an_idle_sign_moves_to_where_one_of_its_kind_is_lacking_and_the_gain_is_measured():
    station = corridor(("idle", 40, says("exit:C", "left")))
    site = site_of(station)
    moves = plan_moves(site, 20)
    assert [shift.sign for shift in moves.shifts] == ["idle"]
    shift = moves.shifts[0]
    assert (shift.lost_m, shift.proposal.sign.type, shift.proposal.sign.mounted_on) == (0.0, "wall_sticker", "screen")
    assert (moves.covered_before, moves.covered_after) == pytest.approx(
        (0.0, shift.proposal.passenger_m / 14_700), rel=0.1
    )
    after = apply(station, read_scenario(moves.scenario()))
    demand = measure_demand(Reading.of(compile_signs(after), site.ways), site.ways, site.demand.targets)
    assert demand.covered / demand.total == pytest.approx(moves.covered_after)


def test_on_the_shipped_station_what_can_go_costs_nothing_and_what_moves_keeps_its_promise():
    station = load_station(SHIPPED_STATION)
    site = site_of(station, None)
    spare = list_spare(site)
    assert spare
    gone = {"name": "gone", "edits": [{"op": "remove", "id": item.sign} for item in spare]}
    reading = Reading.of(compile_signs(apply(station, read_scenario(gone))), site.ways)
    demand = measure_demand(reading, site.ways, site.demand.targets)
    assert demand.covered == pytest.approx(site.demand.covered)
    before = confirmed_share(list_decisions(site.legibility, site.ways, site.reading))
    assert confirmed_share(list_decisions(reading.legibility, site.ways, reading)) >= before - 1e-9
    moves = plan_moves(site, 5)
    assert len(moves.shifts) == 5
    gained = sum(shift.proposal.passenger_m - shift.lost_m for shift in moves.shifts) / site.demand.total
    assert moves.covered_after - moves.covered_before >= gained - 1e-9
    after = apply(station, read_scenario(moves.scenario()))
    assert len(after.signs) == len(station.signs)
