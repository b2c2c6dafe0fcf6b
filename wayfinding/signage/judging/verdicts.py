"""What can be said of an arrow: true, doubtful, false or not to be judged, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from wayfinding.station.model import Name

Truth = Literal["true", "doubtful", "false", "unjudged"]
Reason = Literal[
    "agrees", "as_good", "another_way", "arrived", "aside", "elsewhere", "other_way", "no_climb", "climb_aside",
    "climb_behind", "climb_far", "other_means", "detour", "no_way", "not_for_this_traveller", "closed",
    "unknown_destination", "names_only", "for_others", "unreadable",
]  # fmt: skip

Weight = tuple[Truth, Reason, float | None, float | None]
"""Verdict, reason, angle in degrees, detour."""

GRADES: tuple[Truth, ...] = ("true", "doubtful", "false")

REASONS: Mapping[Reason, Name] = MappingProxyType(
    {
        "agrees": Name("与路线一致", "agrees with the way"),
        "as_good": Name("另一条路同样好", "another way, as good"),
        "another_way": Name("另一条路，稍长", "another way, little longer"),
        "arrived": Name("已到目的地", "one is there already"),
        "aside": Name("偏离路线", "points beside the way"),
        "elsewhere": Name("路线在另一方向", "the way goes elsewhere"),
        "other_way": Name("上下方向相反", "the way changes level in the other direction"),
        "no_climb": Name("路线不换层", "the way changes no level"),
        "climb_aside": Name("换层入口偏在一侧", "the way to the other level starts to the side"),
        "climb_behind": Name("换层入口在身后", "the way to the other level starts behind the reader"),
        "climb_far": Name("换层入口太远", "the way to the other level starts far away"),
        "other_means": Name("所说的设施不通往该方向", "what it names does not run that way here"),
        "detour": Name("绕远", "makes the way much longer"),
        "no_way": Name("无法到达", "there is no way there"),
        "not_for_this_traveller": Name("对步行者正确，此类乘客走不通", "right for walkers, not for this traveller"),
        "closed": Name("目的地已关闭", "what it names is closed"),
        "unknown_destination": Name("目的地不存在", "what it names does not exist"),
        "names_only": Name("仅列名称，无箭头", "names only, no arrow"),
        "for_others": Name("面向其他乘客", "speaks to other travellers"),
        "unreadable": Name("面前无法站立", "nobody can stand in front of it"),
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One message of one face for one traveller, read at (`x`, `y`) in local metres.

    `message` is its number among the messages of the sign. `angle_deg` lies between the arrow and the way (of up and
    down: between the reader's view and the entrance), None where there is no angle to speak of. `detour` is what the
    way costs by the stretch that the arrow selects over what it costs at best; infinite where that leads nowhere.
    """

    sign: str
    face: int
    message: int
    destination: str
    profile: str
    verdict: Truth
    angle_deg: float | None
    detour: float | None
    reason: Reason
    level: float
    x: float
    y: float

    @property
    def key(self) -> tuple[str, int, int, str]:
        """What it is a verdict on: sign, face, message, profile."""
        return self.sign, self.face, self.message, self.profile
