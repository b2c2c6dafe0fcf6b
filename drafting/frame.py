"""The levels' outlines and the collection's own members: what the file claims of itself, and its sources."""

from __future__ import annotations

from typing import Any

from shapely import Polygon

from drafting.parts import ELEVATION_M
from drafting.sheet import FRAME, Sheet

# The concept's corners; their areas come within 0.1 % of the wanted ones.
B1 = [
    (-249.9, -51.6), (-249.9, 41.7), (-212.2, 41.7), (-194.4, 65.5), (-127, 65.5), (-111.1, 83.3), (77.4, 83.3), (93.2, 65.5),
    (156.7, 65.5), (170.6, 45.6), (246, 45.6), (246, -37.7), (220.2, -37.7), (220.2, -65.5), (125, -65.5), (109.1, -79.3),
    (-65.5, -79.3), (-81.3, -65.5), (-188.4, -65.5), (-202.3, -51.6),
]  # fmt: skip
B2 = [(-170.7, -45.6), (-170.7, 43.7), (-148.9, 59.5), (148.9, 59.5), (170.7, 43.7), (170.7, -45.6), (148.9, -59.5), (-148.9, -59.5)]
B3 = [(-202.5, -32.8), (-202.5, 32.8), (-186.6, 38.7), (186.6, 38.7), (202.5, 32.8), (202.5, -32.8), (186.6, -35.7), (-186.6, -35.7)]
B4 = [(-150, -83.9), (-150, 83.9), (-144, 89.9), (-56, 89.9), (-50, 83.9), (-50, -83.9), (-56, -89.9), (-144, -89.9)]

OUTLINES = {-1: B1, -2: B2, -3: B3, -4: B4}
NAMES = {
    -1: ("地下一层 公共交通层", "B1 distribution level"),
    -2: ("地下二层 站厅层", "B2 concourse level"),
    -3: ("地下三层 2、9号线站台层", "B3 platform level, lines 2 and 9"),
    -4: ("地下四层 3号线站台层", "B4 platform level, line 3"),
}
LEVEL_AREA_M2 = {"-1": 67000, "-2": 40000, "-3": 30000, "-4": 17900}

SOURCES = {
    "brief": "案例: the owner's case study of the wayfinding measures at Tianjin Railway Station's metro hub",
    "S1": "天津站交通枢纽, collected engineering papers, paper 1 (waterproofing of the transfer centre)",
    "S3": "news.022china.com, 2012-09-19: opening of the hub, list of its 11 exits",
    "S4": "城市快报, 2012-10-01: the hub's levels and connections",
    "S6": "plnmw.com, translated re-post: first contract section and the bounds of the hub",
    "S7": "刘玉琦 et al., 天津站交通枢纽总体规划设计方案 (abstract and first lines)",
    "S12": "owmos.cn, about 2011: official answer on the coach station",
    "S13": "echezhan.com/news-408: opening day of 通莎客运站 (2013)",
    "S14": "handmsg.com, 2008: the rail exits of the south side",
    "S15": "人民网, 2018-12-13: eight one-time security checks",
    "S16": "中国日报, 2013-06-27: coach hub centre",
    "S17": "tj.sina.com.cn, 2023-06-05: answer to the press test of the bus signs",
    "S18": "encyclopaedia copy: Tianjin railway station",
    "S20": "czkjst.org: underground waiting hall in use since 2024-04-15",
    "S21": "urbanrail.de: Tianjin, line 2",
    "S22": "zh.wikipedia.org: 天津地铁3号线",
    "S23": "wikiwand.com: 津滨轻轨 (line 9)",
    "S25": "pedia.3rd-in.co.jp: 天津駅 (中国), platform form on B3",
    "S27": "zh.wikipedia.org: 天津地鐵2號線列車",
    "S30": "zh.wikipedia: 津湾广场站, track sides of line 3",
    "S33": "qianggen.net, 2013-08-29: line 2, first and last train",
    "S38": "北方网, 2017-04-06: 彩虹岗 volunteer post",
    "S40": "ga.tj.gov.cn, 2019-11-21: signs before and after the 三站一场 campaign",
    "S41": "天津北方网, 2023-05-31: press test of the way to the buses",
    "S42": "今晚报 / epaper.tianjinwe.com, 2023-12-15: escalator from B1 to the ground out of use",
}


def draw_levels(sheet: Sheet) -> None:
    """The four levels of the hub."""
    for ordinal, corners in OUTLINES.items():
        zh, en = NAMES[ordinal]
        sheet.level(
            f"level-b{-ordinal}", ordinal, Polygon(corners), zh, en, label=f"B{-ordinal}", elevation_m=ELEVATION_M[ordinal],
            note="number of levels and their use: S1, S3, S4; outline, elevation and this level's share of the area: assumed",
        )  # fmt: skip


def header() -> dict[str, Any]:
    """The collection's own members."""
    return {
        "format": "wayfinding-station/1",
        "name": "天津站后广场轨道换乘中心",
        "name_zh": "天津站后广场轨道换乘中心",
        "name_en": "Metro hub at Tianjin Railway Station (rear plaza)",
        "schematic": True,
        "timezone": "Asia/Shanghai",
        "frame": {"lon": FRAME.lon, "lat": FRAME.lat, "bearing_deg": FRAME.bearing_deg},
        "stated": {
            "area_m2": 154900, "area_tolerance": 0.001, "level_area_m2": LEVEL_AREA_M2, "signs": 225, "signs_renewed": 22,
        },
        "sources": SOURCES,
    }  # fmt: skip
