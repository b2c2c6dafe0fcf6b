"""Why a sign is not read: one hall for each reason."""

import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding.signage.legible.legibility import compile_signs
from wayfinding.signage.legible.misses import Miss, explain_miss
from wayfinding.signage.settings import Settings

EAST, WEST = (1.0, 0.0), (-1.0, 0.0)


def signs(*obstacles, spaces=(), settings=Settings(), **sign):  # noqa: B008
    """A hall of 40 m by 10 m with one sign on its west wall, looking east, read from 20 m."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 40, 10))
    for number, (shape, properties) in enumerate(spaces):
        sketch.space(f"space{number}", -1, shape, **properties)
    for number, shape in enumerate(obstacles):
        sketch.obstacle(f"wall{number}", -1, shape)
    told = {"facing_deg": 90.0, "letter_height_m": 0.08, "mounting_height_m": 1.5, "x": 0, "y": 5} | sign
    sketch.sign("s", -1, told.pop("x"), told.pop("y"), **told)
    sketch.sign("away", -1, 0, 9, facing_deg=90.0, letter_height_m=0.004)
    return compile_signs(sketch.station(), settings)


def test_a_point_beyond_the_reading_distance_is_too_far():
    assert explain_miss(signs(), [0], 21, 5) == Miss("too_far", "s")


def test_a_point_seen_too_slantwise_counts_as_too_far():
    assert explain_miss(signs(), [0], 1, 9.5) == Miss("too_far", "s")


def test_whom_a_crowd_parts_from_the_sign_is_too_far():
    assert explain_miss(signs(settings=Settings(crowd_ppm2=1.0)), [0], 10, 5) == Miss("too_far", "s")


def test_below_a_hanging_sign_one_is_too_near():
    assert explain_miss(signs(mounting_height_m=2.6), [0], 2, 5) == Miss("too_near", "s")


def test_on_its_back_a_sign_says_nothing():
    assert explain_miss(signs(x=20), [0], 15, 5) == Miss("behind", "s")


def test_a_floor_sticker_is_behind_whom_it_does_not_lie_ahead_of():
    sticker = signs(type="floor_sticker", mounting_height_m=0.0, x=20)
    assert explain_miss(sticker, [0], 22, 5) == Miss("behind", "s")
    assert explain_miss(sticker, [0], 10, 5) == Miss("too_far", "s")


@pytest.mark.parametrize(("state", "code"), [("covered", "state"), ("dirty", "state"), ("good", "too_far")])
def test_what_a_clean_sign_would_tell_is_a_matter_of_its_state(state, code):
    assert explain_miss(signs(state=state), [0], 18 if state != "good" else 20.1, 5) == Miss(code, "s")


def test_a_column_that_stands_between_is_named():
    hidden = signs(box(5, 4, 6, 6), box(9, 4, 10, 6), box(9, 8, 10, 9))
    assert explain_miss(hidden, [0], 15, 5) == Miss("hidden", "s", "wall1")
    assert explain_miss(hidden, [0], 8, 5) == Miss("hidden", "s", "wall0")


def test_a_shop_that_stands_between_is_named():
    shop = [(box(40, 0, 45, 10), {"use": "shop", "walkable": False}), (box(45, 0, 60, 10), {})]
    assert explain_miss(signs(spaces=shop, letter_height_m=0.3), [0], 50, 5) == Miss("hidden", "s", "space0")


def test_where_the_drawing_ends_between_nobody_is_named():
    beyond = [(box(45, 0, 60, 10), {})]
    assert explain_miss(signs(spaces=beyond, letter_height_m=0.3), [0], 50, 5) == Miss("hidden", "s")


def test_whom_it_meets_from_behind_would_have_to_look_back():
    assert explain_miss(signs(), [0], 10, 5, EAST) == Miss("against_walking", "s")
    assert explain_miss(signs(state="covered"), [0], 10, 5, WEST) == Miss("state", "s")


def test_hidden_is_said_before_looking_back_and_too_far_before_hidden():
    hidden = signs(box(9, 4, 10, 6))
    assert explain_miss(hidden, [0], 15, 5, EAST) == Miss("hidden", "s", "wall0")
    assert explain_miss(hidden, [0], 25, 5, EAST) == Miss("too_far", "s")


def test_the_sign_with_the_least_against_it_is_told():
    both = signs()
    assert explain_miss(both, [0, 1], 10, 5, EAST) == Miss("against_walking", "s")
    assert explain_miss(both, [1], 10, 5) == Miss("too_far", "away")
    assert explain_miss(both, [0, 1], 0.5, 9.8, EAST) == Miss("too_far", "away")


def test_without_any_face_the_destination_is_not_named():
    assert explain_miss(signs(), [], 10, 5) == Miss("not_named")
