"""South of the tracks: passenger subways and corridor at -9 m, and the south plaza with exits 南1 to 南4.

The exits, the long passage, security point 7 and the measures in zones A and B are stated; their geometry is assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shapely import box
from shapely.ops import unary_union

from drafting.parts import LIFT, Unit, bank, columns, down, keep_clear_of, run_of, stair, steps_for, strip, up, wall
from drafting.sheet import Sheet

DEEP_M, TERRACE_M = -9.0, 0.6
SUBWAYS = {"west": box(-94, -396, -80, -86), "east": box(68, -396, 82, -86)}
CORRIDOR, SECOND_PLAZA = box(-200, -410, 200, -396), box(200, -410, 240, -372)
PLAZA = box(-260, -500, 260, -412)
SOUTH = (unary_union([*SUBWAYS.values(), CORRIDOR, SECOND_PLAZA]), PLAZA)
"""The two parts of the ground south of the tracks, which do not touch in plan."""

FOOT_Y, LANES_Y = -404.0, -440.0
TERRACES = {"a": (-76.0, -46.0), "b": (46.0, 76.0)}
TERRACE_EDGE_Y = -442.0
LOBBY = box(168, LANES_Y, 192, -412)
PASSAGE_KEYS: dict[str, Any] = {"source": "public", "source_key": ["S14"], "note": "underground passage of 200+ m by 14 m stated; level and place assumed"}
RAMP_SLOPE, RAMP_WIDTH_M = 1 / 12, 1.5
EXAM: dict[str, Any] = {
    "source": "brief", "season": ["06-05/06-10"],
    "note": "exam-period service points, storage and shuttle carts stated; position and dates assumed",
}  # fmt: skip

EXITS: tuple[tuple[str, float, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("1", -180, ("邮局", "六纬路", "赤峰桥"), ("Post office", "Liuwei Road", "Chifeng Bridge"), "post-office side, to 六纬路 and 赤峰桥 (2008)"),
    ("2", -60, ("南广场A区", "海河"), ("South plaza zone A", "Haihe river"), "the exit is stated (not yet open in 2008); zone A near it assumed"),
    ("3", 60, ("龙门大厦", "南广场B区"), ("Longmen Building", "South plaza zone B"), "faces 龙门大厦, platform 1 passengers only (2008)"),
    ("4", 180, ("公交车站", "集合点"), ("Bus station", "Meeting point"),
     "beside the bus station, main meeting point (2008); named in the case study"),
)  # fmt: skip


def stand(sheet: Sheet, id: str, level: float, at: tuple[float, float], facing: int, type: str, names: tuple[str, str]) -> None:
    """A kiosk or stand 0.7 m before the reader at `at`, who looks towards `facing` (0, 90, 180 or 270)."""
    x, y = at
    dx, dy = {0: (0, 1), 90: (1, 0), 180: (0, -1), 270: (-1, 0)}[facing]
    middle = (x + 0.95 * dx, y + 0.95 * dy)
    half = (0.5, 0.25) if dy else (0.25, 0.5)
    body = box(middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1])
    sheet.obstacle(f"{id}-stand", level, body, "machine", height_m=2.0)
    sheet.place(id, level, x, y, type, *names, facing=facing)


def draw_south(sheet: Sheet) -> None:
    """Everything of level 0 south of the tracks; `draw_ground` has drawn the level."""
    _deep_floors(sheet)
    _lobby(sheet)
    for name, (x0, x1) in TERRACES.items():
        zone = name.upper()
        terrace = box(x0, TERRACE_EDGE_Y, x1, -412)
        sheet.space(f"terrace-{name}", 0, terrace, f"南广场{zone}区平台", f"south plaza terrace, zone {zone}", "plaza", "unpaid",
                    elevation_m=TERRACE_M, source="brief", note="the zone is named in the case study; terrace and height assumed")  # fmt: skip
    _ways_up(sheet)
    _zone_a(sheet)
    _zone_b(sheet)
    _front(sheet)
    _exits(sheet)
    _services(sheet)
    _columns(sheet)


def _deep_floors(sheet: Sheet) -> None:
    """Subways, corridor and secondary plaza, 9 m below the ground."""
    for side, zh in (("west", "西"), ("east", "东")):
        sheet.space(f"subway-{side}", 0, SUBWAYS[side], f"{zh}旅客地道", f"{side} passenger subway", "passage", "unpaid", elevation_m=DEEP_M,
                    source="public", source_key=["S18"], note="east and west passenger subways stated; position and depth assumed")  # fmt: skip
        x = SUBWAYS[side].centroid.x
        sheet.place(f"rail-arrivals-{side}", 0, x + 3, -240, "rail_exit", f"{zh}旅客地道（到站旅客）", f"Rail arrivals, {side} subway")
    deep: dict[str, Any] = PASSAGE_KEYS | {"elevation_m": DEEP_M}
    sheet.space("corridor-south", 0, CORRIDOR, "南广场地下通道", "south underground passage", "passage", "unpaid", **deep)
    lane, queue = box(210, -380, 240, -372), box(206, -390, 240, -380)
    sheet.space("taxi-front-lane", 0, lane, "副广场出租车道", "front taxi lane", "taxi", "unpaid", walkable=False, elevation_m=DEEP_M)
    sheet.space("taxi-front-queue", 0, queue, "副广场出租车候车区", "front taxi queue", "taxi", "unpaid", **deep)
    sheet.space("secondary-plaza", 0, SECOND_PLAZA, "副广场地下层", "secondary plaza, lower level", "plaza", "unpaid", **deep)
    for number, (x0, x1, y) in enumerate([(209, 238, -387), (212, 239.9, -384.5)], 1):
        sheet.obstacle(f"taxi-front-rail-{number}", 0, strip([(x0, y), (x1, y)], 0.1), "barrier", height_m=1.1)
    sheet.place("taxi-front", 0, 224, -382, "taxi", "出租车（副广场）", "Taxi, front secondary plaza", aliases=["前广场出租车", "南广场出租车"],
                source="public", source_key=["S14"], note="pick-up on B1 of the secondary plaza stated; position assumed")  # fmt: skip


def _lobby(sheet: Sheet) -> None:
    """Exit 南4: in through security point 7, out through a one-way door."""
    checked: dict[str, Any] = {"source": "public", "source_key": ["S15"], "number": 7, "operator": "铁路",
               "note": "point 7 at exit South-4, run by the railway, is stated; lanes and position assumed"}  # fmt: skip
    sheet.space("south-4-lobby", 0, LOBBY, "南4口安检厅", "exit South 4, security lobby", "lobby", "unpaid")
    fence = strip([(168, -412.05), (168, LANES_Y), (192, LANES_Y), (192, -412.05)], 0.1)
    sheet.obstacle("south-4-fence", 0, fence, "barrier", height_m=2.2)
    for id, x, lanes, width, zh, en in (
        ("security-7", 173.0, 2, 0.75, "7号安检点", "security point 7"),
        ("security-7-wide", 178.0, 1, 0.95, "7号安检点宽通道", "security point 7, wide lane"),
    ):  # fmt: skip
        line = [(x, LANES_Y - 2), (x, LANES_Y + 2)]
        sheet.pathway(id, "security_check", (0, 0), line, zh, en, direction="forward", lanes=lanes, width_m=width, rise_m=0.0, **checked)
    sheet.pathway("south-4-out", "passage", (0, 0), [(188, LANES_Y + 2), (188, LANES_Y - 2)], "南4口单向出口", "exit South 4, one-way way out",
                  direction="forward", width_m=2.4, rise_m=0.0)  # fmt: skip
    for number, x in enumerate((174.6, 179.6), 1):
        sheet.obstacle(f"security-7-machine-{number}", 0, box(x, LANES_Y - 1.3, x + 1, LANES_Y + 1.3), "machine", height_m=1.5)
    sheet.place("security-point-7", 0, 175.5, LANES_Y - 3, "security_point", "7号安检点", "Security point 7", **checked)
    sheet.obstacle("post-south-4-counter", 0, box(193.5, -437, 196.5, -436.2), "counter", height_m=1.0)
    sheet.place("post-south-4", 0, 195, -438.2, "service_post", "南4出口服务岗", "Service post, exit South 4", source="brief",
                service_zh="引导重点旅客、与彩虹岗和津门岗接力", service_en="guiding passengers in need, relay with the two other posts",
                note="the post and its link with the two other posts are stated; position assumed")  # fmt: skip


def _ways_up(sheet: Sheet) -> None:
    """Banks from the corridor to the plaza or its terraces, lifts at 南2 and 南3, and the way up to the bus islands."""
    sheets: tuple[tuple[str, str, str, float, float, Sequence[Unit]], ...] = (
        ("south-1", "南1口", "exit South 1", -180, -DEEP_M, [up(), stair(3.0)]),
        ("south-2", "南2口", "exit South 2", -60, TERRACE_M - DEEP_M, [up(), stair(3.0)]),
        ("south-3", "南3口", "exit South 3", 60, TERRACE_M - DEEP_M, [up(), stair(3.0)]),
        ("south-4", "南4口", "exit South 4", 180, -DEEP_M, [up(), stair(3.6), down()]),
        ("south-bus", "前广场公交岛", "front bus islands", 222, -DEEP_M, [up(), stair(2.4)]),
    )
    for id, zh, en, x, rise, units in sheets:
        bank(sheet, id, zh, en, (0, 0), (x, FOOT_Y), 0, units, rise_m=rise, at_foot=True)
    for number, x in (("2", -70.0), ("3", 50.0)):
        own = f"south-{number}-lift"
        facts: dict[str, Any] = LIFT | {"rise_m": TERRACE_M - DEEP_M, "bank": f"south-{number}"}
        sheet.pathway(own, "lift", (0, 0), [(x, -406.6), (x, -413.1)], f"南{number}口无障碍电梯", f"exit South {number} accessible lift", **facts)
        sheet.obstacle(f"{own}-shaft", 0, box(x - 1.2, -410, x + 1.2, -407.6), "shaft", serves=own)


def _terrace_steps(sheet: Sheet, name: str, x: float, width_m: float) -> None:
    """A short stair from the plaza up to a terrace's south edge."""
    run = run_of("stairs", TERRACE_M)
    own, zone = f"zone-{name}-steps", name.upper()
    sheet.pathway(own, "stairs", (0, 0), [(x, TERRACE_EDGE_Y - run - 1), (x, TERRACE_EDGE_Y + 1)], f"{zone}区台阶", f"zone {zone} steps",
                  width_m=width_m, steps=steps_for(TERRACE_M), rise_m=TERRACE_M)  # fmt: skip
    _body(sheet, own, (x - width_m / 2, TERRACE_EDGE_Y - run, x + width_m / 2, TERRACE_EDGE_Y), "台阶", "steps")


