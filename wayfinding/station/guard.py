"""Bytes to plain JSON values, refusing what could hurt before it is parsed."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from wayfinding.station.problems import Problem

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 64


class GuardError(ValueError):
    """What was wrong with the bytes; the door that reads them turns it into its own error."""

    def __init__(self, rule: str, text: str, suggestion: str) -> None:
        super().__init__(text)
        self.problem = Problem(rule, None, text, suggestion)


def parse_json(data: bytes) -> Any:
    """The JSON value in `data`; GuardError where it is too large, too deep, or not strict JSON in UTF-8."""
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GuardError("encoding", f"byte {error.start} is not UTF-8", "save the file as UTF-8") from None
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except GuardError:
        raise
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise GuardError("not-json", f"it is not JSON: {error}", "give a GeoJSON file") from None


def too_large(size: int) -> GuardError:
    """The refusal of a file of `size` bytes."""
    limit = MAX_BYTES // (1024 * 1024)
    return GuardError("too-large", f"{size:,} bytes are more than {limit} MB", "leave out what is not the station")


def plain(value: Any, depth: int = 0) -> Any:
    """An own copy of a JSON value (tuples become lists); GuardError where it is not one, or too deep."""
    if depth > MAX_DEPTH:
        raise _too_deep()
    if isinstance(value, str) or value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            _refuse_constant(str(value))
        return value
    if isinstance(value, list | tuple):
        return [item if type(item) is float and math.isfinite(item) else plain(item, depth + 1) for item in value]
    if isinstance(value, Mapping):
        if {*map(type, value)} - {str} and not all(isinstance(key, str) for key in value):
            raise GuardError("not-json", "an object has a key that is not a text", "give JSON values only")
        return {key: item if type(item) is str else plain(item, depth + 1) for key, item in value.items()}
    raise GuardError("not-json", f"a {type(value).__name__} is not a JSON value", "give JSON values only")


def _too_deep() -> GuardError:
    return GuardError("too-deep", f"it is nested deeper than {MAX_DEPTH} levels", "give a plain FeatureCollection")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise GuardError("duplicate-key", f"the member {twice!r} stands twice in one object", "keep one of the two")
    return members


def _refuse_constant(text: str) -> NoReturn:
    raise GuardError("not-finite", f"{text} is not a number in JSON", "leave the member out where it is unknown")
