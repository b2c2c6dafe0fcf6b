"""How to get there: surfaces, the network, travellers, and exact ways from any point to any other."""

from wayfinding.routing.alternatives import Alternative, find_alternatives, list_alternatives, overlap
from wayfinding.routing.boarding import Door, Hint, best_doors, find_board_hint, find_first_door, first_doors
from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.network import Network, compile_network, to_networkx
from wayfinding.routing.profiles import PROFILES, Profile, get_profile
from wayfinding.routing.reasons import NoRoute, explain_no_route
from wayfinding.routing.resilience import Outage, Outages, Setback, study_outages
from wayfinding.routing.routes import Leg, Route, find_route

__all__ = [
    "PROFILES",
    "Alternative",
    "Door",
    "Endpoint",
    "Hint",
    "Leg",
    "Network",
    "NoRoute",
    "Outage",
    "Outages",
    "Profile",
    "Route",
    "Setback",
    "best_doors",
    "compile_network",
    "explain_no_route",
    "find_alternatives",
    "find_board_hint",
    "find_first_door",
    "find_route",
    "first_doors",
    "get_profile",
    "list_alternatives",
    "overlap",
    "study_outages",
    "to_networkx",
]
