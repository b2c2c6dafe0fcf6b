"""Steady streams walk as fast as the law of their density says, and the picture of it is the one that comes out."""

from pathlib import Path

import pytest

from scripts.crowd_speeds import LAWS, PICTURE, draw, measure_all, measure_stream
from wayfinding.assumptions import LABORATORY_SPEEDS, WALK_SPEED, WEIDMANN_JAM, WEIDMANN_SHAPE
from wayfinding.flow.moving.pace import slowing

PAGE = Path(__file__).parents[1] / "docs" / "crowd_verification.md"


@pytest.fixture(scope="module")
def streams():
    return measure_all()


@pytest.mark.parametrize("law", LAWS)
def test_a_steady_stream_has_the_speed_of_its_density_on_both_branches(streams, law):
    """RiMEA 4, ISO 20414 test 13: also beyond the greatest flow, where more people get through more slowly."""
    for asked, seen in zip(LABORATORY_SPEEDS, streams[law], strict=True):
        assert seen.density_ppm2 == pytest.approx(asked, rel=0.05)
        told = WALK_SPEED.value * slowing(law)[round(100 * seen.density_ppm2)]
        assert seen.speed_mps == pytest.approx(told, rel=0.015)


def test_the_laboratory_law_meets_what_was_measured(streams):
    """From 1.2 people/m² on; below it the laboratory's people were faster than an adult walks here when free."""
    for (density, measured), seen in list(zip(LABORATORY_SPEEDS.items(), streams["laboratory"], strict=True))[1:]:
        assert seen.speed_mps == pytest.approx(measured.value, abs=0.04), density


def test_more_people_on_a_floor_pass_fewer_a_second_once_it_is_crowded():
    """IMO, flow and density: Weidmann's flow is greatest at 1.75 people/m²."""
    flows = {asked: (seen := measure_stream("weidmann", asked)).density_ppm2 * seen.speed_mps
             for asked in (0.5, 1.75, 3.0, 4.0)}  # fmt: skip
    assert flows[0.5] < flows[1.75] > flows[3.0] > flows[4.0]
    told = 1.75 * 1.34 * (1 - 2.718281828 ** (-WEIDMANN_SHAPE.value * (1 / 1.75 - 1 / WEIDMANN_JAM.value)))
    assert flows[1.75] == pytest.approx(told, rel=0.02)


def test_the_picture_in_the_documents_is_what_comes_out_now(streams):
    assert PICTURE.read_text(encoding="utf-8") == draw(streams), "run python -m scripts.crowd_speeds"
    assert f"pictures/{PICTURE.name}" in PAGE.read_text(encoding="utf-8")
