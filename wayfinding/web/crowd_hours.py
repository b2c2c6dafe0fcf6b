"""Lifts, stairs and places through the day: a row of colours each, a field for each quarter hour."""

from __future__ import annotations

import numpy as np

from wayfinding.flow.measuring.measures import Measures
from wayfinding.flow.measuring.service import GRADES, QUARTER
from wayfinding.station.model import Name
from wayfinding.web.crowd_places import Places
from wayfinding.web.crowd_plan import COLOURS, STEPS, density_class
from wayfinding.web.crowd_series import Series
from wayfinding.web.crowd_strips import NOTHING, Key, Strip, draw_strips
from wayfinding.web.crowd_words import queue_name

WAIT_STEPS_S = (15.0, 30.0, 60.0, 120.0, 180.0)
WAIT_COLOURS = ("#e3eef7", "#a9cce3", "#ffe08a", "#fdae4b", "#e0532a", "#8c0d12")
LIFTS, STAIRS, PLACES = 16, 12, 16
"""So many are drawn, the worst first."""


def draw_lifts(measures: Measures, series: Series) -> str:
    """The mean wait for each lift, level and way by quarter hour."""
    mean = series.mean_s()
    lifts = [k for k, queue in enumerate(measures.queues) if queue.mode == "lift"][:LIFTS]
    strips = []
    for k in lifts:
        queue = measures.queues[k]
        steps = np.searchsorted(np.array(WAIT_STEPS_S), np.nan_to_num(mean[k]), side="left")
        colours = np.where(np.isnan(mean[k]), NOTHING, steps)
        worst = float(np.nanmax(mean[k])) if np.isfinite(mean[k]).any() else 0.0
        name = queue_name(measures.simulation.network.station, queue)
        strips.append(Strip(name, colours, f"{queue.mean_s:.0f} / {worst:.0f}"))
    labels = [f"≤{step:.0f}" for step in WAIT_STEPS_S] + [f">{WAIT_STEPS_S[-1]:.0f}"]
    key = Key(
        WAIT_COLOURS,
        labels,
        Name("各刻钟平均等候（秒）", "mean wait in each quarter hour, s"),
        Name("全天 / 最差", "day / worst, s"),
    )
    return draw_strips(Name("等电梯", "waits for lifts"), strips, key, series.begin)


def draw_stairs(measures: Measures) -> str:
    """The level of service of the busiest minute of each quarter hour on the busiest stairs."""
    service, pathways = measures.service, measures.simulation.network.station.pathways
    before = service.begin % QUARTER
    spare = ((before, -(before + len(service.people)) % QUARTER), (0, 0))
    grades = np.pad(service.stair_grades, spare).reshape(-1, QUARTER, len(service.stairs)).max(axis=1)
    used = np.pad(service.stair_flow, spare).reshape(-1, QUARTER, len(service.stairs)).max(axis=1)
    order = np.argsort(-used.max(axis=0, initial=0.0), kind="stable")[:STAIRS]
    strips = [
        Strip(pathways[service.stairs[k]].name, np.where(used[:, k] > 0, grades[:, k], NOTHING).astype(np.int64),
              f"{used[:, k].max():.0f}")
        for k in order.tolist() if used[:, k].any()
    ]  # fmt: skip
    key = Key((COLOURS[2], *COLOURS[5:]), GRADES, Name("最忙一分钟的服务水平", "level of service, busiest minute"),
              Name("最多人/米·分", "people/m·min"))  # fmt: skip
    return draw_strips(Name("楼梯服务水平", "levels of service of stairs"), strips, key, service.begin // QUARTER)


def draw_places(measures: Measures, places: Places) -> str:
    """The density of the densest cell of the most crowded places by quarter hour."""
    levels = measures.simulation.network.station.levels
    order = np.argsort(-places.densest_ppm2.max(axis=1, initial=0.0), kind="stable")[:PLACES]
    strips = []
    for k in order.tolist():
        space, densest = places.spaces[k], places.densest_ppm2[k]
        name = Name(f"{levels[space.level].label} {space.name.zh}", space.name.en)
        colours = np.where(densest > 0, density_class(densest, places.grades[k]), NOTHING)
        worst = int(densest.argmax())
        strips.append(Strip(name, colours, f"{GRADES[int(places.grades[k, worst])]} {densest[worst]:.2f}"))
    labels = [*(f"≤{step:g}" for step in STEPS), "A", *GRADES[1:]]
    key = Key(COLOURS, labels, Name("最挤一格的密度（人/平方米）与服务水平", "densest cell, people/m², and its level"),
              Name("最差", "worst"))  # fmt: skip
    return draw_strips(Name("各处密度", "density of places"), strips, key, places.begin)
