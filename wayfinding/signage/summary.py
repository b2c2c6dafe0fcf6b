"""An audit in six figures, and what they rest on, in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from wayfinding.signage import words as fixed
from wayfinding.signage.audit import Audit
from wayfinding.signage.journeys.coverage import flow_share
from wayfinding.signage.journeys.decisions import confirmed_share
from wayfinding.signage.scope import concerns, worst_verdicts
from wayfinding.signage.targets import Target
from wayfinding.signage.trips import ASSUMED, SIMULATED
from wayfinding.station.model import Name


@dataclass(frozen=True)
class Card:
    """One figure at the top: what it is, the figure, and what it rests on."""

    title: Name
    value: Name
    note: Name
    alarm: bool = False


def target_name(audit: Audit, to: str | None) -> Name:
    """The name of what a record is about: a target, a destination as some sign words it, or everything (None)."""
    if to is None:
        return fixed.ALL
    for target in audit.targets:
        if target.id == to:
            return target.name
    signs = audit.legibility.station.signs.values()
    texts = (message.text for sign in signs for message in sign.messages if message.destination == to)
    return next((text for text in texts if text.zh and text.en), Name(to, to))


def source_name(counted_by: str) -> Name:
    """Where passengers come from; the name of a table as it is."""
    return {ASSUMED: Name("假设的客流分配", ASSUMED), SIMULATED: Name("客流仿真", SIMULATED)}.get(
        counted_by, Name(f" {counted_by}", counted_by)
    )


def describe_settings(audit: Audit) -> Name:
    """What every figure rests on, in one sentence."""
    s = audit.settings
    catchment, eye = fixed.CATCHMENTS[s.catchment], fixed.EYES[s.eye]
    zh = (
        f"网格 {s.cell_m:g} 米", f"可读距离 = 字高 × {s.letter_factor:g}", f"可读范围为{catchment.zh}",
        f"{eye.zh}视高 {s.eye_m:g} 米", f"人群密度 {s.crowd_ppm2:g} 人/平方米",
        f"注意率 {s.notice_rate:.0%}（未注明处按人人注意到计算）",
        f"箭头与走法相差 {s.true_deg:g}° 以内为正确",
        f"{s.doubtful_deg:g}° 以内，或绕行不超过 {s.worst_detour:g} 倍，为存疑",
        f"乘客数来自{source_name(audit.counted_by).zh}",
    )  # fmt: skip
    en = (
        f"Cells of {s.cell_m:g} m", f"reading distance = letter height × {s.letter_factor:g}",
        f"catchment: {catchment.en}", f"eyes of {eye.en} at {s.eye_m:g} m", f"crowd of {s.crowd_ppm2:g} people per m²",
        f"notice rate {s.notice_rate:.0%} (unless said otherwise, everybody notices)",
        f"an arrow is true within {s.true_deg:g}° of the way",
        f"doubtful within {s.doubtful_deg:g}°, or where it costs at most {s.worst_detour:g} times the way",
        f"passengers by {source_name(audit.counted_by).en}",
    )  # fmt: skip
    return Name("；".join(zh) + "。", "; ".join(en) + ".")


def list_cards(audit: Audit, target: Target | None) -> Iterator[Card]:
    """The figures about one destination (None: all of them)."""
    station = audit.legibility.station
    unreadable = sum(sign.state in fixed.UNREADABLE for sign in station.signs.values())
    yield Card(
        Name("标识", "Signs"), _both(f"{len(station.signs)}"),
        Name(f"其中 {unreadable} 处无法阅读", f"{unreadable} of them cannot be read"), unreadable > 0,
    )  # fmt: skip
    yield _coverage_card(audit, target)
    yield _gap_card(audit, target)
    decisions = [item for item in audit.decisions if concerns(target, item.to)]
    missed = len({(item.point, item.to) for item in decisions if not item.confirmed})
    yield Card(
        Name("岔口指明方向", "Decisions that signs settle"), _both(_percent(confirmed_share(decisions))),
        Name(f"按乘客计；{missed} 个选择未指明", f"by passengers; {missed} choices are not"), missed > 0,
    )  # fmt: skip
    verdicts = Counter(worst_verdicts(audit, target).values())
    yield Card(
        Name("箭头错误的标识", "Signs with a false arrow"), _both(f"{verdicts['false']}"),
        Name(f"另有 {verdicts['doubtful']} 处存疑", f"{verdicts['doubtful']} more are doubtful"), verdicts["false"] > 0,
    )  # fmt: skip
    walks = [walk for walk in audit.walks if concerns(target, walk.target)]
    arrived = sum(walk.outcome == "arrives" for walk in walks)
    yield Card(
        Name("只看标识能到达", "Arrive by the signs alone"), _both(_percent(arrived / len(walks) if walks else None)),
        Name(f"{len(walks)} 对起终点中的 {arrived} 对", f"{arrived} of {len(walks)} origins and destinations"),
        arrived < len(walks),
    )  # fmt: skip


def _coverage_card(audit: Audit, target: Target | None) -> Card:
    rows = [row for row in audit.coverage if concerns(target, row.to)]
    all_m = sum(row.passenger_m for row in rows)
    low = sum((row.noticed_share or 0.0) * row.passenger_m for row in rows) / all_m if all_m else None
    return Card(
        Name("途中有标识可读", "Way with a sign in view"), _both(_percent(flow_share(rows))),
        Name(f"计入注意率后 {_percent(low)}", f"{_percent(low)} with the notice rate"),
    )  # fmt: skip


def _gap_card(audit: Audit, target: Target | None) -> Card:
    gaps = [gap for gap in audit.gaps if concerns(target, gap.way.target.id) and gap.way.passengers > 0]
    title = Name("最长无标识路段", "Longest stretch without a sign")
    if not gaps:
        return Card(title, Name("0 米", "0 m"), Name("没有空白", "no gap"))
    worst = max(gaps, key=lambda gap: gap.length_m)
    to = worst.way.target.name
    start = worst.way.origin.name
    return Card(
        title, Name(f"{worst.length_m:.0f} 米", f"{worst.length_m:.0f} m"),
        Name(f"{worst.duration_s:.0f} 秒；{start.zh} → {to.zh}", f"{worst.duration_s:.0f} s; {start.en} → {to.en}"),
        alarm=True,
    )  # fmt: skip


def _both(text: str) -> Name:
    """The same in both languages."""
    return Name(text, text)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
