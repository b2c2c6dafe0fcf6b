"""A change to a figure of a traveller: read from text, and what it should have been where it will not do."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

Change = float | str | bool | Iterable[str]

_POSITIVE = ("half_width_m", "speed_mps", "stairs_up_mps", "stairs_down_mps")
_BOUNDLESS = ("max_slope", "max_steps")


def number_wanted(name: str, value: Any) -> str:
    """What the figure should have been; empty where it will do."""
    number = isinstance(value, float | int) and not isinstance(value, bool)
    if name in _POSITIVE:
        return "" if number and 0 < value < math.inf else "a number above 0 and finite"
    if name in _BOUNDLESS:
        return "" if number and value >= 0 else "a number not below 0"
    return "" if number and 0 <= value < math.inf else "a number not below 0 and finite"


def read_change(value: Change, kind: str) -> Any:
    """A value as the field holds it, where text can be read so; else as given, to be refused with a reason."""
    if kind == "frozenset[str]":
        names = value.split(",") if isinstance(value, str) else value if isinstance(value, Iterable) else [str(value)]
        return frozenset(str(name).strip() for name in names)
    if not isinstance(value, str):
        return value
    if kind == "bool":
        return {"true": True, "false": False}.get(value.strip().lower(), value)
    if kind == "float":
        try:
            return float(value)
        except ValueError:
            return value
    return value.strip()