def _body(sheet: Sheet, serves: str, shape: tuple[float, float, float, float], zh: str, en: str) -> None:
    sheet.add("obstacle", f"{serves}-body", box(*shape), zh, en, level=0, type="stair_body", opaque=False, height_m=TERRACE_M,
              serves=serves)  # fmt: skip


def _terrace_rails(sheet: Sheet, name: str, gaps: Sequence[tuple[float, float]]) -> None:
    """Guardrails round a terrace, open along its south edge between each pair of x in `gaps`."""
    x0, x1 = TERRACES[name]
    rails: dict[str, Any] = {"type": "guardrail", "thickness_m": 0.1, "height_m": 1.1}
    y = TERRACE_EDGE_Y + 0.05
    wall(sheet, f"terrace-{name}-rail-west", 0, (x0 + 0.05, TERRACE_EDGE_Y), (x0 + 0.05, -412), **rails)
    wall(sheet, f"terrace-{name}-rail-east", 0, (x1 - 0.05, TERRACE_EDGE_Y), (x1 - 0.05, -412), **rails)
    wall(sheet, f"terrace-{name}-rail-south", 0, (x0, y), (x1, y), [(a - x0, b - x0) for a, b in gaps], **rails)


def _zone_a(sheet: Sheet) -> None:
    """Zone A: steps, and the attended lifting platform with the guardrail of the measure beside it."""
    x, edge = -70.0, TERRACE_EDGE_Y
    _terrace_steps(sheet, "a", -60, 3.0)
    _terrace_rails(sheet, "a", [(-73.0, -69.0), (-61.5, -58.5)])
    sheet.pathway("zone-a-platform-lift", "lift", (0, 0), [(x, edge - 2.7), (x, edge + 1)], "A区无障碍升降平台", "zone A lifting platform",
                  platform_lift=True, staffed=True, rise_m=TERRACE_M, speed_mps=0.1, car_width_m=1.1, car_depth_m=1.4, door_width_m=0.9,
                  source="brief", note="a guarded accessible-lift platform in zone A is stated; size and position assumed")  # fmt: skip
    sheet.obstacle("zone-a-platform", 0, box(x - 0.8, edge - 1.7, x + 0.8, edge), "shaft", serves="zone-a-platform-lift", opaque=False)
    guard = strip([(-73.0, edge + 0.05), (x - 1.0, edge + 0.05), (x - 1.0, edge - 1.65)], 0.1)
    sheet.obstacle("zone-a-guardrail", 0, guard, "guardrail", height_m=1.1, source="brief", note="guardrail added in 2023; shape assumed")


