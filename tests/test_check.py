"""`check`: what it counts, what it lets pass, and how it names what is missing."""

from dataclasses import replace

import pytest
from shapely import box

from tests.good_station import good_document, good_sketch, good_station
from wayfinding.station import check, read_station
from wayfinding.station.checks import Report


def rules(report: Report) -> set[tuple[str, str | None]]:
    return {(problem.rule, problem.feature_id) for problem in report.problems}


def test_a_report_counts_kinds_modes_and_sign_types() -> None:
    report = check(good_station())
    assert report.counts == {"level": 2, "space": 3, "obstacle": 2, "place": 4, "pathway": 4, "sign": 3}
    assert (report.totals.modes["stairs"], report.totals.modes["ramp"]) == (1, 0)
    assert report.totals.sign_types["bus_guide_map"] == 0
    assert report.totals.renewed == 1
    assert report.shares == {"brief": 0.0, "public": 0.0, "assumed": 1.0}


def test_areas_are_geodesic_and_the_ground_does_not_count() -> None:
    sketch = good_sketch()
    sketch.level(0, box(0, 0, 100, 100))
    sketch.space("street", 0, box(0, 0, 100, 100), use="street")
    report = check(sketch.station())
    assert report.areas == pytest.approx({-1: 1200, -2: 1200, 0: 10000}, rel=1e-5)
    assert report.totals.area_m2 == pytest.approx(2400, rel=1e-5)


def test_errors_stand_before_warnings() -> None:
    document = good_document()
    document["stated"]["signs"] = 9
    del document["features"][10]["properties"]["car_width_m"]
    severities = [problem.severity for problem in check(read_station(document)).problems]
    assert severities == sorted(severities)
    assert set(severities) == {"error", "warning"}


def test_a_platform_without_step_free_way_names_what_is_missing() -> None:
    sketch = good_sketch()
    sketch.features = [item for item in sketch.features if item["id"] != "lift"]
    (to, away) = [p for p in check(sketch.station()).problems if p.rule == "platform-not-step-free"]
    assert "up: a wheelchair cannot use escalator" in to.text or "stairs: a wheelchair cannot use stairs" in to.text
    assert "from this platform: stairs: a wheelchair cannot use stairs" in away.text


def test_an_unknown_figure_is_named_before_a_stair_is() -> None:
    sketch = good_sketch()
    next(item for item in sketch.features if item["id"] == "lift")["properties"].pop("door_width_m")
    texts = [problem.text for problem in check(sketch.station()).problems]
    assert texts == [
        f"no step-free way {word} this platform: lift: door_width_m is not known" for word in ("to", "from")
    ]


def test_floor_too_narrow_for_a_wheelchair_is_no_step_free_way() -> None:
    sketch = good_sketch()
    sketch.obstacle("fence", -1, box(20, 0, 20.2, 9.7))
    sketch.obstacle("fence2", -1, box(20, 10.4, 20.2, 20))
    report = check(sketch.station())
    assert {rule for rule, _ in rules(report)} == {"platform-not-step-free"}
    assert "no floor 0.9 m wide" in report.problems[0].text


def test_an_open_gap_as_wide_as_its_gate_is_no_open_border() -> None:
    sketch = good_sketch()
    next(item for item in sketch.features if item["id"] == "barrier")["geometry"] = sketch.obstacle(
        "rest", -1, box(29.9, 0, 30.1, 9.5), type="barrier"
    )["geometry"]
    sketch.obstacle("other-rest", -1, box(29.9, 10.5, 30.1, 20), type="barrier")
    sketch.features = [item for item in sketch.features if item["id"] != "rest"]
    assert check(sketch.station()).problems == ()


def test_a_stopped_escalator_may_be_walked_both_ways() -> None:
    sketch = good_sketch()
    next(item for item in sketch.features if item["id"] == "up")["properties"].update(
        direction="both", status="stopped"
    )
    assert check(sketch.station()).problems == ()


def test_what_is_closed_out_of_season_does_not_make_a_platform_reachable() -> None:
    sketch = good_sketch()
    for item in sketch.features:
        if item["id"] in ("stairs", "up", "lift"):
            item["properties"]["season"] = ["06-07/06-10"]
    assert ("platform-cannot-be-left", "platform") in rules(check(sketch.station()))


@pytest.mark.parametrize(("direction", "word"), [("forward", "left"), ("backward", "reached")])
def test_an_exit_behind_a_one_way_door_cannot_be_reached_or_left(direction: str, word: str) -> None:
    sketch = good_sketch()
    sketch.obstacle("door-wall", -1, box(5, 0, 5.2, 20))
    for number in ("3", "4", "5"):
        sketch.place(f"exit-{number}", -1, 8, 5, type="exit", number=number)
    sketch.pathway("one-way-door", "passage", (-1, 5.6, 10), (-1, 4.6, 10), direction=direction, width_m=1.2)
    assert (f"exit-cannot-be-{word}", "exit-1") in rules(check(sketch.station()))


def test_a_closed_exit_need_not_be_reached() -> None:
    sketch = good_sketch()
    sketch.space("annex", -1, box(60, 0, 70, 20))
    sketch.features[0]["geometry"] = sketch.level(-9, box(0, 0, 70, 20))["geometry"]
    sketch.features.pop()
    sketch.obstacle("shut", -1, box(59.9, 0, 60.1, 20))
    sketch.place("exit-11", -1, 65, 10, type="exit", number="11", open=False)
    assert rules(check(sketch.station())) == {("cut-off-floor", "annex")}


def test_a_closed_space_is_judged_as_drawn() -> None:
    sketch = good_sketch()
    next(item for item in sketch.features if item["id"] == "hall")["properties"]["open"] = False
    assert "place-off-floor" not in {rule for rule, _ in rules(check(sketch.station()))}


def test_stated_totals_are_not_held_against_a_scenario() -> None:
    document = good_document()
    document["stated"]["signs"] = 225
    station = read_station(document)
    assert ("contradicts-header", None) in rules(check(station))
    assert check(replace(station, scenarios=("before",))).problems == ()
