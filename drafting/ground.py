"""The ground north of the tracks: plaza, streets, buses, taxis, coach station and the north rail building.

Streets, the four bus areas, the coach station and the taxi queue are public facts; where they lie, and every
dimension that no note mentions, is assumed.
"""

from __future__ import annotations

from typing import Any

from shapely import LineString, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from drafting.parts import columns, doorstep, strip, wall
from drafting.sheet import Sheet
from drafting.south import EXAM, SOUTH, stand

NORTH = unary_union([box(-400, -46, 320, 170), box(-120, -82, 120, -46), box(200, -70, 320, -46)])
OUTLINE = unary_union([NORTH, *SOUTH])

Box = tuple[float, float, float, float]

HEAD_LENGTH_M, HEAD_HALF_M = 28.0, 6.0
EXIT_HEADS: tuple[tuple[str, float, float, int, int], ...] = (
    ("1", -249.9, -30, -1, 0), ("10", -249.9, 2, -1, 0), ("2", -249.9, 34, -1, 0), ("9", -222, 41.7, 0, 1),
    ("3", -150, 65.5, 0, 1), ("4", -90, 83.3, 0, 1), ("5", 60, 83.3, 0, 1), ("6", 120, 65.5, 0, 1),
    ("7", 237, 45.6, 0, 1), ("8", 246, -30, 1, 0), ("11", 220.2, -58, 1, 0),
)  # fmt: skip
"""Number, where the head leaves the edge of B1, and which way it runs."""

STREET_KEYS: dict[str, Any] = {"source": "public", "source_key": ["S1", "S3"], "note": "street stated; its course is assumed"}
CROSSINGS: tuple[tuple[str, Box], ...] = (
    ("xinzhao-west", (-284, 136, -278, 150)), ("xinzhao-middle", (-60, 136, -54, 150)), ("xinzhao-east", (285, 136, 291, 150)),
    ("xinguang-south", (-300, -1, -288, 5)), ("xinguang-north", (-300, 112, -288, 118)),
    ("huaxing-south", (292, -22, 306, -16)), ("huaxing-north", (292, 60, 306, 66)), ("drop-off", (232, 82, 238, 90)),
    ("xinzhao-west-road", (-126, 126, -114, 132)), ("xinzhao-east-road", (84, 128, 96, 134)),
)  # fmt: skip
CARRIAGEWAYS: tuple[tuple[str, Box, str, str], ...] = (
    ("xinzhao-road", (-400, 136, 320, 150), "新兆路车行道", "Xinzhao Road carriageway"),
    ("xinguang-road", (-300, -46, -288, 136), "新广路车行道", "Xinguang Road carriageway"),
    ("huaxing-road", (292, -70, 306, 136), "华兴道车行道", "Huaxing Street carriageway"),
    ("xinzhao-west-road", (-126, 100, -114, 136), "新兆西路车行道", "Xinzhao West Road carriageway"),
    ("xinzhao-east-road", (84, 100, 96, 136), "新兆东路车行道", "Xinzhao East Road carriageway"),
    ("drop-off-lane", (150, 82, 292, 90), "落客区车道", "drop-off lane"),
)
STREETS: tuple[tuple[str, float, float, str, str], ...] = (
    ("street-xinguang", -283, 50, "新广路", "Xinguang Road"), ("street-xinzhao", 0, 154, "新兆路", "Xinzhao Road"),
    ("street-xinzhao-west", -110, 118, "新兆西路", "Xinzhao West Road"),
    ("street-xinzhao-east", 100, 118, "新兆东路", "Xinzhao East Road"), ("street-huaxing", 288, 30, "华兴道", "Huaxing Street"),
)  # fmt: skip
PAVEMENTS: tuple[tuple[str, Box, str, str], ...] = (
    ("xinguang-west", (-312, -46, -300, 136), "新广路西侧人行道", "Xinguang Road, west pavement"),
    ("xinguang-east", (-288, -46, -278, 136), "新广路东侧人行道", "Xinguang Road, east pavement"),
    ("xinzhao-north", (-400, 150, 320, 170), "新兆路北侧人行道", "Xinzhao Road, north pavement"),
    ("huaxing-west", (285, -70, 292, 136), "华兴道西侧人行道", "Huaxing Street, west pavement"),
    ("huaxing-east", (306, -70, 320, 136), "华兴道东侧人行道", "Huaxing Street, east pavement"),
    ("coach-forecourt", (-352, 60, -312, 136), "长途客运站前广场", "coach station forecourt"),
)
BUILDINGS: tuple[tuple[str, Box, str, str, str], ...] = (
    ("bus-centre", (-208, 60, -166, 92), "公交中心枢纽", "bus centre", "staff"),
    ("substation", (150, -40, 205, -12), "35千伏变电站", "35 kV substation", "plant"),
    ("vents-west", (-200, -34, -140, -14), "风亭（西）", "ventilation towers west", "plant"),
    ("vents-east", (140, 10, 200, 40), "风亭与冷却塔（东）", "ventilation and cooling towers east", "plant"),
    ("toilets-north-plaza", (-24, 108, -6, 118), "北广场公共卫生间", "north plaza toilets", "staff"),
    ("car-park-ramp", (248, 2, 292, 10), "地下车库坡道（华兴道）", "car park ramp, Huaxing Street", "car_park"),
    ("green-west", (-104, -12, -60, 28), "北广场西绿地", "north plaza lawn west", "green"),
    ("green-middle", (-34, -12, 34, 26), "北广场中央绿地", "north plaza lawn", "green"),
    ("green-east", (60, -12, 104, 28), "北广场东绿地", "north plaza lawn east", "green"),
    ("green-coach", (-346, 74, -322, 120), "长途站绿地", "coach station lawn", "green"),
)
ON_ROOF: dict[str, Any] = {"source": "public", "source_key": ["S1"], "note": "on top of the roof slab; its place is assumed"}

