"""/healthz: the process answers. /readyz: the station is loaded and a self-test route comes out right."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response

from wayfinding.web.hub import get_hub
from wayfinding.web.selftest import run_self_test

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def show_health() -> Response:
    """The process answers."""
    return Response(orjson.dumps({"status": "alive"}), mimetype="application/json")


@blueprint.get("/readyz")
def show_readiness() -> Response:
    """200 where the self-test route is right, else 503 with its faults."""
    hub = get_hub()
    outcome = run_self_test(hub)
    body = {
        "status": "not ready" if outcome.faults else "ready",
        "station": hub.station.header.get("name"),
        "scenarios": list(hub.station.scenarios),
        "self_test": {"from": outcome.origin, "to": outcome.destination, "faults": list(outcome.faults)},
    }
    return Response(orjson.dumps(body), status=503 if outcome.faults else 200, mimetype="application/json")
