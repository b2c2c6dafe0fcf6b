"""A run of the crowd as one HTML page that opens without a network, with pictures and tables beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from wayfinding.files import write_files
from wayfinding.flow.measuring.measures import Measures, Queue
from wayfinding.flow.measuring.outputs import (
    TITLES,
    by_lift,
    by_platform,
    clearance_record,
    clock,
    list_splits,
    settings_record,
)
from wayfinding.flow.measuring.service import GRADES, QUARTER
from wayfinding.flow.measuring.times import By
from wayfinding.station.model import Level, Name
from wayfinding.web.crowd_charts import EVERY_MIN, draw_clearance, draw_day, draw_queues_day
from wayfinding.web.crowd_findings import list_findings
from wayfinding.web.crowd_hours import draw_lifts, draw_places, draw_stairs
from wayfinding.web.crowd_page import drawn, render, settings_rows, station_name
from wayfinding.web.crowd_pictures import draw_service
from wayfinding.web.crowd_places import Places, judge_places
from wayfinding.web.crowd_plan import COLOURS, STEPS
from wayfinding.web.crowd_series import Series, list_series
from wayfinding.web.crowd_tables import FILES, list_files, person_minutes
from wayfinding.web.crowd_times import draw_times
from wayfinding.web.crowd_words import place_name, queue_name

PAGE = "crowd.html"
TIMES: dict[str, tuple[Name, tuple[By, ...]]] = {
    "times": (Name("各人群、各行程的时间", "times by group and trip"), ("group", "from", "to", "trip")),
    "times-places": (Name("各出发地、目的地的时间", "times by origin and destination"), ("origin", "destination")),
}
"""Pictures of times: what each is called, and what it splits people by."""
MOST_QUEUES = 25
"""So many queues stand on the page; the table beside it holds all."""


def write_crowd_report(folder: Path, measures: Measures) -> tuple[Path, ...]:
    """Write the page, the pictures and all tables into `folder`; answers the files' paths.

    Whatever fails, no file is half written. Raises InputError where the folder cannot be made or written.
    """
    return write_files(folder, _contents(measures))


def _contents(measures: Measures) -> Iterator[tuple[str, bytes]]:
    series, places = list_series(measures), judge_places(measures)
    yield from list_files(measures, series, places)
    maps = {level.label: draw_service(measures, series, level.ordinal) for level in _levels(measures)}
    pictures = _draw(measures, series, places)
    for name, picture in ({f"service-{label}": picture for label, picture in maps.items()} | pictures).items():
        yield f"{name}.svg", picture.encode()
    yield PAGE, _render(measures, series, maps, pictures)


def _levels(measures: Measures) -> list[Level]:
    """The most crowded first."""
    service = measures.service

    def most_ppm2(level: Level) -> float:
        return float(service.worst_ppm2[service.level == level.ordinal].max(initial=0.0))

    levels = measures.simulation.network.station.levels.values()
    return sorted(levels, key=lambda level: (-most_ppm2(level), -level.ordinal))


def _draw(measures: Measures, series: Series, places: Places) -> dict[str, str]:
    """The pictures that there is something for, by their names."""
    found = {"day": draw_day(measures)}
    if measures.times.people:
        found |= {key: draw_times(measures, name, kinds) for key, (name, kinds) in TIMES.items()}
    if measures.queues:
        found["queues"] = draw_queues_day(measures, series)
    if any(queue.mode == "lift" for queue in measures.queues):
        found["lifts"] = draw_lifts(measures, series)
    if measures.service.stair_flow.any():
        found["stairs"] = draw_stairs(measures)
    if places.spaces:
        found["places"] = draw_places(measures, places)
    if measures.clearances:
        found["clearance"] = draw_clearance(measures)
    return found


def _render(measures: Measures, series: Series, maps: Mapping[str, str], pictures: Mapping[str, str]) -> bytes:
    station, record = measures.simulation.network.station, settings_record(measures)
    name = station_name(station)
    people = (measures.service.quarters * measures.service.area_m2).sum(axis=1)

    def named(queue: Queue) -> Name:
        return queue_name(station, queue)

    return render(
        PAGE, title=Name(f"{name.zh} 客流仿真报告", f"{name.en} crowd report"), station=name,
        headline=_headline(measures), cards=list(_cards(measures)), findings=list(list_findings(measures)),
        begin=measures.service.begin // QUARTER, quarters=series.count, busiest=int(people.argmax()),
        settings=record, setting_rows=list(settings_rows(record)), files=FILES, clock=clock, every=EVERY_MIN,
        pictures={key: drawn(picture) for key, picture in pictures.items()},
        levels=[drawn(picture) for picture in maps.values()], times=measures.times,
        times_pictures=[drawn(pictures[key]) for key in TIMES if key in pictures],
        splits=[(title, list_splits(measures, by)) for by, title in TITLES.items()],  # type: ignore[arg-type]
        queues=measures.queues[:MOST_QUEUES], queue_name=named, boardings=measures.boardings,
        names={item.platform: place_name(item.platform, station) for item in measures.boardings},
        clearances=[(place_name(id, station), clearance_record(trains))
                    for id, trains in by_platform(measures).items()],
        service=[(label, spent / spent.sum()) for label, spent in person_minutes(measures) if spent.sum() > 0],
        lifts=list(_lifts(measures)), grades=GRADES, colours=COLOURS[len(STEPS):],
    )  # fmt: skip


def _lifts(measures: Measures) -> Iterator[dict[str, Any]]:
    """A row for each lift, the longest mean wait first."""
    rows: list[dict[str, Any]] = []
    for id, hours in by_lift(measures).items():
        people = sum(item.people for item in hours)
        rows.append({
            "lift": id, "name": hours[0].name, "people": people, "longest_s": max(item.longest_s for item in hours),
            "mean_s": sum(item.mean_s * item.people for item in hours) / people,
            "worst": max(hours, key=lambda item: item.p95_s),
        })  # fmt: skip
    yield from sorted(rows, key=lambda row: -row["mean_s"])


def _headline(measures: Measures) -> str:
    done = measures.simulation
    names = ", ".join(done.network.station.scenarios) or "today"
    return (f"{clock(done.times[0])}–{clock(done.times[1])} · 方案 Scenario: {names} · 需求 Demand: {done.demand} · "
            f"随机种子 Seed: {done.seed} · 示意图 schematic")  # fmt: skip


def _cards(measures: Measures) -> Iterator[tuple[Name, str]]:
    totals, times = measures.totals, measures.times
    yield Name("出发", "set out"), f"{totals.started:,}"
    yield Name("到达", "arrived"), f"{totals.arrived:,}"
    for name, value in ((Name("平均全程", "mean, door to door"), times.mean_s),
                        (Name("95% 不超过", "95 % take at most"), times.p95_s)):  # fmt: skip
        yield name, "–" if np.isnan(value) else f"{value / 60:.1f} min"
    yield Name("无路可走", "without a way"), f"{totals.without_way:,}"
    yield Name("结束时仍在", "there at the end"), f"{totals.still_there:,}"
    yield Name("满员未上车", "left behind"), f"{totals.left_behind:,}"