def _zone_b(sheet: Sheet) -> None:
    """Zone B: steps, and the ramp that replaced the lifting platform."""
    x, edge = 70.0, TERRACE_EDGE_Y
    foot = round(edge - TERRACE_M / RAMP_SLOPE, 3)
    _terrace_steps(sheet, "b", 60, 2.4)
    _terrace_rails(sheet, "b", [(58.8, 61.2), (69.25, 70.75)])
    sheet.pathway("zone-b-ramp", "ramp", (0, 0), [(x, foot - 1), (x, edge + 1)], "B区无障碍坡道", "zone B ramp", slope=round(RAMP_SLOPE, 4),
                  width_m=RAMP_WIDTH_M, rise_m=TERRACE_M, rise_per_run_m=TERRACE_M, source="brief",
                  note="the lift platform turned into a ramp is stated; slope, width and position assumed")  # fmt: skip
    _body(sheet, "zone-b-ramp", (x - RAMP_WIDTH_M / 2, foot, x + RAMP_WIDTH_M / 2, edge), "坡道", "ramp")


def _front(sheet: Sheet) -> None:
    """Riverside road, bus islands, car park, buildings, and the plaza over what is left."""
    river: dict[str, Any] = {"source": "public", "source_key": ["S6", "S7"], "note": "southern bound of the hub site; course assumed"}
    sheet.space("haihe-road", 0, box(-260, -500, 260, -492), "海河东路车行道", "Haihe East Road carriageway", "street", "unpaid",
                walkable=False, **river)  # fmt: skip
    for lane in range(5):
        x0 = 201 + 12 * lane
        sheet.space(f"bus-front-lane-{lane + 1}", 0, box(x0, -492, x0 + 7, -456), f"前广场公交车道{lane + 1}", f"front bus lane {lane + 1}",
                    "bus_area", "unpaid", walkable=False)  # fmt: skip
        sheet.obstacle(f"bus-front-shelter-{lane + 1}", 0, box(x0 - 3.1, -474, x0 - 1.9, -466), "furniture", height_m=2.5)
    islands: dict[str, Any] = {"source": "public", "source_key": ["S14"], "note": "surface bus islands stated; position assumed"}
    sheet.space("bus-front-floor", 0, box(196, -492, 260, -448), "前广场公交岛", "front bus islands", "bus_area", "unpaid", **islands)
    sheet.place("bus-front", 0, 224, -451, "bus_area", "前广场公交岛", "Front bus islands", aliases=["南广场公交站", "前广场公交"], **islands)
    for id, shape, zh, en, use in (
        ("post-office", (-258, -452, -212, -416), "邮局", "post office", "staff"),
        ("car-park-south-ramp", (-258, -490, -226, -464), "前广场停车场螺旋坡道", "front car park spiral ramp", "car_park"),
        ("toilets-south-plaza", (-132, -424, -112, -414), "南广场公共卫生间", "south plaza toilets", "staff"),
        ("green-south-west", (-170, -484, -90, -462), "南广场西绿地", "south plaza lawn west", "green"),
        ("green-south-middle", (-36, -484, 36, -466), "南广场中央绿地", "south plaza lawn", "green"),
        ("green-south-east", (90, -484, 170, -462), "南广场东绿地", "south plaza lawn east", "green"),
    ):
        public: dict[str, Any] = islands | {"note": "stated; position assumed"} if id in {"post-office", "car-park-south-ramp"} else {}
        sheet.space(id, 0, box(*shape), zh, en, use, "staff" if use == "staff" else "unpaid", walkable=False, **public)
    for id, x0, x1, zh, en in (
        ("south-plaza", -76, 76, "南广场", "south plaza"), ("south-plaza-west", -260, -76, "南广场西侧", "south plaza, west side"),
        ("south-plaza-east", 76, 260, "南广场东侧", "south plaza, east side"),
    ):  # fmt: skip
        sheet.space(id, 0, box(x0, -500, x1, -412), zh, en, "plaza", "unpaid")
    sheet.place("street-haihe", 0, 0, -488, "street", "海河东路", "Haihe East Road", **river)


