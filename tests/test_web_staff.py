"""The staff's page and /api/v1/audit over a small hub with four signs; and the report that can be forwarded."""

import csv
import errno
import io
import json
import pickle
import re
import tempfile
import threading
import time
from pathlib import Path

import orjson
import pytest

from tests.signed_hub import COVERED, FALSE, TRUE, signed_hub, write_signed_hub
from tests.test_web_maps import ATTACKS
from wayfinding import compile_network
from wayfinding.errors import InputError
from wayfinding.signage.audit import audit_signage
from wayfinding.signage.targets import get_target
from wayfinding.signage.words import GAP_REASONS
from wayfinding.web import create_app, report, report_files, staff, staff_audits
from wayfinding.web.maps import words
from wayfinding.web.report import write_report
from wayfinding.web.report_view import view_audit
from wayfinding.web.staff_worker import Question, serve

PATIENCE_S = 120.0


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return create_app(write_signed_hub(tmp_path_factory.mktemp("station"))).test_client()


@pytest.fixture(scope="module")
def audit():
    return audit_signage(compile_network(signed_hub().station()))


@pytest.fixture(scope="module")
def folder(audit, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "new" / "folder"
    write_report(path, audit)
    return path


def wait_for(client, address):
    """The answer once the audit is there."""
    until = time.monotonic() + PATIENCE_S
    while (answer := client.get(address)).status_code in (202, 503):
        assert time.monotonic() < until, "the audit does not end"
        time.sleep(0.05)
    return answer


def test_the_api_gives_the_audit_of_the_contract(client):
    answer = wait_for(client, "/api/v1/audit")
    assert answer.status_code == 200
    body = answer.get_json()
    assert list(body) == ["settings", "coverage", "findings"]
    assert {"cell_m", "letter_factor", "catchment", "notice_rate"} <= set(body["settings"])
    assert {frozenset(row) for row in body["coverage"]} == {frozenset({"to", "level", "area_share", "flow_share"})}
    members = {"kind", "sign", "to", "level", "coordinates", "reason", "passengers"}
    assert {frozenset(item) for item in body["findings"]} == {frozenset(members)}
    false = next(item for item in body["findings"] if item["kind"] == "false_arrow")
    assert (false["sign"], false["level"]) == (FALSE, -1)
    lon, lat = false["coordinates"]
    assert 117.20 < lon < 117.21
    assert 39.13 < lat < 39.14


def test_one_destination_leaves_the_others_out(client):
    body = wait_for(client, "/api/v1/audit?to=exit-10").get_json()
    assert {row["to"] for row in body["coverage"]} == {"exit-10"}
    assert {item["to"] for item in body["findings"]} <= {"exit-10", "exit:10"}


def test_who_has_the_audit_already_gets_304(client):
    answer = wait_for(client, "/api/v1/audit?to=coach")
    again = client.get("/api/v1/audit?to=coach", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    page = wait_for(client, "/staff?to=coach")
    assert client.get("/staff?to=coach", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/api/v1/audit", "/staff", "/staff/files/findings.csv"])
@pytest.mark.parametrize(
    ("question", "status"),
    [("to=nowhere", 404), ("profile=bird", 400), ("to=", 400), ("colour=red", 400), ("to=kiosk-1", 404)],
)
def test_a_wrong_question_is_a_problem(client, path, question, status):
    answer = client.get(f"{path}?{question}")
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["detail"]


def test_the_kiosk_is_served_while_the_audit_is_computed(tmp_path, monkeypatch):
    gate = threading.Event()

    class Slow(staff_audits.Worker):
        def ask(self, question):
            assert gate.wait(PATIENCE_S)
            return super().ask(question)

    monkeypatch.setattr(staff_audits, "Worker", Slow)
    monkeypatch.setattr(staff, "DOWNLOAD_S", 0.1)
    client = create_app(write_signed_hub(tmp_path)).test_client()
    try:
        waiting = client.get("/api/v1/audit")
        assert waiting.status_code == 202
        assert waiting.get_json()["status"] == "computing"
        assert waiting.headers["Retry-After"] == "1"
        page = client.get("/staff")
        assert page.status_code == 202
        assert "正在审核全站标识" in page.get_data(as_text=True)
        assert client.get("/staff/files/findings.csv").status_code == 503
        assert client.get("/api/v1/route?from=kiosk-1&to=coach").status_code == 200
    finally:
        gate.set()
    assert wait_for(client, "/api/v1/audit").status_code == 200
    assert wait_for(client, "/staff").status_code == 200


def test_an_audit_that_fails_says_so_and_is_tried_again(tmp_path, monkeypatch):
    class Failing:
        stopped = False

        def __init__(self, station):
            pass

        def ask(self, _):
            raise RuntimeError("secret")

    with monkeypatch.context() as patched:
        patched.setattr(staff_audits, "Worker", Failing)
        client = create_app(write_signed_hub(tmp_path)).test_client()
        answer = wait_for(client, "/api/v1/audit")
        assert answer.status_code == 500
        assert "secret" not in answer.get_data(as_text=True)
        assert client.get("/api/v1/audit").status_code == 500
    monkeypatch.setattr(staff_audits, "RETRY_S", 0.0)
    assert wait_for(client, "/api/v1/audit").status_code == 200


def test_a_killed_process_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(staff_audits, "RETRY_S", 0.0)
    app = create_app(write_signed_hub(tmp_path))
    client = app.test_client()
    assert wait_for(client, "/api/v1/audit").status_code == 200
    first = app.extensions["audits"]._worker.process
    first.kill()
    first.wait()
    assert wait_for(client, "/api/v1/audit?to=coach").status_code == 500
    assert wait_for(client, "/api/v1/audit?to=coach").status_code == 200
    assert app.extensions["audits"]._worker.process.pid != first.pid


def test_a_process_without_questions_ends_and_another_answers_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(staff_audits, "IDLE_S", 0.2)
    app = create_app(write_signed_hub(tmp_path))
    client = app.test_client()
    assert wait_for(client, "/api/v1/audit").status_code == 200
    until = time.monotonic() + PATIENCE_S
    while app.extensions["audits"]._worker is not None:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert client.get("/api/v1/audit").status_code == 200
    assert wait_for(client, "/api/v1/audit?to=coach").status_code == 200


def test_too_many_questions_at_once_are_told_to_ask_again(tmp_path, monkeypatch):
    gate = threading.Event()

    class Slow:
        def __init__(self, station):
            pass

        def ask(self, _):
            assert gate.wait(PATIENCE_S)
            return b"{}"

    monkeypatch.setattr(staff_audits, "Worker", Slow)
    audits = staff_audits.Audits(None)
    try:
        jobs = [audits.demand(Question("answer", "walk", str(number))) for number in range(40)]
        assert jobs.count(None) >= 40 - staff_audits.MOST_WAITING - 1
        assert jobs[0] is not None
    finally:
        gate.set()


def test_only_a_few_requests_are_held_back_at_a_time(monkeypatch):
    gate = threading.Event()

    class Slow:
        def __init__(self, station):
            pass

        def ask(self, _):
            assert gate.wait(PATIENCE_S)
            return b"{}"

    monkeypatch.setattr(staff_audits, "Worker", Slow)
    audits, question, found = staff_audits.Audits(None), Question("answer", "walk", None), []
    held = [
        threading.Thread(target=lambda: found.append(audits.find(question, PATIENCE_S)))
        for _ in range(staff_audits.MOST_HELD)
    ]
    try:
        for thread in held:
            thread.start()
        while audits._held._value:
            time.sleep(0.01)
        assert audits.find(question, PATIENCE_S) is None
        assert found == []
    finally:
        gate.set()
    for thread in held:
        thread.join()
    assert found == [b"{}"] * staff_audits.MOST_HELD


def test_the_process_ends_with_its_server():
    question = orjson.dumps(["answer", "bird", None]) + b"\n"
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as sink:
        pickle.dump(signed_hub().station(), source)
        source.write(question + question)
        source.seek(0)
        serve(source, sink)
        sink.seek(0)
        for _ in range(2):
            head = json.loads(sink.readline())
            assert head["failed"]
            assert b"bird" in sink.read(head["size"])


def test_the_page_speaks_both_languages_chinese_first(client):
    page = wait_for(client, "/staff").get_data(as_text=True)
    assert '<html lang="zh-CN">' in page
    assert '<html lang="en">' in wait_for(client, "/staff?lang=en").get_data(as_text=True)
    for chinese, english in re.findall(r'<span lang="zh-CN">([^<]*)</span><span lang="en">([^<]*)</span>', page):
        assert bool(chinese.strip()) == bool(english.strip())
    assert "示意图，非测绘平面" in page
    assert "Schematic plan, not surveyed" in page
    for figure in ("网格 0.5 米", "可读距离 = 字高 × 250", "与版面相切的圆", "注意率 38%"):
        assert figure in page


def test_the_page_holds_no_script_and_no_style_of_its_own(client):
    page = wait_for(client, "/staff").get_data(as_text=True)
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert "<style" not in page
    assert " style=" not in page
    assert re.findall(r"\bon\w+=", page) == []
    assert "http" not in page


def test_the_page_says_which_scenario_is_audited(tmp_path):
    closed = {"name": "exit-out", "edits": [{"op": "close", "id": "exit-10-escalator"}]}
    (tmp_path / "exit-out.json").write_text(json.dumps(closed), encoding="utf-8")
    client = create_app(write_signed_hub(tmp_path), [str(tmp_path / "exit-out.json")]).test_client()
    assert "exit-out" in client.get("/staff").get_data(as_text=True)


def test_every_map_has_a_script_named_by_its_content(client):
    page = wait_for(client, "/staff?to=coach").get_data(as_text=True)
    addresses = [address.replace("&amp;", "&") for address in re.findall(r'data-script="([^"]+)"', page)]
    assert len(addresses) == 4
    for address in addresses:
        answer = wait_for(client, address)
        assert answer.mimetype == "text/javascript"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "wayfindingMaps" in answer.get_data(as_text=True)
    digest = re.search(r"/maps/(\w+)\.js", addresses[0])[1]
    stale = addresses[0].replace(digest, "0" * len(digest))
    assert client.get(stale).status_code == 404


def test_every_file_of_the_page_can_be_downloaded(client):
    page = wait_for(client, "/staff").get_data(as_text=True)
    addresses = [address.replace("&amp;", "&") for address in re.findall(r'href="(/staff/files/[^"]+)"', page)]
    assert len(addresses) == len(report_files.FILES)
    for address in addresses:
        answer = wait_for(client, address)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert client.get("/staff/files/../../secrets").status_code == 404
    assert client.get("/staff/files/none.csv").status_code == 404


def test_the_audit_stands_in_the_description_of_the_api(client):
    described = client.get("/api/v1/openapi.json").get_json()["paths"]["/api/v1/audit"]["get"]
    assert {item["name"] for item in described["parameters"]} == {"to", "profile"}


def test_the_report_is_one_page_that_asks_nobody(folder):
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="?(?!data:)[^"> ]+', page) == []
    assert re.findall(r"url\((?!data:|#)[^)]*\)", page) == []
    assert "default-src 'none'" in page
    assert page.count("wayfindingMaps ??= {}") == 4
    for text in ("问题清单", "Findings", "可读覆盖率", "只按标识走", "巡检顺序", "计算依据"):
        assert text in page


def test_the_report_has_every_table_beside_it(folder, audit):
    assert {path.name for path in folder.iterdir()} == {"report.html", *(file.name for file in report_files.FILES)}
    signs = read_table(folder / "signs.csv")
    assert [row["id"] for row in signs] == list(audit.legibility.station.signs)
    assert signs[0]["lon"].startswith("117.2")
    findings = read_table(folder / "findings.csv")
    assert len(findings) == len(audit.findings)
    assert findings[0]["reason_zh"]
    assert findings[0]["reason_en"]
    areas = json.loads((folder / "legible-areas.geojson").read_bytes())
    by_sign = {item["properties"]["sign"]: item for item in areas["features"]}
    assert by_sign[TRUE]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert COVERED not in by_sign


def test_the_report_says_why_no_sign_is_read_on_which_floor(audit, tmp_path):
    target = get_target(audit.legibility.station, "line:3")
    write_report(tmp_path, audit, target)
    rows = read_table(tmp_path / "gap-cells.csv")
    placed = json.loads((tmp_path / "gap-cells.geojson").read_bytes())["features"]
    assert len(rows) == len(placed)
    lacking = {row["level"]: 0.0 for row in rows}
    for row, item in zip(rows, placed, strict=True):
        lacking[row["level"]] += float(row["share"])
        assert item["geometry"]["type"] in ("Polygon", "MultiPolygon")
        assert (row["sign"] == "") == (row["code"] == "not_named")
        assert row["reason_zh"]
        assert row["reason_en"]
    assert COVERED in {row["sign"] for row in rows if row["code"] == "state"}
    shares = read_table(tmp_path / "gap-shares.csv")
    assert {row["to"] for row in shares} == {target.id}
    for level, share in lacking.items():
        assert sum(float(row["share"]) for row in shares if row["level"] == level) == pytest.approx(share, abs=1e-5)


def test_shares_of_floor_without_a_sign_are_told_of_every_destination(folder, audit):
    assert {row["to"] for row in read_table(folder / "gap-shares.csv")} == {target.id for target in audit.targets}


def test_floor_without_a_sign_is_drawn_by_reason_and_explained_in_the_legend(audit):
    target = get_target(audit.legibility.station, "line:3")
    view = view_audit(audit, target)
    scripts = {tab.key: tab.script for tab in view.tabs}
    assert '"className": "gap-cells state"' in scripts["-1"]
    assert '"className": "gap-cells not_named"' in scripts["0"]
    told = [text for tab in view.tabs for text in texts_of(tab)]
    assert any("读不到标识：" in text and "No sign can be read: " in text for text in told)
    page = report.render_page(view, audit.legibility.station)
    for reason in GAP_REASONS:
        assert f'class="gap-cells {reason}"' in page
        assert f".gap-cells.{reason} " in page


def read_table(path: Path):
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def test_the_same_audit_gives_the_same_report(audit, folder, tmp_path):
    write_report(tmp_path, audit)
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


def test_a_text_that_would_run_in_a_spreadsheet_is_quoted():
    entries = [({"text": "=cmd()", "number": -1.5}, None)]
    table = report_files.as_csv(signed_hub().station(), entries).decode("utf-8-sig")
    assert table.splitlines() == ["text,number", "'=cmd(),-1.5"]


def test_a_full_disk_leaves_nothing_half_written(audit, tmp_path, monkeypatch):
    written = []
    real = Path.write_bytes

    def fill(path, content):
        if len(written) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(path)
        return real(path, content)

    (tmp_path / "findings.csv").write_text("old", encoding="utf-8")
    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(InputError, match=r"cannot write the report to .*: No space left on device"):
        write_report(tmp_path, audit)
    assert [path.name for path in tmp_path.iterdir()] == ["findings.csv"]
    assert (tmp_path / "findings.csv").read_text(encoding="utf-8") == "old"
    with pytest.raises(InputError):
        write_report(tmp_path / "new" / "one", audit)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_made_is_one_clear_error(audit, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(InputError, match="cannot write the report"):
            write_report(folder, audit)


OUR_MARKUP = re.compile(r'<span lang="(?:zh-CN|en)">|<span class="name \w+">|</span>|<br>')


def texts_of(drawn):
    """Every text that a map's script hands to the browser as markup."""
    layers = [json.loads(data) for data in re.findall(r"_add\((\{.*\})\);", drawn.script)]
    features = [feature["properties"] for layer in layers for feature in layer["features"]]
    return [value for properties in features for key, value in properties.items() if key != "style"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_from_the_station_stays_text_on_every_map_and_page(attack):
    hub = signed_hub()
    for feature in hub.features:
        properties = feature["properties"]
        properties |= {"name_zh": attack, "name_en": attack}
        for message in properties.get("messages", ()):
            message |= {"zh": attack, "en": attack}
        if properties.get("type") == "exit":
            properties["number"] = f"10{attack}"
    hub.features[-1]["id"] = attack
    audit = audit_signage(compile_network(hub.station()))
    for target in (None, get_target(audit.legibility.station, "coach")):
        view = view_audit(audit, target)
        assert any(str(words(attack)) in text for tab in view.tabs for text in texts_of(tab))
        gaps = [text for tab in view.tabs for text in texts_of(tab) if "No sign can be read" in text]
        assert target is not None or any(str(words(attack)) in text for text in gaps)
        for tab in view.tabs:
            for text in texts_of(tab):
                assert "<" not in OUR_MARKUP.sub("", text)
        page = report.render_page(view, audit.legibility.station)
        texts = re.sub(r"<script[^>]*>.*?</script>", "", page, flags=re.DOTALL)
        assert "<img" not in texts
        assert page.count("<script") == page.count("</script>") == len(view.tabs) + 2
