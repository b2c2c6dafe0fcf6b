"""A hub of four levels that fits on one page: kiosks, line 3, gates, lifts, stairs, escalators, a coach station."""

import json
from pathlib import Path

from shapely import box

from tests.stations import Sketch

STEP_FREE_LIFT = {"door_width_m": 1.0, "car_width_m": 1.6, "car_depth_m": 1.8, "speed_mps": 1.0}


def small_hub() -> Sketch:
    """Ground street with the coach station; B1 hall; B2 concourse with gates; B4 island of line 3."""
    hub = Sketch()
    _levels(hub)
    _ways(hub)
    _places(hub)
    return hub


def write_hub(folder: Path, **header: object) -> Path:
    """The small hub as a station file."""
    document = {"name": "small-hub", "name_zh": "小站枢纽", "name_en": "Small Hub", **small_hub().document, **header}
    path = folder / "small_hub.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _levels(hub: Sketch) -> None:
    hub.level(0, box(-20, 0, 120, 60), elevation_m=0)
    hub.level(-1, box(0, 0, 100, 60), elevation_m=-9)
    hub.level(-2, box(0, 0, 100, 60), elevation_m=-15.5)
    hub.level(-4, box(30, 0, 60, 60), elevation_m=-27.4)
    hub.space("street", 0, box(-20, 0, 120, 60), use="street", name_zh="地面", name_en="Street level")
    hub.space("hall", -1, box(0, 0, 100, 50), name_zh="换乘大厅", name_en="Distribution hall")
    hub.space(
        "plant", -1, box(0, 50, 100, 60), use="plant", zone="staff", walkable=False, name_zh="机房", name_en="Plant"
    )
    hub.space("ring", -2, box(0, 0, 30, 60), use="concourse", name_zh="非付费区", name_en="Unpaid concourse")
    hub.space(
        "concourse",
        -2,
        box(30, 0, 100, 60),
        use="concourse",
        zone="paid",
        name_zh="付费区站厅",
        name_en="Paid concourse",
    )
    hub.space(
        "island", -4, box(38, 0, 52, 60), use="platform", zone="paid", name_zh="3号线站台", name_en="Line 3 platform"
    )
    for id, x0, x1 in (("rooms-west", 30, 34), ("rooms-east", 56, 60)):
        hub.space(id, -4, box(x0, 0, x1, 60), use="plant", zone="staff", walkable=False)
    for id, x0, x1 in (("track-south", 34, 38), ("track-north", 52, 56)):
        hub.space(id, -4, box(x0, 0, x1, 60), use="track", zone="staff", walkable=False)
    hub.obstacle("fence", -2, box(29.9, 0, 30.1, 24), type="barrier", opaque=False)
    hub.obstacle("fence-2", -2, box(29.9, 28, 30.1, 60), type="barrier", opaque=False)
    for x in (20, 40, 60, 80):
        hub.obstacle(f"column-{x}", -1, box(x, 24, x + 1, 25), type="column")


def _ways(hub: Sketch) -> None:
    hub.pathway(
        "exit-10-escalator",
        "escalator",
        (-1, 4, 40),
        (0, 18, 40),
        direction="forward",
        width_m=1.0,
        speed_mps=0.65,
        name_zh="10号口上行扶梯",
        name_en="Exit 10 up escalator",
    )
    hub.pathway(
        "exit-10-stairs",
        "stairs",
        (-1, 4, 44),
        (0, 18, 44),
        width_m=3.0,
        steps=60,
        name_zh="10号口楼梯",
        name_en="Exit 10 stairs",
    )
    hub.pathway(
        "exit-10-lift", "lift", (-1, 4, 10), (0, 4, 10), name_zh="10号口电梯", name_en="Exit 10 lift", **STEP_FREE_LIFT
    )
    hub.pathway(
        "hall-down",
        "escalator",
        (-2, 12, 30),
        (-1, 26, 30),
        direction="backward",
        width_m=1.0,
        speed_mps=0.65,
        name_zh="下行扶梯",
        name_en="Down escalator",
    )
    hub.pathway(
        "hall-up",
        "escalator",
        (-2, 12, 33),
        (-1, 26, 33),
        direction="forward",
        width_m=1.0,
        speed_mps=0.65,
        name_zh="上行扶梯",
        name_en="Up escalator",
    )
    hub.pathway(
        "hall-lift", "lift", (-2, 15, 12), (-1, 15, 12), name_zh="站厅电梯", name_en="Concourse lift", **STEP_FREE_LIFT
    )
    hub.pathway(
        "gates", "fare_gate", (-2, 29, 26), (-2, 31, 26), width_m=0.9, lanes=4, name_zh="西闸机", name_en="West gates"
    )
    hub.pathway(
        "platform-stairs",
        "stairs",
        (-4, 45, 40),
        (-2, 45, 20),
        width_m=2.4,
        steps=80,
        name_zh="3号线楼梯",
        name_en="Line 3 stairs",
    )
    hub.pathway(
        "platform-lift",
        "lift",
        (-4, 45, 50),
        (-2, 45, 50),
        name_zh="3号线电梯",
        name_en="Line 3 lift",
        **STEP_FREE_LIFT,
    )


def _places(hub: Sketch) -> None:
    for id, level, x, y, facing in (("kiosk-1", -1, 60, 30, 270.0), ("kiosk-2", -2, 10, 50, 90.0)):
        hub.place(
            id, level, x, y, type="kiosk", facing_deg=facing, name_zh=f"导航屏{id[-1]}", name_en=f"Kiosk {id[-1]}"
        )
    hub.place(
        "exit-10",
        0,
        20,
        42,
        type="exit",
        number="10",
        name_zh="10号口",
        name_en="Exit 10",
        leads_to_zh=["新兆路"],
        leads_to_en=["Xinzhao Road"],
    )
    hub.place("exit-11", -1, 98, 5, type="exit", number="11", name_zh="11号口", name_en="Exit 11", open=False)
    hub.place(
        "coach",
        0,
        100,
        30,
        type="coach_station",
        name_zh="通莎客运站",
        name_en="Tongsha coach station",
        aliases=["长途汽车站"],
    )
    hub.place("wc", -1, 90, 40, type="toilet", name_zh="卫生间", name_en="Toilet", step_free="no")
    hub.place(
        "wc-accessible",
        -2,
        20,
        50,
        type="accessible_toilet",
        name_zh="无障碍卫生间",
        name_en="Accessible toilet",
        step_free="yes",
    )
    hub.place("bus-stand", 0, 60, 10, type="bus_area", name_zh="公交A区", name_en="Bus area A")
    for side, x, towards, english in (
        ("north", 51, "小淀", "Xiaodian"),
        ("south", 39, "南站", "South Railway Station"),
    ):
        facts = {"line": "3", "towards": towards, "towards_en": english}
        hub.place(
            f"platform-3-{side}",
            -4,
            x,
            30,
            type="platform",
            name_zh=f"3号线站台 往{towards}",
            name_en=f"Line 3 platform to {english}",
            **facts,
        )
        for door in (1, 2):
            hub.place(
                f"platform-3-{side}-door{door}",
                -4,
                x,
                15 * door,
                type="platform_door",
                platform=f"platform-3-{side}",
                car=1,
                door=door,
                **facts,
            )
