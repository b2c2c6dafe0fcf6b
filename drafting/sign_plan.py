"""What the signs may say, what a row of the plan holds, and which weaknesses are drawn on purpose."""

from __future__ import annotations

from dataclasses import dataclass

Spot = tuple[float, float]


@dataclass(frozen=True)
class Row:
    """Signs of one type with one text. `look` is the local direction in which a reader looks at them (0 = +y, clockwise).

    `says` reads `arrow: KEY KEY; arrow: KEY`, arrows as that reader sees them; `spots` are wished places, to which the
    nearest fitting face or floor is found. `weak` is a key of WEAKNESSES, `carriers` narrows what a map hangs on.
    """

    type: str
    level: float
    look: float
    says: str
    spots: tuple[Spot, ...]
    renewed: bool = False
    state: str = "good"
    weak: str = ""
    carriers: frozenset[str] = frozenset()


def pillar(
    level: float, look: float, says: str, *spots: Spot, renewed: bool = False, state: str = "good", weak: str = ""
) -> Row:
    """Stickers on column faces that look back at whoever walks towards `look`."""
    return Row("pillar_sticker", level, look, says, spots, renewed, state, weak)


def wall(
    level: float, look: float, says: str, *spots: Spot, renewed: bool = False, state: str = "good", weak: str = ""
) -> Row:
    """Stickers on walls or lift shafts, read by a person who faces them."""
    return Row("wall_sticker", level, look, says, spots, renewed, state, weak)


def floor(
    level: float, look: float, says: str, *spots: Spot, renewed: bool = False, state: str = "good", weak: str = ""
) -> Row:
    """Stickers on the floor, read by a person who walks towards `look`."""
    return Row("floor_sticker", level, look, says, spots, renewed, state, weak)


def guide_map(
    level: float, look: float, on: str, *spots: Spot, renewed: bool = False, state: str = "good", weak: str = ""
) -> Row:
    """公共交通指引图 on a `column`, `wall` or `machine` (a stand): it shows where things are, without arrows."""
    return Row(
        "bus_guide_map", level, look, "none: A B C D coach taxi south", spots, renewed, state, weak, frozenset({on})
    )


BY_LIFT = ("step_free", "powered_wheelchair", "pram", "older", "luggage")
"""The profiles that a line `by-lift-…` speaks to."""