BUS_AREAS = (("A", -275, ()), ("C", -205, ()), ("B", 150, ("806",)), ("D", 220, ()))
"""Area, its west edge and the routes stated for it. 44 routes are stated in all; which area they leave from is not."""
BUS_KEYS: dict[str, Any] = {
    "source": "public", "source_key": ["S4", "S17", "S41"],
    "note": "areas A to D, 44 routes, A and C signed together, B on another side with route 806: stated; position assumed, other routes unknown",
}  # fmt: skip
LANES, LANE_M, ISLAND_M = 5, 7.0, 5.0

COACH_FLOOR_M = 0.45
"""The coach halls lie three steps above the street (assumed)."""
COACH_KEYS: dict[str, Any] = {"source": "public", "source_key": ["S12", "S13", "S16"]}

NEAR_WEST_BANK, HALL_BANK, EAST_LIFT = box(-112, -76, -98, -50), box(30, -78, 60, -62), box(96, -73, 104, -62)
"""Ground kept free for the ways up from B1 in the north rail building."""


def draw_ground(sheet: Sheet) -> None:
    """Level 0 with its outline, and everything on it north of the tracks."""
    sheet.level("level-0", 0, OUTLINE, "地面", "Ground", label="G", elevation_m=0.0)
    _exit_heads(sheet)
    _streets(sheet)
    _sunken_plaza(sheet)
    _rail_building(sheet)
    _rail_ways(sheet)
    _coach_station(sheet)
    _buses(sheet)
    _taxis(sheet)
    _buildings(sheet)
    _plaza(sheet)
    _services(sheet)


def _exit_heads(sheet: Sheet) -> None:
    for number, x, y, dx, dy in EXIT_HEADS:
        line = LineString([(x, y), (x + dx * HEAD_LENGTH_M, y + dy * HEAD_LENGTH_M)])
        shape = line.buffer(HEAD_HALF_M, cap_style="flat")
        sheet.space(f"exit-head-{number}", 0, shape, f"{number}号口地面", f"exit {number}, at street level", "exit_head", "unpaid")


