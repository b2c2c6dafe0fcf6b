"""The words in which an audit is told, Chinese first: states, verdicts, outcomes, arrows, rules."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wayfinding.station.model import Name

STATES: Mapping[str, Name] = MappingProxyType({
    "good": Name("完好", "good"),
    "dirty": Name("污损", "dirty"),
    "dark": Name("未点亮", "dark"),
    "covered": Name("被遮盖", "covered"),
    "missing": Name("缺失", "missing"),
    "temporary": Name("临时", "temporary"),
})  # fmt: skip
UNREADABLE = frozenset({"dark", "covered", "missing"})

SIGN_TYPES: Mapping[str, Name] = MappingProxyType({
    "bus_guide_map": Name("公交导向图", "bus guide map"),
    "pillar_sticker": Name("柱贴", "pillar sticker"),
    "wall_sticker": Name("墙贴", "wall sticker"),
    "floor_sticker": Name("地贴", "floor sticker"),
})  # fmt: skip

VERDICTS: Mapping[str, Name] = MappingProxyType({
    "false": Name("箭头错误", "false"),
    "doubtful": Name("箭头存疑", "doubtful"),
    "true": Name("箭头正确", "true"),
    "unjudged": Name("无法判断", "not judged"),
})  # fmt: skip
"""The worst first."""

OUTCOMES: Mapping[str, Name] = MappingProxyType({
    "arrives": Name("到达", "arrives"),
    "lost": Name("中途失去指引", "guidance breaks off"),
    "loops": Name("绕圈", "loops"),
    "dead_end": Name("走进死路", "dead end"),
})  # fmt: skip

ARROWS: Mapping[str, Name] = MappingProxyType({
    "ahead": Name("直行", "ahead"), "left": Name("向左", "left"), "right": Name("向右", "right"),
    "ahead_left": Name("左前", "ahead left"), "ahead_right": Name("右前", "ahead right"), "back": Name("向后", "back"),
    "up": Name("向上", "up"), "down": Name("向下", "down"), "none": Name("无箭头", "no arrow"),
})  # fmt: skip

CATCHMENTS: Mapping[str, Name] = MappingProxyType({
    "circle": Name("与版面相切的圆", "circle tangent to the face"),
    "half_disc": Name("半圆", "half disc"),
    "ellipse": Name("地铁椭圆", "metro ellipse"),
})  # fmt: skip
EYES: Mapping[str, Name] = MappingProxyType(
    {"adult": Name("成人", "a standing adult"), "wheelchair": Name("轮椅", "a wheelchair user")}
)

GAP_REASONS: Mapping[str, Name] = MappingProxyType({
    "too_far": Name("太远", "too far"),
    "behind": Name("只见标识背面", "back of the sign"),
    "hidden": Name("被遮挡", "hidden"),
    "state": Name("标识无法阅读", "sign out of order"),
    "too_near": Name("离标识太近", "too near below it"),
    "not_named": Name("本层标识未写", "not named on this level"),
})  # fmt: skip
"""Why no sign can be read from some floor, as short as a legend has it."""

LEGIBLE = Name("可读区域", "Where it can be read")
GAP_CELLS = Name("读不到标识的地面", "Floor without a legible sign")
GAPS = Name("盲区与断点", "Gaps and breaks")
ARROW_FAULTS = Name("错误与存疑箭头", "False and doubtful arrows")
CONFLICTS = Name("互相矛盾处", "Where signs contradict each other")
SIGNS = Name("标识", "Signs")
ALL = Name("全部目的地", "All destinations")
