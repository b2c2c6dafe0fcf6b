"""What stands in the halls: kiosks, ticket machines, counters, toilets, posts, stands; with its obstacles."""

from __future__ import annotations

from shapely import box

from drafting.sheet import Sheet

B1, B2, B3, B4 = -1, -2, -3, -4
EXAM_SEASON = ["06-05/06-10"]

# id, level, x, y, direction that the reader faces (local), where
KIOSKS = (
    ("kiosk-b1-1", B1, -6, 8, 0, "大厅中部", "hall, middle"), ("kiosk-b1-2", B1, -60, 20, 270, "大厅西", "hall, west"),
    ("kiosk-b1-3", B1, 62, 20, 90, "大厅东", "hall, east"), ("kiosk-b1-4", B1, -4, 62, 180, "下沉广场", "sunken plaza"),
    ("kiosk-b1-5", B1, -176, 12, 90, "西翼", "west wing"), ("kiosk-b1-6", B1, -75, -58, 0, "铁路西联络厅", "rail hall link west"),
    ("kiosk-b1-7", B1, 82, -58, 0, "铁路东联络厅", "rail hall link east"), ("kiosk-b1-8", B1, 131, 24, 270, "东翼", "east wing"),
    ("kiosk-b1-9", B1, -241, -20, 90, "西侧出口厅", "west exit lobby"),
    ("kiosk-b2-1", B2, -145, -20, 90, "西站厅", "west concourse"), ("kiosk-b2-2", B2, 130, -18, 270, "东站厅", "east concourse"),
    ("kiosk-b2-3", B2, -80, 4, 90, "付费区西", "paid concourse west"), ("kiosk-b2-4", B2, 76, 4, 270, "付费区东", "paid concourse east"),
    ("kiosk-b3-1", B3, 30, 3, 270, "2、9号线共用站台", "shared platform"), ("kiosk-b4-1", B4, -98, 19.5, 180, "3号线站台", "line 3 platform"),
)  # fmt: skip

