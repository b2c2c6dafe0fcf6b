"""What a change turns wrong: every reversal and closure against judging everything anew; and signs at odds."""

from __future__ import annotations

import math
from typing import Any

import pytest
from shapely import box

from tests.small_hub import small_hub
from tests.stations import Sketch
from wayfinding.routing.network import Network, compile_network
from wayfinding.routing.profiles import PROFILES
from wayfinding.routing.routes import Route, find_route
from wayfinding.signage.arrows import CLIMBS, TURNS_DEG
from wayfinding.signage.judging.contradictions import TRAVELLERS, Conflict, Turned, list_conflicts, list_turned
from wayfinding.signage.judging.truth import Judge, Verdict, judge_signs
from wayfinding.signage.legible.legibility import compile_signs
from wayfinding.signage.settings import Settings
from wayfinding.station import SHIPPED_STATION
from wayfinding.station.edits import carry_out
from wayfinding.station.geojson import load_station
from wayfinding.station.model import Station
from wayfinding.station.scenario import apply, load_scenario
from wayfinding.station.scenario_file import Edit

SPOTS = ((-1, 8, 30), (-1, 30, 31), (-1, 50, 20), (-1, 90, 10), (-2, 8, 26), (-2, 20, 40), (-2, 40, 26), (-2, 70, 50),
         (-4, 45, 8), (-4, 45, 45), (0, 30, 43), (0, 80, 25))  # fmt: skip
GOALS = ("coach", "exit-10", "wc", "wc-accessible", "line:3", "bus-stand")


def signed_hub() -> Sketch:
    """The small hub with floor stickers that, as it stands, are true wherever an arrow can be."""
    sketch = small_hub()
    arrows = (*CLIMBS, *TURNS_DEG)
    for number, (level, x, y) in enumerate(SPOTS):
        said = [{"destination": goal, "arrow": arrow, "zh": "", "en": ""} for goal in GOALS for arrow in arrows]
        sketch.sign(f"s{number}", level, x, y, type="floor_sticker", facing_deg=30.0 * number, messages=said)
    found = judge_signs(compile_network(sketch.station()))
    for feature in sketch.features:
        if feature["properties"]["kind"] == "sign":
            true = {item.message for item in found if item.sign == feature["id"] and item.verdict == "true"}
            said = feature["properties"]["messages"]
            feature["properties"]["messages"] = [message for k, message in enumerate(said) if k in true]
    return sketch


@pytest.fixture(scope="module")
def hub() -> Network:
    return compile_network(signed_hub().station())


@pytest.fixture(scope="module")
def shipped() -> Network:
    return compile_network(load_station(SHIPPED_STATION))


def edits(station: Station) -> list[Edit]:
    turned = [Edit("reverse", item.id) for item in station.pathways.values() if item.direction != "both"]
    return turned + [Edit("close", item.id) for item in station.pathways.values()]


def changed(network: Network, *changes: Edit) -> Network:
    outcome = carry_out(network.station, changes)
    assert not outcome.problems
    return compile_network(outcome.station, reuse=network)


Known = dict[tuple[str, int, int, str], Verdict]


def afresh(network: Network) -> dict[str, Known]:
    """Everything judged for each traveller, nothing kept."""
    walker = Judge(network, PROFILES["walk"], Settings(), None)
    judges = {name: Judge(network, PROFILES[name], Settings(), walker) for name in TRAVELLERS[1:]} | {"walk": walker}
    return {name: {verdict.key: verdict for verdict in judges[name].judge()} for name in TRAVELLERS}


def by_brute_force(before: dict[str, Known], after: dict[str, Known]) -> list[Turned]:
    return [
        Turned(before[name][key], now)
        for name in TRAVELLERS
        for key, now in after[name].items()
        if before[name][key].verdict == "true" and now.verdict in ("doubtful", "false")
    ]


def ways(network: Network, verdict: Verdict, profile: str) -> list[tuple[float, tuple[str, ...]]]:
    """The ways from where a sign is read to each place it means, asked of the route engine alone."""
    judge = Judge(network, PROFILES[profile], Settings(), None)
    face = next(face for face in compile_signs(network.station).faces if face.sign == verdict.sign)
    spot = judge.stand(face)
    assert spot is not None
    routes = [find_route(network, spot.at, end, profile) for end in judge.costs.aims[verdict.destination]]
    return sorted((route.cost, route.pathways) for route in routes if isinstance(route, Route))


