"""The command line: what it prints, where, and with which exit code it ends."""

import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from tests.small_hub import small_hub, write_hub
from wayfinding.cli import main
from wayfinding.routing import PROFILES

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def run(tmp_path, capsys):
    station = write_hub(tmp_path)

    def ask(*words, today=None):
        code = _exit_code([*words, "--station", str(station)], today)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return ask


def _exit_code(words, today=None):
    try:
        return main(words, today)
    except SystemExit as stop:
        return stop.code


def test_check_counts_measures_and_finds_nothing_wrong(run):
    code, out, err = run("check", "--json")
    report = json.loads(out)
    assert (code, err) == (0, "")
    assert report["problems"] == []
    assert report["counts"] == {"level": 4, "space": 10, "obstacle": 6, "place": 14, "pathway": 9, "sign": 0}
    assert report["modes"]["lift"] == 3
    assert report["area_m2"] == pytest.approx(6000 + 6000 + 1800, abs=1)
    assert report["shares"]["assumed"] == 1


def test_check_in_words_shows_the_same_figures(run):
    code, out, _ = run("check")
    assert code == 0
    assert re.search(r"escalator +3\n", out)
    assert re.search(r"sum below ground +13,800 m²", out)
    assert out.endswith("no problems\n")


def test_check_answers_no_where_the_station_has_errors(tmp_path, capsys):
    path = write_hub(tmp_path, stated={"signs": 225})
    assert main(["check", "--station", str(path), "--json"]) == 1
    problem = json.loads(capsys.readouterr().out)["problems"][0]
    assert problem["severity"] == "error"
    assert "225" in problem["text"]
    assert problem["suggestion"]


def test_check_lists_every_problem_of_a_file_that_cannot_be_read(tmp_path, capsys):
    document = small_hub().document
    for feature in document["features"][4:6]:
        del feature["properties"]["level"]
    path = tmp_path / "spoiled.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert main(["check", "--station", str(path), "--json"]) == 2
    captured = capsys.readouterr()
    assert {problem["feature"] for problem in json.loads(captured.out)["problems"]} == {"street", "hall"}
    assert captured.err.count("\n") == 1


def test_places_finds_by_initials_and_prints_both_names(run):
    code, out, _ = run("places", "--search", "tskyz")
    assert code == 0
    assert out.splitlines()[0].split()[:2] == ["coach", "L0"]
    assert "通莎客运站" in out
    assert "Tongsha coach station" in out


def test_places_lists_all_without_a_search(run):
    code, out, _ = run("places", "--json")
    assert code == 0
    assert len(json.loads(out)["places"]) == 14


def test_a_search_that_finds_nothing_is_an_answer_no(run):
    assert run("places", "--search", "qqqqqqqq", "--json")[:2] == (1, '{"places":[]}\n')


def test_route_prints_numbered_steps_with_metres_and_seconds(run):
    code, out, err = run("route", "kiosk-1", "platform-3-north", "--lang", "en")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert "steps up 0, down 80" in lines[0]
    assert lines[1] == "  + You reach door 2 of car 1 first."
    assert [int(line.split(".")[0]) for line in lines[2:]] == list(range(1, len(lines) - 1))
    assert re.search(r"gates.*\(2 m, \d+ s\)", out)


