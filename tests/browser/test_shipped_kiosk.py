"""The kiosk over the shipped station: from the hall on B1 to line 3 and to the coach station, in both languages."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import serve
from wayfinding.web import create_app


@pytest.fixture(scope="module")
def address():
    yield from serve(create_app())


@pytest.mark.parametrize("profile", ["step_free", "luggage"])
@pytest.mark.parametrize(
    ("group", "choice", "last_level", "english"),
    [
        ("line-3", "platform-3-south", "B4", "To Line 3"),
        ("coach", None, "地面", "To Tongsha Coach Station"),
    ],
)
def test_a_passenger_touches_the_way_in_chinese_then_english(kiosk, profile, group, choice, last_level, english):
    kiosk.locator(f"#profile-{profile}").tap()
    kiosk.locator(f'[data-group="{group}"]').tap()
    if choice is not None:
        kiosk.locator(f'[data-to="{choice}"]').tap()
    expect(kiosk.locator("#summary")).to_be_visible()
    expect(kiosk.locator(".refusal")).to_have_count(0)
    expect(kiosk.locator("#panel h2")).to_contain_text("前往")
    chips = kiosk.locator("#levels .chip")
    labels = chips.all_inner_texts()
    assert labels[0] == "B1"
    assert labels[-1] == last_level
    modes = kiosk.locator(".step").evaluate_all("steps => steps.map(step => step.dataset.mode)")
    assert "lift" in modes
    assert "escalator" not in modes
    for index, label in enumerate(labels):
        chips.nth(index).tap()
        expect(kiosk.locator('#levels [aria-pressed="true"]')).to_have_text(label)
        expect(kiosk.locator("#way path").first).to_be_attached()
    kiosk.locator("#language").tap()
    expect(kiosk.locator("#panel h2")).to_contain_text(english)
    steps = kiosk.locator(".step .first").all_inner_texts()
    assert not any("\u4e00" <= letter <= "\u9fff" for step in steps for letter in step), "Chinese is left in English"
