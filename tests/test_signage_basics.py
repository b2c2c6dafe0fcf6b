"""Faces, arrows, targets, trips and settings: what every measure of the signs rests on."""

import math

import pytest
from shapely import Point, box

from tests.stations import FRAME, Sketch
from wayfinding.errors import NotFoundError, RequestError
from wayfinding.signage.arrows import angle_deg, bearing
from wayfinding.signage.faces import list_faces
from wayfinding.signage.settings import Settings
from wayfinding.signage.targets import Naming, get_target, list_targets
from wayfinding.signage.trips import default_trips, list_origins, trips_to
from wayfinding.station import SHIPPED_STATION, load_station
from wayfinding.station.checks import check
from wayfinding.station.frame import Frame
from wayfinding.station.model import Name


def hall(frame: Frame = FRAME) -> Sketch:
    sketch = Sketch(frame)
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 40, 40))
    return sketch


def message(to: str, arrow: str = "none", **more) -> dict:
    return {"destination": to, "arrow": arrow, "zh": to, "en": to} | more


def face_of(**properties):
    sketch = hall()
    sketch.sign("s", -1, 20, 20, **properties)
    (face,) = list_faces(sketch.station(), Settings())
    return face


def test_a_face_is_read_from_as_far_as_its_letters_and_its_state_allow():
    assert face_of(letter_height_m=0.08).reach_m == pytest.approx(20.0)
    assert face_of(letter_height_m=0.08, state="dirty").reach_m == pytest.approx(14.0)
    assert face_of(letter_height_m=0.08, state="covered").reach_m == 0.0


def test_an_upright_face_lies_a_centimetre_in_front_of_its_wall_and_a_sticker_on_its_spot():
    wall, floor = face_of(facing_deg=90.0), face_of(type="floor_sticker", facing_deg=90.0)
    assert (wall.x, wall.y) == pytest.approx((20.01, 20.0))
    assert (floor.x, floor.y) == pytest.approx((20.0, 20.0))


def test_bearings_of_the_file_are_turned_into_the_stations_plane():
    sketch = hall(Frame(lon=117.2, lat=39.1, bearing_deg=25.0))
    sketch.sign("s", -1, 20, 20, facing_deg=115.0)
    (face,) = list_faces(sketch.station(), Settings())
    assert (face.nx, face.ny) == pytest.approx((1.0, 0.0))


def test_a_reader_who_faces_a_sign_finds_left_on_its_other_hand():
    south = face_of(facing_deg=180.0)  # its reader stands south of it and looks north
    assert bearing(south, "ahead") == pytest.approx((0.0, 1.0))
    assert bearing(south, "left") == pytest.approx((-1.0, 0.0))
    assert bearing(south, "right") == pytest.approx((1.0, 0.0))
    assert bearing(south, "ahead_left") == pytest.approx((-math.sqrt(0.5), math.sqrt(0.5)))
    assert bearing(south, "back") == pytest.approx((0.0, -1.0))
    assert bearing(south, "up") is bearing(south, "none") is None


def test_a_floor_sticker_is_read_by_who_walks_along_it():
    east = face_of(type="floor_sticker", facing_deg=90.0)
    assert bearing(east, "ahead") == pytest.approx((1.0, 0.0))
    assert bearing(east, "left") == pytest.approx((0.0, 1.0))


def test_angles_between_directions_run_from_0_to_180():
    assert angle_deg((1, 0), (0, 1)) == pytest.approx(90)
    assert angle_deg((1, 0), (-1, 0)) == pytest.approx(180)
    assert angle_deg((0, 1), (1, 0)) == pytest.approx(90)


def test_a_hanging_sign_has_a_face_on_either_side_and_messages_of_their_own():
    sketch = hall()
    sketch.place("a", -1, 1, 1)
    sketch.sign("s", -1, 20, 20, facing_deg=0.0, faces_deg=[0.0, 180.0],
                messages=[message("a", "left", face=0), message("a", "right", face=1), message("a")])  # fmt: skip
    north, south = list_faces(sketch.station(), Settings())
    assert [item.arrow for item in north.messages] == ["left", "none"]
    assert [item.arrow for item in south.messages] == ["right", "none"]
    assert (south.nx, south.ny) == pytest.approx((0.0, -1.0))


def test_a_wrap_has_a_face_on_each_side_of_its_column_and_none_on_a_chamfer():
    sketch = hall()
    column = box(20, 20, 21, 21).difference(box(20, 20, 20.05, 20.05))
    sketch.obstacle("c", -1, column, type="column")
    sketch.sign("s", -1, 20.5, 21.01, type="pillar_sticker", mounted_on="c", wrapped=True)
    faces = list_faces(sketch.station(), Settings())
    assert [(round(face.nx), round(face.ny)) for face in faces] == [(0, 1), (1, 0), (0, -1), (-1, 0)]
    assert all(not column.contains(Point(face.x, face.y)) for face in faces)


