"""How to get there: surfaces, the network, travellers, and exact ways from any point to any other."""

from wayfinding.routing.alternatives import find_alternatives
from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.network import Network, compile_network, to_networkx
from wayfinding.routing.profiles import PROFILES, Profile, get_profile
from wayfinding.routing.reasons import NoRoute, explain_no_route
from wayfinding.routing.resilience import Outage, Outages, Setback, study_outages
from wayfinding.routing.routes import Leg, Route, find_route

__all__ = [
    "PROFILES",
    "Endpoint",
    "Leg",
    "Network",
    "NoRoute",
    "Outage",
    "Outages",
    "Profile",
    "Route",
    "Setback",
    "compile_network",
    "explain_no_route",
    "find_alternatives",
    "find_route",
    "get_profile",
    "study_outages",
    "to_networkx",
]
