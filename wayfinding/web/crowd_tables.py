"""A run of the crowd as tables: times, queues, platforms, places and cells, by the quarter hour and by the minute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from wayfinding.flow.measuring.measures import Measures
from wayfinding.flow.measuring.outputs import clock, lift_record
from wayfinding.flow.measuring.service import GRADES, QUARTER
from wayfinding.routing.sight import Floats
from wayfinding.station.model import Name
from wayfinding.web.crowd_places import Places
from wayfinding.web.crowd_series import Series
from wayfinding.web.report_files import Entry, as_csv, as_geojson

FILES = {
    "times.csv": Name("各人群、行程、起点、终点的时间分布", "times by group, trip, origin and destination"),
    "queues.csv": Name("排队，全天", "queues, the whole day"),
    "queues.geojson": Name("排队，各刻钟", "queues, quarter hour by quarter hour"),
    "queue-quarters.csv": Name("排队，各刻钟", "queues, quarter hour by quarter hour"),
    "queue-minutes.csv": Name("排队人数，逐分钟", "people in queues, minute by minute"),
    "wait-minutes.csv": Name("等候时间，逐分钟", "waits, minute by minute"),
    "lifts.csv": Name("各电梯候梯时间，逐小时", "waits for each lift, hour by hour"),
    "clearance.csv": Name("各列车站台清空", "clearance of the platform, train by train"),
    "boarding.csv": Name("候车与未能上车", "waiting for trains, left behind"),
    "balance.csv": Name("人数平衡", "the balance: nobody is lost"),
    "stairs.csv": Name("楼梯服务水平，各刻钟", "levels of service of stairs, quarter hour by quarter hour"),
    "places.csv": Name("各处服务水平，各刻钟", "levels of service of places, quarter hour by quarter hour"),
    "service.csv": Name("各层服务水平人分钟", "person-minutes at each level of service"),
    "cells.geojson": Name("各网格服务水平，各刻钟与逐分钟", "levels of service of cells by quarter hour and minute"),
}


def list_files(measures: Measures, series: Series, places: Places) -> Iterator[tuple[str, bytes]]:
    """All tables, by the names of FILES."""
    station = measures.simulation.network.station
    yield "times.csv", as_csv(station, _times(measures))
    yield "queues.csv", as_csv(station, _queues(measures))
    yield "queues.geojson", as_geojson(station, _queue_points(measures, series))
    yield "queue-quarters.csv", as_csv(station, _queue_quarters(measures, series))
    yield "queue-minutes.csv", _by_minute(measures, [list(map(str, row)) for row in series.minutes.T.tolist()])
    yield "wait-minutes.csv", _by_minute(measures, _wait_rows(series))
    yield "lifts.csv", as_csv(station, [({"lift": item.lift} | lift_record(item), None) for item in measures.lifts])
    yield (
        "clearance.csv",
        as_csv(station, [(asdict(item) | {"at": clock(item.at_s)}, None) for item in measures.clearances]),
    )
    yield "boarding.csv", as_csv(station, [(asdict(item), None) for item in measures.boardings])
    yield "balance.csv", as_csv(station, [(asdict(measures.totals), None)])
    yield "stairs.csv", as_csv(station, _stairs(measures))
    yield "places.csv", as_csv(station, _places(places))
    yield "service.csv", as_csv(station, [
        ({"level": label} | dict(zip(GRADES, spent.tolist(), strict=True)), None)
        for label, spent in person_minutes(measures)
    ])  # fmt: skip
    yield "cells.geojson", as_geojson(station, _cells(measures))


def person_minutes(measures: Measures) -> Iterator[tuple[str, Floats]]:
    """Each level, from the top, and the person-minutes that were spent there at A, B, … F."""
    for level in sorted(measures.simulation.network.station.levels.values(), key=lambda item: -item.ordinal):
        yield level.label, measures.service.person_minutes(level.ordinal)


def _times(measures: Measures) -> list[Entry]:
    rows: list[Entry] = [({"by": "all", "key": "all"} | measures.times.row(), None)]
    return rows + [({"by": item.by, "key": item.key} | item.times.row(), None) for item in measures.splits]


def _queues(measures: Measures) -> Iterator[Entry]:
    pathways = measures.simulation.network.station.pathways
    for item in measures.queues:
        values = asdict(item) | {"name": item.name.zh, "name_en": item.name.en}
        values |= {"longest_at": clock(item.longest_at_s), "worst_from": clock(item.worst_at_s)}
        yield values, pathways[item.pathway].stops[item.entry].point


def _queue_points(measures: Measures, series: Series) -> Iterator[Entry]:
    """Where each queue is, with what happened there in each quarter hour."""
    mean = [[None if np.isnan(value) else round(value, 1) for value in row] for row in series.mean_s().tolist()]
    first = clock(60.0 * QUARTER * series.begin)
    for k, (values, point) in enumerate(_queues(measures)):
        quarters = {
            "first_quarter": first, "passed_by_quarter": series.passed[k].tolist(), "mean_wait_s_by_quarter": mean[k],
            "longest_by_quarter": series.longest[k].tolist(),
        }  # fmt: skip
        yield values | quarters, point


def _queue_quarters(measures: Measures, series: Series) -> Iterator[Entry]:
    """Each queue and quarter hour in which somebody stood in it."""
    starts = [clock(moment) for moment in series.starts_s().tolist()]
    for k, q in np.argwhere(series.longest > 0).tolist():
        item, passed, waited_s = measures.queues[k], int(series.passed[k, q]), float(series.waited_s[k, q])
        yield {
            "pathway": item.pathway, "entry": item.entry, "exit": item.exit, "from": starts[q], "passed": passed,
            "waited_s": round(waited_s, 1), "mean_wait_s": round(waited_s / passed, 1) if passed else None,
            "longest": int(series.longest[k, q]),
        }, None  # fmt: skip


def _wait_rows(series: Series) -> list[list[str]]:
    """Seconds waited in sum by those who joined each queue in each minute; lifts: who got in then."""
    return [[f"{value:.0f}" for value in row] for row in series.minutes_waited_s.T.tolist()]


def _by_minute(measures: Measures, rows: Iterable[list[str]]) -> bytes:
    """A table with a row each minute of the run and a column each queue, named as pathway:entry>exit."""
    head = ",".join(["minute", *(f"{item.pathway}:{item.entry}>{item.exit}" for item in measures.queues)])
    begin = measures.service.begin
    lines = [",".join([clock(60.0 * (begin + k)), *row]) for k, row in enumerate(rows)]
    return "\r\n".join([head, *lines, ""]).encode("utf-8-sig")


def _stairs(measures: Measures) -> list[Entry]:
    """Each stair and quarter hour in which somebody took it: its minutes at each level of service."""
    service = measures.service
    rows: list[Entry] = []
    for column, id in enumerate(service.stairs):
        for first in range(0, len(service.people), QUARTER):
            minutes = slice(first, first + QUARTER)
            flow = service.stair_flow[minutes, column]
            if flow.any():
                counts = np.bincount(service.stair_grades[minutes, column], minlength=len(GRADES)).tolist()
                row: dict[str, Any] = {"stair": id, "from": clock(60.0 * (service.begin + first))}
                row |= {"busiest_per_m_min": float(flow.max())} | dict(zip(GRADES, counts, strict=True))
                rows.append((row, None))
    return rows


def _places(places: Places) -> Iterator[Entry]:
    """Each place and quarter hour in which somebody was there."""
    starts = [clock(60.0 * QUARTER * (places.begin + q)) for q in range(places.people.shape[1])]
    for k, q in np.argwhere(places.people > 0).tolist():
        space = places.spaces[k]
        yield {
            "place": space.id, "name": space.name.zh, "name_en": space.name.en, "level": space.level,
            "from": starts[q], "people": round(float(places.people[k, q]), 1),
            "ppm2": round(float(places.ppm2[k, q]), 4), "densest_ppm2": round(float(places.densest_ppm2[k, q]), 4),
            "service": GRADES[int(places.grades[k, q])],
        }, None  # fmt: skip


def _cells(measures: Measures) -> Iterator[Entry]:
    """Every cell that somebody passed: its worst quarter hour, all quarter hours, its minutes at each level.

    `minute_grades` is there for cells that ever were worse than A: a letter for each minute from `first_minute` on.
    """
    service, cells = measures.service, measures.simulation.supply.cells
    letters = np.array(list(GRADES))
    quarters, density = letters[service.grade_of(service.quarters)], np.round(service.quarters, 3)
    first = {"first_quarter": clock(60.0 * QUARTER * (service.begin // QUARTER)),
             "first_minute": clock(60.0 * service.begin)}  # fmt: skip
    minutes, worst = service.minutes(), letters[service.worst_grades]
    worse = minutes[:, 1:].sum(axis=1) > 0
    for k in np.flatnonzero(service.worst_ppm2 > 0).tolist():
        yield {
            "level": float(service.level[k]), "area_m2": round(float(service.area_m2[k]), 2),
            "judged_as": "queue" if service.waiting[k] else "walkway", "worst": str(worst[k]),
            "worst_from": clock(float(service.worst_at_s[k])), "worst_ppm2": round(float(service.worst_ppm2[k]), 4),
            **first, "quarters": "".join(quarters[:, k].tolist()), "quarters_ppm2": density[:, k].tolist(),
            "minutes": dict(zip(GRADES, minutes[k].tolist(), strict=True)),
            "minute_grades": "".join(letters[service.grades[:, k]].tolist()) if worse[k] else None,
        }, cells.shape[k]  # fmt: skip
