"""B1, the distribution level: hall, wings, sunken plaza, rail hall links, shops, car park, the eleven exits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shapely import box

from drafting.parts import Unit, bank, doorstep, down, lift, run_of, stair, up, wall
from drafting.sheet import Sheet

LEVEL = -1
CAR_PARK_M = -9.3
"""The car park's floor lies two steps below the halls (assumed)."""


@dataclass(frozen=True)
class Exit:
    """A numbered exit: where its stair leaves the level's edge, and which way it climbs (local degrees)."""

    number: int
    edge: tuple[float, float]
    outward: float
    units: tuple[Unit, ...]
    leads_zh: tuple[str, ...]
    leads_en: tuple[str, ...]
    key: str = "S3"
    lift: tuple[float, float, float] | None = None
    open: bool = True


UP, DOWN, STAIR = replace(up(), reversible=False), down(), stair(3.0)
"""The escalator up at an exit stays one (GB 50157-2013 s. 9.7.2 asks for it); which others can be turned is assumed."""
EXITS = (
    Exit(1, (-249.9, -30), 270, (UP, STAIR), ("客运中心", "公交站"), ("coach centre", "bus stations")),
    Exit(2, (-249.9, 34), 270, (UP, STAIR), ("新广路",), ("Xinguang Road",), lift=(-247.5, 26, 90)),
    Exit(3, (-150, 65.5), 0, (UP, STAIR), ("新兆西路",), ("Xinzhao West Road",)),
    Exit(4, (-90, 83.3), 0, (UP, DOWN, STAIR), ("新兆西路",), ("Xinzhao West Road",)),
    Exit(5, (60, 83.3), 0, (UP, DOWN, STAIR), ("新兆东路",), ("Xinzhao East Road",), lift=(53.6, 80, 180)),
    Exit(6, (120, 65.5), 0, (UP, STAIR), ("新兆东路",), ("Xinzhao East Road",)),
    Exit(7, (237, 45.6), 0, (UP, DOWN, STAIR), ("华兴道",), ("Huaxing Street",), lift=(231, 43.6, 180)),
    Exit(8, (246, -30), 90, (UP, STAIR), ("华兴道",), ("Huaxing Street",)),
    Exit(9, (-222, 41.7), 0, (UP, STAIR), ("公交站", "通莎客运站"), ("buses", "Tongsha coach station"), key="S13"),
    Exit(10, (-249.9, 2), 270, (UP, DOWN, STAIR), ("新兆路", "通莎客运站", "新广路"),
         ("Xinzhao Road", "Tongsha coach station", "Xinguang Road"), key="S13", lift=(-247.5, 9.6, 90)),
    Exit(11, (220.2, -58), 90, (STAIR,), ("预留",), ("reserved, not opened",), open=False),
)  # fmt: skip
OUTWARD = {0: (0, 1), 90: (1, 0), 180: (0, -1), 270: (-1, 0)}


def draw_b1(sheet: Sheet) -> None:
    """Everything of B1 but columns, walls along the rooms, and signs."""
    _public_floors(sheet)
    _shops(sheet)
    _walls(sheet)
    _sunken_plaza(sheet)
    _checkpoint_5(sheet)
    _rail_links(sheet)
    _car_park_doors(sheet)
    for item in EXITS:
        _exit(sheet, item)
    sheet.rest("b1-room", LEVEL, (28.0, 18.0), ROOMS)


ROOMS = (
    ("plant", "通风机房", "ventilation plant"), ("staff", "管理用房", "staff room"), ("plant", "变配电室", "switch room"),
    ("staff", "库房", "store"), ("plant", "消防泵房", "fire pump room"), ("staff", "楼梯间", "stair core"),
)  # fmt: skip


