"""`compare --report`: the answer in one sentence, pictures that say what the figures say, files in full or none."""

import csv
import errno
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from shapely import box

from tests.signage import message
from tests.small_hub import write_hub
from tests.test_flow_compare import UNDER, a_day, hub, networks
from tests.test_web_maps import ATTACKS
from wayfinding.cli import main
from wayfinding.errors import InputError
from wayfinding.flow.comparing.compare import compare
from wayfinding.flow.comparing.comparison import Stream
from wayfinding.flow.comparing.intervals import Difference
from wayfinding.flow.comparing.moments import Moment
from wayfinding.flow.people.demand import SHIPPED_DEMAND
from wayfinding.routing.differences import WayChange
from wayfinding.signage.judging.contradictions import Turned
from wayfinding.signage.judging.verdicts import Verdict
from wayfinding.station.model import Name
from wayfinding.web.compare_cells import match_cells
from wayfinding.web.compare_maps import LEAST_H, LEAST_SHARE
from wayfinding.web.compare_report import write_compare_report
from wayfinding.web.compare_words import answer, moved
from wayfinding.web.svg import LONGER, SHORTER

ARRIVALS = [{"from": "rail", "to": "street", "share": 0.8, "hours": "all"},
            {"from": "street", "to": "rail", "share": 0.2, "hours": "all"}]  # fmt: skip
CROWD = replace(UNDER, passengers=60_000, times=(8 * 3600.0, 9 * 3600.0), demand=a_day(trips=ARRIVALS))


@pytest.fixture(scope="module")
def turned():
    """A morning before and after the escalator was turned upwards."""
    down, up = networks(hub("backward"), hub("forward"))
    return compare(down, up, 3, names=("down", "today"), under=CROWD), down, up


@pytest.fixture(scope="module")
def folder(turned, tmp_path_factory):
    folder = tmp_path_factory.mktemp("compare")
    write_compare_report(folder, *turned, titles=(Name("换向前", "before turning"), None))
    return folder


def read(folder, name):
    return (folder / name).read_text(encoding="utf-8-sig")


def rows(folder, name):
    return list(csv.DictReader(io.StringIO(read(folder, name))))


def test_the_page_begins_with_the_answer_and_its_interval(turned, folder):
    difference = turned[0].difference
    low, high = sorted(map(abs, difference.ci95_s))
    verb = "快" if difference.mean_s < 0 else "慢"
    page = read(folder, "compare.html")
    assert f"从“换向前”到“现状”：平均每人门到门{verb} {abs(difference.mean_s):.2f} 秒" in page
    assert f"{low:.2f} 至 {high:.2f} 秒" in page
    assert page.index("平均每人门到门") < page.index("<figure>")


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (Difference(-1.5, (-2.0, -1.0), 100), ("快 1.50 秒（95% 置信区间 1.00 至 2.00 秒", "1.50 s faster")),
        (Difference(0.25, (0.125, 0.375), 100), ("慢 0.25 秒", "0.25 s slower")),
        (Difference(0.1, (-0.2, 0.4), 100), ("看不出变化（+0.10 秒，95% 置信区间 −0.20 至 +0.40 秒", "no change")),
        (Difference(1234.56, (1200.4, 1268.6), 100), ("慢 1,235 秒（95% 置信区间 1,200 至 1,269 秒", "1,235 s slower")),
        (Difference(0.0, None, 0), ("没有人在两种状态下都到达", "nobody arrives")),
        (Difference(-3.0, None, 100), ("只有一天的客流，没有区间", "no interval")),
    ],
)  # fmt: skip
def test_the_answer_says_no_more_than_its_interval(turned, difference, said):
    told = answer(replace(turned[0], difference=difference), Name("甲", "a"), Name("乙", "b"))
    assert said[0] in told.zh
    assert said[1] in told.en


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(1.25, 2, "+1.25"), (-1.25, 2, "−1.25"), (-0.004, 2, "0.00"), (12345.6, 0, "+12,346"), (0.0, 1, "0.0")],
)
def test_a_change_has_its_sign_and_what_rounds_to_nothing_has_none(value, digits, text):
    assert moved(value, digits) == text


def test_streams_are_named_on_the_side_where_they_belong(turned, folder):
    assert (turned[0].winners, turned[0].losers) != ((), ())
    for name, streams in (("winners.svg", turned[0].winners), ("losers.svg", turned[0].losers)):
        picture = read(folder, name)
        for stream in streams:
            assert f"{turned[2].station.places[stream.origin].name.zh} → " in picture
            assert f"{moved(stream.difference.mean_s, 1)} s" in picture