def test_route_as_json_is_the_contract_and_nothing_else(run):
    code, out, _ = run("route", "kiosk-1", "coach", "--profile", "step_free", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["found"] is True
    assert answer["profile"] == "step_free"
    assert [leg["pathway"] for leg in answer["legs"] if leg["pathway"]] == ["exit-10-lift"]


def test_a_point_below_ground_is_no_option(run):
    code, out, _ = run("route", "-1@117.2059,39.1376", "exit-10", "--json")
    assert code == 0
    assert json.loads(out)["legs"][0]["from_level"] == -1


def test_the_nearest_of_a_kind_can_be_asked_for(run):
    code, out, _ = run("route", "kiosk-2", "nearest:accessible_toilet", "--json")
    assert code == 0
    assert json.loads(out)["level_changes"] == 0


def test_no_route_says_why_and_what_is_in_the_way(run):
    code, out, _ = run("route", "kiosk-1", "exit-11", "--lang", "en")
    assert code == 1
    assert out.startswith("no route: ")
    assert "blocked by: exit-11" in out


def test_a_time_is_taken_as_written(run):
    assert run("route", "kiosk-1", "coach", "--at", "2001-02-03T04:05", today=date(2001, 2, 3))[0] == 0


def test_a_day_that_is_over_is_refused_with_the_first_that_can_be_asked_for(run):
    code, out, err = run("route", "kiosk-1", "coach", "--at", "2001-02-03T23:59", today=date(2001, 2, 4))
    assert (code, out) == (2, "")
    assert err == "wayfinding: 2001-02-03 is past: ask for 2001-02-04 or a later day\n"


def test_stops_on_the_way_are_visited_in_their_order(run):
    code, out, _ = run(
        "route", "exit-10", "coach", "--via", "kiosk-2", "--via", "nearest:toilet", "--lang", "en", "--json"
    )
    arrivals = [item["text"] for item in json.loads(out)["instructions"] if "arrived" in item["text"]]
    assert (code, len(arrivals)) == (0, 3)


def test_a_figure_of_the_profile_can_be_changed(run):
    slow, quick = (
        json.loads(run("route", "kiosk-1", "kiosk-2", "--json", "--adjust", f"speed_mps={speed}")[1])
        for speed in (0.5, 1.0)
    )
    assert slow["legs"][0]["duration_s"] == pytest.approx(2 * quick["legs"][0]["duration_s"], abs=0.01)


@pytest.mark.parametrize(("change", "message"), [
    ("speed=1", "did you mean speed_mps?"), ("speed_mps=-1", "a number above 0"), ("speed_mps=nan", "a number above 0"),
    ("checked=perhaps", "true or false"), ("zone_rule=mine", "passenger or any"), ("modes=rope", "stairs, escalator"),
    ("name=me", "there are half_width_m"), ("speed_mps", "NAME=VALUE"),
])  # fmt: skip
def test_a_change_that_makes_no_sense_is_one_clear_line(run, change, message):
    code, out, err = run("route", "kiosk-1", "coach", "--adjust", change)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err


def test_every_profile_is_named_in_the_help(capsys):
    assert _exit_code(["route", "--help"]) == 0
    shown = "".join(capsys.readouterr().out.split())
    assert "step_free,powered_wheelchair,luggage,pram,older,low_vision,staff" in shown


def test_today_is_the_station_as_it_stands(run):
    question = ("route", "kiosk-1", "coach", "--json")
    assert run(*question, "--scenario", "today") == run(*question)


def test_scenarios_apply_before_and_after_the_command(run, tmp_path):
    closed = tmp_path / "lift-out.json"
    closed.write_text(
        json.dumps({"name": "lift-out", "edits": [{"op": "close", "id": "platform-lift"}]}), encoding="utf-8"
    )
    question = ("route", "kiosk-1", "platform-3-north", "--profile", "step_free", "--json")
    for words in (("--scenario", str(closed), *question), (*question, "--scenario", str(closed))):
        code, out, _ = run(*words)
        assert code == 1
        assert "platform-lift" in json.loads(out)["reason"]["blocking"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ((), "COMMAND"),
        (("fly",), "fly"),
        (("route", "kiosk-1"), "TO"),
        (("route", "kiosk-1", "coachh"), "coach"),
        (("route", "kiosk-1", "coach", "--profile", "bird"), "walk"),
        (("route", "kiosk-1", "coach", "--at", "yesterday"), "2026-11-23T08:30"),
        (("route", "kiosk-1", "coach", "--lang", "fr"), "zh"),
        (("route", "kiosk-1", "coach", "--alternatives", "99"), "5"),
        (("route", "-7@117.2,39.1", "coach"), "level"),
        (("check", "--scenario", "no-such-scenario"), "no-such-scenario"),
        (("serve", "--port", "99999"), "65535"),
        (("serve", "--host", "no.such.host.invalid"), "--host"),
    ],
)
def test_wrong_use_is_one_clear_line_and_exit_2(run, words, hint):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert hint in err
    assert "Traceback" not in err


@pytest.mark.parametrize("name", ["missing.geojson", ".", "empty.geojson", "text.geojson"])
def test_a_file_that_is_no_station_is_one_clear_line_and_exit_2(tmp_path, capsys, name):
    (tmp_path / "empty.geojson").touch()
    (tmp_path / "text.geojson").write_text("B1 is north of B2", encoding="utf-8")
    assert _exit_code(["places", "--station", str(tmp_path / name)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1


def test_only_commands_that_exist_are_advertised(capsys):
    assert _exit_code(["--help"]) == 0
    shown = re.findall(r"^    (\w[\w-]*)  ", capsys.readouterr().out, re.MULTILINE)
    assert shown == [
        "check",
        "places",
        "route",
        "outages",
        "audit",
        "recheck",
        "place-signs",
        "signs",
        "simulate",
        "compare",
        "serve",
    ]


def test_a_reader_that_leaves_early_is_no_error(tmp_path):
    command = [sys.executable, "-m", "wayfinding", "places", "--station", str(write_hub(tmp_path))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait() == 0


def test_chinese_is_printed_where_the_terminal_claims_ascii(tmp_path):
    command = [sys.executable, "-m", "wayfinding", "places", "--search", "coach", "--station", str(write_hub(tmp_path))]
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=True)
    assert "通莎客运站" in done.stdout.decode()


def test_serve_refuses_a_taken_port_in_one_line(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, out, err = run("serve", "--port", str(taken.getsockname()[1]))
    assert (code, out) == (2, "")
    assert "--port" in err
    assert err.count("\n") == 1


def test_serve_prints_its_address_when_it_can_answer(tmp_path):
    command = [sys.executable, "-m", "wayfinding", "serve", "--port", "0", "--station", str(write_hub(tmp_path))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            address = process.stdout.readline().strip()
            with urllib.request.urlopen(f"{address}readyz", timeout=30) as answer:
                assert json.load(answer)["status"] == "ready"
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0


def test_serve_tells_a_terminal_who_can_be_answered_and_prints_only_the_address(tmp_path):
    command = [sys.executable, "-m", "wayfinding", "serve", "--port", "0", "--station", str(write_hub(tmp_path))]
    terminal, side = pty.openpty()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=side, text=True) as process:
        os.close(side)
        try:
            address = process.stdout.readline()
        finally:
            process.send_signal(signal.SIGTERM)
        assert address.startswith("http://")
        assert process.stdout.read() == ""
    text = b""
    with suppress(OSError):  # how a terminal ends
        while chunk := os.read(terminal, 10_000):
            text += chunk
    os.close(terminal)
    assert re.findall(r"^wayfinding: ready for (\w+) \(", text.decode(), re.MULTILINE) == list(PROFILES)


def test_serve_refuses_a_spoiled_station_in_one_line(tmp_path, capsys):
    path = tmp_path / "spoiled.geojson"
    path.write_text("{}", encoding="utf-8")
    assert main(["serve", "--port", "0", "--station", str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
