"""Door-to-door times as pictures: how they are spread, and what they are spent on, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wayfinding.flow.measuring.measures import Measures
from wayfinding.flow.measuring.outputs import TITLES, list_splits
from wayfinding.flow.measuring.times import PERCENTILES, By, Split
from wayfinding.station.model import Name
from wayfinding.web.svg import FAINT, INK, WIDE, Scale, box, picture, rule, write, write_lines, write_name

HEADS = {**TITLES, "origin": Name("出发地", "Origins"), "destination": Name("目的地", "Destinations")}
LEFT, RIGHT, ROW, HEAD = 320.0, 170.0, 36.0, 30.0
BANDS = ((5, "#dbe6ef"), (10, "#b9cfe1"), (20, "#8fb2cf"), (30, "#6494bb"), (40, "#3a76a6"))
"""From this percentile to its mirror image, the widest first."""
PARTS = ("#6c757d", "#c7261f", "#d9a521")
"""Moving, queueing, waiting for trains."""
MOST_ROWS = 24
"""So many places are drawn, those of most people first."""


def draw_times(measures: Measures, name: Name, kinds: Sequence[By]) -> str:
    """The times of the parts of each kind of split, on one scale."""
    shown = [(HEADS[by], _most_people(list_splits(measures, by))) for by in kinds]
    everyone = [split for _, splits in shown for split in splits]
    longest_s = max((split.times.percentiles_s[-1] for split in everyone), default=60.0)
    x = Scale(0.0, longest_s / 60.0 * 1.03, LEFT, WIDE - RIGHT)
    bottom = HEAD + 44 + sum(HEAD + ROW * len(splits) for _, splits in shown)
    body = [*_key()]
    for tick in x.ticks(8):
        body.append(rule(x(tick), 44, x(tick), bottom - 22, "#e6eaee"))
        body.append(write(x(tick), bottom - 6, f"{tick:g}", anchor="middle", fill=FAINT, size=12))
    body.append(write_name(WIDE - RIGHT + 10, bottom - 6, Name("分钟", "minutes"), size=12))
    y = 44.0
    for title, splits in shown:
        body.append(write_name(LEFT, y + 20, title, anchor="end"))
        y += HEAD
        for split in splits:
            body += _row(split, x, y)
            y += ROW
    return picture(WIDE, bottom, name, body)


def _most_people(splits: Sequence[Split]) -> list[Split]:
    """Those with somebody who arrived; of many only the greatest, in their own order."""
    some = [split for split in splits if split.times.people]
    kept = sorted(some, key=lambda split: -split.times.people)[:MOST_ROWS]
    return [split for split in some if split in kept]


def _row(split: Split, x: Scale, y: float) -> Iterator[str]:
    times = split.times
    minutes = dict(zip(PERCENTILES, (value / 60.0 for value in times.percentiles_s), strict=True))
    yield from write_lines(LEFT - 10, y + 12, split.name, LEFT - 14, anchor="end")
    for low, colour in BANDS:
        start, end = x(minutes[low]), x(minutes[100 - low])
        yield box(
            start,
            y + 2,
            end - start,
            14,
            colour,
            f"{low}–{100 - low} %: {minutes[low]:.1f}–{minutes[100 - low]:.1f} min",
        )
    yield rule(x(minutes[50]), y, x(minutes[50]), y + 18, INK, width=2)
    at = x(0.0)
    for part_s, colour in zip((times.moving_s, times.queued_s, times.waited_s), PARTS, strict=True):
        wide = x(part_s / 60.0) - x(0.0)
        yield box(at, y + 20, wide, 6, colour)
        at += wide
    yield write(WIDE - RIGHT + 10, y + 12, f"{minutes[50]:.1f} / {minutes[95]:.1f} min")
    yield write(WIDE - RIGHT + 10, y + 26, f"{times.people:,} 人 people", fill=FAINT, size=12)


def _key() -> Iterator[str]:
    at = LEFT
    for (low, colour), label in zip(BANDS, ("5–95 %", "10–90", "20–80", "30–70", "40–60"), strict=True):
        yield box(at, 4, 16, 13, colour, f"{low}–{100 - low} %")
        yield write(at + 20, 15, label, size=12)
        at += 70
    yield rule(at + 2, 3, at + 2, 18, INK, width=2)
    yield write_name(at + 10, 15, Name("中位", "median"), size=12)
    at = LEFT
    for colour, name in zip(
        PARTS, (Name("行走乘梯", "moving"), Name("排队", "queueing"), Name("候车", "for trains")), strict=True
    ):
        yield box(at, 26, 16, 6, colour)
        yield write_name(at + 20, 33, name, size=12)
        at += 130
    yield write(WIDE - 2, 15, "中位 / 95%", anchor="end", size=12)
    yield write(WIDE - 2, 30, "median / p95", anchor="end", fill=FAINT, size=12)