def _public_floors(sheet: Sheet) -> None:
    open_floors = (
        ("b1-plaza", box(-40, 50, 40, 80), "北广场下沉广场", "North plaza sunken plaza", "sunken_plaza"),
        ("b1-hall", box(-110, -40, 110, 50), "公共分配大厅", "Distribution hall", "hall"),
        ("b1-west-wing", box(-200, -25, -110, 30), "西翼大厅", "West wing", "hall"),
        ("b1-coach-passage", box(-236, -12, -200, 16), "长途、公交通道", "Coach and bus passage", "passage"),
        ("b1-west-lobby", box(-249.9, -38, -236, 40), "西侧出口厅", "West exit lobby", "hall"),
        ("b1-exit-9-passage", box(-227, 16, -217, 41.7), "9号出口通道", "Exit 9 passage", "passage"),
        ("b1-exit-3-passage", box(-155, 30, -145, 65.5), "3号出口通道", "Exit 3 passage", "passage"),
        ("b1-exit-4-passage", box(-96, 50, -84, 83.3), "4号出口通道", "Exit 4 passage", "passage"),
        ("b1-exit-5-passage", box(52, 50, 66, 83.3), "5号出口通道", "Exit 5 passage", "passage"),
        ("b1-east-wing", box(110, -16, 150, 34), "东翼大厅", "East wing", "hall"),
        ("b1-exit-6-passage", box(115, 34, 125, 65.5), "6号出口通道", "Exit 6 passage", "passage"),
        ("b1-gallery", box(150, 30, 246, 40), "东侧通道", "East gallery", "passage"),
        ("b1-exit-7-lobby", box(229, 40, 243, 45.6), "7号出口厅", "Exit 7 lobby", "lobby"),
        ("b1-exit-8-passage", box(236, -36, 246, 30), "8号出口通道", "Exit 8 passage", "passage"),
        ("b1-link-west", box(-108, -64, -66, -40), "铁路西联络厅", "Rail hall link west", "hall"),
    )
    for id, shape, zh, en, use in open_floors:
        stated = {"source": "public", "source_key": ["S4"], "note": "existence stated, geometry assumed"} if use == "sunken_plaza" else {}
        sheet.space(id, LEVEL, shape, zh, en, use, "unpaid", **stated)
    sheet.space("b1-rail-hall", LEVEL, box(44, -76, 68, -60), "铁路地下进站厅", "Underground rail entrance hall", "rail_hall", "rail",
                source="public", source_key=["S20"], note="in use since 2024-04-15; place and size assumed")  # fmt: skip
    sheet.space("b1-link-east", LEVEL, box(44, -76, 104, -40), "铁路东联络厅", "Rail hall link east", "hall", "unpaid")
    sheet.space("b1-car-park", LEVEL, box(150, -64, 220.2, 30).union(box(220.2, -36, 236, 30)), "地下停车场", "Car park", "car_park",
                "unpaid", elevation_m=CAR_PARK_M, capacity=304, source="public", source_key=["S3"],
                note="300+ places, car entry from 华兴道, reached on foot from B1; geometry assumed")  # fmt: skip


SHOP_NAMES = (
    ("便利店", "Convenience store"), ("面馆", "Noodle shop"), ("天津特产", "Tianjin specialities"), ("茶饮", "Tea bar"),
    ("书店", "Bookshop"), ("药店", "Pharmacy"), ("快餐", "Fast food"), ("咖啡", "Coffee"), ("面包房", "Bakery"), ("数码", "Electronics"),
)  # fmt: skip


def _shops(sheet: Sheet) -> None:
    sheet.space("b1-shops-south-aisle", LEVEL, box(-66, -59, 44, -53), "南商业街", "South shop aisle", "shop_aisle", "unpaid")
    sheet.space("b1-shops-north-aisle", LEVEL, box(-84, 62, -42, 67), "北商业街", "North shop aisle", "shop_aisle", "unpaid")
    rows = (
        ("s1", -64, 42, -53, -40, 11), ("s2", -64, 42, -76, -59, 9), ("n1", -84, -42, 50, 62, 5), ("n2", -84, -42, 67, 80, 4),
        ("n3", -108, -96, 50, 80, 3), ("e1", 42, 52, 50, 78, 3), ("e2", 66, 90, 50, 64, 3), ("w1", -196, -112, -35, -25, 8),
    )  # fmt: skip
    for row, x0, x1, y0, y1, units in rows:
        tall = (y1 - y0) > (x1 - x0)
        for unit in range(units):
            a, b = unit / units, (unit + 1) / units
            shape = (
                box(x0, round(y0 + (y1 - y0) * a, 2), x1, round(y0 + (y1 - y0) * b, 2))
                if tall
                else box(round(x0 + (x1 - x0) * a, 2), y0, round(x0 + (x1 - x0) * b, 2), y1)
            )
            zh, en = SHOP_NAMES[(unit * 3 + len(row) + y0) % len(SHOP_NAMES)]
            sheet.space(f"b1-shop-{row}-{unit + 1}", LEVEL, shape, zh, en, "shop", "unpaid", walkable=False)


