"""What each measure of the signs has to report: findings with their reasons in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from wayfinding import assumptions as figures
from wayfinding.signage.findings import Finding
from wayfinding.signage.following.follow import Walk
from wayfinding.signage.inventory.clutter import Care, Competing, Crowded
from wayfinding.signage.journeys.breaks import Break
from wayfinding.signage.journeys.decisions import Decision
from wayfinding.signage.journeys.decisions import Reason as Lack
from wayfinding.signage.judging.contradictions import Conflict
from wayfinding.signage.judging.verdicts import REASONS, Verdict
from wayfinding.signage.legible.misses import Miss, MissCode
from wayfinding.signage.passing import Passing
from wayfinding.signage.targets import Target
from wayfinding.signage.trips import Trips
from wayfinding.signage.words import ARROWS, STATES
from wayfinding.station.model import Name, Station

MISSES: Mapping[MissCode, Name] = MappingProxyType(
    {
        "too_far": Name("最近的标识太远", "the nearest sign is too far away"),
        "too_near": Name("离标识太近，抬头也看不到", "too near below the sign"),
        "behind": Name("只能看到标识背面", "only the back of a sign is seen"),
        "hidden": Name("标识被遮挡", "a sign is hidden"),
        "state": Name("标识损坏或被遮盖", "a sign is out of order"),
        "not_named": Name("沿途标识未写此目的地", "no sign here names the destination"),
        "against_walking": Name("要回头才看得到", "one would have to look back"),
    }
)

LACKS: Mapping[Lack, Name] = MappingProxyType(
    {
        "no_sign": Name("岔口前没有可读标识", "no sign can be read before the choice"),
        "too_short": Name("可读时间太短", "the sign is legible for too short a time"),
        "arrow_untrue": Name("箭头与此处走法不符", "the arrow is not true here"),
        "no_confirmation": Name("转弯后没有确认标识", "no sign confirms the way after the turn"),
    }
)

ENDS = {"loops": "loop", "dead_end": "dead_end", "lost": "lost"}

WHERE_IT_ENDS = {
    "loops": Name("按箭头走回到同一处", "the arrows lead back to the same spot"),
    "dead_end": Name("箭头指向走不通的地方", "the arrows end where one cannot go on"),
    "lost": Name("此后再无标识指引", "no further sign tells the way"),
}


def describe_miss(miss: Miss) -> Name:
    """Why no sign can be read, with the sign that comes nearest and what hides it."""
    text = MISSES[miss.code]
    zh, en = text.zh, text.en
    if miss.sign is not None:
        zh, en = f"{zh}（{miss.sign}）", f"{en} ({miss.sign})"
    if miss.obstacle is not None:
        zh, en = f"{zh}，遮挡物 {miss.obstacle}", f"{en}, behind {miss.obstacle}"
    return Name(zh, en)


def of_verdicts(
    station: Station, verdicts: Iterable[Verdict], passing: Passing, known: Iterable[Target]
) -> Iterator[Finding]:  # fmt: skip
    """One finding for each false or doubtful message."""
    targets = {id: target for target in known for id in (target.id, *target.places)}
    for item in verdicts:
        if item.verdict not in ("false", "doubtful"):
            continue
        message = station.signs[item.sign].messages[item.message]
        arrow, reason = ARROWS[message.arrow], REASONS[item.reason]
        angle = "" if item.angle_deg is None else f"{item.angle_deg:.0f}°"
        extra_zh = "".join(f"，偏 {angle}" if angle else "") + _detour(item.detour, "zh")
        extra_en = "".join(f", {angle} off" if angle else "") + _detour(item.detour, "en")
        target = targets.get(message.destination)
        yield Finding(
            "false_arrow" if item.verdict == "false" else "doubtful_arrow", item.sign,
            target.id if target is not None else message.destination, item.level, item.x, item.y,
            Name(f"“{message.text.zh}” {arrow.zh}：{reason.zh}{extra_zh}",
                 f"“{message.text.en or message.text.zh}” {arrow.en}: {reason.en}{extra_en}"),
            passing.of_message(item.sign, item.face, item.message, item.profile),
            {"face": item.face, "message": item.message, "angle_deg": item.angle_deg, "detour": item.detour},
        )  # fmt: skip


def _detour(detour: float | None, lang: str) -> str:
    if detour is None or detour <= 1.0:
        return ""
    if detour == float("inf"):
        return "，走不到" if lang == "zh" else ", leads nowhere"
    return f"，绕行 {detour:.1f} 倍" if lang == "zh" else f", {detour:.1f} times the way"


def of_barriers(
    station: Station, own: Iterable[Verdict], others: Iterable[Verdict], passing: Passing, shares: Mapping[str, float]
) -> Iterator[Finding]:
    """Messages that are true for the audited traveller and false for somebody else: one finding for each of those."""
    fine = {item.key[:3] for item in own if item.verdict == "true"}
    for item in others:
        if item.verdict != "false" or item.key[:3] not in fine:
            continue
        message, reason = station.signs[item.sign].messages[item.message], REASONS[item.reason]
        who = {"step_free": Name("轮椅", "wheelchairs"), "luggage": Name("大件行李", "large luggage")}[item.profile]
        yield Finding(
            "barrier", item.sign, message.destination, item.level, item.x, item.y,
            Name(f"“{message.text.zh}” 对{who.zh}：{reason.zh}",
                 f"“{message.text.en or message.text.zh}” for {who.en}: {reason.en}"),
            passing.of_message(item.sign, item.face, item.message, item.profile) * shares[item.profile],
            {"face": item.face, "message": item.message, "profile": item.profile},
        )  # fmt: skip


def of_breaks(breaks: Iterable[Break]) -> Iterator[Finding]:
    """One finding for each break that somebody meets."""
    for item in breaks:
        if item.passengers == 0:
            continue
        why = describe_miss(item.miss)
        yield Finding(
            "gap", item.miss.sign, item.to, item.level, item.x, item.y,
            Name(f"最长 {item.longest_m:.0f} 米（{item.longest_s:.0f} 秒）无可读标识：{why.zh}",
                 f"up to {item.longest_m:.0f} m ({item.longest_s:.0f} s) without a legible sign: {why.en}"),
            item.passengers,
            {"code": item.miss.code, "obstacle": item.miss.obstacle, "longest_m": item.longest_m,
             "longest_s": item.longest_s, "ways": item.ways, "passenger_m": item.passenger_m},
            min(1.0, item.longest_m / figures.SIGN_REPEAT.value),
        )  # fmt: skip


def of_decisions(decisions: Iterable[Decision]) -> Iterator[Finding]:
    """One finding for each decision point and target that somebody passes unsettled, by the commonest reason."""
    lots: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for item in decisions:
        if not item.confirmed and item.passengers > 0:
            lots[item.point, item.to].append(item)
    for (point, to), lot in lots.items():
        worst = max(lot, key=lambda item: item.passengers)
        why, near = LACKS[worst.reason], worst.sign
        yield Finding(
            "decision", near, to, worst.level, worst.x, worst.y,
            Name(f"{why.zh}（{near}）", f"{why.en} ({near})") if near else why, sum(item.passengers for item in lot),
            {"code": worst.reason, "point": point, "ways": sum(item.ways for item in lot)},
        )  # fmt: skip


def of_conflicts(conflicts: Iterable[Conflict], passing: Passing) -> Iterator[Finding]:
    """One finding for each pair of messages that contradict each other."""
    for item in conflicts:
        spot = item.area.representative_point()
        yield Finding(
            "conflict", item.first.sign, item.target, item.level, spot.x, spot.y,
            Name(f"与 {item.second.sign} 相差 {item.angle_deg:.0f}°，同时可读 {item.area.area:.0f} 平方米",
                 f"{item.angle_deg:.0f}° from {item.second.sign}, both legible on {item.area.area:.0f} m²"),
            min(passing.of_face(said.sign, said.face) for said in (item.first, item.second)),
            {"other": item.second.sign, "angle_deg": item.angle_deg, "area_m2": item.area.area},
        )  # fmt: skip


def of_walks(walks: Iterable[Walk], trips: Trips) -> Iterator[Finding]:
    """One finding for each spot at which passengers who follow the signs to a target end without it."""
    ends: dict[tuple[str, str, tuple[float, float, float]], list[Walk]] = defaultdict(list)
    for walk in walks:
        if walk.outcome in ENDS and walk.points:
            level, x, y = walk.points[-1]
            ends[walk.outcome, walk.target, (level, round(x), round(y))].append(walk)
    for (outcome, target, (level, x, y)), lost in ends.items():
        passengers = sum(trips.get((walk.origin, walk.target), 0.0) for walk in lost)
        if passengers == 0:
            continue
        last = next((walk.signs[-1] for walk in lost if walk.signs), None)
        text = WHERE_IT_ENDS[outcome]
        yield Finding(
            ENDS[outcome], last, target, level, x, y,  # type: ignore[arg-type]
            Name(f"{text.zh}（{len(lost)} 个起点）", f"{text.en} ({len(lost)} origins)"),
            passengers, {"origins": tuple(walk.origin for walk in lost)},
        )  # fmt: skip


def of_care(items: Iterable[Care], passing: Passing) -> Iterator[Finding]:
    """One finding for each sign whose state is bad, and one for each overdue look at it."""
    for item in items:
        if item.kind == "state":
            text = Name(f"状态：{STATES[item.state].zh}", f"state: {STATES[item.state].en}")
        else:
            seen = item.inspected or "–"
            text = Name(f"上次巡检 {seen}", f"last inspected {seen}")
        yield Finding(item.kind, item.sign, None, item.level, item.x, item.y, text, passing.of_sign(item.sign))


def of_clutter(crowded: Iterable[Crowded], competing: Iterable[Competing], passing: Passing) -> Iterator[Finding]:
    """One finding for each face that says too much, and for each pair that competes for one look."""
    for item in crowded:
        text = Name(f"一面写了 {item.messages} 条", f"{item.messages} messages on one face")
        yield Finding(
            "clutter", item.sign, None, item.level, item.x, item.y, text, passing.of_face(item.sign, item.face)
        )
    for pair in competing:
        text = Name(f"与 {pair.other} 相距 {pair.apart_m:.1f} 米", f"{pair.apart_m:.1f} m from {pair.other}")
        load = passing.of_face(pair.sign, pair.face)
        yield Finding("competing", pair.sign, None, pair.level, pair.x, pair.y, text, load, {"other": pair.other})
