"""A comparison in words: the answer in one sentence, changes with their sign, places and groups by their names."""

from __future__ import annotations

from wayfinding.flow.comparing.comparison import Comparison, QueuePair, Stream
from wayfinding.flow.comparing.crowding import MeanQueue
from wayfinding.flow.comparing.intervals import Difference
from wayfinding.routing.profiles import PROFILES
from wayfinding.station.model import Name, Station
from wayfinding.web.crowd_words import place_name, queue_name

TODAY = "today"
LONG_S = 100.0
MINUS = "\N{MINUS SIGN}"


def state_name(name: str, title: Name | None = None) -> Name:
    """A scenario's title, its name where it has none; the station as it stands is said so."""
    return Name("现状", "today") if name == TODAY else title or Name(name, name)


def group_name(name: str) -> Name:
    """A profile's name."""
    profile = PROFILES[name]
    return Name(profile.name_zh, profile.name_en)


def stream_name(stream: Stream, *stations: Station) -> Name:
    """From where to where."""
    start, end = (place_name(id, *stations) for id in (stream.origin, stream.destination))
    return Name(f"{start.zh} → {end.zh}", f"{start.en} → {end.en}")


def moved(value: float, digits: int = 2) -> str:
    """A change with its sign; what rounds to nothing has none."""
    text = f"{abs(value):,.{digits}f}"
    return text if not text.strip("0.,") else ("+" if value > 0 else MINUS) + text


def digits_of(difference: Difference) -> int:
    """Hundredths of a second, of long times whole seconds."""
    return 2 if max(map(abs, (difference.mean_s, *(difference.ci95_s or ())))) < LONG_S else 0


def interval(difference: Difference) -> str:
    """A change and its interval."""
    digits = digits_of(difference)
    if difference.ci95_s is None:
        return moved(difference.mean_s, digits)
    low, high = (moved(value, digits) for value in difference.ci95_s)
    return f"{moved(difference.mean_s, digits)} [{low}, {high}]"


def answer(comparison: Comparison, a: Name, b: Name) -> Name:
    """The answer in one sentence, with its interval."""
    difference, count = comparison.difference, len(comparison.seeds)
    zh, en = f"从“{a.zh}”到“{b.zh}”", f'From "{a.en}" to "{b.en}"'
    digits = digits_of(difference)
    mean_s = f"{abs(difference.mean_s):,.{digits}f}"
    faster = difference.mean_s < 0
    verb = ("快", "faster") if faster else ("慢", "slower")
    if not difference.people:
        return Name(f"{zh}：没有人在两种状态下都到达。", f"{en}: nobody arrives in both states.")
    days = Name(f"{count} 天客流", f"{count} days of crowd")
    if difference.ci95_s is None:
        return Name(f"{zh}：平均每人{verb[0]} {mean_s} 秒（只有一天的客流，没有区间）。",
                    f"{en}: {mean_s} s {verb[1]} on average (one day of crowd, no interval).")  # fmt: skip
    if difference.is_sure:
        low, high = sorted(map(abs, difference.ci95_s))
        said = f"{low:,.{digits}f} 至 {high:,.{digits}f} 秒", f"{low:,.{digits}f} to {high:,.{digits}f} s"
        return Name(
            f"{zh}：平均每人门到门{verb[0]} {mean_s} 秒（95% 置信区间 {said[0]}，{days.zh}）。",
            f"{en}: people get from door to door {mean_s} s {verb[1]} on average (95 % interval {said[1]}, {days.en}).",
        )
    first, last = (moved(value, digits) for value in difference.ci95_s)
    change, said = moved(difference.mean_s, digits), (f"{first} 至 {last} 秒", f"{first} to {last} s")
    return Name(
        f"{zh}：平均每人门到门时间看不出变化（{change} 秒，95% 置信区间 {said[0]}，{days.zh}）。",
        f"{en}: no change of the mean time from door to door can be told "
        f"({change} s, 95 % interval {said[1]}, {days.en}).",
    )


def pair_name(pair: QueuePair, a: Station, b: Station) -> Name:
    """A queue's name in the state that has it, and from which level to which where they differ."""
    if pair.after is not None:
        return queue_name(b, pair.after)
    return Name("", "") if pair.before is None else queue_name(a, pair.before)


def queue_told(pair: QueuePair, a: Station, b: Station) -> str:
    """A queue before and after: people who pass, their mean wait, the longest line."""
    queue, name = pair.after or pair.before, pair_name(pair, a, b)
    told = [f"{name.zh} {name.en} ({'' if queue is None else queue.pathway})"]
    for when, state in (("前 before", pair.before), ("后 after", pair.after)):
        told.append(f"{when}: {_state(state)}")
    return "\n".join(told)


def _state(queue: MeanQueue | None) -> str:
    if queue is None:
        return "–"
    return f"{queue.passed:,.0f} 人 people, {queue.mean_s:.1f} s, 最长 longest {queue.longest:.0f}"