def _walls(sheet: Sheet) -> None:
    """Partitions between halls, with their doorways."""
    wall(sheet, "b1-wall-west", LEVEL, (-110, -25), (-110, 30), doors=[(6, 24), (31, 49)])
    wall(sheet, "b1-wall-east", LEVEL, (110, -16), (110, 34), doors=[(6, 22), (28, 44)])
    wall(sheet, "b1-wall-link-west", LEVEL, (-108, -40), (-66, -40), doors=[(4, 16), (26, 38)])
    wall(sheet, "b1-wall-link-east", LEVEL, (44, -40), (104, -40), doors=[(6, 20), (26, 34), (42, 56)])
    wall(sheet, "b1-wall-coach", LEVEL, (-200, -12), (-200, 16), doors=[(3, 13), (16, 25)])
    wall(sheet, "b1-wall-lobby", LEVEL, (-236, -12), (-236, 16), doors=[(3, 25)])
    wall(sheet, "b1-wall-car-park-west", LEVEL, (150, -16), (150, 30), doors=[(8, 14)])
    wall(sheet, "b1-wall-car-park-north", LEVEL, (150, 30), (236, 30), doors=[(20, 26)])
    wall(sheet, "b1-wall-car-park-east", LEVEL, (236, -36), (236, 30), doors=[(10, 14), (50, 54)])


def _sunken_plaza(sheet: Sheet) -> None:
    """The plaza open to the sky: stairs and escalators, and the rainbow luggage ramp, up to the north plaza."""
    wall(sheet, "b1-wall-plaza", LEVEL, (-40, 50), (40, 50), doors=[(32, 44)])
    bank(sheet, "plaza", "下沉广场", "Sunken plaza", (LEVEL, 0), (18, 80.4), 180, (up(), down(), stair(3.0)), draw=(True, False))
    legs = [(4, 74), (-37.5, 74), (-37.5, 76), (1.5, 76), (1.5, 78), (-41.5, 78)]
    sheet.pathway(
        "rainbow-ramp", "ramp", (LEVEL, 0), legs, "彩虹行李坡道", "Rainbow luggage ramp", rise_m=9.0, slope=0.081, width_m=1.5,
        rise_per_run_m=0.75, source="brief", note="added by the owner; size, slope and place assumed",
    )  # fmt: skip
    sheet.obstacle("rainbow-ramp-body", LEVEL, box(-39.4, 72.9, 2.6, 79.2), "stair_body", serves="rainbow-ramp", opaque=False)
    sheet.pathway(
        "plaza-out-doors", "passage", (LEVEL, LEVEL), [(29, 48.8), (29, 51.2)], "下沉广场出口门", "Way-out doors to the sunken plaza",
        direction="forward", width_m=4.8,
    )  # fmt: skip


def _checkpoint_5(sheet: Sheet) -> None:
    """Security point 5 where it now stands: a fenced lobby inside the hall, the staffed side gate beside the lanes."""
    fence = [((-32, 50), (-32, 40)), ((-32, 40), (8, 40)), ((8, 40), (8, 50))]
    for number, (start, end) in enumerate(fence, 1):
        wall(sheet, f"checkpoint-5-fence-{number}", LEVEL, start, end, type="barrier", thickness_m=0.2, height_m=2.2)
    facts = {"number": 5, "operator": "天津轨道交通集团", "source": "brief"}
    sheet.pathway(
        "security-5", "security_check", (LEVEL, LEVEL), [(-26, 41.2), (-26, 38.8)], "5号安检点", "Security check 5",
        direction="forward", lanes=3, width_m=0.7, note="moved by the owner; both positions assumed", **facts,
    )  # fmt: skip
    sheet.pathway(
        "side-gate-5", "security_check", (LEVEL, LEVEL), [(-20, 41.2), (-20, 38.8)], "5号安检点边门", "Staffed side gate at check 5",
        lanes=1, width_m=1.5, staffed=True, hours="06:30-22:00", note="opened by staff for children and large luggage; hours assumed",
        for_profiles=["step_free", "luggage", "powered_wheelchair", "pram", "older"], **facts,
    )  # fmt: skip
    sheet.place("security-point-5", LEVEL, -26, 43.5, "security_point", "5号安检点", "Security point 5", **facts)