def _streets(sheet: Sheet) -> None:
    for id, shape in CROSSINGS:
        sheet.space(f"crossing-{id}", 0, box(*shape), "人行横道", "pedestrian crossing", "street", "unpaid")
    for id, shape, zh, en in CARRIAGEWAYS:
        facts: dict[str, Any] = {} if id == "drop-off-lane" else STREET_KEYS
        sheet.space(id, 0, box(*shape), zh, en, "street", "unpaid", walkable=False, **facts)
    for id, x, y, zh, en in STREETS:
        sheet.place(id, 0, x, y, "street", zh, en, **STREET_KEYS)


def _sunken_plaza(sheet: Sheet) -> None:
    """The opening above the sunken plaza, railed but for where the bank and the rainbow ramp arrive."""
    sheet.space("sunken-plaza-opening", 0, box(-40, 50, 40, 80), "下沉广场上空", "open above the sunken plaza", "sunken_plaza",
                "unpaid", walkable=False, source="public", source_key=["S4"], note="sunken plaza stated; shape assumed")  # fmt: skip
    rails: dict[str, Any] = {"type": "guardrail", "thickness_m": 0.1, "height_m": 1.2}
    wall(sheet, "sunken-rail-north", 0, (-40.1, 80.05), (40.1, 80.05), [(52.1, 64.1)], **rails)
    wall(sheet, "sunken-rail-west", 0, (-40.05, 49.9), (-40.05, 80), [(26.1, 30.1)], **rails)
    wall(sheet, "sunken-rail-east", 0, (40.05, 49.9), (40.05, 80), **rails)
    wall(sheet, "sunken-rail-south", 0, (-40, 49.95), (40, 49.95), **rails)


def _rail_building(sheet: Sheet) -> None:
    """Two unpaid vestibules with the rail hall between them."""
    stated: dict[str, Any] = {"source": "public", "source_key": ["S1", "S18"], "note": "north rail house stated; its plan is assumed"}
    west, hall, east = box(-120, -82, -10, -46), box(-10, -82, 84, -46), box(84, -82, 120, -46)
    sheet.space("rail-vestibule-west", 0, west, "北站房西进站厅", "north rail house, west entrance hall", "lobby", "unpaid", **stated)
    sheet.space("rail-hall", 0, hall, "北站房候车大厅", "north rail house, waiting hall", "rail_hall", "rail", **stated)
    sheet.space("rail-vestibule-east", 0, east, "北站房东进站厅", "north rail house, east entrance hall", "lobby", "unpaid", **stated)
    doors = [(18, 24), (55, 61), (90, 96), (219, 225)]
    wall(sheet, "rail-house-front", 0, (-120, -46), (120, -46), doors)
    wall(sheet, "rail-ground-gate-wall-west", 0, (-10, -82), (-10, -46), [(18, 32)])
    wall(sheet, "rail-ground-gate-wall-east", 0, (84, -82), (84, -46), [(18, 32)])
    for row, x in enumerate([-3.0, 8.0, 19.0, 63.0, 74.0]):
        for y in (-79.0, -75.5, -72.0):
            sheet.obstacle(f"rail-seats-{row + 1}-{-y:g}", 0, box(x, y, x + 7, y + 1.2), "furniture", height_m=0.8)
    sheet.obstacle("rail-ticket-counter", 0, box(-80, -81, -40, -80), "counter", height_m=1.1)
    sheet.obstacle("rail-ticket-machines", 0, box(-36, -82, -16, -81.2), "machine", height_m=1.9)
    free = unary_union([NEAR_WEST_BANK, HALL_BANK, EAST_LIFT, *(box(x - 8, -66, x + 8, -48) for x in (-10, 84))])
    floor = unary_union([west, hall, east])
    columns(sheet, "rail-house-column", 0, range(-114, 120, 12), (-69.0, -57.0), 0.9, floor.buffer(-1.5), free)


