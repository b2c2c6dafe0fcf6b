"""The API over a small hub: a fresh app for each module's questions, and every answer checked at its edges."""

import json
from datetime import datetime, timedelta

import pytest

from tests.small_hub import write_hub
from wayfinding import PROFILES
from wayfinding.errors import StationError
from wayfinding.web import create_app
from wayfinding.web.hub import Hub

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@pytest.fixture
def app(tmp_path):
    return create_app(write_hub(tmp_path))


@pytest.fixture
def client(app):
    return app.test_client()


def test_a_route_is_the_answer_of_the_contract(client):
    answer = client.get("/api/v1/route?from=kiosk-1&to=platform-3-north&lang=en").get_json()
    assert answer["found"] is True
    assert [leg["mode"] for leg in answer["legs"]] == [
        "walk",
        "escalator",
        "walk",
        "fare_gate",
        "walk",
        "stairs",
        "walk",
    ]
    assert answer["level_changes"] == 2
    assert answer["steps_down"] == 80
    assert answer["alternatives"] == []
    assert set(answer["instructions"][0]) == {"text", "leg", "level", "sign"}


def test_a_step_free_route_takes_lifts_only(client):
    answer = client.get("/api/v1/route?from=kiosk-1&to=platform-3-north&profile=step_free").get_json()
    assert [leg["mode"] for leg in answer["legs"] if leg["from_level"] != leg["to_level"]] == ["lift", "lift"]


