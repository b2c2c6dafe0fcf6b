"""Staff look at the audit in a real browser: levels, destinations, findings, both languages; and at the report."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LOOPBACK, serve
from tests.browser.test_kiosk import CONTRASTS
from tests.signed_hub import FALSE, signed_hub, write_signed_hub
from tests.test_web_maps import ATTACKS
from wayfinding import compile_network
from wayfinding.signage.audit import audit_signage
from wayfinding.web import create_app
from wayfinding.web.report import write_report

LEAST_TARGET_PX = 24
SETTLE_MS = 30_000
"""The first page waits for the audit."""


@pytest.fixture(scope="session")
def browser_context_args():
    return {"viewport": {"width": 1920, "height": 1080}, "locale": "zh-CN"}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    yield from serve(create_app(write_signed_hub(tmp_path_factory.mktemp("station"))))


@pytest.fixture
def quiet(page):
    """A page that fails the test on a foreign request, a policy report or a script error."""
    faults = []

    def only_us(route):
        split = urlsplit(route.request.url)
        if split.hostname == LOOPBACK or split.scheme == "file":
            return route.continue_()
        faults.append(f"request to {route.request.url}")
        return route.abort()

    page.route("**/*", only_us)
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    page.set_default_timeout(SETTLE_MS)
    yield page
    page.unroute_all(behavior="wait")
    assert faults == []


@pytest.fixture
def staff(quiet, address):
    quiet.goto(f"{address}/staff")
    quiet.wait_for_selector("body[data-ready=yes]")
    return quiet


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    write_report(folder, audit_signage(compile_network(signed_hub().station())))
    return folder / "report.html"


def shown_map(page):
    """The element of the map that is shown, once it is drawn."""
    panel = page.locator("[data-level-map]:visible")
    expect(panel).to_have_attribute("data-drawn", "yes")
    return panel


def test_the_page_waits_for_the_audit_and_then_opens_by_itself(staff):
    expect(staff.locator(".card")).to_have_count(6)
    expect(shown_map(staff).locator("path.plan").first).to_be_attached()


def test_every_level_can_be_looked_at(staff):
    tabs = staff.locator("[data-level-tab]")
    assert tabs.count() == 4
    for tab in tabs.all():
        tab.click()
        expect(tab).to_have_attribute("aria-pressed", "true")
        panel = shown_map(staff)
        assert panel.get_attribute("data-level") == tab.get_attribute("data-level-tab")
        expect(panel.locator("path.plan.outline")).to_be_attached()


def test_a_destination_and_a_traveller_can_be_chosen(staff):
    staff.select_option("select[name=to]", "exit-10")
    staff.wait_for_url(re.compile(r"to=exit-10"))
    staff.wait_for_selector("body[data-ready=yes]")
    expect(staff.locator("select[name=to]")).to_have_value("exit-10")
    staff.select_option("select[name=profile]", "step_free")
    staff.wait_for_url(re.compile(r"profile=step_free"))
    staff.wait_for_selector("body[data-ready=yes]")
    expect(staff.locator("select[name=to]")).to_have_value("exit-10")
    expect(staff.locator("#coverage-title + p + div tbody th")).to_have_count(1)


def test_a_finding_is_shown_on_the_map(staff):
    staff.locator('[data-kind="false_arrow"]').click()
    row = staff.locator("[data-finding]:visible").filter(has_text=FALSE).first
    row.click()
    expect(row).to_have_attribute("aria-current", "true")
    panel = shown_map(staff)
    assert panel.get_attribute("data-level") == "-1"
    ring = panel.locator("path.chosen-finding").first
    expect(ring).to_be_visible()
    frame, box = staff.locator(".frame").bounding_box(), ring.bounding_box()
    assert abs(box["x"] + box["width"] / 2 - frame["x"] - frame["width"] / 2) < 3
    assert abs(box["y"] + box["height"] / 2 - frame["y"] - frame["height"] / 2) < 3


def test_a_sign_tells_about_itself(staff):
    staff.locator('[data-level-tab="-1"]').click()
    shown_map(staff).locator("path.sign.false").hover()
    expect(staff.locator(".leaflet-tooltip.map-note")).to_contain_text(FALSE)
    expect(staff.locator(".leaflet-tooltip.map-note")).to_contain_text("10号口：向左")


def test_layers_can_be_switched_off(staff):
    staff.locator('[data-level-tab="-1"]').click()
    panel = shown_map(staff)
    expect(panel.locator("path.legible")).to_be_attached()
    panel.get_by_text("可读区域").click()
    expect(panel.locator("path.legible")).to_have_count(0)


def test_floor_without_a_sign_tells_why_once_a_destination_is_chosen(staff, address):
    staff.locator('[data-level-tab="-1"]').click()
    expect(shown_map(staff).locator("path.gap-cells")).to_have_count(0)
    staff.goto(f"{address}/staff?to=exit-10")
    staff.wait_for_selector("body[data-ready=yes]")
    staff.locator('[data-level-tab="-1"]').click()
    shape = shown_map(staff).locator("path.gap-cells.too_far")
    expect(shape).to_be_attached()
    shape.dispatch_event("mouseover")
    expect(staff.locator(".leaflet-tooltip.map-note")).to_contain_text("读不到标识：太远")
    staff.locator("#language").click()
    expect(staff.locator(".leaflet-tooltip.map-note")).to_contain_text("No sign can be read: too far")
    shown_map(staff).get_by_text("Floor without a legible sign").click()
    expect(shape).to_have_count(0)


def test_the_page_begins_in_chinese_and_speaks_english_after_one_click(staff):
    assert staff.locator("html").get_attribute("lang") == "zh-CN"
    expect(staff.get_by_text("示意图，非测绘平面")).to_be_visible()
    expect(staff.get_by_text("Schematic plan, not surveyed")).to_be_hidden()
    staff.locator("#language").click()
    assert staff.locator("html").get_attribute("lang") == "en"
    expect(staff.get_by_text("Schematic plan, not surveyed")).to_be_visible()
    shown = staff.locator("main").inner_text()
    assert re.findall(r"[\u4e00-\u9fff]", shown) == []
    staff.select_option("select[name=to]", "coach")
    staff.wait_for_url(re.compile(r"lang=en"))
    assert staff.locator("html").get_attribute("lang") == "en"


def test_everything_one_clicks_is_large_enough(staff):
    boxes = staff.locator("button:visible, select:visible, .leaflet-control a:visible").evaluate_all(
        "all => all.map(one => [one.textContent, one.offsetWidth, one.offsetHeight])"
    )
    assert boxes
    assert [box for box in boxes if min(box[1:]) < LEAST_TARGET_PX] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_text_stands_out_from_its_ground(staff, address, lang):
    staff.goto(f"{address}/staff?lang={lang}")
    staff.wait_for_selector("body[data-ready=yes]")
    staff.locator("[data-finding]").first.click()
    found = staff.evaluate(CONTRASTS)
    assert len(found) > 50
    assert [text for text in found if text[1] < text[2]] == []


@pytest.mark.parametrize("width", [1080, 390])
def test_the_page_never_scrolls_sideways(staff, width):
    staff.set_viewport_size({"width": width, "height": 1920})
    assert staff.evaluate("document.documentElement.scrollWidth") <= width


def test_the_report_opens_from_a_file_and_asks_nobody(quiet, report):
    asked = []
    quiet.on("request", lambda request: asked.append(request.url))
    quiet.goto(report.as_uri())
    quiet.wait_for_selector("body[data-ready=yes]")
    for tab in quiet.locator("[data-level-tab]").all():
        tab.click()
        expect(shown_map(quiet).locator("path.plan.outline")).to_be_attached()
    quiet.locator("[data-finding]").first.click()
    expect(quiet.locator("path.chosen-finding").first).to_be_attached()
    quiet.locator("#language").click()
    expect(quiet.get_by_text("Sign audit report")).to_be_visible()
    assert {url for url in asked if not url.startswith("data:")} == {report.as_uri()}


def test_text_from_the_station_never_runs(quiet, tmp_path):
    hub = signed_hub()
    for number, feature in enumerate(hub.features):
        attack = ATTACKS[number % len(ATTACKS)]
        feature["properties"] |= {"name_zh": attack, "name_en": attack}
        for message in feature["properties"].get("messages", ()):
            message |= {"zh": attack, "en": attack}
    hub.features[-1]["id"] = ATTACKS[0]
    for address in serve(create_app(write_signed_hub(tmp_path, hub))):
        quiet.goto(f"{address}/staff")
        quiet.wait_for_selector("body[data-ready=yes]")
        for tab in quiet.locator("[data-level-tab]").all():
            tab.click()
            panel = shown_map(quiet)
            for sign in panel.locator("path.sign").all():
                sign.hover(force=True)
        assert quiet.evaluate("window.hit") is None