def _rail_ways(sheet: Sheet) -> None:
    """Ticket gates into the rail hall from both vestibules, and its one-way door to the plaza."""
    for side, x, inward, zh, en in (("west", -10.0, 1, "西", "west"), ("east", 84.0, -1, "东", "east")):
        for name, y, direction, lanes, width in (
            ("in", -61, "forward", 6, 0.55), ("wide", -57, "both", 1, 0.95), ("out", -53, "backward", 3, 0.55),
        ):  # fmt: skip
            what = {"in": ("进站", "in"), "wide": ("宽通道", "wide lane"), "out": ("出站", "out")}[name]
            sheet.pathway(f"rail-ground-gate-{side}-{name}", "fare_gate", (0, 0), [(x - 1.5 * inward, y), (x + 1.5 * inward, y)],
                          f"铁路{zh}检票口{what[0]}", f"rail ticket gates {en}, {what[1]}",
                          direction=direction, lanes=lanes, width_m=width)  # fmt: skip
            if name != "out":
                sheet.obstacle(f"rail-ground-gate-{side}-cabinet-{name}", 0, box(x - 1, y + 1.85, x + 1, y + 2.15), "machine", height_m=1.0)
        sheet.place(f"rail-entrance-{side}", 0, x - 4 * inward, -57, "rail_entrance", f"铁路北站房{zh}进站口",
                    f"Rail entrance, north house {en}", aliases=["火车进站口", "北进站口"], source="public", source_key=["S18", "S40"],
                    note="three rail entrances stated; position assumed")  # fmt: skip
    sheet.pathway("rail-door-out-north", "passage", (0, 0), [(64, -48), (64, -44)], "候车大厅单向出站门", "one-way door out of the rail hall",
                  direction="forward", width_m=2.4, rise_m=0.0)  # fmt: skip
    sheet.place("rail-exit-north", 0, 68, -50, "rail_exit", "铁路北出站口", "Rail exit, north house", aliases=["北出站口"])
    sheet.place("rail-waiting-hall-north", 0, 22, -52, "waiting_hall", "北站房候车大厅", "Waiting hall, north rail house",
                aliases=["火车候车室", "候车厅"], source="public", source_key=["S18", "S42"], note="hall stated; position assumed")  # fmt: skip
    sheet.place("exit-north", 0, -60, -42, "exit", "北出口", "North exit", number="北", aliases=["北口", "北广场出口"],
                leads_to_zh=["北广场", "新兆路"], leads_to_en=["North plaza", "Xinzhao Road"], source="public", source_key=["S14"],
                note="the exit is stated (not yet open in 2008); position assumed")  # fmt: skip
    sheet.place("aed-rail-hall", 0, 80, -48.5, "aed", "候车大厅AED", "AED, rail waiting hall")


def _coach_station(sheet: Sheet) -> None:
    """通莎客运站: halls of the stated size, offices and the yard."""
    sizes: dict[str, Any] = COACH_KEYS | {"note": "waiting hall 1,560 m², ticket hall 850 m² stated; position assumed"}
    waiting, tickets = box(-352, 0, -312, 39), box(-352, -21.25, -312, 0)
    sheet.space("coach-waiting-hall", 0, waiting, "通莎客运站候车厅", "coach station waiting hall", "coach_station", "unpaid", elevation_m=COACH_FLOOR_M, **sizes)
    sheet.space("coach-ticket-hall", 0, tickets, "通莎客运站售票厅", "coach station ticket hall", "coach_station", "unpaid", elevation_m=COACH_FLOOR_M, **sizes)
    for id, shape, zh, en in (
        ("coach-office-north", (-352, 39, -312, 60), "客运站办公区北", "coach station offices north"),
        ("coach-office-south", (-352, -46, -312, -21.25), "客运站办公区南", "coach station offices south"),
        ("coach-yard", (-400, -46, -352, 136), "长途客车发车区", "coach bays and yard"),
    ):
        bays: dict[str, Any] = COACH_KEYS | {"note": "20 bays and 6 gates stated"} if id == "coach-yard" else {}
        sheet.space(id, 0, box(*shape), zh, en, "coach_station", "staff", walkable=False, **bays)
    wall(sheet, "coach-front", 0, (-312, -21.25), (-312, 39), [(7.25, 11.25), (22.5, 26.5), (41.25, 45.25)])
    for door, y, ramp in (("south", -12, False), ("middle", 2.3, True), ("middle", 4.2, False), ("north", 22, False)):
        doorstep(sheet, f"coach-door-{door}", "通莎客运站", "Coach station", 0, (-312, y), 90, COACH_FLOOR_M, 1.5 if ramp else 1.6, ramp)
    wall(sheet, "coach-inner-wall", 0, (-352, 0), (-312, 0), [(24, 30)])
    wall(sheet, "coach-gates-wall", 0, (-351.85, -21.25), (-351.85, 39))
    sheet.obstacle("coach-ticket-windows", 0, box(-345, -20.5, -320, -19.3), "counter", height_m=1.1, note="10 windows stated")
    for row in range(6):
        y = 8.0 + 4.5 * row
        sheet.obstacle(f"coach-seats-{row + 1}", 0, box(-347, y, -324, y + 1.3), "furniture", height_m=0.8)
    sheet.place("coach-station", 0, -318, 8, "coach_station", "通莎客运站", "Tongsha Coach Station", step_free="yes", hours="05:30-20:00",
                aliases=["长途汽车站", "天津公路客运枢纽中心站", "长途客运站", "coach"], **COACH_KEYS,
                note="barrier-free routes, exits 1, 9, 10 and a metro exit inside stated; position and hours assumed")  # fmt: skip
    sheet.place("coach-tickets", 0, -332, -17.5, "service_centre", "通莎客运站售票处", "Coach station ticket office", **COACH_KEYS)
    sheet.place("coach-waiting", 0, -320, 30, "waiting_hall", "通莎客运站候车厅", "Coach waiting hall", **COACH_KEYS)
    stand(sheet, "kiosk-coach", 0, (-318, 22), 270, "kiosk", ("通莎客运站导向屏", "Kiosk, coach station"))


