"""`wayfinding place-signs`: where the next signs do most good, which can go, and which should move."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

import orjson

from wayfinding.cli.commands import read_station
from wayfinding.cli.trips import read_weights
from wayfinding.errors import RequestError
from wayfinding.routing.network import compile_network
from wayfinding.routing.profiles import get_profile
from wayfinding.signage.placing.covering import GREEDY_SHARE
from wayfinding.signage.placing.placement import Plan, Proposal, asked_for, check_request, plan_signs
from wayfinding.signage.placing.sites import Site
from wayfinding.signage.placing.spare import Shifts, Spare, list_spare, plan_moves
from wayfinding.signage.settings import Settings
from wayfinding.signage.summary import source_name
from wayfinding.signage.trips import ASSUMED
from wayfinding.signage.words import ARROWS, SIGN_TYPES
from wayfinding.station.model import Name, Sign, Station

DONE = 0
INDENT = " " * 5
WHYS: dict[str, Name] = {
    "unread": Name("途经乘客均读不到", "no passenger on his way to what it names reads it"),
    "doubled": Name("他处已有相同信息", "wherever it is read, others say the same"),
}


def run_place_signs(chosen: Namespace) -> int:
    """The next `count` signs; with --redundant the signs that can go, with --move those to move, instead.

    Asks of `chosen`: station, scenario, json; count (text or number), to, profile, prove (seconds or None), redundant,
    move, write (a path for the scenario, or None), trips (a path to a table, or None), simulate.
    """
    count = read_count(chosen.count)
    check_request(count, chosen.prove)
    if chosen.write is not None and chosen.redundant and not chosen.move:
        raise RequestError("signs that can go make no proposal to write: leave out --redundant, or add --move")
    profile = get_profile(chosen.profile)
    network = compile_network(read_station(chosen))
    trips, counted_by = read_weights(chosen, network, profile.name)
    site = Site.of(network, asked_for(network, chosen.to), profile, Settings(), trips)
    record = _head(site, chosen.to, counted_by)
    lines = list(_head_lines(site, record))
    scenario = None
    if chosen.redundant:
        spare = list_spare(site)
        record["redundant"] = [_spare_record(item) for item in spare]
        lines += _spare_lines(site.network.station, spare)
    if chosen.move:
        moves = plan_moves(site, count)
        scenario = moves.scenario()
        record |= _moves_record(moves)
        lines += _moves_lines(site.network.station, moves)
    if not (chosen.redundant or chosen.move):
        plan = plan_signs(site, count, chosen.prove)
        scenario = plan.scenario()
        record |= _plan_record(plan)
        lines += _plan_lines(plan)
    if chosen.write is not None and scenario is not None:
        chosen.write.write_bytes(orjson.dumps(scenario, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    if chosen.json:
        sys.stdout.write(f"{orjson.dumps(record).decode()}\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in lines))
    return DONE


def read_count(value: str | int) -> int:
    """The number of signs asked for. Raises RequestError for what is no whole number."""
    text = str(value).strip()
    if not (text.isascii() and text.removeprefix("-").isdigit()):
        raise RequestError(f"{text!r} is no number of signs: give a whole number, for example 10")
    return int(text)


def _head(site: Site, to: str | None, counted_by: str) -> dict[str, Any]:
    return {
        "profile": site.profile.name,
        "to": to or "all",
        "settings": {**site.legibility.settings.record(), "counted_by": counted_by},
        "candidates": len(site.places),
        "passenger_m": round(site.demand.total, 1),
        "covered_before": _share(site.demand.covered, site.demand.total),
    }


def _share(part: float, whole: float) -> float:
    return round(part / whole, 6) if whole > 0 else 0.0


def _head_lines(site: Site, record: dict[str, Any]) -> Iterator[str]:
    names = "、".join(target.name.zh for target in site.demand.targets) if record["to"] != "all" else "全部目的地"
    english = (
        ", ".join(target.name.en for target in site.demand.targets) if record["to"] != "all" else "all destinations"
    )
    profile, rules, places = site.profile, site.legibility.settings, record["candidates"]
    source, share = record["settings"]["counted_by"], record["covered_before"]
    name = source_name(source)
    told = Name("每日", "a day") if source == ASSUMED else Name(f"按{name.zh}", f"by {name.en}")
    yield f"标识布设 Sign placement · {names} {english} · {profile.name_zh} {profile.name_en}"
    yield (
        f"{told.zh} {record['passenger_m'] / 1000:,.0f} 人·公里，其中 {share:.1%} 途中可读到标识 "
        f"{record['passenger_m'] / 1000:,.0f} passenger-km {told.en}, {share:.1%} with a legible sign"
    )
    yield (
        f"依据：可读距离 = 字高 × {rules.letter_factor:g}，视高 {rules.eye_m:g} 米，视野 {rules.fov_deg:g}°，"
        f"候选 {places} 处 "
        f"Rests on reading distance = letter height × {rules.letter_factor:g}, eyes at {rules.eye_m:g} m, "
        f"a field of {rules.fov_deg:g}°, {places} places"
    )


def _plan_record(plan: Plan) -> dict[str, Any]:
    proven = None if plan.proven is None else {"value": round(plan.proven[0], 6), "bound": round(plan.proven[1], 6)}
    return {
        "covered_after": round(plan.covered_after, 6),
        "bound": round(plan.bound, 6),
        "proven": proven,
        "proposals": [_proposal_record(proposal) for proposal in plan.proposals],
    }


def _proposal_record(proposal: Proposal) -> dict[str, Any]:
    return {
        "feature": proposal.feature,
        "passengers": round(proposal.passengers, 1),
        "passenger_m": round(proposal.passenger_m, 1),
    }


def _plan_lines(plan: Plan) -> Iterator[str]:
    yield f"新增 {len(plan.proposals)} 处后 After {len(plan.proposals)} new signs: {plan.covered_after:.1%}"
    yield f"任何同样数量的布设都不超过 No other choice of as many exceeds: {plan.bound:.1%}{_of_bound(plan)}"
    if plan.proven is not None:
        value, bound = plan.proven
        yield f"HiGHS: 最好 best {value:.2%}，上限 bound {bound:.2%}"
    for rank, proposal in enumerate(plan.proposals, 1):
        yield ""
        yield from _proposal_lines(plan.station, rank, proposal)


def _of_bound(plan: Plan) -> str:
    most = plan.bound - plan.covered_before
    if most <= 0:
        return ""
    share = (plan.covered_after - plan.covered_before) / most
    return (
        f"（已达可增量的 {share:.1%} of what can be gained；贪心法本身保证 greedy alone guarantees {GREEDY_SHARE:.0%}）"
    )


def _proposal_lines(station: Station, rank: int, proposal: Proposal) -> Iterator[str]:
    sign = proposal.sign
    yield f"{rank:>3}. {sign.id}  {_where(station, sign)}"
    yield (
        f"{INDENT}每日 {proposal.passengers:,.0f} 人、{proposal.passenger_m / 1000:,.0f} 人·公里新获指引 "
        f"newly guides {proposal.passengers:,.0f} passengers, {proposal.passenger_m / 1000:,.0f} passenger-km a day"
    )
    for message in sign.messages:
        arrow = ARROWS[message.arrow]
        yield f"{INDENT}{message.text.zh} {message.text.en}: {arrow.zh} {arrow.en} ({message.destination})"


def _where(station: Station, sign: Sign) -> str:
    kind, level = SIGN_TYPES[sign.type], station.levels[sign.level]
    lon, lat = station.frame.to_lonlat([[sign.point.x, sign.point.y]])[0].tolist()
    on = f" · {sign.mounted_on}" if sign.mounted_on else ""
    return f"{kind.zh} {kind.en} · {level.label} · {lon:.6f},{lat:.6f} · {sign.facing_deg:g}°{on}"


def _spare_record(spare: Spare) -> dict[str, Any]:
    return {"sign": spare.sign, "why": spare.why, "passenger_m": round(spare.passenger_m, 1)}


def _spare_lines(station: Station, spare: tuple[Spare, ...]) -> Iterator[str]:
    yield ""
    yield f"可撤除而不损失指引的标识 Signs that can go without loss: {len(spare)}"
    for item in spare:
        why = WHYS[item.why]
        yield f"{INDENT}{item.sign}  {why.zh} {why.en}  {_where(station, station.signs[item.sign])}"


def _moves_record(moves: Shifts) -> dict[str, Any]:
    return {
        "covered_after": round(moves.covered_after, 6),
        "moves": [
            {"sign": shift.sign, "lost_passenger_m": round(shift.lost_m, 1), "to": _proposal_record(shift.proposal)}
            for shift in moves.shifts
        ],
    }


def _moves_lines(station: Station, moves: Shifts) -> Iterator[str]:
    yield ""
    yield f"移动 {len(moves.shifts)} 处后 After {len(moves.shifts)} moves: {moves.covered_after:.1%}"
    for rank, shift in enumerate(moves.shifts, 1):
        yield ""
        yield f"{INDENT}撤下 Take down {shift.sign}  {_where(station, station.signs[shift.sign])}"
        yield f"{INDENT}失去 loses {shift.lost_m / 1000:,.1f} 人·公里 passenger-km；改设 put up:"
        yield from _proposal_lines(station, rank, shift.proposal)
