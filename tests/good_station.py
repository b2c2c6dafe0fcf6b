"""A tiny station in which nothing is wrong, to be spoilt one thing at a time.

Level -1: an unpaid hall (x 0 to 30) and a paid one (30 to 60), a barrier between them, one gate through it, a column.
Level -2: the platform of line 3. Stairs, an escalator up and a lift join the paid hall and the platform.
"""

from __future__ import annotations

from typing import Any

from shapely import box

from tests.stations import Sketch
from wayfinding.station.geojson import read_station
from wayfinding.station.model import Station


def good_sketch() -> Sketch:
    sketch = Sketch()
    for ordinal in (-1, -2):
        sketch.level(ordinal, box(0, 0, 60, 20))
    sketch.space("hall", -1, box(0, 0, 30, 20))
    sketch.space("paid", -1, box(30, 0, 60, 20), zone="paid", use="concourse")
    sketch.space("island", -2, box(0, 0, 60, 20), zone="paid", use="platform")
    sketch.obstacle("barrier", -1, box(29.9, 0, 30.1, 20), type="barrier")
    sketch.obstacle("column", -1, box(10, 10, 11, 11), type="column")
    sketch.pathway("gate", "fare_gate", (-1, 29, 10), (-1, 31, 10), width_m=0.9, lanes=1)
    sketch.pathway("stairs", "stairs", (-2, 40, 5), (-1, 50, 5), width_m=2.4, steps=36)
    sketch.pathway("up", "escalator", (-2, 40, 8), (-1, 50, 8), width_m=1.0, speed_mps=0.65, direction="forward")
    sketch.pathway("lift", "lift", (-2, 55, 15), (-1, 55, 15), car_width_m=1.4, car_depth_m=1.6, door_width_m=0.9)
    sketch.place("exit-1", -1, 2, 10, type="exit", number="1")
    sketch.place("exit-2", -1, 2, 18, type="exit", number="2")
    sketch.place("platform", -2, 30, 10, type="platform")
    sketch.place("door", -2, 30, 19.8, type="platform_door", platform="platform", line="3", towards="小淀")
    to_platform = [{"destination": "platform", "arrow": "ahead", "zh": "站台", "en": "Platform"}]
    sketch.sign("wall-sign", -1, 29.9, 3, type="wall_sticker", facing_deg=270.0, messages=to_platform)
    sketch.sign("pillar-sign", -1, 10.5, 10, type="pillar_sticker", facing_deg=180.0, renewed=True)
    sketch.sign("floor-sign", -1, 15, 5, type="floor_sticker", facing_deg=90.0, mounting_height_m=0.0)
    return sketch


def good_document() -> dict[str, Any]:
    stated = {"area_m2": 2400.0, "area_tolerance": 0.001, "level_area_m2": {"-1": 1200.0, "-2": 1200.0}, "signs": 3,
              "signs_renewed": 1, "counts": {"space": 3, "stairs": 1}}  # fmt: skip
    return {**good_sketch().document, "name": "good", "stated": stated, "sources": {"S1": "a paper"}}


def good_station() -> Station:
    return read_station(good_document())
