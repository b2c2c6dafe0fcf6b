"""From where a face is legible where nothing hides it: figures worked out by hand."""

import math
from dataclasses import replace

import pytest
import shapely

from wayfinding.signage.faces import Face
from wayfinding.signage.legible.catchment import CHORD_M, Catchment, clear_m
from wayfinding.signage.settings import Settings

EYE_M = 1.51
WALL = Face("s", 0, -1.0, 3.0, 4.0, 0.0, 1.0, False, 1.5, 0.6, 10.0, ())
"""Looks north from (3, 4), hangs no higher than the eye, and is read from 10 m."""


def catchment(face=WALL, **settings):
    return Catchment.of(face, Settings(**settings))


def test_a_circle_touches_the_face_and_reaches_to_the_reading_distance():
    circle = catchment()
    assert circle.shape.area == pytest.approx(25 * math.pi, abs=1e-9)
    assert circle.shape.symmetric_difference(shapely.Point(3, 9).buffer(5, quad_segs=4096)).area < 0.05
    assert circle.holds(3, 13.999)
    assert not circle.holds(3, 14.001)
    assert not circle.holds(3, 3.999)


def test_at_60_degrees_from_straight_ahead_half_the_distance_is_left():
    x, y = math.sin(math.radians(60)), math.cos(math.radians(60))
    assert catchment().holds(3 + 4.999 * x, 4 + 4.999 * y)
    assert not catchment().holds(3 + 5.001 * x, 4 + 5.001 * y)


def test_a_half_disc_is_legible_at_every_angle():
    half = catchment(catchment="half_disc")
    assert half.shape.area == pytest.approx(50 * math.pi, abs=1e-9)
    assert half.holds(-6.999, 4.001)
    assert not half.holds(-6.999, 3.999)


def test_the_metro_ellipse_is_wider_than_it_is_deep():
    ellipse = catchment(catchment="ellipse")
    assert ellipse.shape.area == pytest.approx(math.pi * 5 * 7, abs=1e-9)
    assert ellipse.holds(3 + 6.999, 9)
    assert not ellipse.holds(3 + 7.001, 9)
    assert not ellipse.holds(3, 14.001)


@pytest.mark.parametrize("shape", ["circle", "half_disc", "ellipse"])
def test_chords_stay_within_a_millimetre_of_the_arc(shape):
    region = catchment(catchment=shape)
    reach_m = max(region.a, region.b)
    for x, y in shapely.segmentize(region.shape, 0.01).exterior.coords:
        dx, dy = x - 3, y - 4
        off = (
            math.hypot(dx, dy) - 10 if not region.oval else reach_m * (math.hypot(dy / region.a - 1, dx / region.b) - 1)
        )
        assert off < CHORD_M
        assert off > -CHORD_M or (not region.oval and abs(dy) < 1e-9)


def test_a_floor_sticker_is_read_from_behind_it_within_what_the_slant_leaves():
    flat = catchment(replace(WALL, flat=True, height_m=0.0, reach_m=20.0))
    radius_m = math.sqrt(20 * EYE_M - EYE_M**2)
    assert radius_m == pytest.approx(5.284, abs=1e-3)
    assert flat.shape.area == pytest.approx(math.pi * radius_m**2 / 2, abs=1e-9)
    assert flat.holds(3, 4 - radius_m + 0.001)
    assert not flat.holds(3, 4 - radius_m - 0.001)
    assert not flat.holds(3, 4.001)


def test_a_floor_sticker_with_letters_too_small_for_the_eye_height_is_never_read():
    flat = catchment(replace(WALL, flat=True, height_m=0.0, reach_m=1.5))
    assert flat.empty
    assert flat.shape.is_empty
    assert not flat.holds(3, 4)


def test_a_sign_high_above_the_eye_has_a_dead_zone_below_it():
    high = catchment(replace(WALL, height_m=2.6))
    near_m = 1.09 / math.tan(math.radians(15))
    assert near_m == pytest.approx(4.068, abs=1e-3)
    assert not high.holds(3, 4 + near_m - 0.001)
    assert high.holds(3, 4 + near_m + 0.001)
    assert high.shape.area < catchment().shape.area - 10


def test_from_a_wheelchair_the_dead_zone_is_longer():
    hanging = replace(WALL, height_m=2.6)
    assert catchment(hanging, eye="wheelchair").near_m == pytest.approx(1.5 / math.tan(math.radians(15)))


def test_a_sign_without_reading_distance_has_no_catchment():
    assert catchment(replace(WALL, reach_m=0.0)).empty
    assert catchment(replace(WALL, reach_m=0.0)).shape.is_empty


@pytest.mark.parametrize(("height_m", "below_heads"), [(1.5, 1.0), (1.7, 0.14 / 0.19), (2.6, 0.14 / 1.09), (0.0, 1.0)])
def test_a_crowd_hides_a_sign_beyond_the_distance_at_which_it_is_clear_half_the_time(height_m, below_heads):
    face = replace(WALL, height_m=height_m, flat=height_m == 0.0)
    far_m = clear_m(face, Settings(crowd_ppm2=0.5))
    assert math.exp(-0.5 * 0.45 * far_m * below_heads) == pytest.approx(0.5)
    assert catchment(face, crowd_ppm2=0.5).far_m == far_m
    assert clear_m(face, Settings()) == math.inf


def test_a_crowd_cuts_the_catchment_off_round_the_sign():
    cut = catchment(crowd_ppm2=0.5)
    assert cut.far_m == pytest.approx(3.081, abs=1e-3)
    assert cut.holds(3, 7)
    assert not cut.holds(3, 7.1)
    lens = shapely.Point(3, 9).buffer(5, quad_segs=1024) & shapely.Point(3, 4).buffer(cut.far_m, quad_segs=1024)
    assert cut.shape.area == pytest.approx(lens.area, abs=0.01)
