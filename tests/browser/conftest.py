"""A real server on a free port, and a page with touch that refuses to speak to anyone else."""

import threading
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from werkzeug.serving import make_server

from tests.small_hub import write_hub
from wayfinding.web import create_app

LOOPBACK = "127.0.0.1"
SOON = datetime.now().astimezone().date() + timedelta(days=2)
MIDDAY = f"at={SOON}T12:00"
"""The page asks for the time of day unless its address names another: tests must not depend on the clock."""


def serve(app):
    """The app's address while the caller runs; the server thread ends with it."""
    server = make_server(LOOPBACK, 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    yield from serve(create_app(write_hub(tmp_path_factory.mktemp("station"))))


@pytest.fixture(scope="session")
def browser_context_args():
    return {"viewport": {"width": 1080, "height": 1920}, "has_touch": True, "locale": "zh-CN"}


@pytest.fixture
def kiosk(page, address):
    """A page that fails the test on a foreign request, a policy report or a script error."""
    faults = []

    def only_us(route):
        if urlsplit(route.request.url).hostname == LOOPBACK:
            return route.continue_()
        faults.append(f"request to {route.request.url}")
        return route.abort()

    page.route("**/*", only_us)
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    page.set_default_timeout(15_000)
    page.goto(f"{address}/?{MIDDAY}")
    page.wait_for_selector("body[data-ready=yes]")
    yield page
    page.unroute_all(behavior="wait")
    assert faults == []
