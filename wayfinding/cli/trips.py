"""Whose trips weigh an audit of the signs: assumed shares, a table's, or those of a simulated day."""

from __future__ import annotations

from argparse import Namespace
from typing import NamedTuple

from wayfinding.errors import RequestError
from wayfinding.routing.network import Network
from wayfinding.signage.trips import ASSUMED, SIMULATED, Trips
from wayfinding.signage.trips_file import add_up, load_trips


class Weights(NamedTuple):
    """The trips, None for the assumed ones, and where they come from."""

    trips: Trips | None
    counted_by: str


def read_weights(chosen: Namespace, network: Network, profile: str) -> Weights:
    """What `--trips` or `--simulate` ask for. Raises RequestError for both at once and for a table with wrong rows."""
    if chosen.trips is not None and chosen.simulate:
        raise RequestError("--trips and --simulate both say who goes where: give one of them")
    if chosen.trips is not None:
        return Weights(load_trips(chosen.trips, network.station, profile), chosen.trips.name)
    if not chosen.simulate:
        return Weights(None, ASSUMED)
    # no other audit waits for the compiled engine
    from wayfinding.flow.measuring.flows import list_trips  # noqa: PLC0415
    from wayfinding.flow.simulate import simulate  # noqa: PLC0415

    return Weights(add_up(list_trips(simulate(network)), profile), SIMULATED)
