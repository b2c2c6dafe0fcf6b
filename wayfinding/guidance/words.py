"""The words of the directions, one phrase book a language. Chinese is the first language of every screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """Templates of one language. `stop` ends a sentence, `comma` joins two parts of it."""

    stop: str
    comma: str
    nouns: Mapping[str, str]
    named: str
    turns: Mapping[str, str]
    sides: Mapping[str, str]
    start: str
    stances: Mapping[str, str]
    point: str
    walk: str
    walk_to: str
    turn_walk: str
    turn_walk_to: str
    rides: Mapping[str, str]
    climbs: Mapping[str, str]
    to_level: Mapping[str, str]
    steps: str
    gate_in: str
    gate_out: str
    arrive: str
    arrive_side: str

    def spells_out(self, name: str) -> bool:
        """Whether a name is words of this language rather than a code."""
        return " " in name or not name.isascii()


ZH = PhraseBook(
    stop="。",
    comma="，",
    nouns={
        "stairs": "楼梯",
        "escalator": "自动扶梯",
        "lift": "电梯",
        "ramp": "坡道",
        "moving_walkway": "自动步道",
        "fare_gate": "闸机",
        "security_check": "安检点",
        "passage": "通道",
    },
    named="{noun}{name}",
    turns={
        "ahead": "直行",
        "slight_left": "向左前方",
        "slight_right": "向右前方",
        "left": "左转",
        "right": "右转",
        "sharp_left": "向左后方转",
        "sharp_right": "向右后方转",
        "back": "掉头",
    },
    sides={"left": "在您左侧", "right": "在您右侧", "ahead": "就在前方", "behind": "在您身后"},
    start="从{place}出发",
    stances={"screen": "从{place}出发，面向屏幕，{turn}", "train": "在{place}下车，{turn}"},
    point="{level}您所在的位置",
    walk="前行{metres}米",
    walk_to="前行{metres}米，到{target}",
    turn_walk="{turn}，走{metres}米",
    turn_walk_to="{turn}，走{metres}米，到{target}",
    rides={
        "stairs": "走{way}",
        "escalator": "乘{way}",
        "lift": "乘{way}",
        "ramp": "沿{way}",
        "moving_walkway": "乘{way}前行",
        "fare_gate": "通过{way}",
        "security_check": "在{way}接受安检",
        "passage": "经过{way}",
    },
    climbs={"up": "上行", "down": "下行"},
    to_level={"up": "上到{level}", "down": "下到{level}"},
    steps="（{steps}级台阶）",
    gate_in="进入付费区",
    gate_out="离开付费区",
    arrive="到达{place}",
    arrive_side="到达{place}，{side}",
)

EN = PhraseBook(
    stop=".",
    comma=", ",
    nouns={
        "stairs": "stairs",
        "escalator": "escalator",
        "lift": "lift",
        "ramp": "ramp",
        "moving_walkway": "moving walkway",
        "fare_gate": "fare gate",
        "security_check": "security check",
        "passage": "passage",
    },
    named="{noun} {name}",
    turns={
        "ahead": "Go straight on",
        "slight_left": "Bear left",
        "slight_right": "Bear right",
        "left": "Turn left",
        "right": "Turn right",
        "sharp_left": "Turn sharp left",
        "sharp_right": "Turn sharp right",
        "back": "Turn round",
    },
    sides={"left": "on your left", "right": "on your right", "ahead": "straight ahead", "behind": "behind you"},
    start="Start from {place}",
    stances={"screen": "Start from {place}: facing the screen, {turn}", "train": "Get off at {place} and {turn}"},
    point="where you are on {level}",
    walk="Walk {metres} m",
    walk_to="Walk {metres} m to {target}",
    turn_walk="{turn} and walk {metres} m",
    turn_walk_to="{turn} and walk {metres} m to {target}",
    rides={
        "stairs": "Take {way}",
        "escalator": "Take {way}",
        "lift": "Take {way}",
        "ramp": "Take {way}",
        "moving_walkway": "Take {way}",
        "fare_gate": "Go through {way}",
        "security_check": "Pass {way}",
        "passage": "Go through {way}",
    },
    climbs={"up": " up", "down": " down"},
    to_level={"up": " up to {level}", "down": " down to {level}"},
    steps=" ({steps} steps)",
    gate_in=", into the paid area",
    gate_out=", out of the paid area",
    arrive="You have arrived at {place}",
    arrive_side="You have arrived at {place}, {side}",
)

BOOKS: Mapping[str, PhraseBook] = {"zh": ZH, "en": EN}
