"""Writes the station file and its scenarios: `python -m drafting [FOLDER]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from drafting.b1 import draw_b1
from drafting.b2 import draw_b2
from drafting.finish import draw_columns, draw_room_walls
from drafting.frame import draw_levels, header
from drafting.ground import draw_ground
from drafting.platforms import draw_platforms
from drafting.scenarios import all_scenarios
from drafting.services import draw_services
from drafting.sheet import Sheet
from drafting.signs import draw_signs
from drafting.south import draw_south
from wayfinding.station import read_station, save_station
from wayfinding.station.shipped import DATA


def draft() -> dict[str, Any]:
    """The whole station as a GeoJSON collection; the same at every call."""
    sheet = Sheet()
    draw_levels(sheet)
    draw_b1(sheet)
    draw_b2(sheet)
    draw_platforms(sheet)
    draw_ground(sheet)
    draw_south(sheet)
    draw_services(sheet)
    draw_room_walls(sheet)
    draw_columns(sheet)
    draw_signs(sheet)
    return sheet.collection(header())


def write(folder: Path) -> None:
    """Writes station_graph.geojson and scenarios/ into `folder`."""
    collection = draft()
    save_station(read_station(collection), folder / "station_graph.geojson")
    for name, scenario in all_scenarios(collection).items():
        text = json.dumps(scenario, ensure_ascii=False, indent=1)
        (folder / "scenarios" / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
