"""Which place is meant: characters, pinyin, initials, English, numbers, slips of the finger."""

import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding.guidance.search import PlaceIndex

PLACES = [
    ("exit-1", "1号出口", "Exit 1", {"type": "exit", "leads_to_zh": ["公交中心"], "leads_to_en": ["Bus centre"]}),
    ("exit-10", "10号出口", "Exit 10", {"type": "exit"}),
    ("coach", "通莎客运站", "Tongsha Coach Station", {"type": "coach_station", "aliases": ["长途汽车站"]}),
    ("door-3", "3号线站台", "Line 3 platform", {"type": "platform_door", "platform": "p3", "line": "3",
                                               "towards": "小淀", "towards_en": "Xiaodian"}),
    ("wc", "卫生间", "Toilet", {"type": "toilet"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def index() -> PlaceIndex:
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 20, 10))
    for number, (id, zh, en, properties) in enumerate(PLACES):
        sketch.place(id, -1, number + 1, 5, name_zh=zh, name_en=en, **properties)
    return PlaceIndex(sketch.station())


@pytest.mark.parametrize(("text", "first"), [
    ("1号出口", "exit-1"), ("exit 10", "exit-10"), ("EXIT-1", "exit-1"), ("客运站", "coach"), ("keyunzhan", "coach"),
    ("tskyz", "coach"), ("长途", "coach"), ("tongsha", "coach"), ("tonsgha coach", "coach"), ("通沙客运站", "coach"),
    ("小淀", "door-3"), ("xiaodian", "door-3"), ("line 3", "door-3"), ("公交中心", "exit-1"),
    ("wsj", "wc"), ("tiolet", "wc"),
    ("３号线", "door-3"), ("三号线", "door-3"), ("小店", "door-3"), ("厕所", "wc"),
    ("十号出口", "exit-10"), ("WC", "wc"),
])  # fmt: skip
def test_a_place_is_found_however_it_is_typed(index, text, first):
    assert index.search(text)[0].place.id == first


def test_the_exact_name_comes_before_longer_ones(index):
    assert [hit.place.id for hit in index.search("exit 1")][:2] == ["exit-1", "exit-10"]


def test_another_number_is_no_slip_of_the_finger(index):
    assert index.search("exit 12") == []


@pytest.mark.parametrize("text", ["", "   ", "！？", "zzzzqqq"])
def test_what_fits_nothing_finds_nothing(index, text):
    assert index.search(text) == []


def test_no_more_than_the_limit_are_listed(index):
    assert len(index.search("e", limit=2)) == 2
    assert index.search("e", limit=0) == []
