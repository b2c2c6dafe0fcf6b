"""Wayfinding for Tianjin Railway Station's metro hub: routes, signs and crowds on one station model."""

from wayfinding.errors import WayfindingError
from wayfinding.guidance.directions import describe
from wayfinding.routing import (
    PROFILES,
    Network,
    Profile,
    Route,
    compile_network,
    explain_no_route,
    find_alternatives,
    find_route,
    study_outages,
    to_networkx,
)
from wayfinding.signage import audit_signage, suggest_signs
from wayfinding.station import Scenario, Station, apply, load_scenario, load_station

__all__ = [
    "PROFILES",
    "Network",
    "Profile",
    "Route",
    "Scenario",
    "Station",
    "WayfindingError",
    "apply",
    "audit_signage",
    "compile_network",
    "describe",
    "explain_no_route",
    "find_alternatives",
    "find_route",
    "load_scenario",
    "load_station",
    "study_outages",
    "suggest_signs",
    "to_networkx",
]
