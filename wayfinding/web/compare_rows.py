"""What the page of a comparison says beside its pictures: figures on cards, times, who is not served, signs, ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wayfinding.flow.comparing.comparison import Comparison
from wayfinding.flow.comparing.crowding import MeanTimes
from wayfinding.flow.measuring.outputs import clock
from wayfinding.signage import words as fixed
from wayfinding.signage.judging.verdicts import REASONS
from wayfinding.station.model import Name, Station
from wayfinding.web.compare_words import digits_of, group_name, moved, stream_name
from wayfinding.web.crowd_words import place_name

LEAST_PEOPLE = 1.0
"""Streams that lose fewer people a day are not named: who comes late misses the last train by chance."""


def list_settings(comparison: Comparison) -> dict[str, Any]:
    """What was compared, over how many days, under which conditions."""
    aim, seeds = comparison.aim, comparison.seeds
    stop = None if aim is None else f"±{aim.within_s:g} s, {'达到 reached' if aim.reached else '未达到 not reached'}"
    return {
        "a": comparison.a, "b": comparison.b, "seeds": f"{seeds[0]}–{seeds[-1]}" if len(seeds) > 1 else seeds[0],
        "within": stop, "arrived": f"{comparison.difference.people:,.0f}",
    } | comparison.under.record  # fmt: skip


def list_cards(comparison: Comparison) -> Iterator[tuple[Name, str]]:
    """The figures that are looked for first."""
    difference = comparison.difference
    yield Name("平均每人", "mean, a person"), f"{moved(difference.mean_s, digits_of(difference))} s"
    yield Name("每天合计", "all together, a day"), f"{moved(difference.mean_s * difference.people / 3600, 0)} h"
    yield Name("最慢的 5%", "slowest twentieth"), f"{moved(comparison.p95.mean_s, digits_of(comparison.p95))} s"
    yield Name("未到达", "do not arrive"), " → ".join(f"{count:,.0f}" for count in comparison.unserved)
    yield Name("变错的标识", "signs turned wrong"), str(len({item.after.sign for item in comparison.signs_turned}))
    yield Name("无障碍路线变化", "step-free ways changed"), str(len(comparison.step_free))


def list_times(comparison: Comparison) -> Iterator[tuple[Name, MeanTimes, MeanTimes]]:
    """Everybody's times before and after, and those of each group."""
    yield Name("全部", "all"), comparison.before.times, comparison.after.times
    for key, before in comparison.before.groups.items():
        if key in comparison.after.groups and before.people:
            yield group_name(key), before, comparison.after.groups[key]


def list_stranded(comparison: Comparison, *stations: Station) -> Iterator[tuple[Name, float, float]]:
    """The streams of which fewer people arrive than before: how many no longer do, how many newly do."""
    for item in comparison.stranded:
        if item.lost - item.won >= LEAST_PEOPLE:
            yield stream_name(item, *stations), item.lost, item.won


def list_level_changes(comparison: Comparison, *stations: Station) -> Iterator[tuple[str, float, float, str]]:
    """From which level to which how many people go, before and after."""
    before, after = comparison.before.level_changes, comparison.after.level_changes
    labels = {level.ordinal: level.label for station in stations for level in station.levels.values()}
    for levels in sorted({*before, *after}, reverse=True):
        first, last = before.get(levels, 0.0), after.get(levels, 0.0)
        if first or last:
            yield " → ".join(labels[level] for level in levels), first, last, moved(last - first, 0)


def list_signs(comparison: Comparison, station: Station) -> Iterator[dict[str, Any]]:
    """A row for each text of a sign that turns wrong, its travellers together."""
    rows: dict[tuple[float, str, Name], dict[str, Any]] = {}
    for moment in comparison.moments:
        for item in moment.signs_turned:
            now, sign = item.after, station.signs.get(item.after.sign)
            text = Name(now.destination, "") if sign is None else sign.messages[now.message].text
            row = rows.setdefault((moment.since_s, now.sign, text), {
                "sign": now.sign, "message": text, "who": [], "verdict": fixed.VERDICTS[now.verdict],
                "reason": REASONS[now.reason], "since": clock(moment.since_s),
            })  # fmt: skip
            who = group_name(now.profile)
            if who not in row["who"]:
                row["who"].append(who)
    yield from rows.values()


def list_ways(comparison: Comparison, *stations: Station) -> Iterator[dict[str, Any]]:
    """The step-free ways that change, moment by moment."""
    for moment in comparison.moments:
        for item in moment.step_free:
            start, end = (place_name(id, *stations) for id in (item.origin, item.destination))
            times = [item.before_s, item.after_s]
            yield {
                "name": Name(f"{start.zh} → {end.zh}", f"{start.en} → {end.en}"), "since": clock(moment.since_s),
                "times": ["无 none" if time is None else f"{time:.0f}" for time in times],
                "change": "–" if None in times else moved((times[1] or 0.0) - (times[0] or 0.0), 0),
            }  # fmt: skip
