"""A run of the crowd through the day: people in the station, queues, lifts, stairs, and platforms train by train."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from wayfinding.flow.measuring.clearance import Clearance
from wayfinding.flow.measuring.measures import Measures
from wayfinding.flow.measuring.outputs import by_platform, clock
from wayfinding.flow.measuring.service import QUARTER
from wayfinding.station.model import Name
from wayfinding.web.crowd_series import Series
from wayfinding.web.crowd_words import place_name, queue_name
from wayfinding.web.svg import (
    FAINT,
    LINES,
    LONGER,
    SHORTER,
    WIDE,
    Scale,
    area,
    box,
    hours,
    picture,
    polyline,
    rule,
    write,
    write_lines,
    write_name,
)

LEFT, RIGHT = 330.0, 150.0
QUEUES, QUEUE_ROW = 10, 44.0
EVERY_MIN = 5
"""Queues are drawn by their longest in so many minutes."""
PLATFORM_ROW = 92.0
MOST_GAP_S = 600.0
"""A longer gap to the next train ends at the top of the picture."""


def draw_day(measures: Measures) -> str:
    """How many people were on foot on each level, waiting on platforms included, in the mean of each quarter hour."""
    service, levels = measures.service, measures.simulation.network.station.levels
    people = service.quarters * service.area_m2
    shown = [
        (level.label, people[:, service.level == level.ordinal].sum(axis=1))
        for level in sorted(levels.values(), key=lambda item: -item.ordinal)
    ]
    begin = 60.0 * QUARTER * (service.begin // QUARTER)
    moments = begin + 60.0 * QUARTER * (np.arange(len(people)) + 0.5)
    x = Scale(begin, begin + 60.0 * QUARTER * len(people), 62.0, WIDE - 12)
    most = max(1.0, float(people.sum(axis=1).max(initial=0.0)))
    y = Scale(0.0, most * 1.05, 250.0, 34.0)
    body = [*hours(x, 34.0, 250.0)]
    for tick in y.ticks(4):
        body.append(rule(62, y(tick), WIDE - 12, y(tick)))
        body.append(write(56, y(tick) + 4, f"{tick:,.0f}", anchor="end", fill=FAINT))
    low = np.zeros(len(people))
    across = [x(moment) for moment in moments.tolist()]
    for k, (label, values) in enumerate(shown):
        high = low + values
        path = area(across, [y(v) for v in low.tolist()], [y(v) for v in high.tolist()])
        colour = LINES[k % len(LINES)]
        body.append(f'<path d="{path}" fill="{colour}" fill-opacity="0.85"/>')
        body += [box(62 + 76 * k, 8, 16, 13, colour), write(62 + 76 * k + 21, 19, label)]
        low = high
    body.append(f'<path d="M0 34V250" data-marker="{x.start:g} {x.end:g}" visibility="hidden" stroke="#14212e"/>')
    return picture(WIDE, 274, Name("站内步行与候车人数", "people on foot in the station"), body)


def draw_queues_day(measures: Measures, series: Series) -> str:
    """The queues most waited for in sum through the day, each on a scale of its own."""
    rows, station = measures.queues[:QUEUES], measures.simulation.network.station
    x = _day_axis(series)
    bottom = 8 + QUEUE_ROW * len(rows)
    body = [*hours(x, 8, bottom)]
    for row, queue in enumerate(rows):
        minutes = series.minutes[row]
        spare = -len(minutes) % EVERY_MIN
        longest = np.pad(minutes, (0, spare)).reshape(-1, EVERY_MIN).max(axis=1)
        start = 60.0 * measures.service.begin
        base = 8 + QUEUE_ROW * (row + 1) - 4
        y = Scale(0.0, max(1.0, float(queue.longest)), base, base - QUEUE_ROW + 12)
        across = [x(start + 60.0 * EVERY_MIN * k) for k in range(len(longest))]
        path = area(across, [base] * len(across), [y(v) for v in longest.tolist()])
        body.append(rule(x.start, base, x.end, base))
        body.append(f'<path d="{path}" fill="{LINES[0]}" fill-opacity="0.75"/>')
        name = queue_name(station, queue)
        body += write_lines(LEFT - 8, base - 16, Name(f"{row + 1}. {name.zh}", name.en), LEFT - 12, anchor="end")
        body.append(write(x.end + 8, base - 16, f"{queue.longest} 人 people", bold=True))
        body.append(write(x.end + 8, base - 1, clock(queue.longest_at_s), fill=FAINT, size=12))
    return picture(WIDE, bottom + 24, Name("排队人数", "people in queues"), body)


def draw_clearance(measures: Measures) -> str:
    """Each train: how long until its passengers had left the platform, and how long until the next one's came."""
    station, platforms = measures.simulation.network.station, by_platform(measures)
    trains = [item for items in platforms.values() for item in items]
    first, last = min((item.at_s for item in trains), default=0.0), max((item.at_s for item in trains), default=0.0)
    x = Scale(first // 3600 * 3600, last + 900, 50.0, WIDE - 12)
    most = max((item.clear_s or 0.0 for item in trains), default=0.0)
    gap = max((min(item.next_s or 0.0, MOST_GAP_S) for item in trains), default=0.0)
    bottom = 30 + PLATFORM_ROW * len(platforms)
    body = [*_clearance_key(), *hours(x, 30, bottom)]
    for row, (id, items) in enumerate(platforms.items()):
        base = 30 + PLATFORM_ROW * (row + 1)
        y = Scale(0.0, max(most, gap, 1.0) * 1.03, base, base - PLATFORM_ROW + 30)
        body += _platform(place_name(id, station), items, x, y)
    return picture(WIDE, bottom + 24, Name("站台清空", "platform clearance"), body)


def _clearance_key() -> Iterator[str]:
    yield box(50, 6, 14, 13, SHORTER)
    yield write_name(69, 17, Name("清空用时（秒）", "time to clear, s"))
    yield box(290, 6, 14, 13, LONGER)
    yield write_name(309, 17, Name("下一列到达前未清空", "not clear when the next train came"))
    yield rule(680, 12.5, 704, 12.5, FAINT, width=1.5)
    yield write_name(710, 17, Name("到下一列的间隔", "gap to the next train"))


def _platform(name: Name, items: list[Clearance], x: Scale, y: Scale) -> Iterator[str]:
    late = sum(not item.in_time for item in items)
    yield write_name(x.start, y.end - 10, name)
    yield write(x.end, y.end - 10, f"{late} / {len(items)} 列 trains", anchor="end",
                fill=LONGER if late else FAINT, bold=late > 0)  # fmt: skip
    for tick in y.ticks(3):
        yield rule(x.start, y(tick), x.end, y(tick))
        yield write(x.start - 6, y(tick) + 4, f"{tick:.0f}", anchor="end", fill=FAINT, size=11)
    for is_late, colour in ((False, SHORTER), (True, LONGER)):
        bars = "".join(f"M{x(item.at_s):.1f} {y.start:.1f}V{y(item.clear_s):.1f}" for item in items
                       if item.clear_s is not None and item.in_time != is_late)  # fmt: skip
        if bars:
            yield f'<path d="{bars}" stroke="{colour}" stroke-width="2.6"/>'
    gaps = [(item.at_s, item.next_s, min(item.next_s, y.high)) for item in items if item.next_s is not None]
    if gaps:
        edges = [(x(at + step), y(high)) for at, gap, high in gaps for step in (0.0, gap)]
        yield f'<path d="{polyline(*zip(*edges, strict=True))}" stroke="{FAINT}" stroke-width="1.2" fill="none"/>'


def _day_axis(series: Series) -> Scale:
    begin = 60.0 * QUARTER * series.begin
    return Scale(begin, begin + 60.0 * QUARTER * max(1, series.count), LEFT, WIDE - RIGHT)