def test_every_reversal_and_closure_of_a_small_hub_turns_exactly_what_brute_force_finds(hub: Network) -> None:
    turned, known = 0, afresh(compile_network(hub.station))
    for edit in edits(hub.station):
        after = changed(hub, edit)
        found = list_turned(hub, after)
        assert list(found) == by_brute_force(known, afresh(compile_network(after.station))), edit
        turned += len(found)
    assert turned > 100


def test_what_loses_its_last_way_is_always_among_them(hub: Network) -> None:
    """Whoever can still get there at the same cost by the same pathways meets no new contradiction but a detour."""
    lost = kept = 0
    for edit in edits(hub.station):
        after = changed(hub, edit)
        found = {item.after.key for item in list_turned(hub, after, ["walk"])}
        for verdict in judge_signs(hub):
            now, then = ways(after, verdict, "walk")[:1], ways(hub, verdict, "walk")[:1]
            if not now:
                assert verdict.key in found
                lost += 1
            elif now == then and verdict.key in found:
                (new,) = (item.after for item in list_turned(hub, after, ["walk"]) if item.after.key == verdict.key)
                assert new.reason in ("detour", "other_means", "aside", "elsewhere", "another_way")
                assert new.detour != verdict.detour
            else:
                kept += now == then
    assert lost > 20
    assert kept > 20


@pytest.fixture(scope="module")
def shipped_known(shipped: Network) -> dict[str, Known]:
    return afresh(shipped)


@pytest.mark.parametrize(
    ("op", "id", "some"),
    [("reverse", "far-end-1", True), ("reverse", "l1-2", True), ("reverse", "south-3-up", True),
     ("reverse", "near-end-1", False), ("close", "lift-shared", True), ("close", "middle-stairs", True)],
)  # fmt: skip
def test_a_change_of_the_shipped_station_turns_exactly_what_brute_force_finds(
    shipped: Network, shipped_known: dict[str, Known], op: Any, id: str, some: bool
) -> None:
    after = changed(shipped, Edit(op, id))
    found = list_turned(shipped, after)
    assert bool(found) == some
    assert list(found) == by_brute_force(shipped_known, afresh(after))


def test_the_escalators_that_the_owner_turned_left_the_signs_that_reckon_with_them(shipped: Network) -> None:
    before = compile_network(apply(shipped.source, load_scenario("before-near-end-escalators")), reuse=shipped)
    found = {item.after.sign for item in list_turned(before, shipped, ["walk"])}
    assert found == {"sign-136", "sign-137", "sign-158", "sign-159"}


def test_the_check_that_the_owner_moved_left_the_sticker_that_leads_to_its_old_place(shipped: Network) -> None:
    before = compile_network(apply(shipped.source, load_scenario("before-checkpoint-5")), reuse=shipped)
    found = {item.after.sign for item in list_turned(before, shipped, ["walk"])}
    assert found == {"sign-047"}


def test_nothing_turns_where_nothing_changed(hub: Network) -> None:
    assert list_turned(hub, hub) == ()
    assert list_turned(hub, compile_network(hub.source)) == ()


def test_a_message_that_was_rewritten_is_another_message(hub: Network) -> None:
    station = hub.station
    said = [dict(message) for message in station.signs["s1"].raw["properties"]["messages"]]
    was = said[0]["arrow"]
    said[0]["arrow"] = next(arrow for arrow in ("left", "right", "back") if arrow != was)
    after = changed(hub, Edit("set", "s1", properties={"messages": said}))
    assert {item.after.key[:3] for item in list_turned(hub, after)} == set()


