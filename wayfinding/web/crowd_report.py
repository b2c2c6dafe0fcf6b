"""A run of the crowd as one HTML page that opens without a network, with pictures and tables beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from wayfinding.files import write_files
from wayfinding.flow.measures import Measures
from wayfinding.flow.outputs import TITLES, by_platform, clearance_record, clock, list_splits, settings_record
from wayfinding.flow.service import GRADES, QUARTER
from wayfinding.station.model import Name, Station
from wayfinding.web.crowd_pictures import COLOURS, draw_day, draw_service
from wayfinding.web.report_files import Entry, as_csv, as_geojson

PAGE = "crowd.html"
MOST_QUEUES = 25
"""So many queues stand on the page; the table beside it holds all."""
FILES = {
    "times.csv": Name("各人群、各行程的时间", "times by group and trip"),
    "queues.csv": Name("排队", "queues"),
    "clearance.csv": Name("各列车站台清空", "clearance of the platform, train by train"),
    "boarding.csv": Name("候车与未能上车", "waiting for trains, left behind"),
    "balance.csv": Name("人数平衡", "the balance: nobody is lost"),
    "stairs.csv": Name("楼梯服务水平", "levels of service of stairs, quarter hour by quarter hour"),
    "service.csv": Name("各层服务水平人分钟", "person-minutes at each level of service"),
    "cells.geojson": Name("各网格服务水平", "cells with their levels of service"),
}
_TEMPLATES = Environment(loader=PackageLoader("wayfinding.web"), autoescape=True, trim_blocks=True)


def write_crowd_report(folder: Path, measures: Measures) -> tuple[Path, ...]:
    """Write the page, the pictures and all tables into `folder`; answers the files' paths.

    Whatever fails, no file is half written. Raises InputError where the folder cannot be made or written.
    """
    return write_files(folder, _contents(measures))


def render_crowd_page(measures: Measures, pictures: list[tuple[str, str]]) -> str:
    """The whole page as HTML; `pictures` are names and SVG of the levels."""
    station = measures.simulation.network.station
    return _TEMPLATES.get_template(PAGE).render(
        station=Name(str(station.header.get("name_zh") or "天津站"),
                     str(station.header.get("name_en") or "Tianjin Railway Station")),
        settings=settings_record(measures), totals=measures.totals, times=measures.times,
        splits=[(title, list_splits(measures, by)) for by, title in TITLES.items()],  # type: ignore[arg-type]
        queues=measures.queues[:MOST_QUEUES], boardings=measures.boardings,
        clearances=[(_name(station, id), clearance_record(trains)) for id, trains in by_platform(measures).items()],
        names={item.platform: _name(station, item.platform) for item in measures.boardings},
        service=[(label, spent / spent.sum()) for label, spent in _spent(measures) if spent.sum() > 0],
        grades=GRADES, colours=COLOURS, files=FILES, clock=clock, day=Markup(draw_day(measures)),  # noqa: S704 -- drawn here, texts escaped
        pictures=[(name, Markup(picture)) for name, picture in pictures],  # noqa: S704 -- the same
    )  # fmt: skip


def _contents(measures: Measures) -> Iterator[tuple[str, bytes]]:
    station = measures.simulation.network.station
    tables: dict[str, list[Entry]] = {
        "times.csv": _times(measures), "queues.csv": _queues(measures),
        "clearance.csv": [(asdict(item) | {"at": clock(item.at_s)}, None) for item in measures.clearances],
        "boarding.csv": [(asdict(item), None) for item in measures.boardings],
        "balance.csv": [(asdict(measures.totals), None)],
        "stairs.csv": _stairs(measures),
        "service.csv": [({"level": label} | dict(zip(GRADES, spent.tolist(), strict=True)), None)
                        for label, spent in _spent(measures)],
    }  # fmt: skip
    for name, entries in tables.items():
        yield name, as_csv(station, entries)
    yield "cells.geojson", as_geojson(station, list(_cells(measures)))
    pictures = []
    for level in sorted(station.levels.values(), key=lambda item: -item.ordinal):
        picture = draw_service(measures, level.ordinal)
        pictures.append((level.label, picture))
        yield f"service-{level.label}.svg", picture.encode()
    yield "day.svg", draw_day(measures).encode()
    yield PAGE, render_crowd_page(measures, pictures).encode()


def _name(station: Station, id: str) -> Name:
    return station.places[id].name if id in station.places else Name(id, id)


def _times(measures: Measures) -> list[Entry]:
    rows: list[Entry] = [({"by": "all", "key": "all"} | asdict(measures.times), None)]
    return rows + [({"by": item.by, "key": item.key} | asdict(item.times), None) for item in measures.splits]


def _queues(measures: Measures) -> list[Entry]:
    pathways = measures.simulation.network.station.pathways
    rows: list[Entry] = []
    for item in measures.queues:
        values = asdict(item) | {"name": item.name.zh, "name_en": item.name.en}
        values |= {"longest_at": clock(item.longest_at_s), "worst_from": clock(item.worst_at_s)}
        rows.append((values, pathways[item.pathway].stops[item.entry].point))
    return rows


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


def _spent(measures: Measures) -> Iterator[tuple[str, np.ndarray[Any, np.dtype[np.float64]]]]:
    for level in sorted(measures.simulation.network.station.levels.values(), key=lambda item: -item.ordinal):
        yield level.label, measures.service.person_minutes(level.ordinal)


def _cells(measures: Measures) -> Iterator[Entry]:
    """Every cell that somebody passed: its worst quarter hour, all quarter hours, its minutes at each level."""
    service, cells = measures.service, measures.simulation.supply.cells
    letters = np.array(list(GRADES))[service.grade_of(service.quarters)]
    first = clock(60.0 * QUARTER * (service.begin // QUARTER))
    minutes = service.minutes()
    for k in np.flatnonzero(service.worst_ppm2 > 0).tolist():
        yield {
            "level": float(service.level[k]), "area_m2": round(float(service.area_m2[k]), 2),
            "judged_as": "queue" if service.waiting[k] else "walkway", "worst": GRADES[service.worst_grades[k]],
            "worst_from": clock(float(service.worst_at_s[k])), "worst_ppm2": round(float(service.worst_ppm2[k]), 4),
            "first_quarter": first, "quarters": "".join(letters[:, k].tolist()),
            "minutes": dict(zip(GRADES, minutes[k].tolist(), strict=True)),
        }, cells.shape[k]  # fmt: skip
