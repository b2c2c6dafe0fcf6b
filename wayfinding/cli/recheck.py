"""`wayfinding recheck`: which signs a reversal, a closure or a scenario turns wrong, and which are then at odds."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

import orjson

from wayfinding.cli.commands import read_station
from wayfinding.errors import RequestError
from wayfinding.routing.network import Network, compile_network
from wayfinding.routing.profiles import get_profile
from wayfinding.signage.judging.contradictions import TRAVELLERS, Conflict, Turned, list_conflicts, list_turned
from wayfinding.signage.judging.verdicts import REASONS
from wayfinding.signage.legible.legibility import compile_signs
from wayfinding.signage.words import ARROWS
from wayfinding.station.model import Name, Station
from wayfinding.station.scenario import Edit, Scenario, apply, load_scenario

DONE = 0
INDENT = " " * 6


def run_recheck(chosen: Namespace) -> int:
    """The messages that are true before the change and no longer after it, and the new contradictions between signs."""
    travellers = [get_profile(name) for name in chosen.profile or TRAVELLERS]
    before = compile_network(read_station(chosen))
    after = compile_network(_changed(before.source, chosen), reuse=before)
    turned = list_turned(before, after, travellers)
    conflicts = _new_conflicts(before, after)
    if chosen.json:
        record = {"turned": [_turned_record(after.station, item) for item in turned],
                  "conflicts": [_conflict_record(item) for item in conflicts]}  # fmt: skip
        sys.stdout.write(f"{orjson.dumps(record).decode()}\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(after.station, turned, conflicts)))
    return DONE


def _changed(station: Station, chosen: Namespace) -> Station:
    """The station after the scenarios of --then, the reversals and the closures."""
    edits = [Edit("reverse", id) for id in chosen.reverse] + [Edit("close", id) for id in chosen.close]
    if not edits and not chosen.then:
        raise RequestError("say what changes: --reverse ID, --close ID or --then SCENARIO")
    for name in chosen.then:
        station = apply(station, load_scenario(name))
    if edits:
        station = apply(station, Scenario("recheck", Name("变更", "change"), edits=tuple(edits)))
    return station


def _new_conflicts(before: Network, after: Network) -> list[Conflict]:
    """The contradictions between signs, for who walks, that there were none of before."""
    known = {(item.target, item.first, item.second) for item in list_conflicts(before, compile_signs(before.station))}
    found = list_conflicts(after, compile_signs(after.station))
    return [item for item in found if (item.target, item.first, item.second) not in known]


def _turned_record(station: Station, item: Turned) -> dict[str, Any]:
    after, message = item.after, station.signs[item.after.sign].messages[item.after.message]
    return {
        "sign": after.sign, "face": after.face, "message": after.message + 1, "profile": after.profile,
        "destination": after.destination, "arrow": message.arrow, "zh": message.text.zh, "en": message.text.en,
        "level": after.level, "verdict": after.verdict, "reason": after.reason,
        "angle_deg": None if after.angle_deg is None else round(after.angle_deg, 1),
        "detour": None if after.detour is None or after.detour == float("inf") else round(after.detour, 3),
    }  # fmt: skip


def _conflict_record(item: Conflict) -> dict[str, Any]:
    return {"target": item.target, "level": item.level, "area_m2": round(item.area.area, 1),
            "signs": [item.first.sign, item.second.sign], "angle_deg": round(item.angle_deg, 1)}  # fmt: skip


def _lines(station: Station, turned: tuple[Turned, ...], conflicts: list[Conflict]) -> Iterator[str]:
    signs = len({item.after.sign for item in turned})
    yield f"{len(turned)} 条信息不再正确，{signs} 块标识 messages no longer true, on {signs} signs"
    for item in turned:
        after, message = item.after, station.signs[item.after.sign].messages[item.after.message]
        arrow, reason = ARROWS[message.arrow], REASONS[after.reason]
        label = station.levels[after.level].label
        yield f"{after.sign}  {label}  {after.profile}  {after.destination}  {after.verdict}"
        yield f"{INDENT}{message.text.zh} {arrow.zh}: {reason.zh}"
        yield f"{INDENT}{message.text.en} {arrow.en}: {reason.en}"
    if conflicts:
        yield f"{len(conflicts)} 处标识新出现矛盾 new contradictions between signs"
    for conflict in conflicts:
        label = station.levels[conflict.level].label
        pair = f"{conflict.first.sign} ↔ {conflict.second.sign}"
        yield f"{pair}  {label}  {conflict.target}  {conflict.area.area:.0f} m²  {conflict.angle_deg:.0f}°"