# id, type, level, x, y, names, further properties
POINTS = (
    ("toilet-b1-west", "toilet", B1, -190, 27, "西翼卫生间", "West wing toilets", {}),
    ("toilet-b1-west-accessible", "accessible_toilet", B1, -186, 27, "西翼无障碍卫生间", "West wing accessible toilet", {"step_free": "yes"}),
    ("toilet-b1-east", "toilet", B1, 146, 4, "东翼卫生间", "East wing toilets", {}),
    ("toilet-b1-east-accessible", "accessible_toilet", B1, 146, 8, "东翼无障碍卫生间", "East wing accessible toilet", {"step_free": "yes"}),
    ("toilet-b2-west", "toilet", B2, -164, -38, "西站厅卫生间", "West concourse toilets", {}),
    ("toilet-b2-west-accessible", "accessible_toilet", B2, -160, -40, "西站厅无障碍卫生间", "West concourse accessible toilet", {"step_free": "yes"}),
    ("toilet-b2-paid", "toilet", B2, 92, 28, "付费区卫生间", "Paid concourse toilets", {}),
    ("toilet-b2-paid-accessible", "accessible_toilet", B2, 97, 28, "付费区无障碍卫生间", "Paid concourse accessible toilet", {"step_free": "yes"}),
    ("toilet-b3-shared", "toilet", B3, -64, 5.4, "换乘通道卫生间", "Transfer passage toilets", {}),
    ("nursing-b1", "nursing_room", B1, -182, 27, "母婴室", "Nursing room", {"step_free": "yes"}),
    ("nursing-b2", "nursing_room", B2, 101, 25, "付费区母婴室", "Paid concourse nursing room", {"step_free": "yes"}),
    ("aed-b1-hall", "aed", B1, -14, 8, "大厅自动体外除颤器", "AED, distribution hall", {}),
    ("aed-b1-west", "aed", B1, -116, 24, "西翼自动体外除颤器", "AED, west wing", {}),
    ("aed-b2", "aed", B2, -20, 10, "站厅自动体外除颤器", "AED, concourse", {}),
    ("aed-b3", "aed", B3, 24, 3.6, "共用站台自动体外除颤器", "AED, shared platform", {}),
    ("aed-b4", "aed", B4, -102, 21, "3号线站台自动体外除颤器", "AED, line 3 platform", {}),
    ("post-rainbow", "service_post", B1, -14, 36, "彩虹岗", "Rainbow post", {
        "source": "brief", "service_zh": "引导、搬运行李、爱心接力", "service_en": "guiding, luggage, relay of care",
        "aliases": ["彩虹岗", "志愿服务岗"], "note": "post stated; place assumed"}),
    ("post-jinmen", "service_post", B1, 58, -44, "津门岗", "Jinmen post", {
        "source": "brief", "service_zh": "铁路换乘引导、爱心接力", "service_en": "guiding to the railway, relay of care", "note": "post stated; place assumed"}),
    ("help-b1", "help_point", B1, 6, 8, "大厅求助点", "Help point, distribution hall", {}),
    ("help-b2", "help_point", B2, -4, 24, "站厅求助点", "Help point, concourse", {}),
    ("lost-property", "lost_property", B1, 20, 8, "失物招领处", "Lost property desk", {
        "source": "brief", "note": "shared lost-property information; place assumed", "hours": "07:00-21:00"}),
    ("exam-point-b1", "exam_service_point", B1, 26, 22, "津彩爱心助考服务点", "Exam-week service point", {
        "source": "brief", "season": EXAM_SEASON, "hours": "06:30-19:00", "note": "exam periods; dates and place assumed"}),
    ("exam-storage-b1", "luggage_storage", B1, 30, 22, "助考行李寄存", "Exam-week luggage storage", {
        "source": "brief", "season": EXAM_SEASON, "hours": "06:30-19:00"}),
    ("luggage-storage-b1", "luggage_storage", B1, 40, -36, "行李寄存处", "Luggage storage", {"hours": "07:00-22:00"}),
    ("shuttle-b1-hall", "shuttle_stop", B1, 40, 14, "爱心摆渡车大厅站", "Shuttle cart stop, hall", {
        "source": "brief", "season": EXAM_SEASON, "hours": "07:00-19:00"}),
    ("shuttle-b1-west", "shuttle_stop", B1, -120, 2, "爱心摆渡车西翼站", "Shuttle cart stop, west wing", {
        "source": "brief", "season": EXAM_SEASON, "hours": "07:00-19:00"}),
    ("car-park", "car_park", B1, 158, -4, "地下停车场", "Car park", {"source": "public", "source_key": ["S3"], "capacity": 304}),
    ("sunken-plaza", "plaza", B1, 0, 66, "北广场下沉广场", "North plaza sunken plaza", {"aliases": ["下沉广场"]}),
    ("shops-south", "shop", B1, -10, -56, "南商业街", "South shops", {}),
    ("shops-north", "shop", B1, -62, 64.5, "北商业街", "North shops", {}),
    ("concourse", "information", B2, -60, 10, "付费区站厅", "Paid concourse", {"aliases": ["站厅"]}),
)  # fmt: skip

# Rows of machines and counters: id, level, box, type, height
FURNITURE = (
    ("desk-b1-middle", B1, (-4, 3, 4, 6), "counter", 1.1), ("desk-b1-lost", B1, (17, 4, 23, 6), "counter", 1.1),
    ("desk-b1-rainbow", B1, (-18, 33, -12, 34.5), "counter", 1.1), ("desk-b1-jinmen", B1, (54, -47, 60, -45.5), "counter", 1.1),
    ("desk-b1-storage", B1, (34, -39.7, 46, -38), "counter", 1.2), ("desk-b1-exam", B1, (24, 24, 32, 25.5), "counter", 1.1),
    ("seats-b1-1", B1, (-92, -10, -86, -8), "furniture", 0.5), ("seats-b1-2", B1, (-92, 8, -86, 10), "furniture", 0.5),
    ("seats-b1-3", B1, (80, -10, 86, -8), "furniture", 0.5), ("seats-b1-4", B1, (80, 8, 86, 10), "furniture", 0.5),
)  # fmt: skip