def dots(folder):
    """Level, pathway and colour of each dot of the maps of queues."""
    dot = re.compile(r'<circle [^>]*fill="(#\w+)"[^>]*><title>[^<(]*\((\S+)\)\n[^<]*</title>')
    return {
        (path.stem.removeprefix("queues-"), pathway, fill)
        for path in folder.glob("queues-*.svg")
        for fill, pathway in dot.findall(path.read_text(encoding="utf-8"))
    }


def test_dots_are_red_where_people_wait_longer_and_blue_where_they_wait_shorter(turned, folder, tmp_path):
    wanted, table = set(), rows(folder, "queues.csv")
    greatest = max(abs(float(row["change_s"])) for row in table) / 3600
    for row in table:
        hours = float(row["change_s"]) / 3600
        if abs(hours) >= max(LEAST_H, LEAST_SHARE * greatest):
            wanted.add(
                ("B1" if row["from_level"] == "-1.0" else "L0", row["pathway"], LONGER if hours > 0 else SHORTER)
            )
    assert dots(folder) == wanted != set()
    found, down, up = turned
    write_compare_report(tmp_path, replace(found, before=found.after, after=found.before), up, down)
    other = {LONGER: SHORTER, SHORTER: LONGER}
    assert dots(tmp_path) == {(level, pathway, other[fill]) for level, pathway, fill in wanted}


def test_the_map_of_the_difference_writes_where_the_level_of_service_changes(turned, tmp_path):
    found, down, up = turned
    still = replace(found.before, ppm2=np.zeros_like(found.before.ppm2))
    fuller = np.zeros_like(found.before.ppm2)
    fuller[1, 0], still.ppm2[:, 0] = 1.5, 0.1
    fuller[0, 0] = fuller[2:, 0] = 0.1
    full = replace(found.after, ppm2=fuller)
    write_compare_report(tmp_path, replace(found, before=still, after=full), down, up)
    level = up.station.levels[float(found.after.cells.level[0])].label
    picture = read(tmp_path, f"change-{level}.svg")
    (letter,) = re.findall(r'<text [^>]*data-t="([^"]*)"[^>]*>([^<]*)</text>', picture)
    assert letter == ("|".join(["", "A→E", *[""] * (len(fuller) - 2)]), "A→E")
    (cell,) = json.loads(read(tmp_path, "cells.geojson"))["features"]
    assert (cell["properties"]["before_worst"], cell["properties"]["after_worst"]) == ("A", "E")
    assert cell["properties"]["change_ppm2"] == pytest.approx(1.4)


def test_where_floors_differ_only_floor_that_is_in_both_is_compared(tmp_path):
    built = hub()
    built.obstacle("hoarding", -1, box(19, 0, 28, 24))
    a, b = networks(hub(), built)
    found = compare(a, b, 2, under=CROWD)
    matched = match_cells(found)
    pairs = [(found.before.cells.shape[k], found.after.cells.shape[n])
             for k, n in zip(matched.before, matched.after, strict=True)]  # fmt: skip
    assert all(one.bounds == pytest.approx(other.bounds, abs=0.1) for one, other in pairs)
    assert len(matched.gone) + len(matched.new) > 0
    write_compare_report(tmp_path, found, a, b)
    cells = [item["properties"] for item in json.loads(read(tmp_path, "cells.geojson"))["features"]]
    assert sum("change_ppm2" in cell for cell in cells) == len(pairs) == len(matched.after) > 0
    assert len(cells) == len(pairs) + len(matched.gone) + len(matched.new)
    assert f"{len(matched.gone) + len(matched.new)} 格没有对应" in read(tmp_path, "compare.html")


@pytest.mark.parametrize("passengers", [0, 100])
def test_a_day_of_nobody_or_few_is_a_page_too(tmp_path, passengers):
    a, b = networks(hub("backward"), hub("forward"))
    write_compare_report(tmp_path, compare(a, b, 1, under=replace(CROWD, passengers=passengers)), a, b)
    assert ("没有人在两种状态下都到达" in read(tmp_path, "compare.html")) == (passengers == 0)


def test_the_page_needs_nothing_but_itself_and_every_table_is_there(folder):
    page = read(folder, "compare.html")
    linked = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert linked
    assert all((folder / name).is_file() for name in linked)
    assert {"groups.csv", "streams.csv", "queues.csv", "queues.geojson", "cells.geojson"} <= set(linked)


def test_the_tables_hold_the_figures_of_the_comparison(turned, folder):
    found = turned[0]
    everybody = rows(folder, "groups.csv")[0]
    assert float(everybody["mean_s"]) == pytest.approx(found.difference.mean_s)
    assert {row["group"] for row in rows(folder, "groups.csv")} == {"all", "p50", "p95", *found.groups}
    assert len(rows(folder, "streams.csv")) == len(found.streams)
    waited = {(row["pathway"], int(row["entry"]), int(row["exit"])): row for row in rows(folder, "queues.csv")}
    for use, queue in found.after.queues.items():
        if queue.passed:
            assert float(waited[use]["after_waited_s"]) == pytest.approx(queue.waited_s, abs=0.06)


