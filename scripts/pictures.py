"""Takes the README's pictures of the screens as they really are: `make pictures`."""

from __future__ import annotations

import threading
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from scripts.browser import FLAGS, find_browser
from wayfinding import load_station, simulate
from wayfinding.flow.measuring.measures import measure
from wayfinding.station import SHIPPED_STATION
from wayfinding.web import create_app
from wayfinding.web.crowd_report import PAGE, write_crowd_report

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
KIOSK = "kiosk-b1-1"
MOMENT = "2030-11-04T10:00"
SCREEN = {"width": 1080, "height": 1920}
DESK = {"width": 1920, "height": 1080}
PAPER = {"width": 1400, "height": 1650}
SETTLED_MS = 1500
AUDITED_MS = 120_000
"""The first page for staff waits for the audit."""


def take_kiosk(page: Page, address: str) -> None:
    """Before a question, and with the step-free way to line 3 on the screen."""
    page.goto(f"{address}/?kiosk={KIOSK}&at={MOMENT}")
    page.get_by_text("3 号线").first.wait_for()
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=PICTURES / "kiosk.png")
    page.locator("#profile-step_free").click()
    page.get_by_text("3 号线").first.click()
    page.get_by_text("小淀").first.click()
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=PICTURES / "kiosk-route.png")


def take_staff(page: Page, address: str) -> None:
    """The audit of all destinations, on the level of the concourse."""
    page.goto(f"{address}/staff")
    page.wait_for_selector("body[data-ready=yes]", timeout=AUDITED_MS)
    page.get_by_text("B2", exact=True).first.click()
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=PICTURES / "staff.png")


def take_crowd(page: Page) -> None:
    """The report of a day of crowd, from the people on each level down to the first map."""
    with TemporaryDirectory() as folder:
        write_crowd_report(Path(folder), measure(simulate(load_station(SHIPPED_STATION))))
        page.goto((Path(folder) / PAGE).as_uri())
        page.wait_for_timeout(SETTLED_MS)
        page.screenshot(path=PICTURES / "crowd.png")


def main() -> None:
    """Serve the shipped station on a free port of this machine, take every picture, stop."""
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
            address = f"http://127.0.0.1:{server.server_port}"
            take_kiosk(browser.new_page(viewport=SCREEN, device_scale_factor=0.5), address)
            take_staff(browser.new_page(viewport=DESK, device_scale_factor=0.7), address)
            take_crowd(browser.new_page(viewport=PAPER, device_scale_factor=0.8))
            browser.close()
    finally:
        server.shutdown()


if __name__ == "__main__":
    main()
