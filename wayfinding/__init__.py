"""Wayfinding for Tianjin Railway Station's metro hub: routes, signs and crowds on one station model.

Each name is imported when it is first used: who asks for a way does not wait for the study of signs to load.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wayfinding.errors import WayfindingError
    from wayfinding.flow.comparing.compare import compare
    from wayfinding.flow.simulate import simulate
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
    "compare",
    "compile_network",
    "describe",
    "explain_no_route",
    "find_alternatives",
    "find_route",
    "load_scenario",
    "load_station",
    "simulate",
    "study_outages",
    "suggest_signs",
    "to_networkx",
]

_HOMES = {
    "errors": ("WayfindingError",),
    "flow.comparing.compare": ("compare",),
    "flow.simulate": ("simulate",),
    "guidance.directions": ("describe",),
    "routing": (
        "PROFILES", "Network", "Profile", "Route", "compile_network", "explain_no_route", "find_alternatives",
        "find_route", "study_outages", "to_networkx",
    ),
    "signage": ("audit_signage", "suggest_signs"),
    "station": ("Scenario", "Station", "apply", "load_scenario", "load_station"),
}  # fmt: skip
_HOME = {name: f"{__name__}.{home}" for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOME[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