def _exits(sheet: Sheet) -> None:
    for number, x, leads_zh, leads_en, note in EXITS:
        outside = (x + 7, LANES_Y - 4.5) if number == "4" else (x, -433.0)
        source: dict[str, Any] = {"source": "brief", "source_key": ["S14", "S15"]} if number == "4" else {"source": "public", "source_key": ["S14"]}
        sheet.place(f"exit-south-{number}", 0, *outside, "exit", f"南{number}出口", f"South {number} exit", number=f"南{number}",
                    aliases=[f"南{number}口", f"南{number}"], leads_to_zh=list(leads_zh), leads_to_en=list(leads_en),
                    note=f"{note}; position assumed", **source)  # fmt: skip


def _services(sheet: Sheet) -> None:
    """Desks and stands of corridor and plaza, and what is set up in the exam week."""
    for id, x, y, type, zh, en, facts in (
        ("luggage-south", 8.0, -398.2, "luggage_storage", "行李寄存处（南通道）", "Left luggage, south passage", {"hours": "06:00-22:00"}),
        ("lost-property-rail", 20.0, -398.2, "lost_property", "铁路失物招领处", "Rail lost property",
         {"hours": "06:00-23:00", "operator": "铁路"}),
        ("exam-service-south", 157.0, -434.2, "exam_service_point", "津彩爱心助考服务点（南广场）", "Exam service point, south plaza", EXAM),
        ("exam-luggage-south", 150.0, -434.2, "luggage_storage", "助考行李寄存处（南广场）", "Exam luggage storage, south plaza", EXAM),
    ):  # fmt: skip
        sheet.obstacle(f"{id}-counter", 0, box(x - 2.5, y + 1, x + 2.5, y + 1.8), "counter", height_m=1.0)
        sheet.place(id, 0, x, y, type, zh, en, **facts)
    for id, x, y, type, zh, en, facts in (
        ("south-plaza-place", 0.0, -456.0, "plaza", "南广场", "South plaza", {"aliases": ["前广场", "海河广场", "front plaza"]}),
        ("car-park-south", -222.0, -477.0, "car_park", "前广场停车场", "Front car park",
         {"source": "public", "source_key": ["S14"], "note": "spiral ramp down to B2 stated; position assumed"}),
        ("rail-entrance-south", 0.0, -415.0, "rail_entrance", "铁路南站房进站口", "Rail entrance, south house", {"aliases": ["南进站口"]}),
        ("aed-south", 34.0, -397.5, "aed", "南通道AED", "AED, south passage", {}),
        ("toilet-south-plaza", -126.0, -425.5, "toilet", "南广场卫生间", "Toilets, south plaza", {"step_free": "yes"}),
        ("accessible-toilet-south-plaza", -117.0, -425.5, "accessible_toilet", "南广场无障碍卫生间", "Accessible toilet, south plaza",
         {"step_free": "yes"}),
        ("shuttle-south", 120.0, -450.0, "shuttle_stop", "爱心摆渡车站（南广场）", "Shuttle cart stop, south plaza", EXAM),
    ):  # fmt: skip
        sheet.place(id, 0, x, y, type, zh, en, **facts)
    stand(sheet, "kiosk-south-plaza", 0, (10, -448), 0, "kiosk", ("南广场导向屏", "Kiosk, south plaza"))
    stand(sheet, "kiosk-south-passage", 0, (-20, -399), 0, "kiosk", ("南通道导向屏", "Kiosk, south passage"))
    stand(sheet, "bus-info-front", 0, (214, -451), 0, "information", ("前广场公交信息亭", "Bus information, front islands"))
    stand(sheet, "info-south-west", 0, (-160, -440), 0, "information", ("南1口信息牌", "Information stand, exit South 1"))


def _columns(sheet: Sheet) -> None:
    """One row along the passage, one along each subway."""
    clear = keep_clear_of(sheet, 0, 1.5)
    columns(sheet, "passage-column", 0, range(-192, 200, 12), (-400.5,), 0.8, CORRIDOR, clear)
    for side, shape in SUBWAYS.items():
        columns(sheet, f"subway-column-{side}", 0, (shape.centroid.x,), range(-384, -100, 12), 0.7, shape, clear)
