"""A comparison as tables: streams, groups, queues, cells, signs and step-free ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from wayfinding.flow.comparing.comparison import Comparison
from wayfinding.flow.comparing.crowding import Crowding, MeanQueue
from wayfinding.flow.comparing.intervals import Difference
from wayfinding.flow.measuring.outputs import clock
from wayfinding.flow.measuring.service import GRADES, QUARTER
from wayfinding.station.model import Name, Station
from wayfinding.web.compare_cells import Matched
from wayfinding.web.crowd_words import place_name
from wayfinding.web.report_files import Entry, as_csv, as_geojson

FILES = {
    "groups.csv": Name("各人群的变化", "change by group"),
    "streams.csv": Name("各人流的变化", "change by stream"),
    "queues.csv": Name("排队前后", "queues before and after"),
    "queues.geojson": Name("排队前后，各刻钟", "queues before and after, by quarter hour"),
    "cells.geojson": Name("各网格密度与服务水平前后", "density and level of service of cells before and after"),
    "platforms.csv": Name("站台清空前后", "clearance of platforms before and after"),
    "signs.csv": Name("由对变错的标识", "signs that turn wrong"),
    "step-free.csv": Name("变化的无障碍路线", "step-free ways that change"),
}


def list_files(comparison: Comparison, matched: Matched, a: Station, b: Station) -> Iterator[tuple[str, bytes]]:
    """All tables, by the names of FILES."""
    yield "groups.csv", as_csv(b, _groups(comparison))
    yield "streams.csv", as_csv(b, _streams(comparison, a, b))
    queues = list(_queues(comparison, a, b))
    plain = [
        ({key: value for key, value in row.items() if not isinstance(value, list)}, point) for row, point in queues
    ]
    yield "queues.csv", as_csv(b, plain)
    yield "queues.geojson", as_geojson(b, queues)
    yield "cells.geojson", as_geojson(b, _cells(comparison, matched))
    yield "platforms.csv", as_csv(b, _platforms(comparison))
    yield "signs.csv", as_csv(b, _signs(comparison, b))
    yield "step-free.csv", as_csv(b, _step_free(comparison))


def _difference(item: Difference) -> dict[str, Any]:
    low, high = item.ci95_s or (None, None)
    return {"mean_s": item.mean_s, "ci95_low_s": low, "ci95_high_s": high, "people": item.people, "sure": item.is_sure}


def _groups(comparison: Comparison) -> Iterator[Entry]:
    for key, item in {"all": comparison.difference, "p50": comparison.p50, "p95": comparison.p95}.items():
        yield {"group": key} | _difference(item), None
    for key, item in comparison.groups.items():
        yield {"group": key} | _difference(item), None


def _streams(comparison: Comparison, a: Station, b: Station) -> Iterator[Entry]:
    for item in comparison.streams:
        start, end = (place_name(id, b, a) for id in (item.origin, item.destination))
        names = {"from": item.origin, "to": item.destination, "from_zh": start.zh, "to_zh": end.zh,
                 "from_en": start.en, "to_en": end.en}  # fmt: skip
        yield names | _difference(item.difference) | {"total_s": item.total_s, "lost": item.lost, "won": item.won}, None


def _queues(comparison: Comparison, a: Station, b: Station) -> Iterator[Entry]:
    """Each direction of a pathway that anybody took, with its quarter hours."""
    first = clock(60.0 * QUARTER * comparison.before.begin_quarter)
    for pair in comparison.queues:
        queue, station = (pair.after, b) if pair.after is not None else (pair.before, a)
        if queue is None or not any(item is not None and item.passed for item in (pair.before, pair.after)):
            continue
        values = {
            "pathway": queue.pathway, "entry": queue.entry, "exit": queue.exit, "mode": queue.mode,
            "name": queue.name.zh, "name_en": queue.name.en, "from_level": queue.from_level,
            "to_level": queue.to_level, "change_s": round(pair.change_s, 1), "first_quarter": first,
        } | _state("before", pair.before) | _state("after", pair.after)  # fmt: skip
        yield values, station.pathways[queue.pathway].stops[queue.entry].point


def _state(name: str, queue: MeanQueue | None) -> dict[str, Any]:
    if queue is None:
        return dict.fromkeys(f"{name}_{key}" for key in ("passed", "waited_s", "mean_wait_s", "longest"))
    return {
        f"{name}_passed": round(queue.passed, 1), f"{name}_waited_s": round(queue.waited_s, 1),
        f"{name}_mean_wait_s": round(queue.mean_s, 2), f"{name}_longest": round(queue.longest, 1),
        f"{name}_passed_by_quarter": np.round(queue.quarter_passed.astype(float), 1).tolist(),
        f"{name}_waited_s_by_quarter": np.round(queue.quarter_waited_s.astype(float), 1).tolist(),
    }  # fmt: skip


def _cells(comparison: Comparison, matched: Matched) -> Iterator[Entry]:
    """Each cell that somebody passed, before and after in one; apart where one state lacks it."""
    before, after = comparison.before, comparison.after
    for k, n in zip(matched.before.tolist(), matched.after.tolist(), strict=True):
        yield _cell("before", before, k) | _cell("after", after, n) | {
            "change_ppm2": round(float(after.worst_ppm2[n] - before.worst_ppm2[k]), 4),
        }, after.cells.shape[n]  # fmt: skip
    for name, state, alone in (("before", before, matched.gone), ("after", after, matched.new)):
        for k in alone.tolist():
            yield _cell(name, state, k), state.cells.shape[k]


def _cell(name: str, state: Crowding, k: int) -> dict[str, Any]:
    return {
        "level": float(state.cells.level[k]), f"{name}_worst_ppm2": round(float(state.worst_ppm2[k]), 4),
        f"{name}_worst": GRADES[int(state.worst_grades[k])], f"{name}_worst_from": clock(float(state.worst_at_s[k])),
        "first_quarter": clock(60.0 * QUARTER * state.begin_quarter),
        f"{name}_quarters_ppm2": np.round(state.ppm2[:, k].astype(float), 3).tolist(),
    }  # fmt: skip


def _platforms(comparison: Comparison) -> Iterator[Entry]:
    before, after = comparison.before.clearances, comparison.after.clearances
    for id in sorted({*before, *after}):
        row: dict[str, Any] = {"platform": id}
        for name, state in (("before", before), ("after", after)):
            item = state.get(id)
            for key in ("trains", "mean_s", "longest_s", "late"):
                row[f"{name}_{key}"] = None if item is None else getattr(item, key)
        yield row, None


def _signs(comparison: Comparison, b: Station) -> Iterator[Entry]:
    for moment in comparison.moments:
        for item in moment.signs_turned:
            sign = b.signs.get(item.after.sign)
            message = None if sign is None else sign.messages[item.after.message]
            yield {
                "since": clock(moment.since_s), "sign": item.after.sign, "face": item.after.face,
                "message": item.after.message, "text": None if message is None else message.text.zh,
                "destination": item.after.destination, "profile": item.after.profile,
                "before": item.before.verdict, "after": item.after.verdict, "reason": item.after.reason,
            }, None if sign is None else shapely.Point(sign.point)  # fmt: skip


def _step_free(comparison: Comparison) -> Iterator[Entry]:
    for moment in comparison.moments:
        for item in moment.step_free:
            yield {"since": clock(moment.since_s), "from": item.origin, "to": item.destination,
                   "before_s": item.before_s, "after_s": item.after_s}, None  # fmt: skip
