"""`wayfinding compare`: the summary, its JSON, its report, plans refused, and what it says to wrong use."""

import json

import pytest

from tests.small_hub import write_hub
from wayfinding.cli import main
from wayfinding.flow.people.demand import SHIPPED_DEMAND

QUIET = ("--from", "07:00", "--to", "08:00", "--passengers", "3000")


@pytest.fixture
def run(tmp_path, capsys):
    station = write_hub(tmp_path)
    demand = json.loads(SHIPPED_DEMAND.read_text(encoding="utf-8"))
    demand["trips"] = [
        {"from": "street", "to": "metro", "share": 0.5, "hours": "commute"},
        {"from": "metro", "to": "street", "share": 0.5, "hours": "commute"},
    ]
    (tmp_path / "few.json").write_text(json.dumps(demand), encoding="utf-8")

    def ask(a, b, *words):
        given = ("--station", str(station), "--demand", str(tmp_path / "few.json"))
        try:
            code = main(["compare", a, b, *given, *words])
        except SystemExit as end:
            code = end.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return ask


@pytest.fixture
def plan(tmp_path):
    """Writes a scenario of these edits; answers where."""

    def write(*edits, name="plan"):
        document = {"name": name, "title_zh": "方案", "title_en": "plan", "edits": list(edits)}
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return str(path)

    return write


def turned(plan):
    return plan({"op": "reverse", "id": "hall-up"})


def test_the_summary_tells_times_streams_queues_and_signs_in_both_languages(run, plan):
    code, out, err = run("today", turned(plan), "--seeds", "3", *QUIET)
    assert (code, err) == (0, "")
    for title in ("3 组随机种子 seeds", "每人门到门时间变化 Door to door, per person: +", "步行 on foot",
                  "受益最多 Gain most", "受损最多 Lose most", "排队变化", "换层人数", "由对变错的标识",
                  "无障碍路线变化 Step-free ways that change: 0", "未送达 Not served"):  # fmt: skip
        assert title in out


def test_the_json_is_the_object_of_the_contract(run, plan):
    code, out, err = run("today", turned(plan), "--seeds", "2", "--json", *QUIET, "--cell", "24", "--law", "laboratory")
    assert (code, err) == (0, "")
    record = json.loads(out)
    assert (record["a"], record["seeds"]) == ("today", 2)
    low, high = record["difference_s"]["ci95"]
    assert low <= record["difference_s"]["mean"] <= high
    assert set(record["groups"]) == {"walk", "luggage", "older", "pram", "step_free"}
    assert (record["signs_turned_wrong"], record["step_free_changes"]) == ([], [])
    settings = record["settings"]
    assert (settings["from"], settings["to"], settings["passengers"]) == ("07:00", "08:00", 3000)
    assert (settings["cell_m"], settings["law"], settings["day"]) == (24.0, "laboratory", None)
    queue = next(item for item in record["queues"] if item["pathway"] == "hall-up")
    assert {queue["before"]["passed"] > 0, queue["after"]["passed"] > 0} == {True, False}


def test_both_states_can_be_compared_once_people_know_them(run, plan):
    words = ("--equilibrium", "0.02", "--iterations", "2", "--seeds", "1", "--json", *QUIET)
    code, out, err = run("today", turned(plan), *words)
    assert (code, err) == (0, "")
    assert json.loads(out)["settings"]["equilibrium"] == {"gap": 0.02, "iterations": 2}


def test_a_day_has_its_hours_and_counts_take_the_place_of_trips(run, plan, tmp_path):
    counts = tmp_path / "counts.csv"
    counts.write_text("quarter,from,to,passengers\n07:00,street,metro,40\n07:15,metro,street,20\n", encoding="utf-8")
    code, out, err = run(
        "today", turned(plan), "--seeds", "1", "--json", "--day", "2030-05-14", "--counts", str(counts)
    )
    assert (code, err) == (0, "")
    record = json.loads(out)
    assert record["settings"]["day"] == "2030-05-14"
    assert record["difference_s"]["people"] + record["unserved"]["b"] == 60


def test_an_interval_that_is_asked_for_tells_how_many_seeds_it_took(run, plan):
    code, out, err = run("today", turned(plan), "--within", "1000", *QUIET)
    assert (code, err) == (0, "")
    assert "达到 reached ±1000 s" in out
    code, out, err = run("today", turned(plan), "--within", "0.001", "--seeds", "4", "--json", *QUIET)
    assert json.loads(out)["within"] == {"aim_s": 0.001, "reached": False}
    assert json.loads(out)["seeds"] == 4


def test_the_report_is_written_with_the_titles_of_both(run, plan, tmp_path):
    code, _, err = run("today", turned(plan), "--seeds", "2", "--report", str(tmp_path / "report"), *QUIET)
    assert (code, err) == (0, "")
    page = (tmp_path / "report" / "compare.html").read_text(encoding="utf-8")
    assert "方案" in page


def test_a_plan_that_takes_a_step_free_way_at_some_minute_is_refused_with_exit_1(run, plan):
    closing = plan({"op": "close", "id": "hall-lift", "from": "12:00", "to": "13:00"})
    code, out, err = run("today", closing)
    assert (code, err) == (1, "")
    assert out.startswith(f"方案被拒绝 Refused: {closing} is refused: it takes the only step-free way ")
    assert " from 12:00" in out
    code, out, err = run("today", closing, "--json")
    assert code == 1
    assert "12:00" in json.loads(out)["refused"]


@pytest.mark.parametrize(("words", "told"), [
    (("--workers", "tcp://10.0.0.5:8786"), "other machines cannot be asked yet"),
    (("--workers", "none"), "no number of workers"),
    (("--within", "0"), "no half-width"),
    (("--within", "soon"), "no half-width"),
    (("--within", "1", "--seeds", "2"), "give at least"),
    (("--seeds", "0"), "no number of seeds"),
    (("--from", "09:00", "--to", "08:00"), "--from must lie before --to"),
    (("--law", "newton"), "give weidmann or laboratory"),
    (("--cell", "0"), "cell_m is 0"),
    (("--iterations", "3"), "give --equilibrium too"),
])  # fmt: skip
def test_wrong_use_is_one_line_and_exit_2(run, words, told):
    code, out, err = run("today", "today", *words)
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1