def hall(*signs: tuple[str, float, float, float, str, str]) -> Sketch:
    """A hall of 60 m by 60 m with an exit in the west and one in the east; signs (id, x, y, facing, goal, arrow)."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 60, 60))
    sketch.place("west", -1, 1, 30, type="exit", number="1")
    sketch.place("east", -1, 59, 30, type="exit", number="2")
    for id, x, y, facing, goal, arrow in signs:
        message = {"destination": goal, "arrow": arrow, "zh": "", "en": ""}
        sketch.sign(id, -1, x, y, facing_deg=facing, letter_height_m=0.1, messages=[message])
    return sketch


def conflicts(sketch: Sketch, profile: str = "walk") -> tuple[Conflict, ...]:
    station = sketch.station()
    return list_conflicts(compile_network(station), compile_signs(station), profile)


def test_two_signs_in_sight_of_each_other_that_lead_apart_are_a_conflict_where_both_are_read() -> None:
    """Both face south, 10 m apart, and are read in circles 25 m across: the lens in which two such circles overlap."""
    sketch = hall(("a", 25, 40, 180.0, "west", "left"), ("b", 35, 40, 180.0, "west", "right"))
    (found,) = conflicts(sketch)
    legibility = compile_signs(sketch.station())
    assert (found.target, found.first.sign, found.second.sign) == ("west", "a", "b")
    assert found.angle_deg == pytest.approx(180.0)
    assert found.area.area == pytest.approx(legibility.area(0).intersection(legibility.area(1)).area)
    assert found.area.area == pytest.approx(2 * 12.5**2 * math.acos(0.4) - 5 * math.sqrt(25**2 - 10**2), abs=0.05)


@pytest.mark.parametrize(
    "other",
    [("b", 35, 40, 180.0, "west", "left"), ("b", 35, 40, 180.0, "west", "ahead"), ("b", 35, 40, 180.0, "east", "right"),
     ("b", 35, 40, 180.0, "west", "none"), ("b", 35, 40, 0.0, "west", "left")],
)  # fmt: skip
def test_no_conflict_without_another_way_for_the_same_target_to_the_same_reader(
    other: tuple[str, float, float, float, str, str],
) -> None:
    assert conflicts(hall(("a", 25, 40, 180.0, "west", "left"), other)) == ()


@pytest.mark.parametrize(("y", "count"), [(29.5, 0), (40.0, 1)])
def test_no_conflict_where_one_sign_follows_the_other_on_the_way(y: float, count: int) -> None:
    """Right to the end of the fence, round it, and left behind it; a second sign that one does not pass is no step."""
    sketch = hall(("a", 40, 24, 180.0, "west", "right"), ("b", 52, y, 180.0, "west", "left"))
    sketch.obstacle("fence", -1, box(0, 24.2, 50, 24.8), type="barrier", opaque=False, height_m=1.0)
    assert [verdict.verdict for verdict in judge_signs(compile_network(sketch.station()))] == ["true", "true"]
    assert len(conflicts(sketch)) == count


def test_up_against_down_is_a_conflict() -> None:
    sketch = hall(("a", 25, 40, 180.0, "top", "up"), ("b", 35, 40, 180.0, "top", "down"))
    sketch.level(0)
    sketch.space("street", 0, box(0, 0, 60, 60))
    sketch.pathway("stairs", "stairs", (-1, 30, 42), (0, 30, 52), width_m=2.0, steps=40)
    sketch.place("top", 0, 30, 58, type="exit", number="3")
    (found,) = conflicts(sketch)
    assert (found.target, found.angle_deg) == ("top", 180.0)


def test_a_sign_that_cannot_be_read_contradicts_nobody() -> None:
    sketch = hall(("a", 25, 40, 180.0, "west", "left"), ("b", 35, 40, 180.0, "west", "right"))
    sketch.features[-1]["properties"]["state"] = "covered"
    assert conflicts(sketch) == ()


def test_a_message_for_others_contradicts_nobody() -> None:
    sketch = hall(("a", 25, 40, 180.0, "west", "left"), ("b", 35, 40, 180.0, "west", "right"))
    sketch.features[-1]["properties"]["messages"][0]["for_profiles"] = ["step_free"]
    assert conflicts(sketch) == ()
    assert len(conflicts(sketch, "step_free")) == 1


def test_conflicts_of_the_shipped_signs_lie_where_both_are_legible(shipped: Network) -> None:
    legibility = compile_signs(shipped.station)
    number = {(face.sign, face.number): k for k, face in enumerate(legibility.faces)}
    found = list_conflicts(shipped, legibility)
    assert found
    for item in found:
        for said in (item.first, item.second):
            assert item.area.difference(legibility.area(number[said.sign, said.face])).area < 1e-6
        assert item.angle_deg > 90
        assert item.area.area >= 1.0