TICKETS = (
    ("west", (-167.6, 8, -166.4, 30), (-164, 19)), ("east", (166.4, 8, 167.6, 30), (164, 19)), ("north-west", (-120, 54.6, -98, 55.8), (-109, 52)),
    ("north-east", (98, 54.6, 120, 55.8), (109, 52)), ("south-west", (-30, -55.8, -8, -54.6), (-19, -52)), ("south-east", (108, -55.8, 130, -54.6), (119, -52)),
)  # fmt: skip
CENTRES = (
    ("west", (-128, -16, -122, -12), (-130, -14), "西客服中心", "West service centre"),
    ("east", (100, 12, 106, 16), (108, 14), "东客服中心", "East service centre"),
    ("north", (8, 30, 14, 34), (11, 36), "北客服中心", "North service centre"),
    ("south", (10, -32, 16, -28), (13, -34), "南客服中心", "South service centre"),
)
STAND_ROUTES = "A、B、C、D区公交线路"


def draw_services(sheet: Sheet) -> None:
    """Every service place of the four levels, and the furniture that stands in the way."""
    for id, level, x, y, facing, zh, en in KIOSKS:
        sheet.place(id, level, x, y, "kiosk", f"导航屏（{zh}）", f"Kiosk ({en})", facing=facing)
    for id, type, level, x, y, zh, en, extra in POINTS:
        sheet.place(id, level, x, y, type, zh, en, **extra)
    for id, level, corners, type, height in FURNITURE:
        sheet.obstacle(id, level, box(*corners), type, height_m=height)
    for side, corners, (x, y) in TICKETS:
        sheet.obstacle(f"machines-{side}", B2, box(*corners), "machine", height_m=1.9)
        sheet.place(f"tickets-{side}", B2, x, y, "ticket_machine", f"自动售票机（{side_zh(side)}）", f"Ticket machines, {side}")
    for side, corners, (x, y), zh, en in CENTRES:
        sheet.obstacle(f"centre-{side}", B2, box(*corners), "counter", height_m=1.2)
        sheet.place(f"service-centre-{side}", B2, x, y, "service_centre", zh, en, hours="05:50-23:30")
    _bus_stands(sheet)
    _platform_seats(sheet)


def side_zh(side: str) -> str:
    """The compass word of an id part in Chinese."""
    words = {"west": "西", "east": "东", "north": "北", "south": "南"}
    parts = [words[part] for part in side.split("-")]
    return "".join(reversed(parts)) if len(parts) > 1 else parts[0]


def _bus_stands(sheet: Sheet) -> None:
    """The fourteen bus-information stands on B1 (S17); where they stand is assumed."""
    spots = (
        (-96, 20), (-96, -20), (-40, 24), (-40, -24), (0, -16), (44, 26), (44, -22), (96, 24), (96, -22), (-132, 6), (-188, 2), (-216, -2),
        (-12, 56), (126, -8),
    )  # fmt: skip
    for number, (x, y) in enumerate(spots, 1):
        sheet.obstacle(f"bus-stand-{number}-body", B1, box(x - 0.6, y - 0.2, x + 0.6, y + 0.2), "machine", height_m=2.1)
        sheet.place(f"bus-stand-{number}", B1, x, y - 1.2, "information", f"公交信息立牌{number}", f"Bus information stand {number}",
                    source="public", source_key=["S17"], note=f"14 stands on B1 list {STAND_ROUTES}; place assumed", facing=0)  # fmt: skip


def _platform_seats(sheet: Sheet) -> None:
    for number, x in enumerate((26, 33), 1):
        sheet.obstacle(f"seats-b3-{number}", B3, box(x - 1.5, -0.4, x + 1.5, 0.4), "furniture", height_m=0.5)
    for number, y in enumerate((-12.5, 10.0), 1):
        sheet.obstacle(f"seats-b4-{number}", B4, box(-100.4, y - 1.5, -99.6, y + 1.5), "furniture", height_m=0.5)