def test_a_message_on_a_face_that_the_sign_lacks_is_a_problem():
    sketch = hall()
    sketch.place("a", -1, 1, 1)
    sketch.sign("s", -1, 20, 20, messages=[message("a", face=1)])
    assert "dangling-face" in {problem.rule for problem in check(sketch.station()).problems}


def platforms() -> Sketch:
    sketch = hall()
    for id, line, towards in (("p1", "1", "North"), ("p1b", "1", "North"), ("p2", "1", "South"), ("p3", "2", "East")):
        sketch.place(id, -1, 5, 5, type="platform", line=line, towards=towards)
    sketch.place("x5", -1, 1, 1, type="exit", number="5")
    sketch.place("x6", -1, 9, 9, type="exit", number="6", open=False)
    sketch.place("wc1", -1, 2, 2, type="toilet")
    sketch.place("wc2", -1, 3, 3, type="toilet")
    sketch.place("shop", -1, 3, 3, type="shop")
    return sketch


def test_targets_are_open_exits_directions_of_lines_nearest_services_and_what_signs_name():
    sketch = platforms()
    sketch.sign("s", -1, 20, 20, messages=[message("shop")])
    targets = {target.id: target.places for target in list_targets(sketch.station())}
    assert targets == {
        "p1": {"p1", "p1b"}, "p2": {"p2"}, "p3": {"p3"}, "x5": {"x5"}, "category:toilet": {"wc1", "wc2"},
        "shop": {"shop"},
    }  # fmt: skip


def test_a_message_for_a_line_names_each_of_its_directions_and_one_for_a_direction_only_that():
    sketch = platforms()
    texts = ("line:1", "p1b", "exit:5", "category:toilet")
    sketch.sign("s", -1, 20, 20, messages=[message(text) for text in texts])
    station = sketch.station()
    naming, targets = Naming(station), {target.id: target for target in list_targets(station)}
    named = {
        item.destination: {id for id, target in targets.items() if naming.names(item, target)}
        for item in station.signs["s"].messages
    }
    assert named == {
        "line:1": {"p1", "p2"},
        "p1b": {"p1"},
        "exit:5": {"x5"},
        "category:toilet": {"category:toilet"},
    }


def test_a_lift_sign_speaks_only_to_those_it_is_for():
    sketch = platforms()
    sketch.sign("s", -1, 20, 20, messages=[message("line:1", "left", for_profiles=["step_free"])])
    station = sketch.station()
    target, (lift,) = get_target(station, "p1"), station.signs["s"].messages
    assert Naming(station).names(lift, target, "step_free")
    assert not Naming(station).names(lift, target, "walk")


def test_a_target_may_be_asked_by_place_line_or_category_and_nothing_else():
    station = platforms().station()
    assert get_target(station, "p1").places == {"p1", "p1b"}
    assert get_target(station, "p1b").id == "p1", "whoever asks for a platform asks for its direction"
    assert get_target(station, "wc2").places == {"wc2"}
    assert get_target(station, "line:1").places == {"p1", "p1b", "p2"}
    assert get_target(station, "line:1").name == Name("1号线", "Line 1")
    assert get_target(station, "exit:5").id == "x5", "the exit of that number is the exit"
    with pytest.raises(NotFoundError, match="no sign target 'mars'"):
        get_target(station, "mars")


def test_the_trips_of_a_day_add_up_and_start_where_people_come_from():
    station = load_station(SHIPPED_STATION)
    trips = default_trips(station)
    origins = {place.id: place for place in list_origins(station)}
    assert sum(trips.values()) == pytest.approx(300_000)
    assert {start for start, _ in trips} <= set(origins)
    assert not any(origins[start].type == "kiosk" for start, _ in trips)
    assert ("platform-2-west", "platform-2-east") not in trips, "nobody changes to the line that he came with"


def test_to_a_line_go_all_who_go_to_one_of_its_directions():
    station = platforms().station()
    trips = {("x5", "p1"): 30.0, ("x5", "p2"): 12.0, ("x5", "p3"): 5.0}
    found = trips_to(trips, get_target(station, "line:1"), list_targets(station))
    assert found == trips | {("x5", "line:1"): 42.0}
    assert trips_to(trips, get_target(station, "p1"), list_targets(station)) == trips


@pytest.mark.parametrize(
    "wrong",
    [{"catchment": "square"}, {"eye": "cat"}, {"cell_m": 0.0}, {"crowd_ppm2": -1.0}, {"notice_rate": 1.5},
     {"letter_factor": math.nan}, {"doubtful_deg": 30.0}],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused_with_what_would_be_right(wrong):
    with pytest.raises(RequestError, match=next(iter(wrong))):
        Settings(**wrong)
