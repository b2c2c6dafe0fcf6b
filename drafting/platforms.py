"""B3 and B4: platforms, tracks, platform doors, and the banks that lead to them."""

from __future__ import annotations

from dataclasses import dataclass

from shapely import box

from drafting.parts import bank, down, lift, stair, up
from drafting.sheet import Sheet

B2, B3, B4 = -2, -3, -4
DOOR_INSET_M = 1.0
CARS = {"2": 6, "3": 6, "9": 4}
TRAINS = {
    ("2", "曹庄"): "06:00-22:54", ("2", "滨海国际机场"): "06:00-22:54",
    ("3", "小淀"): "06:10-23:28", ("3", "南站"): "06:02-23:03",
}  # fmt: skip
"""First and last trains by line and direction. Line 2: of the line, 2013 (S33). Line 3: at the next station south (S30), two
minutes away. Line 9: not found."""
CAR_PITCH_M = {"2": 19.72, "3": 19.72, "9": 19.6}


@dataclass(frozen=True)
class Edge:
    """One platform edge and its track: trains of `line` towards `towards`; `along` is the local direction of travel.

    `at` is the coordinate of the edge across the track, `inward` the side the platform lies on (+1 or -1).
    """

    id: str
    line: str
    towards: str
    towards_en: str
    level: float
    track: str
    at: float
    inward: int
    along: int
    zh: str
    en: str
    keys: tuple[str, ...]


EDGES = (
    Edge("platform-2-west", "2", "曹庄", "Caozhuang", B3, "track-2-west", -7, 1, 270, "2号线站台 往曹庄", "Line 2 platform to Caozhuang", ("S21", "S33")),
    Edge("platform-2-east", "2", "滨海国际机场", "Binhai International Airport", B3, "track-2-east", -15, -1, 90,
         "2号线站台 往滨海国际机场", "Line 2 platform to Binhai International Airport", ("S21", "S33")),
    Edge("platform-9-shared", "9", "东海路", "Donghai Road", B3, "track-9-south", 7, -1, 90,
         "9号线站台 往东海路（2、9号线共用站台）", "Line 9 platform to Donghai Road (shared with line 2)", ("S23", "S25")),
    Edge("platform-9-island", "9", "东海路", "Donghai Road", B3, "track-9-north", 20, -1, 90,
         "9号线中间站台 往东海路", "Line 9 middle platform to Donghai Road", ("S23", "S25")),
    Edge("platform-9-island-arrival", "9", "天津站", "Tianjin Railway Station", B3, "track-9-south", 11, 1, 270,
         "9号线中间站台 到达", "Line 9 middle platform, arrivals", ("S23", "S25")),
    Edge("platform-9-arrival", "9", "天津站", "Tianjin Railway Station", B3, "track-9-north", 24, 1, 270,
         "9号线北侧站台 到达", "Line 9 north platform, arrivals", ("S23", "S25")),
    Edge("platform-3-north", "3", "小淀", "Xiaodian", B4, "track-3-north", -93, -1, 0, "3号线站台 往小淀", "Line 3 platform to Xiaodian", ("S22", "S30")),
    Edge("platform-3-south", "3", "南站", "Tianjin South Railway Station", B4, "track-3-south", -107, 1, 180,
         "3号线站台 往南站", "Line 3 platform to South Railway Station", ("S22", "S30")),
)  # fmt: skip
LINE_3_AXIS_Y = 0.0


def draw_platforms(sheet: Sheet) -> None:
    """Everything of B3 and B4 but columns, walls along the rooms, and signs; with the banks up to B2."""
    _b3_floors(sheet)
    _b4_floors(sheet)
    for edge in EDGES:
        _edge(sheet, edge)
    _shared_island(sheet)
    _outer_platforms(sheet)
    _line_3(sheet)
    sheet.rest("b3-room", B3, (40.0, 12.0), ROOMS)
    sheet.rest("b4-room", B4, (24.0, 30.0), ROOMS)


