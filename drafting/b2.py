"""B2, the concourse: one paid area for the three lines, an unpaid ring round it, six gate arrays with their checks."""

from __future__ import annotations

from itertools import pairwise

from shapely import LineString, Polygon, box
from shapely.affinity import rotate, translate
from shapely.geometry.base import BaseGeometry

from drafting.parts import bank, down, lift, stair, strip, up, wall
from drafting.sheet import Sheet

LEVEL = -2
PAID = (-128.0, -32.0, 106.0, 34.0)
GATE_HALF_M, POCKET_M = 10.0, 10.0

# key, middle of the gate line, local direction of the unpaid side, number of the security point, names
ARRAYS = (
    ("west", (-128, 0), 270, 1, "西", "West"), ("north-west", (-30, 34), 0, 2, "西北", "North-west"),
    ("north-east", (30, 34), 0, 3, "东北", "North-east"), ("east", (106, 0), 90, 4, "东", "East"),
    ("south-east", (55, -32), 180, 6, "东南", "South-east"), ("south-west", (-60, -32), 180, 8, "西南", "South-west"),
)  # fmt: skip


def draw_b2(sheet: Sheet) -> None:
    """Everything of B2 but columns, walls along the rooms, and signs; with the banks up to B1."""
    for key, middle, outward, number, zh, en in ARRAYS:
        _gate_array(sheet, key, middle, outward, number, zh, en)
    x0, y0, x1, y1 = PAID
    sheet.space("b2-paid", LEVEL, box(*PAID), "付费区站厅", "Paid concourse", "concourse", "paid", source="public",
                source_key=["S1", "S4"], note="one concourse for three lines on B2 is stated; its plan is assumed")  # fmt: skip
    sheet.space("b2-west", LEVEL, box(-168, -44, x0, 44), "西站厅", "West concourse", "concourse", "unpaid")
    sheet.space("b2-east", LEVEL, box(x1, -44, 168, 44), "东站厅", "East concourse", "concourse", "unpaid")
    sheet.space("b2-north", LEVEL, box(-148, y1, 148, 56), "北站厅", "North concourse", "concourse", "unpaid")
    sheet.space("b2-south", LEVEL, box(-148, -56, 148, y0), "南站厅", "South concourse", "concourse", "unpaid")
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
    for number, (start, end) in enumerate(pairwise(corners), 1):
        wall(sheet, f"b2-paid-fence-{number}", LEVEL, start, end, type="barrier", thickness_m=0.2, height_m=1.5)
    _banks_to_b1(sheet)
    sheet.rest("b2-room", LEVEL, (30.0, 16.0), ROOMS)


ROOMS = (
    ("staff", "车站控制室", "station control"), ("plant", "环控机房", "air plant"), ("staff", "票务室", "ticket office"),
    ("plant", "通信设备室", "telecom room"), ("staff", "警务室", "police room"), ("plant", "照明配电室", "lighting room"),
)  # fmt: skip


def _gate_array(sheet: Sheet, key: str, middle: tuple[float, float], outward: float, number: int, zh: str, en: str) -> None:
    """Twenty metres of gates: the inner half behind a security check in a fenced lobby, the outer half for leaving.

    Drawn with the gate line along x and the unpaid side at +y, then turned to `outward`.
    """

    def turned(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, -outward, origin=(0, 0)), *middle)

    def line(x: float, y: float) -> list[tuple[float, float]]:
        return [(round(a, 3), round(b, 3)) for a, b in turned(LineString([(x, y + 1.2), (x, y - 1.2)])).coords]

    lobby = turned(box(0, 0, GATE_HALF_M, POCKET_M))
    assert isinstance(lobby, Polygon)
    sheet.space(f"b2-lobby-{key}", LEVEL, lobby, f"{zh}安检厅", f"{en} security lobby", "lobby", "unpaid")
    fences = [[(0, 0), (0, POCKET_M)], [(0, POCKET_M), (GATE_HALF_M, POCKET_M)], [(GATE_HALF_M, POCKET_M), (GATE_HALF_M, 0)]]
    for at, fence in enumerate(fences, 1):
        sheet.obstacle(f"b2-lobby-{key}-fence-{at}", LEVEL, turned(strip(fence, 0.2)), "barrier", height_m=1.5)
    for suffix, x, lanes, width, direction, text_zh, text_en in (
        ("in", 3.5, 8, 0.6, "forward", "进站闸机", "entry gates"), ("in-wide", 8.5, 1, 0.9, "forward", "进站宽闸机", "wide entry gate"),
        ("out", -3.5, 8, 0.6, "backward", "出站闸机", "exit gates"), ("out-wide", -8.5, 1, 0.9, "backward", "出站宽闸机", "wide exit gate"),
    ):  # fmt: skip
        sheet.pathway(f"gate-{key}-{suffix}", "fare_gate", (LEVEL, LEVEL), line(x, 0), f"{zh}{text_zh}", f"{en} {text_en}",
                      direction=direction, lanes=lanes, width_m=width, bank=f"gate-{key}")  # fmt: skip
    facts = {"number": number, "operator": "天津轨道交通集团", "source": "public", "source_key": ["S15"],
             "note": "eight one-time checks, 1 to 6 and 8 run by the metro group; place assumed"}  # fmt: skip
    for suffix, x, lanes, width, text_zh, text_en in (("", 3.5, 2, 0.75, "", ""), ("-wide", 8.0, 1, 1.0, "宽通道", " wide lane")):
        sheet.pathway(f"security-{number}{suffix}", "security_check", (LEVEL, LEVEL), line(x, POCKET_M), f"{number}号安检点{text_zh}",
                      f"Security check {number}{text_en}", direction="forward", lanes=lanes, width_m=width, **facts)  # fmt: skip
    (px, py), = [(round(a, 3), round(b, 3)) for a, b in turned(LineString([(3.5, 13.0), (3.5, 14.0)])).coords[:1]]
    sheet.place(f"security-point-{number}", LEVEL, px, py, "security_point", f"{number}号安检点", f"Security point {number}", **facts)


def _banks_to_b1(sheet: Sheet) -> None:
    """The six banks between the hall above and the unpaid ring, and four lifts."""
    three, two = (up("up"), up("up-2"), down(), stair(3.0)), (up(), down(), stair(2.4))
    for key, head, heading, units, zh, en in (
        ("v1", (-164, 0), 90, three, "西扶梯组", "West bank"), ("v2", (-68, 45), 90, three, "西北扶梯组", "North-west bank"),
        ("v3", (68, 45), 270, three, "东北扶梯组", "North-east bank"), ("v4", (144, 0), 270, three, "东扶梯组", "East bank"),
        ("v5", (-100, -51), 90, two, "西南扶梯组", "South-west bank"), ("v6", (94, -51), 270, two, "东南扶梯组", "South-east bank"),
    ):  # fmt: skip
        bank(sheet, key, zh, en, (LEVEL, -1), head, heading, units)
    for key, middle, door, zh, en in (
        ("v1", (-158, -10), 90, "西站厅", "West concourse"), ("v2", (-74, 45), 180, "西北站厅", "North-west concourse"),
        ("v4", (136, 10), 0, "东站厅", "East concourse"), ("v6", (86, -44.5), 0, "东南站厅", "South-east concourse"),
    ):  # fmt: skip
        lift(sheet, f"lift-{key}", zh, en, (LEVEL, -1), middle, door)
