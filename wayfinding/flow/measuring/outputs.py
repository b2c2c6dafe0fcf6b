"""The measures of a run as the JSON of the contract, and as a summary in Chinese and English."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, get_args

import numpy as np

from wayfinding.flow.measuring.clearance import Clearance
from wayfinding.flow.measuring.lift_waits import LiftWait
from wayfinding.flow.measuring.measures import Measures, Queue
from wayfinding.flow.measuring.service import GRADES
from wayfinding.flow.measuring.times import PERCENTILES, By, Split, Times
from wayfinding.station.model import Name

SHOWN = 8
"""So many queues stand in the summary."""
TITLES = {
    "group": Name("人群", "Groups"), "from": Name("出发", "From"), "to": Name("到达", "To"),
    "trip": Name("行程", "Trips"),
}  # fmt: skip


def crowd_answer(measures: Measures) -> dict[str, Any]:
    """{"settings", "passengers", "arrived", "door_to_door_s", "groups", "queues", "platform_clearance_s", …}.

    Times in s, null where nobody arrived; queues the most waited for first, moments as HH:MM; clearances by platform;
    beyond the contract `lift_waits` by lift and hour, `times_s` by group, kinds of trip, origin and destination.
    """
    times = measures.times
    return {
        "settings": settings_record(measures),
        "passengers": measures.totals.started,
        "arrived": measures.totals.arrived,
        "door_to_door_s": {"mean": _round(times.mean_s), "p50": _round(times.p50_s), "p95": _round(times.p95_s)},
        "groups": {split.key: times_record(split.times) for split in measures.splits if split.by == "group"},
        "queues": [queue_record(queue) for queue in measures.queues],
        "platform_clearance_s": {
            platform: clearance_record(trains) for platform, trains in by_platform(measures).items()
        },
        "lift_waits": {lift: [lift_record(item) for item in hours] for lift, hours in by_lift(measures).items()},
        "times_s": {
            by: {split.key: times_record(split.times) for split in list_splits(measures, by)} for by in get_args(By)
        },
    }


def settings_record(measures: Measures) -> dict[str, Any]:
    """What was asked for, and the rules that held."""
    done = measures.simulation
    settings = asdict(done.settings)
    if done.gaps:
        settings["equilibrium"] |= {"gaps": [float(f"{gap:.3g}") for gap in done.gaps]}
    return {
        "demand": done.demand, "seed": done.seed, "from": clock(done.times[0]), "to": clock(done.times[1]),
        "scenarios": list(done.network.station.scenarios),
    } | settings  # fmt: skip


def times_record(times: Times) -> dict[str, Any]:
    """Times as JSON values, in s."""
    return {
        "people": times.people, "mean": _round(times.mean_s), "p50": _round(times.p50_s), "p95": _round(times.p95_s),
        "moving": _round(times.moving_s), "queued": _round(times.queued_s), "waited": _round(times.waited_s),
        "percentiles": {str(share): _round(value)
                        for share, value in zip(PERCENTILES, times.percentiles_s, strict=True)},
    }  # fmt: skip


def queue_record(queue: Queue) -> dict[str, Any]:
    """One queue as JSON values."""
    return {
        "pathway": queue.pathway, "mode": queue.mode, "from_level": queue.from_level, "to_level": queue.to_level,
        "passed": queue.passed, "total_wait_s": _round(queue.waited_s), "mean_wait_s": _round(queue.mean_s),
        "longest": queue.longest, "longest_at": clock(queue.longest_at_s), "worst_from": clock(queue.worst_at_s),
        "longest_wait_s": _round(queue.worst_wait_s),
    }  # fmt: skip


def lift_record(item: LiftWait) -> dict[str, Any]:
    """One hour of a lift as JSON values; waits in s."""
    return {
        "from": clock(item.hour_s), "people": item.people, "mean_wait_s": _round(item.mean_s),
        "p95_wait_s": _round(item.p95_s), "longest_wait_s": _round(item.longest_s),
    }  # fmt: skip


def by_lift(measures: Measures) -> dict[str, list[LiftWait]]:
    """The hours of each lift."""
    found: dict[str, list[LiftWait]] = defaultdict(list)
    for item in measures.lifts:
        found[item.lift].append(item)
    return dict(found)


def by_platform(measures: Measures) -> dict[str, list[Clearance]]:
    """The trains of each platform."""
    found: dict[str, list[Clearance]] = defaultdict(list)
    for item in measures.clearances:
        found[item.platform].append(item)
    return dict(found)


def clearance_record(trains: list[Clearance]) -> dict[str, Any]:
    """The trains of one platform in figures; times in s, null where no train was left by a pathway."""
    took = [item.clear_s for item in trains if item.clear_s is not None]
    mean, p50, p95 = (float(np.mean(took)), *np.percentile(took, [50, 95]).tolist()) if took else [math.nan] * 3
    return {
        "trains": len(trains), "mean": _round(mean), "p50": _round(p50), "p95": _round(p95),
        "longest": _round(max(took, default=math.nan)), "not_in_time": sum(not item.in_time for item in trains),
    }  # fmt: skip


def crowd_lines(measures: Measures) -> Iterator[str]:
    """The summary, line by line, Chinese first."""
    done, totals = measures.simulation, measures.totals
    names = ", ".join(done.network.station.scenarios) or "today"
    yield f"客流仿真 Crowd · {names} · {clock(done.times[0])}–{clock(done.times[1])} · seed {done.seed}"
    yield (f"出发 set out {totals.started:,} · 到达 arrived {totals.arrived:,} · 无路可走 without a way "
           f"{totals.without_way:,} · 仍在途 still there {totals.still_there:,}")  # fmt: skip
    yield f"满员未能上车 left behind by a full train: {totals.left_behind:,}"
    if done.gaps:
        aim = done.settings.equilibrium
        days = ", ".join(f"{gap:.2%}" for gap in done.gaps)
        yield (f"均衡 Equilibrium · 相对间隙 relative gap {done.gaps[-1]:.2%} · "
               f"要求 asked for {aim.gap if aim else 0:.2%} · 逐日 day by day: {days}")  # fmt: skip
    yield from ("", f"{'全程时间（秒） Door to door, s':<38}{_HEAD}", _times_line(Name("全部", "all"), measures.times))
    for by, title in TITLES.items():
        yield f"{title.zh} {title.en}"
        yield from (_times_line(split.name, split.times) for split in list_splits(measures, by))  # type: ignore[arg-type]
    yield from ("", "排队（总等候时间最长） Queues, the most waited for")
    yield from map(_queue_line, measures.queues[:SHOWN])
    yield from ("", "电梯 Lifts")
    yield from map(_queue_line, [queue for queue in measures.queues if queue.mode == "lift"][:SHOWN])
    yield from ("", "站台清空（秒） Platform clearance, s")
    yield from _clearance_lines(measures)
    yield from ("", "服务水平（弗鲁因） Level of service after Fruin, share of the time that people spent on foot")
    yield from _service_lines(measures)


_HEAD = f"{'people':>9} {'mean':>6} {'p50':>6} {'p95':>6} {'moving':>7} {'queued':>7} {'waited':>7}"


def list_splits(measures: Measures, by: By) -> list[Split]:
    """The splits of one kind."""
    return [split for split in measures.splits if split.by == by]


def _times_line(name: Name, times: Times) -> str:
    label = f"  {name.zh} {name.en}"
    return (f"{_pad(label, 38)}{times.people:>9,} {times.mean_s:>6.0f} {times.p50_s:>6.0f} {times.p95_s:>6.0f} "
            f"{times.moving_s:>7.0f} {times.queued_s:>7.1f} {times.waited_s:>7.0f}")  # fmt: skip


def _pad(text: str, width: int) -> str:
    """Chinese characters take two columns of a terminal."""
    return text + " " * max(1, width - len(text) - sum(ord(sign) > 0x2E7F for sign in text))


def _queue_line(queue: Queue) -> str:
    label = _pad(f"  {queue.name.zh} {queue.name.en} ({queue.from_level:g}→{queue.to_level:g})", 62)
    return (f"{label}{queue.pathway:<26} 共 {queue.waited_s / 3600:,.1f} h · 平均 mean {queue.mean_s:.1f} s · "
            f"最久 at most {queue.worst_wait_s:.0f} s · "
            f"最长 longest {queue.longest} ({clock(queue.longest_at_s)})")  # fmt: skip


def _clearance_lines(measures: Measures) -> Iterator[str]:
    station = measures.simulation.network.station
    for platform, trains in by_platform(measures).items():
        record = clearance_record(trains)
        name = station.places[platform].name if platform in station.places else Name(platform, platform)
        figures = " ".join(f"{key} {_blank(record[key])}" for key in ("mean", "p95", "longest"))
        label, late = _pad(f"  {name.zh} {name.en}", 62), record["not_in_time"]
        yield f"{label}{len(trains)} 列 trains · {figures} · 下一列到达前未清空 not before the next {late}"


def _service_lines(measures: Measures) -> Iterator[str]:
    service = measures.service
    for level in sorted(measures.simulation.network.station.levels.values(), key=lambda item: -item.ordinal):
        spent = service.person_minutes(level.ordinal)
        if spent.sum() > 0:
            shares = "  ".join(f"{name} {share:>5.1%}" for name, share in zip(GRADES, spent / spent.sum(), strict=True))
            yield f"  {level.label:<4}{shares}"


def clock(moment_s: float) -> str:
    """A moment of the day as HH:MM; after midnight it goes on counting."""
    hours, minutes = divmod(int(moment_s // 60), 60)
    return f"{hours:02d}:{minutes:02d}"


def _blank(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _round(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 2)
