"""The reports of crowds in a real browser, opened as files: no request, no error, the slider by keyboard, print."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.test_flow_compare import UNDER, hub, networks
from wayfinding.flow.comparing.compare import compare
from wayfinding.flow.measuring.measures import measure
from wayfinding.flow.simulate import simulate
from wayfinding.web.compare_report import write_compare_report
from wayfinding.web.crowd_report import write_crowd_report


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The pages of a day of a small station, and of that day before and after its escalator was turned."""
    folder = tmp_path_factory.mktemp("reports")
    down, up = networks(hub("backward"), hub("forward"))
    under = replace(UNDER, passengers=40_000, times=(7 * 3600.0, 9 * 3600.0))
    day = simulate(up, under.passengers, times=under.times, demand=under.demand, settings=under.settings)
    write_crowd_report(folder / "crowd", measure(day))
    write_compare_report(folder / "compare", compare(down, up, 2, names=("before", "today"), under=under), down, up)
    return {"crowd": folder / "crowd" / "crowd.html", "compare": folder / "compare" / "compare.html"}


@pytest.fixture
def alone(page):
    """A page that fails the test on anything but the one file, on an error and on a warning."""
    faults, opened = [], []
    page.on("request", lambda request: opened.append(request.url))
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    yield page
    assert faults == []
    assert [url for url in opened if not re.fullmatch(r"file://.*\.html", url)] == []
    assert len(opened) == 1


def fills(page):
    return page.eval_on_selector_all(
        "g[data-colours] [data-q]", "cells => cells.map(cell => cell.getAttribute('fill'))"
    )


@pytest.mark.parametrize("name", ["crowd", "compare"])
@pytest.mark.parametrize("width", [1400, 820])
def test_a_report_opens_from_a_file_without_a_request_and_without_scrolling_sideways(alone, reports, name, width):
    alone.set_viewport_size({"width": width, "height": 1000})
    alone.goto(reports[name].as_uri())
    assert alone.evaluate("document.documentElement.scrollWidth") <= width
    expect(alone.locator(".slider")).to_be_visible()
    assert alone.locator("figure svg").count() > 4


@pytest.mark.parametrize("name", ["crowd", "compare"])
def test_the_slider_shows_each_quarter_hour_by_keyboard_and_the_whole_day_again(alone, reports, name):
    alone.goto(reports[name].as_uri())
    drawn = fills(alone)
    assert len(drawn) > 5
    output, slider = alone.locator(".slider output"), alone.get_by_role("slider")
    expect(output).to_have_text("全天 whole day")
    slider.press("Home")
    slider.press("ArrowRight")
    expect(output).to_have_text("07:15–07:30")
    expect(slider).to_have_attribute("aria-valuetext", "07:15–07:30")
    second = fills(alone)
    classes = alone.eval_on_selector_all(
        "g[data-colours] [data-q]",
        "cells => cells.map(cell => cell.parentNode.dataset.colours.split(' ')[cell.dataset.q[1]])",
    )
    assert second == classes
    slider.press("End")
    assert fills(alone) != second
    alone.get_by_role("button", name="busiest of each place").press("Enter")
    assert fills(alone) == drawn
    expect(output).to_have_text("全天 whole day")


def test_play_goes_on_by_itself_and_stops_when_asked(alone, reports):
    alone.goto(reports["crowd"].as_uri())
    slider, play = alone.get_by_role("slider"), alone.get_by_role("button", name="play")
    slider.press("Home")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    expect(alone.locator(".slider output")).to_have_text("07:15–07:30")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "false")


def test_dots_of_queues_follow_the_slider(alone, reports):
    alone.goto(reports["crowd"].as_uri())
    alone.get_by_role("slider").press("Home")
    for dot in alone.locator("circle[data-q]").all():
        people = int(dot.get_attribute("data-q").split(",")[0])
        assert float(dot.get_attribute("r")) == pytest.approx(14 * (min(people, 60) / 60) ** 0.5, abs=0.06)


@pytest.mark.parametrize("name", ["crowd", "compare"])
def test_printed_no_control_is_left_and_no_picture_is_cut(alone, reports, name):
    alone.goto(reports[name].as_uri())
    alone.emulate_media(media="print")
    expect(alone.locator(".slider")).to_be_hidden()
    assert alone.evaluate(
        "[...document.querySelectorAll('figure')].every(f => getComputedStyle(f).breakInside === 'avoid')"
    )
    assert alone.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("name", ["crowd", "compare"])
def test_every_picture_has_a_name_and_every_text_both_languages(alone, reports, name):
    alone.goto(reports[name].as_uri())
    assert alone.eval_on_selector_all("svg[role=img]", "all => all.every(svg => svg.getAttribute('aria-label').trim())")
    for heading in alone.locator("h2").all():
        text = heading.inner_text()
        assert re.search(r"[\u4e00-\u9fff]", text)
        assert re.search(r"[A-Za-z]{3}", text)
