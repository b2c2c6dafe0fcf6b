"""The API's own description, OpenAPI 3.1: made from the query models, so that it cannot say what is not checked."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from wayfinding.web.queries import AuditQuery, NoQuery, PlacesQuery, RouteQuery

_PATHS: dict[str, tuple[str, type[BaseModel], str]] = {
    "/api/v1/route": ("The way from one place to another", RouteQuery, "application/json"),
    "/api/v1/places": ("Places by name or type", PlacesQuery, "application/json"),
    "/api/v1/levels": ("The levels, highest first", NoQuery, "application/json"),
    "/api/v1/levels/{ordinal}": ("One level to draw, as GeoJSON", NoQuery, "application/geo+json"),
    "/api/v1/kiosks": ("The kiosks and the direction that their reader faces", NoQuery, "application/json"),
    "/api/v1/profiles": ("The travellers that a way can be asked for", NoQuery, "application/json"),
    "/api/v1/destinations": ("Destinations in groups, as the kiosk offers them", NoQuery, "application/json"),
    "/api/v1/audit": ("What the signs tell and where they fail; 202 while computed", AuditQuery, "application/json"),
    "/api/v1/openapi.json": ("This description", NoQuery, "application/json"),
}


def document() -> dict[str, Any]:
    """The whole description as one JSON value."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "wayfinding", "version": "1", "summary": "Ways through one station"},
        "paths": {path: {"get": _operation(path, *entry)} for path, entry in _PATHS.items()},
        "components": {"schemas": {"Problem": _PROBLEM}},
    }


def _operation(path: str, summary: str, query: type[BaseModel], media_type: str) -> dict[str, Any]:
    parameters = list(_parameters(query))
    if "{ordinal}" in path:
        parameters.append({"name": "ordinal", "in": "path", "required": True, "schema": {"type": "string"}})
    return {
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": "the answer", "content": {media_type: {"schema": {"type": "object"}}}},
            "4XX": {"description": "what is wrong with the question", "content": _PROBLEM_CONTENT},
        },
    }


def _parameters(query: type[BaseModel]) -> list[dict[str, Any]]:
    schema = query.model_json_schema(by_alias=True)
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": detail}
        for name, detail in schema.get("properties", {}).items()
    ]


_PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
    },
}
_PROBLEM_CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
