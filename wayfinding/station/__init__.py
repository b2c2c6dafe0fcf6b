"""What the station is: read, checked, seen at a moment and under scenarios, written; nothing of routes or people."""

from wayfinding.station.access import Access, step_free
from wayfinding.station.checks import Problem, Report, check
from wayfinding.station.floor import Floor, elevation_at, floors
from wayfinding.station.frame import Frame
from wayfinding.station.geojson import load_station, read_station, save_station, write_station
from wayfinding.station.hours import Hours
from wayfinding.station.model import Level, Obstacle, Pathway, Place, Sign, Space, Station
from wayfinding.station.scenario import (
    Scenario,
    apply,
    at_moment,
    list_scenarios,
    load_scenario,
    read_scenario,
)
from wayfinding.station.shipped import SHIPPED_SCENARIOS, SHIPPED_STATION

__all__ = [
    "SHIPPED_SCENARIOS",
    "SHIPPED_STATION",
    "Access",
    "Floor",
    "Frame",
    "Hours",
    "Level",
    "Obstacle",
    "Pathway",
    "Place",
    "Problem",
    "Report",
    "Scenario",
    "Sign",
    "Space",
    "Station",
    "apply",
    "at_moment",
    "check",
    "elevation_at",
    "floors",
    "list_scenarios",
    "load_scenario",
    "load_station",
    "read_scenario",
    "read_station",
    "save_station",
    "step_free",
    "write_station",
]