ROOMS = (
    ("plant", "隧道风机房", "tunnel fan room"), ("plant", "信号设备室", "signalling room"), ("staff", "站台值班室", "platform office"),
    ("plant", "废水泵房", "drainage pumps"), ("plant", "牵引变电所", "traction substation"), ("staff", "检修间", "maintenance room"),
)  # fmt: skip


def _b3_floors(sheet: Sheet) -> None:
    stated = {"source": "public", "source_key": ["S1", "S25"], "note": "four platforms on B3, one shared by lines 2 and 9 (brief); order and sizes assumed"}
    for id, shape, zh, en in (
        ("b3-side-9", box(-60, 24, 60, 31), "9号线北侧站台", "Line 9 north side platform"),
        ("b3-island-9", box(-60, 11, 60, 20), "9号线中间站台", "Line 9 middle platform"),
        ("b3-shared", box(-60, -7, 60, 7), "2、9号线共用站台", "Shared platform, lines 2 and 9"),
        ("b3-side-2", box(-60, -23, 60, -15), "2号线南侧站台", "Line 2 south side platform"),
    ):  # fmt: skip
        sheet.space(id, B3, shape, zh, en, "platform", "paid", **stated)
    sheet.space("b3-landing", B3, box(-107, -7, -86, 7), "换乘厅", "Transfer landing", "hall", "paid")
    sheet.space("b3-transfer", B3, box(-86, 0, -60, 7), "换乘通道", "Transfer passage", "passage", "paid")
    for id, y0, y1, zh, en in (
        ("track-9-north", 20, 24, "9号线北股道", "line 9 north track"), ("track-9-south", 7, 11, "9号线南股道", "line 9 south track"),
        ("track-2-west", -11, -7, "2号线往曹庄股道", "line 2 track to Caozhuang"),
        ("track-2-east", -15, -11, "2号线往机场股道", "line 2 track to the airport"),
    ):  # fmt: skip
        sheet.space(id, B3, box(-200, y0, 200, y1), zh, en, "track", "staff", walkable=False)


def _b4_floors(sheet: Sheet) -> None:
    sheet.space("b4-island", B4, box(-107, -60, -93, 60), "3号线站台", "Line 3 island platform", "platform", "paid", source="public",
                source_key=["S22"], note="island form stated; size and place assumed")  # fmt: skip
    for id, x0, x1, zh, en in (
        ("track-3-south", -111, -107, "3号线往南站股道", "line 3 track to South Railway Station"),
        ("track-3-north", -93, -89, "3号线往小淀股道", "line 3 track to Xiaodian"),
    ):  # fmt: skip
        sheet.space(id, B4, box(x0, -89.9, x1, 89.9), zh, en, "track", "staff", walkable=False)


def _edge(sheet: Sheet, edge: Edge) -> None:
    """The screen along the edge, the platform as a place, and every door of every car."""
    upright = edge.along in (0, 180)
    inner = edge.at + edge.inward * 0.2
    low, high = min(edge.at, inner), max(edge.at, inner)
    screen = box(low, -60, high, 60) if upright else box(-60, low, 60, high)
    sheet.obstacle(f"{edge.id}-screen", edge.level, screen, "screen_door", height_m=2.5)
    facts = {"line": edge.line, "towards": edge.towards, "towards_en": edge.towards_en, "track": edge.track}
    inset = edge.at + edge.inward * DOOR_INSET_M
    facing = (90 if edge.inward < 0 else 270) if upright else (0 if edge.inward < 0 else 180)
    middle = (inset, 1.0) if upright else (1.0, inset)
    hours = TRAINS.get((edge.line, edge.towards))
    note = "line and direction stated; which edge is assumed" + ("; first and last train from older timetables" if hours else "")
    sheet.place(edge.id, edge.level, *middle, "platform", edge.zh, edge.en, source="public", source_key=list(edge.keys),
                note=note, aliases=_aliases(edge), hours=hours, **facts)  # fmt: skip
    cars, pitch = CARS[edge.line], CAR_PITCH_M[edge.line]
    sign = 1 if edge.along in (0, 90) else -1
    for car in range(1, cars + 1):
        for door in range(1, 5):
            ahead = (cars / 2 - (car - 1) - (door - 0.5) / 4) * pitch
            along = round(sign * ahead, 2)
            x, y = (inset, along) if upright else (along, inset)
            sheet.place(f"{edge.id}-car{car}-door{door}", edge.level, x, y, "platform_door", f"{edge.zh} {car}号车厢{door}号门",
                        f"{edge.en}, car {car} door {door}", platform=edge.id, car=car, door=door, facing=facing, **facts)  # fmt: skip


