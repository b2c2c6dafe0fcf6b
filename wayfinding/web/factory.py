"""How the WSGI app is put together: one station, its scenarios, one compiled network shared by all threads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flask import Flask

from wayfinding.station import SHIPPED_STATION
from wayfinding.web import api, headers, health, kiosk, metrics, problems, staff
from wayfinding.web.hub import Hub

MAX_BODY_BYTES = 64 * 1024


def create_app(station_path: str | Path | None = None, scenarios: Sequence[str] = ()) -> Flask:
    """The app over one station file (default: the shipped one) with `scenarios` applied in order.

    Reads, checks and compiles everything before it returns, so that the first passenger does not wait.
    Raises WayfindingError where the file or a scenario cannot be used.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    hub = Hub.load(station_path or SHIPPED_STATION, scenarios)
    hub.warm()
    app.extensions["hub"] = hub
    for part in (problems, headers, metrics):
        part.install(app)
    for blueprint in (api.blueprint, health.blueprint, kiosk.blueprint, staff.blueprint):
        app.register_blueprint(blueprint)
    return app