def test_signs_ways_and_streams_that_are_lost_are_named(turned, tmp_path):
    found, *_ = turned
    sketch = hub("forward")
    sketch.sign("sign-7", -1, 20, 10, messages=[message("out") | {"zh": "1号出口", "en": "Exit 1"}])
    (signed,) = networks(sketch)
    before = Verdict("sign-7", 0, 0, "out", "walk", "true", None, None, "agrees", -1.0, 20.0, 12.0)
    after = replace(before, verdict="false", reason="other_way")
    signs = [Turned(*(replace(item, profile=name) for item in (before, after))) for name in ("walk", "luggage")]
    ways = WayChange("in", "out", 61.0, None), WayChange("out", "entrance", 80.0, 75.0)
    moment = Moment(0.0, tuple(signs), ways)
    gone = Stream("out", "entrance", found.difference, lost=12.0, won=2.0)
    chance = Stream("in", "out", found.difference, lost=0.4, won=0.0)
    shown = replace(found, moments=(moment,), streams=(gone, chance), unserved=(0.0, 10.4))
    write_compare_report(tmp_path, shown, signed, signed)
    page = re.sub(r"<[^>]*>", " ", read(tmp_path, "compare.html").split("<main>")[1])
    words = " ".join(page.split())
    assert "sign-7</text>" in read(tmp_path, "signs-B1.svg")
    assert "sign-7 1号出口 Exit 1 步行 on foot 、大件行李 with large luggage 箭头错误 false" in words
    assert "in → out 61 无 none –" in words
    assert "out → entrance 80 75 −5" in words
    assert "out → entrance 12.0 2.0" in words
    assert "in → out 0.4" not in words
    assert [row["sign"] for row in rows(tmp_path, "signs.csv")] == ["sign-7", "sign-7"]
    assert len(rows(tmp_path, "step-free.csv")) == 2


@pytest.mark.parametrize("attack", ATTACKS)
def test_names_from_a_station_stay_text(attack, tmp_path):
    sketches = [hub("backward"), hub("forward")]
    for sketch in sketches:
        for feature in sketch.features:
            if feature["properties"]["kind"] in ("place", "pathway"):
                feature["properties"] |= {"name_zh": attack, "name_en": attack}
    a, b = networks(*sketches)
    write_compare_report(tmp_path, compare(a, b, 2, under=CROWD), a, b, titles=(Name(attack, attack), None))
    page = read(tmp_path, "compare.html")
    assert page.count("<script") == 1
    assert "<img" not in page
    assert not re.search(
        r"""['"`<>]\s*window\.hit""", page.replace("&#39;", "").replace("&#34;", "").replace("&quot;", "")
    )


def test_a_full_disk_leaves_nothing_half_written(turned, tmp_path, monkeypatch):
    real = Path.write_bytes

    def fill(path, content):
        if path.name == "compare.html":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(InputError, match="No space left on device"):
        write_compare_report(tmp_path / "new" / "report", *turned)
    assert not (tmp_path / "new").exists()


def test_the_command_writes_the_page_under_the_titles_of_the_scenarios(tmp_path, capsys):
    station = write_hub(tmp_path)
    demand = json.loads(SHIPPED_DEMAND.read_text(encoding="utf-8"))
    demand["trips"] = [{"from": "street", "to": "metro", "share": 1.0, "hours": "commute"}]
    (tmp_path / "few.json").write_text(json.dumps(demand), encoding="utf-8")
    plan = {"name": "shut", "title_zh": "停用上行扶梯", "title_en": "Up escalator out of service",
            "edits": [{"op": "close", "id": "exit-10-escalator"}]}  # fmt: skip
    (tmp_path / "shut.json").write_text(json.dumps(plan), encoding="utf-8")
    words = ["compare", "today", str(tmp_path / "shut.json"), "--seeds", "2", "--passengers", "300", "--demand",
             str(tmp_path / "few.json"), "--station", str(station), "--report", str(tmp_path / "report")]  # fmt: skip
    assert main(words) == 0
    assert "2 组随机种子" in capsys.readouterr().out
    page = read(tmp_path / "report", "compare.html")
    assert "从“现状”到“停用上行扶梯”" in page
    assert f"<dd>{demand['name']}</dd>" in page
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main([*words[:-1], str(tmp_path / "file")]) == 2
    err = capsys.readouterr().err
    assert (err.count("\n"), "cannot write the report" in err) == (1, True)
