"""The small hub with signs whose fates are plain: one true, one false, one covered, one on the floor."""

from __future__ import annotations

import json
from pathlib import Path

from tests.small_hub import small_hub
from tests.stations import Sketch

LINE_3 = {"destination": "line:3", "zh": "3号线", "en": "Line 3"}
EXIT_10 = {"destination": "exit:10", "zh": "10号口", "en": "Exit 10"}
TRUE, FALSE, COVERED, FLOOR = "sign-true", "sign-false", "sign-covered", "sign-floor"


def signed_hub() -> Sketch:
    """B1's south wall holds three signs that look north; the way to line 3 and to exit 10 is to the west."""
    hub = small_hub()
    hub.sign(TRUE, -1, 80, 0, letter_height_m=0.2, messages=[{**LINE_3, "arrow": "right"}])
    hub.sign(FALSE, -1, 60, 0, letter_height_m=0.2, messages=[{**EXIT_10, "arrow": "left"}])
    hub.sign(COVERED, -1, 30, 0, state="covered", messages=[{**LINE_3, "arrow": "right"}])
    hub.sign(FLOOR, -1, 50, 20, type="floor_sticker", facing_deg=270.0, mounting_height_m=0.0,
             messages=[{**LINE_3, "arrow": "ahead"}])  # fmt: skip
    return hub


def write_signed_hub(folder: Path, hub: Sketch | None = None) -> Path:
    """The hub as a station file."""
    names = {"name": "signed-hub", "name_zh": "小站枢纽", "name_en": "Small Hub"}
    path = folder / "signed_hub.geojson"
    path.write_text(json.dumps({**names, **(hub or signed_hub()).document}), encoding="utf-8")
    return path
