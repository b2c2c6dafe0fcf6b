"""A passenger touches the way through the kiosk, in a real browser."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MIDDAY, SOON, serve
from tests.small_hub import small_hub, write_hub
from wayfinding import PROFILES as ALL_PROFILES
from wayfinding.web import create_app

PROFILES = ("walk", "step_free", "luggage")
LEAST_TARGET_PX = 44
LEAST_TARGET_PHONE_PX = 24  # ten letters side by side on a phone
RESULT = "#summary"


def tap_to(page, group, choice=None):
    page.locator(f'[data-group="{group}"]').tap()
    if choice is not None:
        page.locator(f'[data-to="{choice}"]').tap()
    expect(page.locator(RESULT)).to_be_visible()


def levels(page):
    return page.locator("#levels .chip").all_inner_texts()


def modes(page):
    found = page.locator(".step").evaluate_all("steps => steps.map(step => step.dataset.mode)")
    return {mode for mode in found if mode != "walk"}


@pytest.mark.parametrize(
    ("profile", "used"),
    [
        ("walk", {"escalator", "fare_gate", "stairs"}),
        ("step_free", {"lift", "fare_gate"}),
        ("luggage", {"lift", "fare_gate"}),
    ],
)
def test_a_passenger_touches_the_way_to_the_line_3_platform(kiosk, profile, used):
    kiosk.locator(f"#profile-{profile}").tap()
    tap_to(kiosk, "line-3", "platform-3-south")
    assert levels(kiosk) == ["B1", "B2", "B4"]
    assert modes(kiosk) == used
    expect(kiosk.locator("#panel h2")).to_have_text("前往 3 号线 往南站")
    kiosk.locator("#language").tap()
    expect(kiosk.locator("#panel h2")).to_have_text("To Line 3 towards South Railway Station")
    assert modes(kiosk) == used


@pytest.mark.parametrize("profile", PROFILES)
def test_a_passenger_touches_the_way_to_the_coach_station(kiosk, profile):
    tap_to(kiosk, "coach")
    kiosk.locator(f"#profile-{profile}").tap()
    expect(kiosk.locator(f"#profile-{profile}")).to_have_attribute("aria-pressed", "true")
    expect(kiosk.locator(RESULT)).to_be_visible()
    assert levels(kiosk) == ["B1", "level0"]
    assert modes(kiosk) == ({"escalator"} if profile == "walk" else {"lift"})


def test_every_level_of_a_way_can_be_looked_at(kiosk):
    tap_to(kiosk, "line-3", "platform-3-north")
    for index, label in enumerate(levels(kiosk)):
        kiosk.locator("#levels .chip").nth(index).tap()
        expect(kiosk.locator('#levels [aria-pressed="true"]')).to_have_text(label)
        expect(kiosk.locator(".stage.current h3")).to_contain_text(label)
        assert kiosk.locator("#way .way-line").get_attribute("d")
    expect(kiosk.locator("#overlay .finish")).to_contain_text("往小淀")


def test_the_page_begins_in_chinese_and_speaks_english_after_one_tap(kiosk):
    assert kiosk.locator("html").get_attribute("lang") == "zh-CN"
    expect(kiosk.locator("#panel h2")).to_have_text("您要去哪里？")
    expect(kiosk.get_by_text("示意图，非测绘平面")).to_be_visible()
    kiosk.locator("#language").tap()
    assert kiosk.locator("html").get_attribute("lang") == "en"
    expect(kiosk.locator("#panel h2")).to_have_text("Where do you want to go?")
    expect(kiosk.get_by_text("Schematic plan, not surveyed")).to_be_visible()
    foreign = kiosk.locator("#panel :lang(zh-CN)").all_inner_texts()
    assert foreign
    english = kiosk.locator("#panel .first").all_inner_texts()
    assert all(text.isascii() or "·" in text for text in english)


def test_a_place_is_found_with_the_keyboard_on_the_screen(kiosk):
    kiosk.locator("#search-open").tap()
    for letter in "tskyz":
        kiosk.locator(".key", has_text=letter).first.tap()
    expect(kiosk.locator("#search")).to_have_value("tskyz")
    kiosk.locator('#hits [data-to="coach"]').tap()
    expect(kiosk.locator(RESULT)).to_be_visible()


def test_a_closed_exit_is_refused_in_words(kiosk):
    kiosk.locator('[data-group="exits"]').tap()
    expect(kiosk.locator('[data-to="exit-11"] .shut')).to_have_text("未开放")
    kiosk.locator('[data-to="exit-11"]').tap()
    expect(kiosk.locator(".refusal")).to_contain_text("没有符合条件的路线")
    kiosk.locator("#language").tap()
    expect(kiosk.locator(".refusal")).to_contain_text("No way meets this wish")


def test_without_a_step_free_way_the_closest_one_is_told(page, tmp_path):
    closed = tmp_path / "lift-out.json"
    edits = [{"op": "close", "id": "platform-lift"}]
    closed.write_text(json.dumps({"name": "lift-out", "edits": edits}), encoding="utf-8")
    for address in serve(create_app(write_hub(tmp_path), [str(closed)])):
        page.goto(f"{address}/?{MIDDAY}")
        page.wait_for_selector("body[data-ready=yes]")
        page.locator("#profile-step_free").tap()
        tap_to(page, "line-3", "platform-3-north")
        expect(page.locator(".refusal")).to_contain_text("没有符合条件的路线")
        expect(page.locator(".least-bad")).to_be_visible()
        assert levels(page) == ["B1", "B2", "B4"]


def test_other_travellers_stand_behind_the_more_button_with_the_names_of_the_server(kiosk):
    expect(kiosk.locator("#profile-pram")).to_be_hidden()
    kiosk.locator("#more").tap()
    expect(kiosk.locator("#more")).to_have_attribute("aria-expanded", "true")
    shown = kiosk.locator("#more-profiles button").evaluate_all("all => all.map(one => one.id.slice(8))")
    assert shown == [name for name, item in ALL_PROFILES.items() if name not in PROFILES and not item.holds_keys]
    pram = kiosk.locator("#profile-pram")
    expect(pram.locator(".first")).to_have_text(ALL_PROFILES["pram"].name_zh)
    pram.tap()
    tap_to(kiosk, "line-3", "platform-3-north")
    expect(pram).to_have_attribute("aria-pressed", "true")
    assert "escalator" not in modes(kiosk)
    kiosk.locator("#more").tap()
    expect(kiosk.locator("#profile-walk")).to_have_attribute("aria-pressed", "true")
    expect(pram).to_be_hidden()


def test_other_ways_are_offered_with_what_they_cost_and_spare(kiosk):
    tap_to(kiosk, "line-3", "platform-3-north")
    expect(kiosk.locator(".offer").first).to_have_attribute("aria-pressed", "true")
    assert "stairs" in modes(kiosk)
    spared = kiosk.locator(".offer").filter(has_text="台阶最少")
    expect(spared).to_contain_text("少走台阶 80 级")
    spared.tap()
    expect(spared).to_have_attribute("aria-pressed", "true")
    assert "stairs" not in modes(kiosk)
    kiosk.locator("#language").tap()
    expect(kiosk.locator(".offer").filter(has_text="80 fewer steps")).to_have_attribute("aria-pressed", "true")
    assert "stairs" not in modes(kiosk)


def test_whoever_finds_no_way_is_told_who_helps(page, tmp_path):
    document = small_hub().document
    document["features"] = [feature for feature in document["features"] if feature["id"] != "platform-lift"]
    path = tmp_path / "no-lift.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    answer = {"kind": "relay", "text": "可预约爱心接力。", "legs": [{"text": "彩虹岗工作人员陪同。"}]}

    def add_help(route):
        told = route.fetch().json()
        route.fulfill(json=told if told["found"] else told | {"help": [answer]})

    for address in serve(create_app(path)):
        page.route("**/api/v1/route?*", add_help)
        page.goto(f"{address}/?{MIDDAY}")
        page.wait_for_selector("body[data-ready=yes]")
        page.locator("#profile-step_free").tap()
        tap_to(page, "line-3", "platform-3-north")
        expect(page.locator(".help > li")).to_contain_text("可预约爱心接力。")
        expect(page.locator(".relay li")).to_have_text("彩虹岗工作人员陪同。")
        page.unroute_all(behavior="wait")


def test_an_answer_says_for_which_time_it_holds(kiosk, address):
    tap_to(kiosk, "coach")
    expect(kiosk.locator("#clock")).to_have_text(f"按 {SOON} 12:00")
    kiosk.goto(f"{address}/")
    kiosk.wait_for_selector("body[data-ready=yes]")
    tap_to(kiosk, "coach")
    expect(kiosk.locator("#clock")).to_contain_text("按现在时间")
    kiosk.locator("#language").tap()
    expect(kiosk.locator("#clock")).to_contain_text("For now")


def test_what_is_closed_now_is_said_and_the_usual_way_still_shown(page, tmp_path):
    document = small_hub().document
    coach = next(feature for feature in document["features"] if feature["id"] == "coach")
    coach["properties"]["hours"] = "06:00-22:00"
    path = tmp_path / "hours.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    for address in serve(create_app(path)):
        page.goto(f"{address}/?at={SOON}T03:00")
        page.wait_for_selector("body[data-ready=yes]")
        tap_to(page, "coach")
        expect(page.locator(".refusal")).to_contain_text("现在不开放")
        expect(page.locator(".least-bad")).to_have_text("现在不开放；开放时的走法")
        assert levels(page) == ["B1", "level0"]


def test_the_map_names_the_next_level_in_the_language_of_the_page(kiosk):
    tap_to(kiosk, "line-3", "platform-3-north")
    kiosk.locator("#language").tap()
    expect(kiosk.locator("#overlay .change")).to_have_text("to B2")


def test_up_on_the_map_is_the_way_the_reader_faces(kiosk):
    matrix = kiosk.locator("#world").evaluate("world => { const m = world.getCTM(); return [m.a, m.b, m.c, m.d]; }")
    east_right, east_down, north_right, north_down = matrix
    assert abs(east_right) < 1e-6 * abs(east_down)
    assert east_down > 0
    assert north_right > 0
    assert abs(north_down) < 1e-6 * abs(north_right)


@pytest.mark.parametrize("view", ["tiles", "search", "result"])
@pytest.mark.parametrize("width", [1080, 390])
def test_everything_one_touches_is_large_enough(kiosk, view, width):
    kiosk.set_viewport_size({"width": width, "height": 1920 if width == 1080 else 844})
    if view == "search":
        kiosk.locator("#search-open").tap()
    if view == "result":
        tap_to(kiosk, "line-3", "platform-3-north")
    least_width = LEAST_TARGET_PX if width == 1080 else LEAST_TARGET_PHONE_PX
    boxes = kiosk.locator("button:visible").evaluate_all(
        "buttons => buttons.map(b => [b.id + b.textContent, b.offsetWidth, b.offsetHeight])"
    )
    small = [box for box in boxes if box[1] < least_width or box[2] < LEAST_TARGET_PX]
    assert small == []


CONTRASTS = """() => {
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (colour) => colour.slice(0, 3).map((v) => linear(v / 255))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const parts = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.5) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("body *")]
    .filter((node) => !node.closest("svg") && node.getClientRects().length)
    .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()))
    .map((node) => {
      const style = getComputedStyle(node);
      const [a, b] = [light(parts(style.color)), light(ground(node))];
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return [node.textContent, Math.round(ratio * 100) / 100, large ? 3 : 4.5];
    });
}"""


@pytest.mark.parametrize("contrast", [False, True])
@pytest.mark.parametrize("view", ["tiles", "exits", "search", "result", "refusal"])
def test_every_text_stands_out_from_its_ground(kiosk, view, contrast):
    if contrast:
        kiosk.locator("#contrast").tap()
    if view in ("exits", "refusal"):
        kiosk.locator('[data-group="exits"]').tap()
    if view == "refusal":
        kiosk.locator('[data-to="exit-11"]').tap()
        expect(kiosk.locator(".refusal")).to_be_visible()
    if view == "search":
        kiosk.locator("#search-open").tap()
    if view == "result":
        tap_to(kiosk, "coach")
    found = kiosk.evaluate(CONTRASTS)
    assert len(found) > 10
    assert [text for text in found if text[1] < text[2]] == []


def test_the_address_says_at_which_kiosk_one_stands(kiosk, address):
    kiosk.goto(f"{address}/?kiosk=kiosk-2&{MIDDAY}")
    kiosk.wait_for_selector("body[data-ready=yes]")
    expect(kiosk.locator("#here-name")).to_have_text("导航屏2 · B2 层")
    expect(kiosk.locator('#levels [aria-pressed="true"]')).to_have_text("B2")


def test_low_reach_moves_every_control_into_the_lower_part_of_the_screen(kiosk):
    kiosk.locator("#reach").tap()
    tops = kiosk.locator("button:visible").evaluate_all("buttons => buttons.map(b => b.getBoundingClientRect().top)")
    assert min(tops) > 0.3 * 1920
    kiosk.locator("#reach").tap()


def test_an_idle_screen_warns_and_then_starts_over(page, address):
    page.clock.install()
    page.goto(f"{address}/?{MIDDAY}")
    page.wait_for_selector("body[data-ready=yes]")
    page.locator("#language").tap()
    page.clock.run_for(46_000)
    expect(page.locator("#idle")).to_be_visible()
    page.locator("#idle h2").tap()
    expect(page.locator("#idle")).to_be_hidden()
    assert page.locator("html").get_attribute("lang") == "en"
    page.clock.run_for(70_000)
    expect(page.locator("#idle")).to_be_hidden()
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_the_dash_along_the_way_rests_for_those_who_ask_for_less_motion(kiosk):
    tap_to(kiosk, "coach")
    moving = kiosk.locator(".way-dash").evaluate("path => getComputedStyle(path).animationName")
    kiosk.emulate_media(reduced_motion="reduce")
    resting = kiosk.locator(".way-dash").evaluate("path => getComputedStyle(path).animationName")
    assert (moving, resting) == ("along", "none")


def test_the_whole_way_can_be_walked_with_the_keyboard_alone(kiosk):
    kiosk.locator('[data-group="coach"]').focus()
    kiosk.keyboard.press("Enter")
    expect(kiosk.locator(RESULT)).to_be_visible()
    kiosk.locator("#back").focus()
    kiosk.keyboard.press("Enter")
    expect(kiosk.locator('[data-group="coach"]')).to_be_visible()
    kiosk.locator("#map-frame").focus()
    before = kiosk.locator("#world").get_attribute("transform")
    kiosk.keyboard.press("ArrowLeft")
    assert kiosk.locator("#world").get_attribute("transform") != before


def test_names_from_the_station_file_are_never_markup(page, tmp_path):
    attack = "<img src=x onerror=alert(1)>${alert(1)}`"
    document = small_hub().document
    for feature in document["features"]:
        feature["properties"] |= {"name_zh": attack, "name_en": attack}
    path = tmp_path / "hostile.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    alerts = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    for address in serve(create_app(path)):
        page.goto(f"{address}/?{MIDDAY}")
        page.wait_for_selector("body[data-ready=yes]")
        page.locator('[data-group="exits"]').tap()
        expect(page.locator("#panel")).to_contain_text("<img src=x")
        assert page.locator("#panel img, #overlay img").count() == 0
    assert alerts == []
