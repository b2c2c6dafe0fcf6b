"""Changes from one state to another as pictures: by group, by stream, by queue through the day, by platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from wayfinding.flow.comparing.comparison import Comparison, QueuePair, Stream
from wayfinding.flow.comparing.intervals import Difference
from wayfinding.flow.measuring.service import QUARTER
from wayfinding.station.model import Name, Station
from wayfinding.web.compare_words import group_name, interval, moved, pair_name
from wayfinding.web.crowd_words import place_name
from wayfinding.web.svg import (
    FAINT,
    INK,
    LONGER,
    SHORTER,
    UNSURE,
    WIDE,
    Scale,
    area,
    box,
    hours,
    picture,
    rule,
    write,
    write_lines,
    write_name,
)

LEFT, STREAM_LEFT, RIGHT = 320.0, 420.0, 200.0
GROUP_ROW, STREAM_ROW, QUEUE_ROW, PLATFORM_ROW = 34.0, 54.0, 62.0, 40.0
QUEUES = 8
BOTH = "#c3ccd4"
QUARTER_S = 60.0 * QUARTER


def draw_groups(comparison: Comparison) -> str:
    """The mean change of everybody and of each group, with intervals; and of the median and the slowest."""
    rows = [(Name("全部", "all"), comparison.difference)]
    rows += [(group_name(name), item) for name, item in comparison.groups.items() if item.people]
    rows += [
        (Name("中位数", "median"), comparison.p50),
        (Name("最慢的 5%（p95）", "slowest twentieth (p95)"), comparison.p95),
    ]
    x = _axis([item for _, item in rows])
    bottom = 24 + GROUP_ROW * len(rows)
    body = [*_grid(x, 24, bottom)]
    for row, (name, item) in enumerate(rows):
        y = 24 + GROUP_ROW * (row + 0.5)
        body += write_lines(LEFT - 14, y - 2, name, LEFT - 20, anchor="end")
        body += _whisker(x, y, item)
        body.append(write(WIDE - RIGHT + 14, y + 4, f"{interval(item)} s"))
    return picture(WIDE, bottom + 24, Name("各人群的变化", "change by group"), body)


def draw_streams(streams: Sequence[Stream], *stations: Station) -> str:
    """Streams by name: what each of their people gains or loses, with its interval, and what that adds up to."""
    x = _axis([item.difference for item in streams], STREAM_LEFT)
    bottom = 24 + STREAM_ROW * len(streams)
    body = [*_grid(x, 24, bottom)]
    for row, stream in enumerate(streams):
        y = 24 + STREAM_ROW * (row + 0.5)
        start, end = (place_name(id, *stations) for id in (stream.origin, stream.destination))
        body += write_lines(STREAM_LEFT - 14, y - 10, Name(f"{start.zh} → {end.zh}", start.en), STREAM_LEFT - 18,
                            anchor="end")  # fmt: skip
        body.append(write(STREAM_LEFT - 14, y + 18, f"→ {end.en}", anchor="end", fill=FAINT, size=12))
        body += _bar(x, y, stream.difference)
        body.append(write(WIDE - RIGHT + 14, y - 2, f"{moved(stream.difference.mean_s, 1)} s"))
        told = f"{stream.difference.people:,.0f} 人/日 a day, {moved(stream.total_s / 3600, 1)} h"
        body.append(write(WIDE - RIGHT + 14, y + 13, told, fill=FAINT, size=12))
    return picture(WIDE, bottom + 24, Name("受益与受损的人流", "streams that gain and lose"), body)


def _axis(items: Sequence[Difference], left: float = LEFT) -> Scale:
    """A scale in s that holds all intervals and 0."""
    ends = [value for item in items for value in (item.ci95_s or (item.mean_s, item.mean_s))]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    spare = 0.06 * (high - low) or 1.0
    return Scale(low - spare, high + spare, left, WIDE - RIGHT)


def _grid(x: Scale, top: float, bottom: float) -> Iterator[str]:
    for tick in x.ticks(5):
        yield rule(x(tick), top, x(tick), bottom, INK if tick == 0 else "#e6eaee")
        yield write(x(tick), bottom + 16, f"{tick:+g}" if tick else "0", anchor="middle", fill=FAINT, size=12)
    if x.low < -0.1 * x.high:
        yield write(x(0) - 8, 16, "← 更快 faster", anchor="end", fill=SHORTER, size=12)
    if x.high > -0.1 * x.low:
        yield write(x(0) + 8, 16, "更慢 slower →", fill=LONGER, size=12)
    yield write(x.end + 14, bottom + 16, "秒/人 s a person", fill=FAINT, size=12)


def _whisker(x: Scale, y: float, item: Difference) -> Iterator[str]:
    colour = _colour(item)
    yield _interval(x, y, item, colour, 2.0)
    yield f'<circle cx="{x(item.mean_s):.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>'


def _bar(x: Scale, y: float, item: Difference) -> Iterator[str]:
    start, end = sorted((x(0.0), x(item.mean_s)))
    yield box(start, y - 9, end - start, 18, _colour(item))
    yield _interval(x, y, item, INK, 1.2)


def _interval(x: Scale, y: float, item: Difference, colour: str, width: float) -> str:
    if item.ci95_s is None:
        return ""
    low, high = (x(value) for value in item.ci95_s)
    line = f"M{low:.1f} {y:.1f}H{high:.1f}M{low:.1f} {y - 5:.1f}v10M{high:.1f} {y - 5:.1f}v10"
    return f'<path d="{line}" stroke="{colour}" stroke-width="{width:g}" fill="none"/>'


def _colour(item: Difference) -> str:
    """Better, worse, or not to be told."""
    if not item.is_sure:
        return UNSURE
    return LONGER if item.mean_s > 0 else SHORTER


def draw_queues_day(comparison: Comparison, a: Station, b: Station) -> str:
    """The queues that change most: how many people wait through the day, and how many more or fewer than before."""
    rows = [pair for pair in comparison.queues if pair.change_s][:QUEUES]
    begin = comparison.before.begin_quarter
    count = len(comparison.before.ppm2)
    x = Scale(begin * QUARTER_S, (begin + count) * QUARTER_S, LEFT, WIDE - RIGHT)
    bottom = 30 + QUEUE_ROW * len(rows)
    body = [*_queue_key(), *hours(x, 30, bottom)]
    across = [x((begin + k + 0.5) * QUARTER_S) for k in range(count)]
    for row, pair in enumerate(rows):
        base = 30 + QUEUE_ROW * (row + 1) - 6
        body += _queue_row(pair, across, base)
        body += write_lines(LEFT - 10, base - 22, pair_name(pair, a, b), LEFT - 14, anchor="end")
    return picture(WIDE, bottom + 24, Name("排队最大的变化", "greatest changes of queues"), body)


def _queue_key() -> Iterator[str]:
    at = LEFT
    for colour, name in ((BOTH, Name("前后都有", "both")), (LONGER, Name("之后更多", "more after")),
                         (SHORTER, Name("之后更少", "fewer after"))):  # fmt: skip
        yield box(at, 6, 16, 13, colour)
        yield write_name(at + 21, 17, name)
        at += 142
    yield write_name(WIDE - RIGHT + 10, 17, Name("全天等候", "waited a day"))


def _queue_row(pair: QueuePair, across: list[float], base: float) -> Iterator[str]:
    """People who wait in the mean of each quarter hour: what they wait in it over its length."""
    nobody = np.zeros(len(across))
    before, after = (nobody if queue is None else queue.quarter_waited_s / QUARTER_S
                     for queue in (pair.before, pair.after))  # fmt: skip
    most = max(float(before.max(initial=0.0)), float(after.max(initial=0.0)), 0.1)
    y = Scale(0.0, most, base, base - QUEUE_ROW + 12)
    low = np.minimum(before, after)
    for ground, top, colour in ((nobody, low, BOTH), (low, after, LONGER), (low, before, SHORTER)):
        path = area(across, [y(v) for v in ground.tolist()], [y(v) for v in top.tolist()])
        yield f'<path d="{path}" fill="{colour}"/>'
    yield rule(across[0], base, across[-1], base)
    hours_waited = (0.0 if queue is None else queue.waited_s / 3600 for queue in (pair.before, pair.after))
    colour, x = (LONGER if pair.change_s > 0 else SHORTER), WIDE - RIGHT + 10
    yield write(x, base - 32, f"{moved(pair.change_s / 3600, 1)} h", fill=colour, bold=True)
    yield write(x, base - 17, " → ".join(f"{value:,.1f}" for value in hours_waited) + " h", fill=FAINT, size=12)
    yield write(x, base - 2, f"最多 at most {most:.1f} 人 people", fill=FAINT, size=12)


def draw_clearances(comparison: Comparison, *stations: Station) -> str:
    """How long trains take to be left by their passengers, before and after, platform by platform."""
    before, after = comparison.before.clearances, comparison.after.clearances
    ids = sorted({*before, *after})
    known = [
        value for state in (before, after) for item in state.values() for value in (item.mean_s,) if np.isfinite(value)
    ]
    x = Scale(0.0, max(known, default=1.0) * 1.08, LEFT, WIDE - RIGHT)
    bottom = 24 + PLATFORM_ROW * len(ids)
    body: list[str] = [
        write_name(LEFT, 14, Name("站台清空平均用时（秒）：○ 之前，● 之后", "mean clearance, s: ○ before, ● after"))
    ]
    for tick in x.ticks(6):
        body += [rule(x(tick), 24, x(tick), bottom, "#e6eaee"),
                 write(x(tick), bottom + 16, f"{tick:g}", anchor="middle", fill=FAINT, size=12)]  # fmt: skip
    for row, id in enumerate(ids):
        y = 24 + PLATFORM_ROW * (row + 0.5)
        body += write_lines(LEFT - 14, y - 2, place_name(id, *stations), LEFT - 18, anchor="end")
        one, other = (state[id].mean_s if id in state else np.nan for state in (before, after))
        late = [f"{state[id].late:.1f}" if id in state else "–" for state in (before, after)]
        colour = UNSURE if not abs(other - one) >= 0.5 else LONGER if other > one else SHORTER
        if np.isfinite(one) and np.isfinite(other):
            body.append(rule(x(one), y, x(other), y, colour, width=3))
        for value, fill in ((one, "white"), (other, colour)):
            if np.isfinite(value):
                body.append(
                    f'<circle cx="{x(value):.1f}" cy="{y:.1f}" r="5" fill="{fill}" stroke="{colour}" stroke-width="2"/>'
                )
        body.append(write(WIDE - RIGHT + 14, y - 2, f"{one:.1f} → {other:.1f} s"))
        body.append(
            write(WIDE - RIGHT + 14, y + 13, f"未清空 late {late[0]} → {late[1]} 列 trains", fill=FAINT, size=12)
        )
    return picture(WIDE, bottom + 24, Name("站台清空", "platform clearance"), body)
