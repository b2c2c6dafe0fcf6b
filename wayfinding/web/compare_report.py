"""Two states under the same crowds as one HTML page that opens without a network, with tables beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wayfinding.files import write_files
from wayfinding.flow.comparison import Comparison, Stream
from wayfinding.flow.outputs import clock
from wayfinding.routing.network import Network
from wayfinding.signage import words as fixed
from wayfinding.signage.judging.verdicts import REASONS
from wayfinding.station.model import Name
from wayfinding.web.compare_charts import draw_clearances, draw_groups, draw_queues_day, draw_streams
from wayfinding.web.compare_maps import (
    draw_density_scale,
    draw_difference,
    draw_queue_changes,
    draw_signs,
    draw_state,
    used_shapes,
)
from wayfinding.web.compare_tables import FILES, list_files
from wayfinding.web.compare_words import answer, group_name, moved, place_name, state_name
from wayfinding.web.crowd_page import drawn, list_settings, render, station_name
from wayfinding.web.crowd_plan import level_name

PAGE = "compare.html"
MOST_WAYS = 40
"""So many step-free ways and streams stand on the page; the tables beside it hold all."""


def write_compare_report(
    folder: Path, comparison: Comparison, a: Network, b: Network, settings: Mapping[str, Any] | None = None
) -> tuple[Path, ...]:
    """Write the page, the pictures and all tables into `folder`; answers the files' paths.

    `settings` are what the runs were asked for, by name. Whatever fails, no file is half written.
    Raises InputError where the folder cannot be made or written.
    """
    return write_files(folder, _contents(comparison, a, b, settings or {}))


def _contents(
    comparison: Comparison, a: Network, b: Network, settings: Mapping[str, Any]
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    yield from list_files(comparison, a, b)
    pictures = _draw(comparison, a, b)
    maps = dict(_draw_levels(comparison, a, b))
    for name, picture in (pictures | maps).items():
        yield f"{name}.svg", picture.encode()
    yield PAGE, _render(comparison, (a, b), pictures, maps, settings)


def _draw(comparison: Comparison, a: Network, b: Network) -> dict[str, str]:
    """The pictures that there is something for, by their names."""
    found = {"groups": draw_groups(comparison)}
    for name, streams in (("winners", comparison.winners), ("losers", comparison.losers)):
        if streams:
            found[name] = draw_streams(streams, b.station, a.station)
    if any(pair.change_s for pair in comparison.queues):
        found["queues"] = draw_queues_day(comparison, b.station)
    if comparison.after.clearances:
        found["clearances"] = draw_clearances(comparison, b.station, a.station)
    return found


def _draw_levels(comparison: Comparison, a: Network, b: Network) -> Iterator[tuple[str, str]]:
    """The maps of each level from the top, by their names."""
    turned = sorted({item.after.sign for item in comparison.signs_turned if item.after.sign in b.station.signs})
    for level in sorted(b.station.levels.values(), key=lambda item: -item.ordinal):
        ordinal, shapes = level.ordinal, used_shapes(comparison, level.ordinal)
        states = ("before", comparison.before, a, comparison.a), ("after", comparison.after, b, comparison.b)
        for key, crowding, network, scenario in states:
            if ordinal in network.station.levels:
                said = state_name(scenario)
                when = Name("之前", "before") if key == "before" else Name("之后", "after")
                title = Name(f"{when.zh}：{said.zh}", f"{when.en}: {said.en}")
                yield f"{key}-{level.label}", draw_state(title, crowding, network.station, ordinal, shapes)
        if comparison.same_cells:
            yield f"change-{level.label}", draw_difference(comparison, b.station, ordinal, shapes)
        queues = draw_queue_changes(comparison, a, b, ordinal, shapes)
        if queues is not None:
            yield f"queues-{level.label}", queues
        signs = [id for id in turned if b.station.signs[id].level == ordinal]
        if signs:
            yield f"signs-{level.label}", draw_signs(signs, b.station, ordinal)


def _render(
    comparison: Comparison, networks: tuple[Network, Network], pictures: Mapping[str, str], maps: Mapping[str, str],
    settings: Mapping[str, Any],
) -> bytes:  # fmt: skip
    b = networks[1]
    name, before = station_name(b.station), comparison.before
    people = (before.ppm2 * before.cells.area_m2).sum(axis=1)
    levels = sorted(b.station.levels.values(), key=lambda item: -item.ordinal)
    shown = {key: drawn(picture) for key, picture in {**pictures, **maps}.items()}
    return render(
        PAGE, title=Name(f"{name.zh} 方案对比报告", f"{name.en} comparison"), station=name, seeds=len(comparison.seeds),
        a=state_name(comparison.a), b=state_name(comparison.b), answer=answer(comparison),
        cards=list(_cards(comparison)), pictures=shown, times=list(_times(comparison)),
        streams=[(Name("受益最多", "gain most"), shown.get("winners")),
                 (Name("受损最多", "lose most"), shown.get("losers"))],
        unserved=comparison.unserved, stranded=list(_stranded(comparison, networks)),
        queue_maps=[shown[key] for level in levels if (key := f"queues-{level.label}") in shown],
        sign_maps=[shown[key] for level in levels if (key := f"signs-{level.label}") in shown],
        begin=before.begin_quarter, quarters=len(before.ppm2), busiest=int(people.argmax()),
        scale=drawn(draw_density_scale()), same_cells=comparison.same_cells, cell_m=f"{before.cells.size_m:g}",
        levels=[{"name": level_name(level), "change": shown.get(f"change-{level.label}"),
                 "states": [shown[key] for state in ("before", "after") if (key := f"{state}-{level.label}") in shown]}
                for level in levels],
        timed=len(comparison.moments) > 1, signs=list(_signs(comparison, b)),
        step_free=list(_step_free(comparison, networks))[:MOST_WAYS],
        more_step_free=max(0, sum(len(moment.step_free) for moment in comparison.moments) - MOST_WAYS),
        setting_rows=list(list_settings(_settings(comparison, settings))), files=FILES,
    )  # fmt: skip


def _settings(comparison: Comparison, settings: Mapping[str, Any]) -> dict[str, Any]:
    aim = comparison.aim
    stop = None if aim is None else f"±{aim.within_s:g} s, {'达到 reached' if aim.reached else '未达到 not reached'}"
    return {
        "a": comparison.a, "b": comparison.b, "seeds": f"{comparison.seeds[0]}–{comparison.seeds[-1]}"
        if len(comparison.seeds) > 1 else comparison.seeds[0], "within": stop, "day": comparison.day,
        "passengers": f"{comparison.difference.people:,.0f}", "cell_m": comparison.before.cells.size_m,
    } | dict(settings)  # fmt: skip


def _cards(comparison: Comparison) -> Iterator[tuple[Name, str]]:
    yield Name("平均每人", "mean, a person"), f"{moved(comparison.difference.mean_s)} s"
    yield (
        Name("每天合计", "all together, a day"),
        (f"{moved(comparison.difference.mean_s * comparison.difference.people / 3600, 0)} h"),
    )
    yield Name("最慢的 5%", "slowest twentieth"), f"{moved(comparison.p95.mean_s)} s"
    yield Name("未到达", "do not arrive"), f"{comparison.unserved[0]:,.0f} → {comparison.unserved[1]:,.0f}"
    yield Name("变错的标识", "signs turned wrong"), str(len({item.after.sign for item in comparison.signs_turned}))
    yield Name("无障碍路线变化", "step-free ways changed"), str(len(comparison.step_free))


def _times(comparison: Comparison) -> Iterator[tuple[Name, Any, Any]]:
    yield Name("全部", "all"), comparison.before.times, comparison.after.times
    for key, before in comparison.before.groups.items():
        if key in comparison.after.groups and before.people:
            yield group_name(key), before, comparison.after.groups[key]


def _stranded(comparison: Comparison, networks: tuple[Network, Network]) -> Iterator[tuple[Name, float, float]]:
    for item in comparison.stranded[:MOST_WAYS]:
        yield _stream_name(item, networks), item.lost, item.won


def _stream_name(item: Stream, networks: tuple[Network, Network]) -> Name:
    a, b = networks
    start, end = (place_name(id, b.station, a.station) for id in (item.origin, item.destination))
    return Name(f"{start.zh} → {end.zh}", f"{start.en} → {end.en}")


def _signs(comparison: Comparison, b: Network) -> Iterator[dict[str, Any]]:
    """A row for each message that turns wrong, its travellers together."""
    rows: dict[tuple[float, str, int], dict[str, Any]] = {}
    for moment in comparison.moments:
        for item in moment.signs_turned:
            now, key = item.after, (moment.since_s, item.after.sign, item.after.message)
            who = group_name(now.profile)
            if key in rows:
                known = rows[key]["who"]
                rows[key]["who"] = Name(f"{known.zh}、{who.zh}", f"{known.en}, {who.en}")
                continue
            sign = b.station.signs.get(now.sign)
            text = Name(now.destination, "") if sign is None else sign.messages[now.message].text
            rows[key] = {"sign": now.sign, "message": text, "who": who, "verdict": fixed.VERDICTS[now.verdict],
                         "reason": REASONS[now.reason], "since": clock(moment.since_s)}  # fmt: skip
    yield from rows.values()


def _step_free(comparison: Comparison, networks: tuple[Network, Network]) -> Iterator[dict[str, Any]]:
    a, b = networks
    for moment in comparison.moments:
        for item in moment.step_free:
            start, end = (place_name(id, b.station, a.station) for id in (item.origin, item.destination))
            known = item.before_s is not None and item.after_s is not None
            yield {
                "name": Name(f"{start.zh} → {end.zh}", f"{start.en} → {end.en}"), "since": clock(moment.since_s),
                "before": "无 none" if item.before_s is None else f"{item.before_s:.0f}",
                "after": "无 none" if item.after_s is None else f"{item.after_s:.0f}",
                "change": moved((item.after_s or 0.0) - (item.before_s or 0.0), 0) if known else "–",
            }  # fmt: skip
