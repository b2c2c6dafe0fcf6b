"""Where the data that come with the project lie."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
SHIPPED_STATION = DATA / "station_graph.geojson"
SHIPPED_SCENARIOS = DATA / "scenarios"
