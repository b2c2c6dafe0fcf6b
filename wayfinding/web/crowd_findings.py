"""What stands out in a run of the crowd, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from wayfinding.flow.measuring.measures import Measures
from wayfinding.flow.measuring.outputs import by_platform, clock, list_splits
from wayfinding.flow.measuring.service import GRADES
from wayfinding.station.model import Name
from wayfinding.web.crowd_plan import level_name
from wayfinding.web.crowd_words import place_name, queue_name

NOTED_RATIO = 1.25
"""A group that takes so many times as long as all do is told of."""


def list_findings(measures: Measures) -> Iterator[Name]:
    """Queues, lifts, platforms, crowding, the slowest group and who is still there, where there is something to say."""
    yield from _queues(measures)
    yield from _platforms(measures)
    yield from _service(measures)
    yield from _groups(measures)
    yield from _left(measures)


def _queues(measures: Measures) -> Iterator[Name]:
    station = measures.simulation.network.station
    titles = (False, Name("排队最多", "Most queueing")), (True, Name("等电梯最多", "Most waiting for a lift"))
    for is_lift, title in titles:
        queue = next((item for item in measures.queues if (item.mode == "lift") == is_lift), None)
        if queue is not None:
            name, when = queue_name(station, queue), clock(queue.longest_at_s)
            yield Name(
                f"{title.zh}：{name.zh}，平均等 {queue.mean_s:.0f} 秒，{when} 最多 {queue.longest} 人。",
                f"{title.en}: {name.en}, {queue.mean_s:.0f} s on average, at most {queue.longest} people at {when}.",
            )


def _platforms(measures: Measures) -> Iterator[Name]:
    late = {id: sum(not item.in_time for item in items) for id, items in by_platform(measures).items()}
    if not any(late.values()):
        return
    worst = max(late, key=lambda id: late[id])
    name = place_name(worst, measures.simulation.network.station)
    yield Name(
        f"{len(measures.clearances):,} 列车中有 {sum(late.values()):,} 列的站台在下一列到达前没有清空，"
        f"最多的是{name.zh}（{late[worst]} 列）。",
        f"The platform was not clear before the next train for {sum(late.values()):,} of {len(measures.clearances):,} "
        f"trains, most often at {name.en} ({late[worst]}).",
    )


def _service(measures: Measures) -> Iterator[Name]:
    service, station = measures.service, measures.simulation.network.station
    spent = service.person_minutes()
    if spent.sum() > 0 and len(service.area_m2):
        worst = service.worst_grades
        k = max(range(len(worst)), key=lambda k: (worst[k], service.worst_ppm2[k]))
        level, when = level_name(station.levels[float(service.level[k])]), clock(float(service.worst_at_s[k]))
        share, grade = spent[0] / spent.sum(), GRADES[worst[k]]
        yield Name(
            f"步行与候车时间的 {share:.1%} 处于 A 级；最拥挤的一格在{level.zh}，{when} 起的一刻钟为 {grade} 级"
            f"（{service.worst_ppm2[k]:.2f} 人/平方米）。",
            f"{share:.1%} of the time on foot was spent at level A; the most crowded cell lies on {level.en}, level "
            f"{grade} ({service.worst_ppm2[k]:.2f} people/m²) in the quarter hour from {when}.",
        )
        minutes = service.grades.max(axis=0)
        if minutes.max() > worst.max():
            letter, count = GRADES[int(minutes.max())], int((minutes > 0).sum())
            yield Name(f"逐分钟看，最差到 {letter} 级；{count} 格在某一分钟差于 A 级（列车到达后的人流）。",
                       f"Minute by minute the worst level is {letter}; {count} cells are worse than A in some minute, "
                       "when a train's passengers come.")  # fmt: skip
    if service.stair_flow.any():
        column = int(service.stair_flow.max(axis=0).argmax())
        busiest = station.pathways[service.stairs[column]].name
        grade = GRADES[int(service.stair_grades[:, column].max())]
        yield Name(f"最忙的楼梯：{busiest.zh}，最忙一分钟为 {grade} 级。",
                   f"Busiest stairs: {busiest.en}, level {grade} in its busiest minute.")  # fmt: skip


def _groups(measures: Measures) -> Iterator[Name]:
    groups = [item for item in list_splits(measures, "group") if item.times.people]
    if not groups:
        return
    slowest = max(groups, key=lambda item: item.times.mean_s)
    times, ratio = slowest.times, slowest.times.mean_s / measures.times.mean_s
    if ratio >= NOTED_RATIO:
        yield Name(
            f"最慢的人群：{slowest.name.zh}，平均 {times.mean_s / 60:.1f} 分钟，是全部乘客的 {ratio:.1f} 倍，"
            f"其中排队 {times.queued_s:.0f} 秒。",
            f"Slowest group: {slowest.name.en}, {times.mean_s / 60:.1f} min on average, {ratio:.1f} times that of all, "
            f"{times.queued_s:.0f} s of it in queues.",
        )


def _left(measures: Measures) -> Iterator[Name]:
    totals = measures.totals
    if totals.left_behind:
        yield Name(f"{totals.left_behind:,} 人因列车满员未能上车。",
                   f"{totals.left_behind:,} people had to let a full train go.")  # fmt: skip
    if totals.without_way:
        yield Name(f"{totals.without_way:,} 人无路可走。", f"{totals.without_way:,} people found no way.")
    if totals.still_there:
        yield Name(
            f"结束时仍有 {totals.still_there:,} 人在站内，其中 {totals.waiting:,} 人在站台等车，已没有列车；"
            "运行末尾站台的颜色由此而来。",
            f"{totals.still_there:,} people were still there at the end, {totals.waiting:,} of them on platforms after "
            "the last train: that is what colours the platforms at the end of the run.",
        )
