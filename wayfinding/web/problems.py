"""Errors as RFC 9457 problem details, for every route: one JSON object, no traceback, no internals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Flask, Response, current_app, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from wayfinding.errors import NotFoundError, WayfindingError


def problem(status: int, title: str, detail: str, **members: Any) -> Response:
    """A problem details answer. `type` is about:blank: the HTTP status says which kind it is."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.path}
    return Response(orjson.dumps(body | members), status=status, mimetype="application/problem+json")


def install(app: Flask) -> None:
    """Turn every error of the app into a problem."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ValidationError, _invalid_query)
    app.register_error_handler(WayfindingError, _refused)
    app.register_error_handler(Exception, _unforeseen)


def _http(error: HTTPException) -> Response:
    answer = problem(error.code or 500, error.name, error.description or error.name)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer


def _invalid_query(error: ValidationError) -> Response:
    errors = [
        {"parameter": ".".join(str(part) for part in item["loc"]), "detail": _reason(item)} for item in error.errors()
    ]
    detail = "; ".join(f"{item['parameter']}: {item['detail']}" for item in errors)
    return problem(400, "Bad Request", detail, errors=errors)


def _reason(item: Mapping[str, Any]) -> str:
    return "no such parameter" if item["type"] == "extra_forbidden" else str(item["msg"]).removeprefix("Value error, ")


def _refused(error: WayfindingError) -> Response:
    if isinstance(error, NotFoundError):
        return problem(404, "Not Found", str(error), suggestions=list(error.suggestions))
    return problem(400, "Bad Request", str(error))


def _unforeseen(error: Exception) -> Response:
    current_app.logger.error("unforeseen error at %s", request.path, exc_info=error)
    return problem(500, "Internal Server Error", "the server met an error that it did not foresee")
