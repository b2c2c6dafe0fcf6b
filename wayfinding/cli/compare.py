"""`wayfinding compare A B`: two states of the station under the same crowds."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson

from wayfinding.cli.commands import read_station
from wayfinding.errors import PlanError, ScenarioError
from wayfinding.routing.network import Network, compile_network
from wayfinding.routing.profiles import PROFILES
from wayfinding.station.model import Station
from wayfinding.station.scenario import apply, load_scenario

if TYPE_CHECKING:
    from wayfinding.flow.compare import Comparison, Difference, Stream

DONE, REFUSED = 0, 1
TODAY = "today"
CUT_OFF = "platform-cut-off"
"""The rule that says that a scenario cuts a platform off."""


def run_compare(chosen: Namespace) -> int:
    """Compare; a plan that cuts people off is refused by name, before any run."""
    from wayfinding.flow.compare import compare  # noqa: PLC0415 -- no other command waits for the compiled engine
    from wayfinding.flow.demand import SHIPPED_DEMAND, load_demand  # noqa: PLC0415
    from wayfinding.flow.simulate import simulate  # noqa: PLC0415

    base = read_station(chosen)
    try:
        a, b = (_network(base, name) for name in (chosen.a, chosen.b))
        run = partial(simulate, passengers=chosen.passengers, demand=load_demand(chosen.demand or SHIPPED_DEMAND))
        found = compare(a, b, chosen.seeds, names=(chosen.a, chosen.b), run=run, workers=chosen.workers,
                        progress=_tell if sys.stderr.isatty() else None)  # fmt: skip
    except PlanError as error:
        record = {"a": chosen.a, "b": chosen.b, "refused": str(error)}
        sys.stdout.write(f"{orjson.dumps(record).decode()}\n" if chosen.json else f"方案被拒绝 Refused: {error}\n")
        return REFUSED
    if chosen.json:
        sys.stdout.write(f"{orjson.dumps(comparison_record(found)).decode()}\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(found, a.station)))
    return DONE


def _network(base: Station, name: str) -> Network:
    if name == TODAY:
        return compile_network(base)
    try:
        return compile_network(apply(base, load_scenario(name)))
    except ScenarioError as error:
        rules = [str(getattr(item, "rule", "")) for item in error.problems]
        if rules and all(rule == CUT_OFF for rule in rules):
            raise PlanError(f"{name} is refused: {error}") from None
        raise


def _tell(done: int, of: int) -> None:
    sys.stderr.write(f"\r{done}/{of}" + ("\n" if done == of else ""))
    sys.stderr.flush()


def comparison_record(found: Comparison) -> dict[str, Any]:
    """A comparison as the object of the contract, with the streams that win and lose most."""
    return {
        "a": found.a,
        "b": found.b,
        "seeds": len(found.seeds),
        "difference_s": _difference(found.difference),
        "groups": {name: _difference(item) for name, item in found.groups.items()},
        "winners": [_stream(item) for item in found.winners],
        "losers": [_stream(item) for item in found.losers],
        "unserved": {"a": found.unserved[0], "b": found.unserved[1]},
        "signs_turned_wrong": sorted({item.before.sign for item in found.signs_turned}),
        "step_free_changes": [
            {"from": item.origin, "to": item.destination, "before_s": item.before_s, "after_s": item.after_s}
            for item in found.step_free
        ],
    }


def _difference(item: Difference) -> dict[str, Any]:
    return {"mean": item.mean_s, "ci95": None if item.ci95_s is None else list(item.ci95_s), "people": item.people}


def _stream(item: Stream) -> dict[str, Any]:
    return {"from": item.origin, "to": item.destination, **_difference(item.difference)}


def _lines(found: Comparison, station: Station) -> Iterator[str]:
    yield f"{found.a} → {found.b} · {len(found.seeds)} 组随机种子 seeds"
    yield ""
    yield f"每人门到门时间变化 Door to door, per person: {_text(found.difference)}"
    for name, item in found.groups.items():
        profile = PROFILES[name]
        yield f"  {profile.name_zh} {profile.name_en}: {_text(item)}"
    for title, streams in (("受益最多 Gain most", found.winners), ("受损最多 Lose most", found.losers)):
        yield ""
        yield title
        for stream in streams:
            ends = [station.places[id].name for id in (stream.origin, stream.destination)]
            where = f"{ends[0].zh} → {ends[1].zh}  {ends[0].en} → {ends[1].en}"
            yield f"  {_text(stream.difference)}  {stream.difference.people:,.0f} 人/日 a day  {where}"
    yield ""
    signs = sorted({item.before.sign for item in found.signs_turned})
    yield f"由对变错的标识 Signs that turn wrong: {', '.join(signs) or '–'}"
    lost = sum(item.lost for item in found.step_free)
    yield f"无障碍路线变化 Step-free ways that change: {len(found.step_free)} (失去 lost {lost})"
    yield f"未送达 Not served: {found.unserved[0]:,.0f} → {found.unserved[1]:,.0f}"


def _text(item: Difference) -> str:
    if item.ci95_s is None:
        return f"{item.mean_s:+.2f} s"
    return f"{item.mean_s:+.2f} s [{item.ci95_s[0]:+.2f}, {item.ci95_s[1]:+.2f}]"
