"""The words of the directions, one phrase book a language. Chinese is the first language of every screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """Templates of one language. `stop` ends a sentence, `comma` joins two parts of it, `space` two sentences."""

    stop: str
    comma: str
    space: str
    semicolon: str
    nouns: Mapping[str, str]
    named: str
    turns: Mapping[str, str]
    sides: Mapping[str, str]
    start: str
    stances: Mapping[str, str]
    point: str
    start_facing: str
    walk: str
    walk_towards: str
    turn_walk: str
    turn_into: str
    corner: str
    towards: str
    passing: Mapping[str, str]
    passing_after: Mapping[str, str]
    on_the_way: str
    enter: str
    enter_open: str
    reach: str
    reach_after: str
    reach_side: Mapping[str, str]
    rides: Mapping[str, str]
    climbs: Mapping[str, str]
    to_level: Mapping[str, str]
    steps: str
    gate_in: str
    gate_out: str
    arrive: str
    arrive_side: str
    following: str

    def spells_out(self, name: str) -> bool:
        """Whether a name is words of this language rather than a code."""
        return " " in name or not name.isascii()


ZH = PhraseBook(
    stop="。",
    comma="，",
    space="",
    semicolon="；",
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
        "slight_left": "稍向左转",
        "slight_right": "稍向右转",
        "left": "左转",
        "right": "右转",
        "sharp_left": "向左后方转",
        "sharp_right": "向右后方转",
        "back": "转身往回",
    },
    sides={"left": "在您左侧", "right": "在您右侧", "ahead": "就在前方", "behind": "在您身后"},
    start="从{place}出发",
    stances={"screen": "从{place}出发，面向屏幕，{turn}", "train": "在{place}下车，{turn}"},
    point="{level}您所在的位置",
    start_facing="从{place}出发，朝{facing}方向走",
    walk="前行{metres}米",
    walk_towards="朝{ahead}方向前行{metres}米",
    turn_walk="{turn}，走{metres}米",
    turn_into="{turn}进入{area}，走{metres}米",
    corner="在{corner}处",
    towards="，朝{ahead}方向走{metres}米",
    passing={"left": "，经过左侧的{thing}", "right": "，经过右侧的{thing}"},
    passing_after={"left": "{metres}米处左侧是{thing}", "right": "{metres}米处右侧是{thing}"},
    on_the_way="途中：{things}",
    enter="，进入{area}",
    enter_open="，来到{area}",
    reach="，到{target}",
    reach_after="，到{target}",
    reach_side={"left": "，{target}在左侧", "right": "，{target}在右侧"},
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
    following="，跟随“{sign}”标识",
)

EN = PhraseBook(
    stop=".",
    comma=", ",
    space=" ",
    semicolon="; ",
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
    start_facing="Start from {place} towards {facing}",
    walk="Walk {metres} m",
    walk_towards="Walk {metres} m towards {ahead}",
    turn_walk="{turn} and walk {metres} m",
    turn_into="{turn} into {area} and walk {metres} m",
    corner="At {corner}, ",
    towards=" towards {ahead} and walk {metres} m",
    passing={"left": ", past {thing} on your left", "right": ", past {thing} on your right"},
    passing_after={"left": "after {metres} m {thing} on your left", "right": "after {metres} m {thing} on your right"},
    on_the_way="On the way: {things}",
    enter=", into {area}",
    enter_open=", onto {area}",
    reach=" to {target}",
    reach_after=", to {target}",
    reach_side={"left": "; {target} is on your left", "right": "; {target} is on your right"},
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
    following=", following the sign “{sign}”",
)

BOOKS: Mapping[str, PhraseBook] = {"zh": ZH, "en": EN}
