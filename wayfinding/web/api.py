"""/api/v1: routes, places, levels and kiosks as JSON. It parses and checks the question, asks, and encodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from flask import Blueprint, Response, request

from wayfinding.routing.profiles import PROFILES, get_profile
from wayfinding.station.model import Place
from wayfinding.web.destinations import list_groups
from wayfinding.web.drawing import describe_place, lonlat
from wayfinding.web.hub import Hub, get_hub
from wayfinding.web.metrics import get_counts
from wayfinding.web.openapi import document
from wayfinding.web.queries import NoQuery, PlacesQuery, RouteQuery

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

LEVEL_MAX_AGE_S = 60
MOST_HITS = 500


@blueprint.get("/route")
def show_route() -> Response:
    """The way from one place to another."""
    lists = {name: request.args.getlist(name) for name in ("via", "adjust") if name in request.args}
    query = RouteQuery.model_validate(request.args.to_dict() | lists)
    traveller = get_profile(query.profile, **query.changes)
    answer = get_hub().route(
        query.origin, query.destination, traveller, query.lang,
        alternatives=query.alternatives, at=query.at, via=query.via, spoken=query.spoken,
    )  # fmt: skip
    get_counts().add_route(query.profile, answer["found"])
    return _json(answer)


@blueprint.get("/places")
def show_places() -> Response:
    """Places by name, by type, or all."""
    query = PlacesQuery.model_validate(request.args.to_dict())
    hub = get_hub()
    found = list(_search(hub, query.search, MOST_HITS)) if query.search.strip() else list(hub.station.places.values())
    chosen = [place for place in found if query.type in ("", place.type)]
    return _json({"places": [_place(hub, place) for place in chosen[: query.limit]], "total": len(chosen)})


@blueprint.get("/levels")
def show_levels() -> Response:
    """The levels, highest first."""
    NoQuery.model_validate(request.args.to_dict())
    station = get_hub().station
    levels = [
        {"ordinal": level.ordinal, "label": level.label, "name_zh": level.name.zh, "name_en": level.name.en,
         "elevation_m": level.elevation_m, "href": f"/api/v1/levels/{level.ordinal:g}"}
        for level in sorted(station.levels.values(), key=lambda level: -level.ordinal)
    ]  # fmt: skip
    header = {key: station.header.get(key) for key in ("name", "name_zh", "name_en")}
    return _json({**header, "schematic": bool(station.header.get("schematic", True)), "levels": levels})


@blueprint.get("/levels/<ordinal>")
def show_level(ordinal: str) -> Response:
    """One level to draw; a client that has it already gets 304."""
    NoQuery.model_validate(request.args.to_dict())
    drawing = get_hub().get_drawing(ordinal)
    answer = Response(drawing.body, mimetype="application/geo+json")
    answer.set_etag(drawing.etag)
    answer.cache_control.max_age = LEVEL_MAX_AGE_S
    return answer.make_conditional(request)  # type: ignore[return-value]


@blueprint.get("/kiosks")
def show_kiosks() -> Response:
    """Every kiosk, with the direction that its reader faces."""
    NoQuery.model_validate(request.args.to_dict())
    hub = get_hub()
    return _json({"kiosks": [_place(hub, place) for place in hub.list_places("kiosk")]})


@blueprint.get("/profiles")
def show_profiles() -> Response:
    """The travellers that a way can be asked for; those with keys are no passengers."""
    NoQuery.model_validate(request.args.to_dict())
    return _json({"profiles": [
        {"name": item.name, "name_zh": item.name_zh, "name_en": item.name_en, "passenger": not item.holds_keys}
        for item in PROFILES.values()
    ]})  # fmt: skip


@blueprint.get("/destinations")
def show_destinations() -> Response:
    """Destinations in groups."""
    NoQuery.model_validate(request.args.to_dict())
    return _json({"groups": list_groups(get_hub().station)})


@blueprint.get("/openapi.json")
def show_openapi() -> Response:
    """The description of all this."""
    return _json(document())


def _place(hub: Hub, place: Place) -> dict[str, Any]:
    return {"id": place.id, "coordinates": lonlat(hub.station, place.point), **describe_place(place)}


def _json(body: dict[str, Any]) -> Response:
    answer = Response(orjson.dumps(body), mimetype="application/json")
    answer.cache_control.no_store = True
    return answer


def _search(hub: Hub, text: str, limit: int) -> Iterator[Place]:
    for hit in hub.index.search(text, limit):
        yield hit.place
