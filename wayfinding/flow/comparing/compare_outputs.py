"""A comparison as the JSON of the contract, and as a summary in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wayfinding.flow.comparing.comparison import Comparison, QueuePair, Stream
from wayfinding.flow.comparing.crowding import MeanQueue
from wayfinding.flow.comparing.detours import Detour
from wayfinding.flow.comparing.intervals import Difference
from wayfinding.flow.comparing.moments import Moment
from wayfinding.flow.measuring.outputs import clock
from wayfinding.routing.profiles import PROFILES
from wayfinding.station.model import Station

SHOWN = 8
"""So many queues and platforms stand in the summary."""


def comparison_record(found: Comparison) -> dict[str, Any]:
    """A comparison as the object of the contract, with all else that the summary tells. Times in s."""
    aim = {} if found.aim is None else {"within": {"aim_s": found.aim.within_s, "reached": found.aim.reached}}
    return {
        "a": found.a,
        "b": found.b,
        "seeds": len(found.seeds),
        **aim,
        "difference_s": _difference(found.difference),
        "p50_s": _difference(found.p50),
        "p95_s": _difference(found.p95),
        "groups": {name: _difference(item) for name, item in found.groups.items()},
        "winners": [_stream(item) for item in found.winners],
        "losers": [_stream(item) for item in found.losers],
        "unserved": {"a": found.unserved[0], "b": found.unserved[1]},
        "stranded": [
            {"from": item.origin, "to": item.destination, "lost": item.lost, "won": item.won} for item in found.stranded
        ],
        "queues": [_queues(item) for item in found.queues if item.change_s],
        "detours": [
            {
                "from": item.origin,
                "to": item.destination,
                "people": item.people,
                "before": item.before,
                "after": item.after,
            }
            for item in found.detours
        ],
        "level_changes": _level_changes(found),
        **_changes(found),
        "settings": found.under.record,
        "moments": list(map(_moment, found.moments)),
    }


def _changes(item: Comparison | Moment) -> dict[str, Any]:
    return {
        "signs_turned_wrong": sorted({turned.before.sign for turned in item.signs_turned}),
        "step_free_changes": [
            {"from": way.origin, "to": way.destination, "before_s": way.before_s, "after_s": way.after_s}
            for way in item.step_free
        ],
    }


def _moment(item: Moment) -> dict[str, Any]:
    return {"from": clock(item.since_s), **_changes(item)}


def _difference(item: Difference) -> dict[str, Any]:
    return {"mean": item.mean_s, "ci95": None if item.ci95_s is None else list(item.ci95_s), "people": item.people}


def _stream(item: Stream) -> dict[str, Any]:
    return {"from": item.origin, "to": item.destination, **_difference(item.difference)}


def _queues(item: QueuePair) -> dict[str, Any]:
    one = _one_of(item)
    return {
        "pathway": one.pathway, "mode": one.mode, "from_level": one.from_level, "to_level": one.to_level,
        "before": _queue(item.before), "after": _queue(item.after),
    }  # fmt: skip


def _one_of(item: QueuePair) -> MeanQueue:
    return next(queue for queue in (item.before, item.after) if queue is not None)


def _queue(item: MeanQueue | None) -> dict[str, float] | None:
    if item is None:
        return None
    return {"passed": item.passed, "total_wait_s": item.waited_s, "mean_wait_s": item.mean_s, "longest": item.longest,
            "worst_wait_s": item.worst_wait_s}  # fmt: skip


def _level_changes(found: Comparison) -> list[dict[str, float]]:
    first, last = found.before.level_changes, found.after.level_changes
    return [
        {
            "from_level": low,
            "to_level": high,
            "before": first.get((low, high), 0.0),
            "after": last.get((low, high), 0.0),
        }
        for low, high in sorted({*first, *last})
    ]


def comparison_lines(found: Comparison, station: Station) -> Iterator[str]:
    """The summary, line by line, Chinese first."""
    yield f"{found.a} → {found.b} · {len(found.seeds)} 组随机种子 seeds · 95 % 置信区间 intervals"
    yield from _aim_lines(found)
    yield ""
    yield f"每人门到门时间变化 Door to door, per person: {_text(found.difference)}"
    yield f"  中位数 median: {_text(found.p50)} · 95 % 分位 95th percentile: {_text(found.p95)}"
    for name, item in found.groups.items():
        profile = PROFILES[name]
        yield f"  {profile.name_zh} {profile.name_en}: {_text(item)}"
    yield ""
    yield ("受益、受损者为事后挑选，区间已据此放宽（Benjamini–Hochberg、Benjamini–Yekutieli） "
           "Who gains and loses is picked after the fact; those intervals are wider for it")  # fmt: skip
    yield from _stream_lines("受益最多 Gain most", found.winners, station)
    yield from _stream_lines("受损最多 Lose most", found.losers, station)
    yield ""
    yield from _queue_lines(found, station)
    yield ""
    yield from _detour_lines(found, station)
    yield ""
    yield from _moment_lines(found)
    yield f"未送达 Not served: {found.unserved[0]:,.0f} → {found.unserved[1]:,.0f}"
    yield from _stranded_lines(found, station)


def _aim_lines(found: Comparison) -> Iterator[str]:
    if found.aim is not None:
        if found.aim.reached:
            yield (f"达到 reached ±{found.aim.within_s:g} s · 边算边看，故按 97.5 % 取区间 days were added until it "
                   "was narrow enough, so it is a 97.5 % interval that holds in 95 of 100 cases")  # fmt: skip
        else:
            yield f"未达到 not reached: ±{found.aim.within_s:g} s; 请增加 --seeds 的数目 give more --seeds"


def _stream_lines(title: str, streams: Iterable[Stream], station: Station) -> Iterator[str]:
    yield title
    count = 0
    for count, item in enumerate(streams, 1):  # noqa: B007
        people = f"{item.difference.people:,.0f} 人/日 a day"
        yield f"  {_text(item.difference)}  {people}  {_ends(item, station)}"
    if not count:
        yield "  – 无一可以确定 none that is sure; 更多种子可看得更细 more seeds see more"


def _ends(item: Stream | Detour, station: Station) -> str:
    first, last = (station.places[id].name for id in (item.origin, item.destination))
    return f"{first.zh} → {last.zh}  {first.en} → {last.en}"


def _queue_lines(found: Comparison, station: Station) -> Iterator[str]:
    yield "排队变化（每日总等候） Queues that change most, all waiting of a day"
    for item in found.queues[:SHOWN]:
        if item.change_s:
            one = _one_of(item)
            before, after = ((queue.waited_s if queue else 0.0) / 3600 for queue in (item.before, item.after))
            yield (f"  {before:,.1f} → {after:,.1f} h  {one.name.zh} {one.name.en} ({one.from_level:g}→"
                   f"{one.to_level:g}) {one.pathway}")  # fmt: skip
    yield "换层人数（人/日） People who change level, a day"
    for way in _level_changes(found):
        if round(way["before"]) != round(way["after"]):
            labels = " → ".join(station.levels[way[end]].label for end in ("from_level", "to_level"))
            yield f"  {labels}: {way['before']:,.0f} → {way['after']:,.0f}"


def _detour_lines(found: Comparison, station: Station) -> Iterator[str]:
    people = sum(item.people for item in found.detours)
    yield f"最省时的路改走其他楼层 Whose quickest quiet way takes other levels: {people:,} 人/日 a day"
    for item in found.detours[:SHOWN]:
        ways = (" ".join(station.levels[level].label for level in levels) for levels in (item.before, item.after))
        yield f"  {item.people:,}  {' → '.join(ways)}  {_ends(item, station)}"


def _moment_lines(found: Comparison) -> Iterator[str]:
    """Each told again only from when on it is another."""
    signs: list[tuple[str, str]] = []
    ways: list[tuple[str, str]] = []
    for item in found.moments:
        since = f"{clock(item.since_s)} 起 from · "
        turned = sorted({turned.before.sign for turned in item.signs_turned})
        lost = sum(way.lost for way in item.step_free)
        signs.append((since, f"由对变错的标识 Signs that turn wrong: {', '.join(turned) or '–'}"))
        ways.append((since, f"无障碍路线变化 Step-free ways that change: {len(item.step_free)} (失去 lost {lost})"))
    for told in (signs, ways):
        for k, (since, text) in enumerate(told):
            if k == 0 or told[k - 1][1] != text:
                yield f"{since if len({text for _, text in told}) > 1 else ''}{text}"


def _stranded_lines(found: Comparison, station: Station) -> Iterator[str]:
    for item in found.stranded[:SHOWN]:
        if item.lost - item.won >= 1.0:
            yield f"  不再到达 arrive no more: {item.lost - item.won:,.0f} 人/日 a day  {_ends(item, station)}"


def _text(item: Difference) -> str:
    if item.ci95_s is None:
        return f"{item.mean_s:+.2f} s"
    return f"{item.mean_s:+.2f} s [{item.ci95_s[0]:+.2f}, {item.ci95_s[1]:+.2f}]"