def _aliases(edge: Edge) -> list[str]:
    return [f"{edge.line}号线", f"地铁{edge.line}号线", f"line {edge.line}", f"往{edge.towards}", f"{edge.towards}方向"]


def _shared_island(sheet: Sheet) -> None:
    """Near end (west), middle and far end; today both near-end escalators carry passengers up."""
    turned = {"source": "brief", "note": "turned by the owner to save time; up today is assumed"}
    near = (up("1", **turned), up("2", **turned), stair(2.4))
    bank(sheet, "near-end", "2、9号线共用站台近端", "Shared platform near end", (B3, B2), (-58, 0), 90, near)
    bank(sheet, "middle", "2、9号线共用站台中部", "Shared platform middle", (B3, B2), (-6, 0), 90, (stair(3.0),))
    bank(sheet, "far-end", "2、9号线共用站台远端", "Shared platform far end", (B3, B2), (58, 0), 270, (up("1"), down("2")))
    lift(sheet, "lift-shared", "2、9号线共用站台", "Shared platform", (B3, B2), (19, 0), 90)


def _outer_platforms(sheet: Sheet) -> None:
    for key, head, heading, first, zh, en in (
        ("p4", (-48, -21.1), 90, up(), "2号线往机场站台西", "Line 2 airport platform west"),
        ("p5", (48, -21.1), 270, down(), "2号线往机场站台东", "Line 2 airport platform east"),
        ("p6", (-43, 15.5), 90, up(), "9号线中间站台西", "Line 9 middle platform west"),
        ("p7", (43, 15.5), 270, down(), "9号线中间站台东", "Line 9 middle platform east"),
        ("p8", (-8, 29.1), 90, up(), "9号线到达站台", "Line 9 arrivals platform"),
    ):  # fmt: skip
        bank(sheet, key, zh, en, (B3, B2), head, heading, (first, stair(1.8)))
    for key, middle, door, zh, en in (
        ("side-2", (0, -21.6), 0, "2号线往机场站台", "Line 2 airport platform"),
        ("island-9", (0, 15.5), 90, "9号线中间站台", "Line 9 middle platform"),
        ("side-9", (20, 29.6), 180, "9号线到达站台", "Line 9 arrivals platform"),
    ):  # fmt: skip
        lift(sheet, f"lift-{key}", zh, en, (B3, B2), middle, door)


def _line_3(sheet: Sheet) -> None:
    """Two long banks past B3 up to the concourse, and the short transfer bank up to the landing on B3."""
    bank(sheet, "l1", "3号线站台北", "Line 3 platform north", (B4, B2), (-100, 24), 0, (up("1"), down("2"), up("3"), stair(2.2)))
    bank(sheet, "l3", "3号线站台南", "Line 3 platform south", (B4, B2), (-100, -23), 180, (down("1"), up("2"), down("3"), stair(2.2)))
    lift(sheet, "lift-3", "3号线站台", "Line 3 platform", (B4, B2), (-100, 15.5), 180, shaft_on=(B4, B3, B2), note="does not stop on B3")
    bank(sheet, "transfer", "3号线换乘2、9号线", "Transfer from line 3 to lines 2 and 9", (B4, B3), (-100, 3.9), 180,
         (up(), down(), stair(1.8)), source="public", source_key=["S3", "S4"],
         note="the transfer passage joins B4 and B3; 5.4 m from the stated slabs (S1)")  # fmt: skip
    lift(sheet, "lift-transfer", "3号线换乘", "Line 3 transfer", (B4, B3), (-104.9, 4.6), 90)