def test_a_closed_exit_is_an_answer_and_no_error(client):
    answer = client.get("/api/v1/route?from=kiosk-1&to=exit-11")
    assert answer.status_code == 200
    assert answer.get_json()["found"] is False
    assert answer.get_json()["reason"]["text"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("from=kiosk-1", "to"),
        ("from=kiosk-1&to=coach&lang=fr", "lang"),
        ("from=kiosk-1&to=coach&alternatives=6", "alternatives"),
        ("from=kiosk-1&to=coach&alternatives=-1", "alternatives"),
        ("from=kiosk-1&to=coach&at=yesterday", "at"),
        ("from=kiosk-1&to=coach&at=12", "at"),
        ("from=kiosk-1&to=coach&colour=red", "colour"),
        (f"from={'k' * 101}&to=coach", "from"),
        ("from=&to=coach", "from"),
    ],
)
def test_a_question_that_is_put_wrongly_names_the_parameter(client, query, parameter):
    answer = client.get(f"/api/v1/route?{query}")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert [error["parameter"] for error in answer.get_json()["errors"]] == [parameter]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/api/v1/route?from=kiosk-1&to=nowhere", 404),
        ("/api/v1/route?from=kiosk-1&to=coach&profile=bird", 404),
        ("/api/v1/route?from=-1@here&to=coach", 400),
        ("/api/v1/levels/7", 404),
        ("/api/v1/levels/deep", 404),
        ("/api/v1/places?limit=0", 400),
        ("/api/v1/kiosks?x=1", 400),
        ("/static/../app.py", 404),
    ],
)
def test_every_error_is_a_problem_detail(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    body = answer.get_json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(client):
    answer = client.post("/api/v1/route")
    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"
    assert "GET" in answer.headers["Allow"]


def test_an_unforeseen_error_tells_nothing_of_the_inside(app, monkeypatch):
    def fail(*_):
        raise RuntimeError("secret")

    monkeypatch.setattr(Hub, "route", fail)
    answer = app.test_client().get("/api/v1/route?from=kiosk-1&to=coach")
    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert "secret" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/healthz", "/metrics", "/api/v1/levels", "/nowhere", "/static/kiosk/main.js"])
def test_every_answer_carries_the_strict_policy(client, path):
    headers = client.get(path, buffered=True).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_the_page_has_no_inline_script_or_style(client):
    page = client.get("/").get_data(as_text=True)
    assert "style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/')
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page


def test_a_level_is_geojson_with_a_tag_and_a_short_life(client):
    first = client.get("/api/v1/levels/-1")
    assert first.mimetype == "application/geo+json"
    assert first.cache_control.max_age == 60
    kinds = {feature["properties"]["kind"] for feature in first.get_json()["features"]}
    assert kinds == {"level", "space", "obstacle", "pathway", "place"}
    again = client.get("/api/v1/levels/-1", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.get_data() == b""


def test_the_tag_of_a_level_changes_with_the_station(tmp_path, client):
    document = json.loads(write_hub(tmp_path).read_text(encoding="utf-8"))
    document["features"] = [f for f in document["features"] if f["id"] != "column-20"]
    other = tmp_path / "other.geojson"
    other.write_text(json.dumps(document), encoding="utf-8")
    changed = create_app(other).test_client()
    assert client.get("/api/v1/levels/-1").headers["ETag"] != changed.get("/api/v1/levels/-1").headers["ETag"]
    assert client.get("/api/v1/levels/-2").headers["ETag"] == changed.get("/api/v1/levels/-2").headers["ETag"]


def test_a_lift_is_drawn_on_both_its_levels(client):
    for level in ("-4", "-2"):
        features = client.get(f"/api/v1/levels/{level}").get_json()["features"]
        assert "platform-lift" in [feature["id"] for feature in features]


def test_levels_are_listed_from_the_top(client):
    assert [level["ordinal"] for level in client.get("/api/v1/levels").get_json()["levels"]] == [0, -1, -2, -4]


def test_kiosks_say_which_way_their_reader_faces(client):
    kiosks = client.get("/api/v1/kiosks").get_json()["kiosks"]
    assert [(kiosk["id"], kiosk["facing_deg"]) for kiosk in kiosks] == [("kiosk-1", 270.0), ("kiosk-2", 90.0)]


@pytest.mark.parametrize(
    ("search", "first"), [("通莎", "coach"), ("tskyz", "coach"), ("coach", "coach"), ("Tongsha", "coach")]
)
def test_a_place_is_found_by_characters_initials_and_english(client, search, first):
    places = client.get("/api/v1/places", query_string={"search": search}).get_json()["places"]
    assert places[0]["id"] == first


def test_places_can_be_narrowed_to_a_type_and_a_number(client):
    answer = client.get("/api/v1/places?type=platform_door&limit=3").get_json()
    assert [place["type"] for place in answer["places"]] == ["platform_door"] * 3
    assert answer["total"] == 4


def test_destinations_offer_each_direction_of_a_line_once(client):
    groups = {group["group"]: group for group in client.get("/api/v1/destinations").get_json()["groups"]}
    assert groups["line"]["line"] == "3"
    assert [item["name_zh"] for item in groups["line"]["items"]] == ["往小淀", "往南站"]
    assert [(item["to"], item["open"]) for item in groups["exits"]["items"]] == [("exit-10", True), ("exit-11", False)]


def test_every_destination_offered_can_be_asked_for(client):
    for group in client.get("/api/v1/destinations").get_json()["groups"]:
        for item in group["items"]:
            assert client.get("/api/v1/route", query_string={"from": "kiosk-1", "to": item["to"]}).status_code == 200


def test_the_description_names_every_route_of_the_api(app, client):
    described = set(client.get("/api/v1/openapi.json").get_json()["paths"])
    served = {
        rule.rule.replace("<ordinal>", "{ordinal}")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    }
    assert described == served


def test_the_server_is_alive_and_ready(client):
    assert client.get("/healthz").get_json() == {"status": "alive"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.get_json()["self_test"]["faults"] == []


def test_the_server_is_not_ready_when_its_self_test_comes_out_wrong(app, monkeypatch):
    right = Hub.route

    def wrong(self, *question):
        return right(self, *question) | {"distance_m": 1.0}

    monkeypatch.setattr(Hub, "route", wrong)
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert "distance_m" in answer.get_json()["self_test"]["faults"][0]


def test_routes_and_requests_are_counted(client):
    client.get("/api/v1/route?from=kiosk-1&to=coach")
    client.get("/api/v1/route?from=kiosk-1&to=exit-11")
    text = client.get("/metrics").get_data(as_text=True)
    assert 'wayfinding_routes_total{profile="walk",found="true"} 1' in text
    assert 'wayfinding_routes_total{profile="walk",found="false"} 1' in text
    assert 'wayfinding_requests_total{endpoint="api.show_route",status="200"} 2' in text


def test_a_body_beyond_the_limit_is_refused(client):
    assert client.post("/api/v1/route", data=b"x" * 70_000).status_code in (405, 413)


def test_a_scenario_changes_what_the_server_answers(tmp_path):
    scenario = tmp_path / "lift-out.json"
    scenario.write_text(
        json.dumps({"name": "lift-out", "edits": [{"op": "close", "id": "platform-lift"}]}), encoding="utf-8"
    )
    client = create_app(write_hub(tmp_path), [str(scenario)]).test_client()
    answer = client.get("/api/v1/route?from=kiosk-1&to=platform-3-north&profile=step_free").get_json()
    assert answer["found"] is False
    assert "platform-lift" in answer["reason"]["blocking"]


def test_a_station_that_cannot_be_read_stops_the_start(tmp_path):
    with pytest.raises(StationError):
        create_app(tmp_path / "missing.geojson")


def test_stops_on_the_way_are_asked_for_in_order(client):
    answer = client.get("/api/v1/route?from=kiosk-1&to=coach&via=kiosk-2&via=exit-10").get_json()
    assert answer["found"]
    levels = [leg["to_level"] for leg in answer["legs"] if leg["from_level"] != leg["to_level"]]
    assert levels == [-2, -1, 0]


def test_a_traveller_is_adjusted_for_one_question(client):
    usual = client.get("/api/v1/route?from=kiosk-1&to=wc").get_json()
    slow = client.get("/api/v1/route?from=kiosk-1&to=wc&adjust=speed_mps=0.67").get_json()
    assert slow["duration_s"] == pytest.approx(2 * usual["duration_s"], rel=1e-3)


def test_a_width_of_ones_own_is_refused_because_it_would_cost_every_other_user(client):
    answer = client.get("/api/v1/route?from=kiosk-1&to=wc&adjust=half_width_m=0.31")
    assert answer.status_code == 400
    assert "half_width_m" in answer.get_data(as_text=True)


@pytest.mark.parametrize(("change", "status"), [("speed_mps", 400), ("speed_mps=-1", 400), ("colour=red", 404)])
def test_an_adjustment_that_makes_no_sense_is_refused(client, change, status):
    assert client.get(f"/api/v1/route?from=kiosk-1&to=wc&adjust={change}").status_code == status


def test_directions_for_ears_come_when_asked_for(client):
    plain = client.get("/api/v1/route?from=kiosk-1&to=wc&lang=en").get_json()
    assert "spoken" not in plain
    spoken = client.get("/api/v1/route?from=kiosk-1&to=wc&lang=en&spoken=true").get_json()["spoken"]
    assert spoken[0]["text"].startswith("You are at Kiosk 1")
    assert spoken[-1]["text"].startswith("You have arrived at Toilet")


def test_now_is_a_time_of_the_station(client):
    answer = client.get("/api/v1/route?from=kiosk-1&to=wc&at=now").get_json()
    moment = datetime.fromisoformat(answer["at"])
    assert abs(moment.astimezone() - datetime.now().astimezone()) < timedelta(minutes=2)
    assert client.get("/api/v1/route?from=kiosk-1&to=wc").get_json()["at"] is None


def test_a_day_that_is_over_cannot_be_asked_for(client):
    answer = client.get("/api/v1/route?from=kiosk-1&to=wc&at=2020-01-01T08:00")
    assert answer.status_code == 400
    assert "past" in answer.get_json()["detail"]


def test_every_traveller_is_listed_and_whoever_holds_keys_is_no_passenger(client):
    profiles = client.get("/api/v1/profiles").get_json()["profiles"]
    assert [item["name"] for item in profiles] == list(PROFILES)
    assert {item["name"] for item in profiles if not item["passenger"]} == {"staff"}