def _car_park_doors(sheet: Sheet) -> None:
    """Doorways of the car park, each with a ramp, steps, or both, down to its floor."""
    for side, sill, low_side, ramp in (
        ("west", (150, -6.5), 90, True), ("west", (150, -3.5), 90, False), ("north", (171.5, 30), 180, True),
        ("north", (174.5, 30), 180, False), ("south-east", (236, -24), 270, False), ("north-east", (236, 16), 270, True),
    ):  # fmt: skip
        doorstep(sheet, f"car-park-{side}", "停车场", "Car park", LEVEL, sill, low_side, 0.3, 1.5 if ramp else 2.4, ramp)


def _rail_links(sheet: Sheet) -> None:
    """Ways to the north rail building and, under the tracks, to the south plaza."""
    for number, (start, end) in enumerate([((68, -76), (68, -60)), ((68, -60), (44, -60))], 1):
        wall(sheet, f"b1-rail-fence-{number}", LEVEL, start, end, type="barrier", thickness_m=0.2, height_m=2.2)
    for suffix, y, lanes, width, direction, zh, en in (
        ("in", -63.5, 4, 0.6, "forward", "进站验票", "rail entry gates"), ("wide", -67, 1, 0.95, "both", "宽通道", "rail wide gate"),
        ("out", -71, 3, 0.6, "backward", "出站验票", "rail exit gates"),
    ):  # fmt: skip
        sheet.pathway(f"rail-gate-east-{suffix}", "fare_gate", (LEVEL, LEVEL), [(69.2, y), (66.8, y)], f"铁路{zh}", f"B1 {en}",
                      direction=direction, lanes=lanes, width_m=width)  # fmt: skip
    bank(sheet, "rail-east", "铁路北站房", "North rail building", (LEVEL, 0), (61, -70), 90, (up(), down(), stair(2.4)), at_foot=True)
    bank(sheet, "rail-west", "铁路北站房西", "North rail building west", (LEVEL, 0), (-105, -43), 0, (up(), stair(2.0)), at_foot=True)
    lift(sheet, "lift-rail-east", "铁路北站房", "North rail building", (LEVEL, 0), (100, -66), 180)
    for side, x, y, zh in (("west", -87, -62, "西"), ("east", 75, -74, "东")):
        sheet.pathway(
            f"subway-{side}-door", "passage", (LEVEL, 0), [(x, y), (x, -88)], f"{zh}侧旅客地道入口", f"Way into the {side} passenger subway",
            width_m=14.0, rise_m=0.0, source="public", source_key=["S18"], note=f"a {side} subway is stated; its place is assumed",
        )  # fmt: skip
    sheet.place("rail-entrance-b1", LEVEL, 71, -67, "rail_entrance", "铁路地下进站口", "Rail entrance, underground", source="public",
                source_key=["S20", "S42"], aliases=["天津站", "火车站", "地下候车厅"], note="B1 is the normal way; place assumed")  # fmt: skip
    sheet.place("rail-exit-b1", LEVEL, -100, -60, "rail_exit", "铁路出站口", "Rail arrivals", source="assumed")


def _exit(sheet: Sheet, item: Exit) -> None:
    dx, dy = OUTWARD[int(item.outward)]
    x, y = item.edge
    id, zh, en = f"exit-{item.number}", f"{item.number}号出口", f"Exit {item.number}"
    closed = {} if item.open else {"open": False}
    bank(sheet, id, zh, en, (LEVEL, 0), (x + 0.2 * dx, y + 0.2 * dy), (item.outward + 180) % 360, item.units, draw=(False, True),
         at_foot=True, rise_m=-CAR_PARK_M if item.number == 11 else None, **closed)  # fmt: skip
    if item.lift:
        lift(sheet, f"lift-exit-{item.number}", zh, en, (LEVEL, 0), item.lift[:2], item.lift[2])
    out = run_of("stairs", 9.0) + 3.5
    sheet.place(
        id, 0, x + out * dx, y + out * dy, "exit", zh, en, number=str(item.number), leads_to_zh=list(item.leads_zh),
        leads_to_en=list(item.leads_en), facing=item.outward, source="public", source_key=[item.key],
        note="number and street as of 2012-13; place assumed", **closed,
    )  # fmt: skip