NAMES: dict[str, tuple[str, str, str]] = {
    "L2": ("line:2", "2号线", "Line 2"),
    "L3": ("line:3", "3号线", "Line 3"),
    "L9": ("line:9", "9号线", "Line 9"),
    "L2W": ("platform-2-west", "2号线 往曹庄", "Line 2 to Caozhuang"),
    "L2E": ("platform-2-east", "2号线 往滨海国际机场", "Line 2 to Binhai International Airport"),
    "L9D": ("platform-9-shared", "9号线 往东海路", "Line 9 to Donghai Road"),
    "L9I": ("platform-9-island", "9号线 往东海路", "Line 9 to Donghai Road"),
    "L3N": ("platform-3-north", "3号线 往小淀", "Line 3 to Xiaodian"),
    "L3S": ("platform-3-south", "3号线 往南站", "Line 3 to South Railway Station"),
    **{f"x{number}": (f"exit:{number}", f"{number}号出口", f"Exit {number}") for number in range(1, 11)},
    **{f"s{number}": (f"exit:南{number}", f"南{number}出口", f"South {number} exit") for number in range(1, 5)},
    "x北": ("exit:北", "北出口", "North exit"),
    "rail": ("rail-entrance-b1", "铁路进站", "Railway entrance"),
    "rail-w": ("rail-entrance-west", "铁路北站房进站", "Railway, north house"),
    "rail-e": ("rail-entrance-east", "铁路北站房进站", "Railway, north house"),
    "rail-s": ("rail-entrance-south", "铁路南站房进站", "Railway, south house"),
    "coach": ("coach-station", "长途客运（通莎客运站）", "Coach station"),
    "taxi": ("taxi-rear", "出租车", "Taxi"),
    "taxi-s": ("taxi-front", "出租车（副广场）", "Taxi, front"),
    "plaza": ("sunken-plaza", "下沉广场", "Sunken plaza"),
    "north": ("north-plaza-place", "北广场", "North plaza"),
    "south": ("south-plaza-place", "南广场", "South plaza"),
    "bus-s": ("bus-front", "前广场公交", "Buses, front plaza"),
    "car": ("car-park", "停车场", "Car park"),
    "ramp": ("north-plaza-place", "行李坡道 往北广场", "Luggage ramp to the north plaza"),
    "A": ("bus-a", "公交A区（线路见指引图）", "Bus area A (routes on the map)"),
    "B": ("bus-b", "公交B区 806路等", "Bus area B: 806 and others"),
    "C": ("bus-c", "公交C区（线路见指引图）", "Bus area C (routes on the map)"),
    "D": ("bus-d", "公交D区（线路见指引图）", "Bus area D (routes on the map)"),
    "a": ("bus-a", "公共汽车A、C区", "Buses A, C"),
    "c": ("bus-c", "公共汽车A、C区", "Buses A, C"),
    "b": ("bus-b", "公共汽车B、D区", "Buses B, D"),
    "d": ("bus-d", "公共汽车B、D区", "Buses B, D"),
    "check-5": ("security-point-5", "安检", "Security check"),
    "side-gate": ("security-point-5", "大件行李、儿童请走边门", "Large luggage and children: side gate"),
    "tickets": ("category:ticket_machine", "售票", "Tickets"),
    "service": ("category:service_centre", "客服中心", "Service centre"),
    "wc": ("category:toilet", "卫生间", "Toilets"),
    "access-wc": ("category:accessible_toilet", "无障碍卫生间", "Accessible toilet"),
    "nursing": ("category:nursing_room", "母婴室", "Nursing room"),
    "escalator-2w": ("platform-2-west", "自动扶梯下行 往2、9号线", "Escalator down to lines 2 and 9"),
    "escalator-9d": ("platform-9-shared", "自动扶梯下行 往2、9号线", "Escalator down to lines 2 and 9"),
    "by-lift-2": ("line:2", "无障碍电梯 往地铁", "Lift to the metro"),
    "by-lift-3": ("line:3", "无障碍电梯 往地铁", "Lift to the metro"),
    "by-lift-9": ("line:9", "无障碍电梯 往地铁", "Lift to the metro"),
    "by-lift-2w": ("platform-2-west", "无障碍电梯 往2、9号线站台", "Lift to lines 2 and 9"),
    "by-lift-9d": ("platform-9-shared", "无障碍电梯 往2、9号线站台", "Lift to lines 2 and 9"),
    "by-lift-2e": ("platform-2-east", "无障碍电梯 往2号线机场方向", "Lift to line 2, airport"),
    "by-lift-9i": ("platform-9-island", "无障碍电梯 往9号线", "Lift to line 9"),
    "by-lift-l3": ("line:3", "无障碍电梯 往3号线", "Lift to line 3"),
    "by-lift-10": ("exit:10", "无障碍电梯 往10号出口", "Lift towards exit 10"),
    "by-lift-5": ("exit:5", "无障碍电梯 往5号出口", "Lift towards exit 5"),
    "by-lift-7": ("exit:7", "无障碍电梯 往7号出口", "Lift towards exit 7"),
    "by-lift-rail": ("rail-entrance-east", "无障碍电梯 往铁路", "Lift to the railway"),
    "by-lift-hall": ("concourse", "无障碍电梯 往站厅", "Lift to the concourse"),
}
"""What a key stands for: destination, Chinese, English. Capital A to D list routes, small letters do not."""

GROUPS: dict[str, tuple[str, ...]] = {
    "metro": ("L2", "L3", "L9"),
    "west": ("x1", "x2", "x10", "coach"),
    "east": ("x6", "x7", "x8"),
    "centre": ("x5", "plaza", "taxi"),
    "AC": ("A", "C"),
    "BD": ("B", "D"),
    "ac": ("a", "c"),
    "bd": ("b", "d"),
    "shared": ("L2W", "L9D"),
    "escalators": ("escalator-2w", "escalator-9d"),
    "lift-metro": ("by-lift-2", "by-lift-3", "by-lift-9"),
    "lift-shared": ("by-lift-2w", "by-lift-9d"),
}

WEAKNESSES: dict[str, str] = {
    "letters": "buses named by area letters only, no route numbers (S41)",
    "one-way-door": "the board with the bus routes hangs behind the one-way door to the sunken plaza (S41)",
    "colour": "rail entrances in no colour of their own (S40)",
    "chinese-only": "no English text",
    "checkpoint-5": "still shows the way to security check 5 where it was, at the mouth of the sunken plaza (brief)",
    "near-end": "still reckons with near-end escalators that run down (brief)",
}
"""Faults that the reports and the owner's own changes make likely; each row names its own. Besides, long stretches
carry no sign at all: most of the south passage and the subways, rail hall link west beyond its doors, exit 8's passage,
the car park, and the shop aisles (S40: signs out of sight; S41)."""
