"""Two states under the same crowds as one HTML page that opens without a network, pictures and tables beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wayfinding.files import write_files
from wayfinding.flow.comparing.comparison import Comparison
from wayfinding.routing.network import Network
from wayfinding.station.model import Level, Name, Station
from wayfinding.web.compare_cells import Matched, match_cells
from wayfinding.web.compare_charts import draw_clearances, draw_groups, draw_queues_day, draw_streams
from wayfinding.web.compare_maps import (
    draw_density_scale,
    draw_difference,
    draw_queue_changes,
    draw_signs,
    draw_state,
    used_shapes,
)
from wayfinding.web.compare_rows import (
    list_cards,
    list_level_changes,
    list_settings,
    list_signs,
    list_stranded,
    list_times,
    list_ways,
)
from wayfinding.web.compare_tables import FILES, list_files
from wayfinding.web.compare_words import answer, state_name
from wayfinding.web.crowd_page import drawn, render, settings_rows, station_name
from wayfinding.web.crowd_plan import level_name

PAGE = "compare.html"
MOST_ROWS = 40
"""So many step-free ways and streams stand on the page; the tables beside it hold all."""


@dataclass(frozen=True, eq=False)
class _Given:
    """What a report is about. `titles` and `stations` are those of before and after."""

    comparison: Comparison
    matched: Matched
    stations: tuple[Station, Station]
    titles: tuple[Name, Name]

    @property
    def levels(self) -> list[Level]:
        """Those whose queues change most come first."""
        change_s = dict.fromkeys(self.stations[1].levels, 0.0)
        for pair in self.comparison.queues:
            queue = pair.after or pair.before
            if queue is not None and queue.from_level in change_s:
                change_s[queue.from_level] += abs(pair.change_s)
        return sorted(self.stations[1].levels.values(), key=lambda item: (-change_s[item.ordinal], -item.ordinal))


def write_compare_report(
    folder: Path, comparison: Comparison, a: Network, b: Network, titles: tuple[Name | None, Name | None] = (None, None)
) -> tuple[Path, ...]:
    """Write the page, the pictures and all tables into `folder`; answers the files' paths.

    `titles` are those of both scenarios, in place of their names. Whatever fails, no file is half written.
    Raises InputError where the folder cannot be made or written.
    """
    said = state_name(comparison.a, titles[0]), state_name(comparison.b, titles[1])
    return write_files(folder, _contents(_Given(comparison, match_cells(comparison), (a.station, b.station), said)))


def _contents(given: _Given) -> Iterator[tuple[str, bytes]]:
    yield from list_files(given.comparison, given.matched, *given.stations)
    pictures = _draw(given) | dict(_draw_levels(given))
    for name, picture in pictures.items():
        yield f"{name}.svg", picture.encode()
    yield PAGE, _render(given, pictures)


def _draw(given: _Given) -> dict[str, str]:
    """The pictures that there is something for, by their names."""
    comparison, (a, b) = given.comparison, given.stations
    found = {"groups": draw_groups(comparison)}
    for name, streams in (("winners", comparison.winners), ("losers", comparison.losers)):
        if streams:
            found[name] = draw_streams(streams, b, a)
    if any(pair.change_s for pair in comparison.queues):
        found["queues"] = draw_queues_day(comparison, a, b)
    if comparison.after.clearances:
        found["clearances"] = draw_clearances(comparison, b, a)
    return found


def _draw_levels(given: _Given) -> Iterator[tuple[str, str]]:
    """The maps of each level, by their names."""
    comparison, (a, b) = given.comparison, given.stations
    turned = sorted({item.after.sign for item in comparison.signs_turned if item.after.sign in b.signs})
    for level in given.levels:
        ordinal, shapes = level.ordinal, used_shapes(comparison, level.ordinal)
        if not len(shapes):
            continue
        states = ("before", comparison.before, a, "之前"), ("after", comparison.after, b, "之后")
        for (key, crowding, station, when), said in zip(states, given.titles, strict=True):
            if ordinal in station.levels:
                title = Name(f"{level.label} {when}：{said.zh}", f"{key}: {said.en}")
                yield f"{key}-{level.label}", draw_state(title, crowding, station, ordinal, shapes)
        change = draw_difference(comparison, given.matched, b, ordinal)
        if change is not None:
            yield f"change-{level.label}", change
        queues = draw_queue_changes(comparison, a, b, ordinal, shapes)
        if queues is not None:
            yield f"queues-{level.label}", queues
        signs = [id for id in turned if b.signs[id].level == ordinal]
        if signs:
            yield f"signs-{level.label}", draw_signs(signs, b, ordinal)


def _render(given: _Given, pictures: Mapping[str, str]) -> bytes:
    comparison, (a, b) = given.comparison, given.stations
    name, before = station_name(b), comparison.before
    people = (before.ppm2 * before.cells.area_m2).sum(axis=1)
    shown = {key: drawn(picture) for key, picture in pictures.items()}
    stranded, ways = list(list_stranded(comparison, b, a)), list(list_ways(comparison, b, a))
    return render(
        PAGE, title=Name(f"{name.zh} 方案对比报告", f"{name.en} comparison"), station=name, seeds=len(comparison.seeds),
        a=given.titles[0], b=given.titles[1], answer=answer(comparison, *given.titles),
        cards=list(list_cards(comparison)), pictures=shown, times=list(list_times(comparison)),
        streams=[(Name("受益最多", "gain most"), shown.get("winners")),
                 (Name("受损最多", "lose most"), shown.get("losers"))],
        unserved=comparison.unserved, stranded=stranded[:MOST_ROWS], more_stranded=len(stranded[MOST_ROWS:]),
        level_changes=list(list_level_changes(comparison, b, a)),
        queue_maps=_of_levels(given, shown, "queues"), sign_maps=_of_levels(given, shown, "signs"),
        begin=before.begin_quarter, quarters=len(before.ppm2), busiest=int(people.argmax()),
        scale=drawn(draw_density_scale()),
        unmatched=len(given.matched.gone) + len(given.matched.new), cell_m=f"{before.cells.size_m:g}",
        levels=[{"name": level_name(level), "change": shown.get(f"change-{level.label}"),
                 "states": [shown[key] for state in ("before", "after") if (key := f"{state}-{level.label}") in shown]}
                for level in given.levels],
        timed=len(comparison.moments) > 1, signs=list(list_signs(comparison, b)),
        step_free=ways[:MOST_ROWS], more_step_free=len(ways[MOST_ROWS:]),
        setting_rows=list(settings_rows(list_settings(comparison))), files=FILES,
    )  # fmt: skip


def _of_levels(given: _Given, shown: Mapping[str, Any], kind: str) -> list[Any]:
    return [shown[key] for level in given.levels if (key := f"{kind}-{level.label}") in shown]
