"""Faces that say too much, faces side by side, and signs that somebody has to see to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding.signage.inventory.clutter import add_months, list_care, list_competing, list_crowded
from wayfinding.signage.legible.legibility import compile_signs
from wayfinding.station import SHIPPED_STATION
from wayfinding.station.geojson import load_station


def hall() -> Sketch:
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 60, 60))
    sketch.place("goal", -1, 5, 5)
    return sketch


def lines(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"destination": "goal", "arrow": "left", "zh": f"第{k}", "en": f"no {k}", **more} for k in range(count)]


def test_eight_lines_are_read_and_nine_are_too_many() -> None:
    sketch = hall()
    sketch.sign("eight", -1, 30, 30, messages=lines(8))
    sketch.sign("nine", -1, 40, 30, messages=lines(9))
    sketch.sign("twelve", -1, 50, 30, messages=lines(12))
    found = list_crowded(compile_signs(sketch.station()))
    assert [(item.sign, item.messages) for item in found] == [("twelve", 12), ("nine", 9)]


def test_a_line_that_stands_for_two_destinations_counts_once() -> None:
    sketch = hall()
    sketch.sign("s", -1, 30, 30, messages=[*lines(8), *lines(1)])
    assert list_crowded(compile_signs(sketch.station())) == ()


def test_each_face_is_counted_by_itself() -> None:
    sketch = hall()
    sketch.sign("s", -1, 30, 30, faces_deg=[0.0, 180.0], messages=[*lines(6, face=0), *lines(9, face=1)])
    (found,) = list_crowded(compile_signs(sketch.station()))
    assert (found.sign, found.face, found.messages) == ("s", 1, 9)


def beside(other_x: float, **more: Any) -> tuple[Any, ...]:
    """Two signs that look south, with letters read at 20 m: their reader stands 10 m in front of the first."""
    sketch = hall()
    sketch.sign("a", -1, 30, 40, facing_deg=180.0, letter_height_m=0.08, messages=lines(1))
    sketch.sign("b", -1, other_x, 40, **{"facing_deg": 180.0, "letter_height_m": 0.08, "messages": lines(1), **more})
    return list_competing(compile_signs(sketch.station()))


def test_two_faces_side_by_side_compete() -> None:
    (found,) = beside(31.5)
    assert (found.sign, found.other) == ("a", "b")
    assert found.apart_m == pytest.approx(1.5)
    assert found.angle_deg == pytest.approx(8.53, abs=0.01)  # 1.5 m at 10 m


@pytest.mark.parametrize(
    ("x", "more"),
    [(32.5, {}), (31.5, {"facing_deg": 0.0}), (31.5, {"state": "dark"}), (31.5, {"letter_height_m": 0.02})],
)
def test_no_rival_farther_to_the_side_or_not_to_be_read_from_there(x: float, more: dict[str, Any]) -> None:
    assert beside(x, **more) == ()


def test_a_rival_behind_a_wall_is_none() -> None:
    sketch = hall()
    sketch.sign("a", -1, 30, 40, facing_deg=180.0, letter_height_m=0.08, messages=lines(1))
    sketch.sign("b", -1, 31.5, 40, facing_deg=180.0, letter_height_m=0.08, messages=lines(1))
    sketch.obstacle("wall", -1, box(30.7, 32, 30.8, 41))
    assert list_competing(compile_signs(sketch.station())) == ()


def test_two_floor_stickers_one_behind_the_other_compete() -> None:
    sketch = hall()
    for id, y in (("a", 30), ("b", 32)):
        sketch.sign(id, -1, 30, y, type="floor_sticker", letter_height_m=0.1, messages=lines(1))
    (found,) = list_competing(compile_signs(sketch.station()))
    assert (found.sign, found.other, found.angle_deg) == ("a", "b", 0.0)


def cared(today: date, **sign: Any) -> list[tuple[str, int | None]]:
    sketch = hall()
    sketch.sign("s", -1, 30, 30, messages=lines(1), **sign)
    return [(item.kind, item.overdue_days) for item in list_care(sketch.station(), today)]


@pytest.mark.parametrize(
    ("today", "days"), [(date(2024, 9, 12), None), (date(2024, 9, 13), 1), (date(2025, 3, 12), 181)]
)
def test_a_sign_is_due_six_months_after_the_last_look(today: date, days: int | None) -> None:
    found = cared(today, inspected="2024-03-12")
    assert found == ([] if days is None else [("inspection", days)])


@pytest.mark.parametrize("inspected", [{}, {"inspected": "last spring"}])
def test_a_sign_never_looked_at_is_due(inspected: dict[str, str]) -> None:
    assert cared(date(2024, 3, 13), **inspected) == [("inspection", None)]


def test_six_months_after_the_last_of_august_is_the_last_of_february() -> None:
    assert add_months(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert add_months(date(2023, 12, 31), 6) == date(2024, 6, 30)
    assert add_months(date(2023, 6, 1), 6) == date(2023, 12, 1)


def test_the_gravest_state_comes_first_and_the_longest_delay() -> None:
    sketch = hall()
    for id, state, seen in (("a", "dirty", "2024-03-01"), ("b", "missing", "2024-01-01"), ("c", "good", "2024-02-01"),
                            ("d", "dark", None)):  # fmt: skip
        more = {} if seen is None else {"inspected": seen}
        sketch.sign(id, -1, 30, 30, state=state, messages=lines(1), **more)
    found = list_care(sketch.station(), date(2024, 8, 15))
    assert [(item.kind, item.sign) for item in found] == [
        ("state", "b"), ("state", "d"), ("state", "a"),
        ("inspection", "d"), ("inspection", "b"), ("inspection", "c"),
    ]  # fmt: skip


def test_the_signs_of_the_shipped_station_that_need_care() -> None:
    station = load_station(SHIPPED_STATION)
    found = list_care(station, date(2024, 9, 1))
    assert [item.state for item in found] == ["missing"] * 3 + ["covered"] * 2 + ["dark"] * 2 + ["dirty"] * 15
    assert len(list_care(station, date(2024, 10, 1))) == len(found) + 225
    (crowded,) = list_crowded(compile_signs(station))
    assert (crowded.sign, crowded.messages) == ("sign-150", 9)