def _buses(sheet: Sheet) -> None:
    """Four terminals: islands between lanes that open to 新兆路, joined along their south side."""
    for name, x, routes in BUS_AREAS:
        key = name.lower()
        for lane in range(LANES):
            x0 = x + ISLAND_M + lane * (LANE_M + ISLAND_M)
            sheet.space(f"bus-{key}-lane-{lane + 1}", 0, box(x0, 106, x0 + LANE_M, 136), f"公交{name}区车道{lane + 1}",
                        f"bus area {name}, lane {lane + 1}", "bus_area", "unpaid", walkable=False)  # fmt: skip
            shelter = box(x0 - 3.1, 112, x0 - 1.9, 120)
            sheet.obstacle(f"bus-{key}-shelter-{lane + 1}", 0, shelter, "furniture", height_m=2.5)
        outline = box(x, 98, x + LANES * (LANE_M + ISLAND_M) + ISLAND_M, 136)
        sheet.space(f"bus-{key}-floor", 0, outline, f"公交{name}区", f"bus area {name}", "bus_area", "unpaid", **BUS_KEYS)
        sheet.place(f"bus-{key}", 0, x + 32.5, 102.5, "bus_area", f"公交{name}区", f"Bus area {name}", routes=list(routes) or None,
                    aliases=[f"公共汽车{name}区", *(f"{route}路" for route in routes)], **BUS_KEYS)  # fmt: skip
        stand(sheet, f"bus-info-{key}", 0, (x + 26, 100.5), 0, "information", (f"公交{name}区线路信息亭", f"Bus information, area {name}"))


def _taxis(sheet: Sheet) -> None:
    stated: dict[str, Any] = {"source": "public", "source_key": ["S4"], "note": "queue reached through the sunken plaza is stated; position assumed"}
    sheet.space("taxi-rear-lane", 0, box(20, 120, 84, 126), "后广场出租车道", "rear taxi lane", "taxi", "unpaid", walkable=False)
    sheet.space("taxi-rear-queue", 0, box(24, 112, 50, 120), "后广场出租车候车区", "rear taxi queue", "taxi", "unpaid", **stated)
    for number, (x0, x1, y) in enumerate([(26.5, 50, 114), (24, 47.5, 116), (26.5, 50, 118)], 1):
        sheet.obstacle(f"taxi-rear-rail-{number}", 0, strip([(x0, y), (x1, y)], 0.1), "barrier", height_m=1.1)
    sheet.place("taxi-rear", 0, 37, 119, "taxi", "出租车（后广场）", "Taxi, rear plaza", aliases=["后广场出租车", "北广场出租车", "打车"], **stated)


