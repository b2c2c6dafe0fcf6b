"""Pictures of crowds say what the figures say: colours, letters, dots, bars and labels."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from shapely import Polygon, box

from tests.test_flow_compare import UNDER, hub, networks
from tests.test_web_maps import ATTACKS
from wayfinding.flow.measuring.clearance import Clearance
from wayfinding.flow.measuring.measures import measure
from wayfinding.flow.measuring.times import PERCENTILES
from wayfinding.flow.simulate import simulate
from wayfinding.station.model import Name
from wayfinding.web.crowd_charts import draw_clearance, draw_queues_day
from wayfinding.web.crowd_findings import list_findings
from wayfinding.web.crowd_hours import WAIT_COLOURS, draw_lifts, draw_places
from wayfinding.web.crowd_page import settings_rows
from wayfinding.web.crowd_pictures import draw_service
from wayfinding.web.crowd_places import judge_places
from wayfinding.web.crowd_plan import CHANGE_COLOURS, COLOURS, change_class, density_class
from wayfinding.web.crowd_report import write_crowd_report
from wayfinding.web.crowd_series import list_series
from wayfinding.web.crowd_times import draw_times
from wayfinding.web.svg import LONGER, Labels, Scale, outlines, shorten, width_of, write

TAGS = {"svg", "g", "rect", "path", "circle", "text", "tspan", "title"}


@pytest.fixture(scope="module")
def measures():
    """A crowded morning of a small station."""
    (network,) = networks(hub())
    return measure(simulate(network, 120_000, times=(7 * 3600.0, 9 * 3600.0), demand=UNDER.demand))


@pytest.mark.parametrize("attack", ATTACKS)
def test_names_from_a_station_stay_text_on_the_page(attack, tmp_path):
    sketch = hub()
    for feature in sketch.features:
        feature["properties"] |= {"name_zh": attack, "name_en": attack}
    (network,) = networks(sketch)
    run = simulate(network, 20_000, times=(7 * 3600.0, 8 * 3600.0), demand=UNDER.demand)
    write_crowd_report(tmp_path, measure(run))
    page = (tmp_path / "crowd.html").read_text(encoding="utf-8")
    assert page.count("<script") == 1
    assert "<img" not in page
    for picture in tmp_path.glob("*.svg"):
        assert {item.tag for item in parse(picture.read_text(encoding="utf-8")).iter()} <= TAGS


@pytest.fixture(scope="module")
def series(measures):
    return list_series(measures)


def parse(picture):
    return ET.fromstring(picture.replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def test_a_colour_stands_for_one_level_of_service_and_within_a_for_a_step_of_density():
    ppm2 = np.array([0.0, 0.02, 0.021, 0.06, 0.15, 0.25, 0.8, 0.4, 3.0])
    grades = np.array([0, 0, 0, 0, 0, 0, 0, 1, 5])
    assert density_class(ppm2, grades).tolist() == [0, 0, 1, 2, 3, 4, 4, 5, 9]
    assert len(COLOURS) == len(set(COLOURS)) == 10


def test_no_change_is_neutral_and_more_and_less_are_mirror_images():
    ppm2 = np.array([0.0, 0.001, 0.005, 0.03, 0.1, 1.0])
    more, less = change_class(ppm2), change_class(-ppm2)
    middle = len(CHANGE_COLOURS) // 2
    assert more.tolist() == [4, 4, 5, 6, 7, 8]
    assert (more - middle).tolist() == (middle - less).tolist()


@pytest.mark.parametrize("level", [0.0, -1.0])
def test_each_cell_has_the_colour_of_its_worst_quarter_hour_and_all_quarter_hours(measures, series, level):
    picture = parse(draw_service(measures, series, level))
    (group,) = picture.iterfind(".//g[@data-colours]")
    colours = group.attrib["data-colours"].split()
    cells = group.findall("path")
    assert len(cells) == int(((measures.service.level == level) & (measures.service.worst_ppm2 > 0)).sum())
    for cell in cells:
        assert len(cell.attrib["data-q"]) == series.count == len(measures.service.quarters)
        assert cell.attrib["fill"] == colours[int(max(cell.attrib["data-q"]))]


def test_letters_stand_where_it_is_worse_than_a(measures, series):
    drawn = sum(len(parse(draw_service(measures, series, level)).findall(".//text[@data-t]")) for level in (0.0, -1.0))
    assert drawn == int((measures.service.worst_grades > 0).sum()) > 0


def test_a_dot_tells_its_queue_and_how_long_it_was_in_each_quarter_hour(measures, series):
    for rank, queue in enumerate(measures.queues, start=1):
        picture = parse(draw_service(measures, series, queue.from_level))
        (dot,) = (item for item in picture.iter("circle") if (item.findtext("title") or "").startswith(f"{rank}. "))
        people = [int(part) for part in dot.attrib["data-q"].split(",")]
        assert max(people) == queue.longest
        assert float(dot.attrib["r"]) == pytest.approx(14 * (min(queue.longest, 60) / 60) ** 0.5, abs=0.06)


def test_trains_whose_platform_is_not_clear_before_the_next_are_red(measures):
    trains = [
        Clearance("in", 3600.0 * 8 + 300 * k, 100, 0, clear_s, 300.0) for k, clear_s in enumerate((90.0, 310.0, 250.0))
    ]
    trains.append(Clearance("in", 3600.0 * 9, 100, 0, None, None))
    picture = draw_clearance(replace(measures, clearances=tuple(trains)))
    (red,) = re.findall(rf'<path d="([^"]*)" stroke="{LONGER}"', picture)
    assert red.count("M") == 1
    assert "1 / 4 列 trains" in picture


def test_the_most_people_of_each_queue_are_told_beside_its_day(measures, series):
    picture = draw_queues_day(measures, series)
    for queue in measures.queues[:10]:
        assert f">{queue.longest} 人 people</text>" in picture


def test_lifts_are_coloured_by_the_mean_wait_of_each_quarter_hour(measures, series):
    row = next(k for k, queue in enumerate(measures.queues) if queue.mode == "lift")
    means = series.waited_s[row] / np.maximum(1, series.passed[row])
    worst = sum(means.max() > step for step in (15, 30, 60, 120, 180))
    drawn = re.findall(r'<rect x="[\d.]+" y="51.0"[^>]* fill="(#\w+)"', draw_lifts(measures, series))
    assert max(WAIT_COLOURS.index(fill) for fill in drawn if fill in WAIT_COLOURS) == worst


def test_a_place_is_as_crowded_as_the_densest_cell_in_it(measures):
    places = judge_places(measures)
    hall = [space.id for space in places.spaces].index("hall")
    mine = measures.service.level == -1.0
    assert places.densest_ppm2[hall] == pytest.approx(measures.service.quarters[:, mine].max(axis=1))
    people = (measures.service.quarters * measures.service.area_m2)[:, mine].sum(axis=1)
    assert places.people[hall] == pytest.approx(people, rel=0.01)
    assert "hall" in draw_places(measures, places)


def test_percentiles_of_times_are_nested_bars_around_the_median(measures):
    picture = parse(draw_times(measures, Name("时间", "times"), ("group",)))
    bars = [bar for bar in picture.iter("rect") if (bar.findtext("title") or "").endswith(" min")]
    ends = [(float(bar.attrib["x"]), float(bar.attrib["x"]) + float(bar.attrib["width"])) for bar in bars]
    assert len(bars) == 5 * len([split for split in measures.splits if split.by == "group"])
    for row in range(0, len(ends), 5):
        for (low, high), (lower, higher) in pairwise(ends[row : row + 5]):
            assert low <= lower + 0.11
            assert higher <= high + 0.11
    walk = next(split.times for split in measures.splits if split.key == "walk")
    median = walk.percentiles_s[PERCENTILES.index(50)] / 60
    assert f"{median:.1f} / {walk.p95_s / 60:.1f} min" in "".join(picture.itertext())


def test_findings_name_the_queue_most_waited_for_and_the_slowest_group(measures):
    told = " ".join(name.zh for name in list_findings(measures))
    assert measures.queues[0].name.zh in told
    assert f"{measures.queues[0].longest} 人" in told


def test_settings_that_were_not_given_are_not_shown_and_those_inside_one_another_are():
    rows = dict(settings_rows({"seed": 3, "day": None, "equilibrium": {"gap": 0.01}, "cell_m": 16.0, "scenarios": []}))
    assert {name.en: value for name, value in rows.items()} == {
        "seed": "3", "relative gap asked for": "0.01", "side of a cell, m": "16",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0, 100, [0, 20, 40, 60, 80, 100]), (-2.5, 2.5, [-2, -1, 0, 1, 2]), (0, 0.7, [0, 0.2, 0.4, 0.6]), (5, 5, [5])],
)
def test_ticks_are_round_and_within_the_scale(low, high, ticks):
    assert Scale(low, high, 0, 1).ticks(5) == pytest.approx(ticks)


def test_a_hole_stays_a_hole_and_each_shape_has_its_own_path():
    ring = Polygon(box(0, 0, 10, 10).exterior, [box(4, 4, 6, 6).exterior])
    first, second = outlines([ring, box(20, 0, 21, 1)])
    assert (first.count("M"), first.count("Z"), second.count("M")) == (2, 2, 1)


def test_labels_of_near_points_do_not_cover_each_other():
    labels = Labels()
    texts = [parse(labels.write(100.0 + k, 50.0, "label", 8.0)) for k in range(4)]
    boxes = [(float(text.attrib["x"]), float(text.attrib["y"])) for text in texts]
    wide = width_of("label")
    for k, (x, y) in enumerate(boxes):
        for u, v in boxes[:k]:
            assert abs(x - u) >= wide or abs(y - v) >= 13


def test_a_text_is_cut_where_there_is_no_room_and_never_read_as_markup():
    assert shorten("short", 100, 12) == "short"
    assert shorten("换乘" * 40, 100, 12).endswith("…")
    assert width_of(shorten("换乘" * 40, 100, 12), 12) <= 100
    assert parse(write(0, 0, "<b>&\"'")).text == "<b>&\"'"
