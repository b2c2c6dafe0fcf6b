"""What the shipped station file promises: the counts, areas and facts that are stated of the real hub."""

import json
from collections import Counter

import pytest

from wayfinding.station import SHIPPED_STATION, check, load_station, save_station, write_station


@pytest.fixture(scope="module")
def station():
    return load_station(SHIPPED_STATION)


@pytest.fixture(scope="module")
def report(station):
    return check(station)


def modes(station):
    return Counter(pathway.mode for pathway in station.pathways.values())


def types(station):
    return Counter(place.type for place in station.places.values())


def test_it_has_no_problems(report):
    assert [str(problem) for problem in report.problems] == []


def test_its_four_levels_have_154_900_square_metres_within_a_thousandth(report):
    below = [area for ordinal, area in report.areas.items() if ordinal < 0]
    assert len(below) == 4
    assert sum(below) == pytest.approx(154_900, rel=0.001)


def test_there_are_225_signs_of_four_types_and_22_are_renewed(station):
    assert len(station.signs) == 225
    assert sum(sign.renewed for sign in station.signs.values()) == 22
    assert {sign.type for sign in station.signs.values()} == {
        "bus_guide_map",
        "pillar_sticker",
        "wall_sticker",
        "floor_sticker",
    }


def test_signs_speak_both_languages_and_hang_inside_and_outside(station):
    assert {sign.level for sign in station.signs.values()} == {0, -1, -2, -3, -4}
    assert all(message.text.zh for sign in station.signs.values() for message in sign.messages)


@pytest.mark.parametrize(("mode", "least"), [("escalator", 50), ("stairs", 30), ("ramp", 6), ("lift", 14)])
def test_there_are_enough_pathways_of_each_mode(station, mode, least):
    assert modes(station)[mode] >= least


def test_there_are_at_least_800_obstacles_in_the_hub(station):
    assert sum(obstacle.level < 0 for obstacle in station.obstacles.values()) >= 800


def test_shops_cover_about_6_000_square_metres(station):
    assert sum(space.outline.area for space in station.spaces.values() if space.use == "shop") == pytest.approx(
        6000, rel=0.02
    )


def test_every_gate_array_has_a_lane_of_90_centimetres_each_way(station):
    arrays = {
        p.properties["bank"] for p in station.pathways.values() if p.mode == "fare_gate" and "bank" in p.properties
    }
    assert len(arrays) == 6
    for array in arrays:
        wide = {
            p.direction
            for p in station.pathways.values()
            if p.properties.get("bank") == array and (p.width_m or 0) >= 0.9
        }
        assert wide == {"forward", "backward"}


def test_the_eight_shared_security_points_have_numbers_and_operators(station):
    points = {
        place.properties["number"]: place.properties["operator"]
        for place in station.places.values()
        if place.type == "security_point"
    }
    assert sorted(int(number) for number in points) == list(range(1, 9))
    assert len(set(points.values())) == 2


@pytest.mark.parametrize(
    ("platform", "line", "towards", "doors"),
    [
        ("platform-2-west", "2", "曹庄", 24),
        ("platform-2-east", "2", "滨海国际机场", 24),
        ("platform-3-north", "3", "小淀", 24),
        ("platform-3-south", "3", "南站", 24),
        ("platform-9-shared", "9", "东海路", 16),
        ("platform-9-island", "9", "东海路", 16),
        ("platform-9-arrival", "9", "天津站", 16),
        ("platform-9-island-arrival", "9", "天津站", 16),
    ],
)
def test_every_door_of_every_train_has_a_place(station, platform, line, towards, doors):
    found = [p for p in station.places.values() if p.type == "platform_door" and p.platform == platform]
    assert len(found) == doors
    assert {(door.line, door.towards) for door in found} == {(line, towards)}


def test_exits_1_to_11_and_the_rail_exits_are_there_and_only_11_is_closed(station):
    exits = {str(place.properties["number"]): place for place in station.places.values() if place.type == "exit"}
    assert set(exits) == {*map(str, range(1, 12)), "南1", "南2", "南3", "南4", "北"}
    assert [number for number, place in exits.items() if not place.open] == ["11"]


PLACES = {
    "kiosk": 12,
    "service_post": 3,
    "bus_area": 4,
    "taxi": 2,
    "coach_station": 1,
    "car_park": 1,
    "ticket_machine": 4,
    "service_centre": 2,
    "toilet": 3,
    "accessible_toilet": 3,
    "nursing_room": 1,
    "aed": 3,
    "help_point": 1,
    "lost_property": 1,
    "luggage_storage": 1,
    "exam_service_point": 1,
    "shuttle_stop": 2,
    "rail_entrance": 2,
}


@pytest.mark.parametrize(("type", "least"), PLACES.items())
def test_there_are_enough_places_of_each_type(station, type, least):
    assert types(station)[type] >= least


def test_every_kiosk_says_which_way_its_reader_faces(station):
    assert all(place.facing_deg is not None for place in station.places.values() if place.type == "kiosk")


def test_the_owners_measures_are_in_the_file_and_marked_as_the_briefs(station):
    for id in (
        "near-end-1",
        "near-end-2",
        "security-5",
        "side-gate-5",
        "rainbow-ramp",
        "zone-a-platform-lift",
        "zone-b-ramp",
    ):
        assert station.pathways[id].source == "brief", id


def test_public_facts_name_a_source_that_the_file_explains(station):
    for record in station.records():
        if record.source == "public":
            keys = record.raw["properties"]["source_key"]
            assert keys, record.id
            assert set(keys) <= set(station.header["sources"]), record.id


def test_reading_and_writing_loses_nothing(station, tmp_path):
    save_station(station, tmp_path / "copy.geojson")
    assert (
        write_station(load_station(tmp_path / "copy.geojson"))
        == write_station(station)
        == json.loads(SHIPPED_STATION.read_text("utf-8"))
    )
