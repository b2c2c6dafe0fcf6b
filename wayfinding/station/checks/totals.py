"""How much of everything there is, and whether that is what the file states of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wayfinding.assumptions import AREA_TOLERANCE
from wayfinding.station.model import KINDS, MODES, SIGN_TYPES, SOURCES, Station
from wayfinding.station.problems import Problem

GROUND = 0.0


@dataclass(frozen=True)
class Totals:
    """Counts by kind, pathway mode and sign type; geodesic areas in m² by ordinal; shares of sources by kind.

    `area_m2` is the sum of the levels but the ground. `shares` gives for each source its part of all features.
    """

    kinds: Mapping[str, int]
    modes: Mapping[str, int]
    sign_types: Mapping[str, int]
    renewed: int
    areas: Mapping[float, float]
    area_m2: float
    shares: Mapping[str, float]


def count(station: Station) -> Totals:
    """The totals of the station."""
    records = list(station.records())
    kinds = Counter(record.raw["properties"]["kind"] for record in records)
    modes = Counter(pathway.mode for pathway in station.pathways.values())
    types = Counter(sign.type for sign in station.signs.values())
    sources = Counter(record.source for record in records)
    areas = {level.ordinal: station.frame.geodesic_area_m2(level.outline) for level in station.levels.values()}
    return Totals(
        kinds={kind: kinds[kind] for kind in KINDS},
        modes={mode: modes[mode] for mode in MODES},  # type: ignore[index]
        sign_types={type: types[type] for type in SIGN_TYPES},  # type: ignore[index]
        renewed=sum(sign.renewed for sign in station.signs.values()),
        areas=areas,
        area_m2=sum(area for ordinal, area in areas.items() if ordinal != GROUND),
        shares={source: sources[source] / max(1, len(records)) for source in SOURCES},  # type: ignore[index]
    )


def total_problems(station: Station, totals: Totals) -> Iterator[Problem]:
    """What the header states and the features do not bear out; nothing once a scenario has changed them."""
    if station.scenarios:
        return
    stated = station.header.get("stated", {})
    tolerance = _number(stated.get("area_tolerance"), AREA_TOLERANCE.value)
    levels = {f"{ordinal:g}": area for ordinal, area in totals.areas.items()}
    yield from _compare("area_m2", stated.get("area_m2"), totals.area_m2, tolerance)
    for ordinal, area in _members(stated, "level_area_m2"):
        yield from _compare(f"level_area_m2 of {ordinal}", area, levels.get(ordinal, 0.0), tolerance)
    yield from _compare("signs", stated.get("signs"), totals.kinds["sign"])
    yield from _compare("signs_renewed", stated.get("signs_renewed"), totals.renewed)
    counted = {**totals.sign_types, **totals.modes, **totals.kinds}
    for name, number in _members(stated, "counts"):
        yield from _compare(f"counts of {name}", number, counted.get(name, 0))


def _members(stated: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    group = stated.get(name, {})
    return list(group.items()) if isinstance(group, Mapping) else [(name, group)]


def _number(value: Any, default: float) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else default


def _compare(name: str, stated: Any, found: float, tolerance: float = 0.0) -> Iterator[Problem]:
    if stated is None:
        return
    if isinstance(stated, bool) or not isinstance(stated, int | float):
        yield Problem("wrong-value", None, f"stated {name} is {str(stated)[:40]!r}", "state a number")
    elif abs(found - stated) > tolerance * abs(stated):
        text = f"{name} is stated as {stated:,g}, the features have {found:,.6g}"
        yield Problem("contradicts-header", None, text, "correct the features, or what the header states")