def _buildings(sheet: Sheet) -> None:
    for id, shape, zh, en, use in BUILDINGS:
        stated: dict[str, Any] = ON_ROOF if id in {"bus-centre", "substation"} else {}
        if id == "car-park-ramp":
            stated = {"source": "public", "source_key": ["S3"], "note": "car entry from 华兴道 stated; position assumed"}
        zone = "unpaid" if use in {"green", "car_park"} else "staff"
        sheet.space(id, 0, box(*shape), zh, en, use, zone, walkable=False, **stated)


def _plaza(sheet: Sheet) -> None:
    """Pavements, then the plaza in three parts over what is left."""
    for id, shape, zh, en in PAVEMENTS:
        sheet.space(f"pavement-{id}", 0, box(*shape), zh, en, "street", "unpaid")
    parts: tuple[tuple[str, float, float, str, str], ...] = (
        ("north-plaza", -110, 110, "北广场", "north plaza"), ("north-plaza-west", -400, -110, "北广场西侧", "north plaza, west side"),
        ("north-plaza-east", 110, 320, "北广场东侧", "north plaza, east side"),
    )  # fmt: skip
    for id, x0, x1, zh, en in parts:
        sheet.space(id, 0, _between(x0, x1), zh, en, "plaza", "unpaid")
    for number, (x, y) in enumerate([(-60, 34), (-30, 32), (30, 32), (60, 34), (-46, 92), (-20, 92), (-46, 100), (-20, 100)], 1):
        sheet.obstacle(f"bench-north-{number}", 0, box(x, y, x + 4, y + 0.6), "furniture", height_m=0.5)


def _between(x0: float, x1: float) -> BaseGeometry:
    return NORTH.intersection(box(x0, -100, x1, 200))


def _services(sheet: Sheet) -> None:
    """Plaza, toilets, kiosks, and what is set up in the exam week."""
    sheet.place("north-plaza-place", 0, 0, 104, "plaza", "北广场", "North plaza", aliases=["后广场", "rear plaza"], source="brief",
                note="named in the case study; the point is assumed")  # fmt: skip
    sheet.place("toilet-north-plaza", 0, -20, 106.8, "toilet", "北广场卫生间", "Toilets, north plaza", step_free="yes")
    sheet.place("accessible-toilet-north-plaza", 0, -10, 106.8, "accessible_toilet", "北广场无障碍卫生间",
                "Accessible toilet, north plaza", step_free="yes")  # fmt: skip
    stand(sheet, "kiosk-north-plaza", 0, (4, 92), 0, "kiosk", ("北广场导向屏", "Kiosk, north plaza"))
    stand(sheet, "kiosk-bus-west", 0, (-207.5, 95), 0, "kiosk", ("公交A、C区导向屏", "Kiosk, bus areas A and C"))
    stand(sheet, "kiosk-bus-east", 0, (217, 95), 0, "kiosk", ("公交B、D区导向屏", "Kiosk, bus areas B and D"))
    stand(sheet, "info-xinguang", 0, (-283, 18), 270, "information", ("新广路信息牌", "Information stand, Xinguang Road"))
    stand(sheet, "info-huaxing", 0, (283, -30), 90, "information", ("华兴道信息牌", "Information stand, Huaxing Street"))
    sheet.obstacle("exam-north-counter", 0, box(-75, 96, -71, 96.8), "counter", height_m=1.0)
    sheet.place("exam-service-north", 0, -74, 95, "exam_service_point", "津彩爱心助考服务点（北广场）", "Exam service point, north plaza", **EXAM)
    sheet.place("exam-luggage-north", 0, -72, 95, "luggage_storage", "助考行李寄存处（北广场）", "Exam luggage storage, north plaza", **EXAM)
    for id, x, y, zh, en in (
        ("shuttle-north", -50, 114, "爱心摆渡车站（北广场）", "Shuttle cart stop, north plaza"),
        ("shuttle-coach", -304, 30, "爱心摆渡车站（通莎客运站）", "Shuttle cart stop, coach station"),
    ):
        sheet.place(id, 0, x, y, "shuttle_stop", zh, en, **EXAM)
