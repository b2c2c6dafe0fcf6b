"""What the command line prints of an answer: other ways and their price, doors, staff on the way, help without one."""

import json

import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding.cli import main


@pytest.fixture
def printed(tmp_path, capsys):
    """The lines that `wayfinding route` prints for a sketch."""

    def ask(sketch: Sketch, *words: str) -> list[str]:
        path = tmp_path / "station.geojson"
        path.write_text(json.dumps(sketch.document), encoding="utf-8")
        main(["route", *words, "--station", str(path)])
        captured = capsys.readouterr()
        assert captured.err == ""
        return captured.out.splitlines()

    return ask


def two_floors() -> Sketch:
    """B1 over B2, both 100 m by 10 m; "up" and "down" at their west ends."""
    sketch = Sketch()
    for level in (-1, -2):
        sketch.level(level)
        sketch.space(f"floor{level}", level, box(0, 0, 100, 10))
    sketch.place("up", -1, 1, 5)
    sketch.place("down", -2, 1, 5)
    return sketch


def stair_and_escalator() -> Sketch:
    """A stair near the way, 6 m to walk; farther off an escalator of 10 m and 3 m of level steps, 26 m to walk."""
    sketch = two_floors()
    sketch.pathway("stair", "stairs", (-2, 2, 5), (-1, 6, 5), steps=10)
    sketch.pathway("escalator", "escalator", (-2, 10, 5), (-1, 18, 5), direction="forward", speed_mps=0.65)
    return sketch


def train() -> Sketch:
    """Doors every 20 m along a platform, a stair up at the third of five; the way out at its head."""
    sketch = two_floors()
    sketch.place("platform", -2, 50, 1, type="platform", line="2", towards="x")
    for car, x in enumerate(range(10, 100, 20), 1):
        sketch.place(f"car{car}", -2, x, 5, type="platform_door", platform="platform", line="2", towards="x",
                     track="t", car=car, door=1)  # fmt: skip
    sketch.pathway("stair", "stairs", (-2, 50, 5), (-1, 62, 5), steps=36)
    sketch.place("out", -1, 62, 5)
    return sketch


def stairs_only() -> Sketch:
    """Nothing but a stair, and a post whose staff takes people over it."""
    sketch = two_floors()
    sketch.pathway("stair", "stairs", (-2, 10, 5), (-1, 22, 5), steps=36)
    sketch.place("post", -2, 5, 5, type="service_post", name_zh="彩虹岗", name_en="Rainbow post", phone="022-1234")
    return sketch


@pytest.mark.parametrize(("lang", "title"), [
    ("zh", "另一条路 1：台阶最少，比最快的多28秒，与首选相同的路占"),
    ("en", "another way 1: fewest steps, 28 s more than the fastest, "),
])  # fmt: skip
def test_another_way_says_what_it_is_best_at_and_its_price(printed, lang, title):
    by_stair_s, by_escalator_s = 6 / 1.34 + 4 / 0.610, 26 / 1.34 + (10 + 3) / 0.65
    assert round(by_escalator_s - by_stair_s) == 28
    lines = printed(stair_and_escalator(), "down", "up", "--alternatives", "1", "--lang", lang)
    told = lines[lines.index("") + 1]
    assert told.startswith(title)
    assert "%" in told


def test_the_fastest_of_the_other_ways_has_no_price(printed):
    sketch = two_floors()
    sketch.pathway("stair", "stairs", (-2, 2, 5), (-1, 6, 5), steps=80)
    sketch.pathway("escalator", "escalator", (-2, 10, 5), (-1, 20, 5), direction="forward")
    lines = printed(sketch, "down", "up", "--alternatives", "1")
    assert lines[lines.index("") + 1].startswith("另一条路 1：最快、步行最少，与首选相同的路占")


@pytest.mark.parametrize(("lang", "text"), [
    ("zh", "  + 乘车时请坐3号车厢1号门附近，下车后少走约18秒。"),
    ("en", "  + Ride near door 1 of car 3: it saves about 18 s."),
])  # fmt: skip
def test_from_a_platform_the_door_to_leave_by_is_printed(printed, lang, text):
    mean_s = (0 + 20 + 20 + 40 + 40) / 5 / 1.34
    assert round(mean_s) == 18
    assert printed(train(), "platform", "out", "--lang", lang)[1] == text


@pytest.mark.parametrize(("lang", "text"), [
    ("zh", "  + 最先到达3号车厢1号门。"), ("en", "  + You reach door 1 of car 3 first."),
])  # fmt: skip
def test_to_a_platform_the_door_reached_first_is_printed(printed, lang, text):
    assert printed(train(), "out", "platform", "--lang", lang)[1] == text


def test_staff_on_the_way_is_printed_before_the_steps(printed):
    sketch = two_floors()
    sketch.pathway("lift", "lift", (-2, 12, 5), (-1, 12, 5), staffed=True, name_zh="货梯", name_en="Goods lift")
    sketch.place("post", -2, 5, 5, type="service_post", name_zh="彩虹岗", name_en="Rainbow post")
    assert printed(sketch, "down", "up")[1] == "  + 货梯由工作人员开启，可联系彩虹岗。"
    lines = printed(sketch, "down", "up", "--lang", "en")
    assert lines[1] == "  + Goods lift is opened by staff; ask Rainbow post."
    assert lines[2].startswith("  1. ")


@pytest.mark.parametrize(("lang", "offered"), [
    ("zh", [
        "可得到的帮助",
        "  + 可预约爱心接力（暖心预约）：请到彩虹岗等候工作人员（电话022-1234）。",
        "      1. 自行前往彩虹岗。  (4 m,",
        "      2. 彩虹岗工作人员陪同前往up，协助通过：stair。  (",
    ]),
    ("en", [
        "help to be had",
        "  + Help can be booked (relay of care): go to Rainbow post and wait for its staff (telephone 022-1234).",
        "      1. Go by yourself: Rainbow post.  (4 m,",
        "      2. Staff of Rainbow post go with you: up; they help at stair.  (",
    ]),
])  # fmt: skip
def test_where_there_is_no_way_the_help_is_printed_with_each_of_its_legs(printed, lang, offered):
    lines = printed(stairs_only(), "down", "up", "--profile", "step_free", "--lang", lang)
    shown = lines[lines.index(offered[0]) :]
    assert len(shown) == len(offered)
    assert all(line.startswith(start) for line, start in zip(shown, offered, strict=True))


def test_where_nobody_can_help_no_help_is_announced(printed):
    sketch = two_floors()
    sketch.pathway("stair", "stairs", (-2, 10, 5), (-1, 22, 5), steps=36)
    lines = printed(sketch, "down", "up", "--profile", "step_free")
    assert not any("帮助" in line or line.startswith("  +") for line in lines)
