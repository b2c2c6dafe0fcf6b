"""What the commands about a crowd have in common: under which conditions it is simulated."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from wayfinding.errors import RequestError
from wayfinding.station.model import Station

if TYPE_CHECKING:
    from wayfinding.flow.choosing.equilibrium import Equilibrium
    from wayfinding.flow.comparing.conditions import Conditions


def read_conditions(chosen: Namespace, station: Station) -> Conditions:
    """The conditions that a command line asks for; counts are read against the station's places."""
    # no other command waits for the compiled engine
    from wayfinding.flow.comparing.conditions import Conditions  # noqa: PLC0415
    from wayfinding.flow.people.counts import load_counts  # noqa: PLC0415
    from wayfinding.flow.people.demand import SHIPPED_DEMAND, load_demand  # noqa: PLC0415
    from wayfinding.flow.simulate import Settings  # noqa: PLC0415

    if chosen.from_s >= chosen.to_s:
        raise RequestError("--from must lie before --to")
    asked = {"cell_m": chosen.cell, "law": chosen.law, "spread_s": chosen.spread, "standing": chosen.standing}
    settings = Settings(**_told(asked), equilibrium=_equilibrium(chosen))
    demand = load_demand(chosen.demand or SHIPPED_DEMAND)
    if chosen.counts is not None:
        demand = load_counts(chosen.counts, station, demand)
    return Conditions(chosen.passengers, (chosen.from_s, chosen.to_s), demand, chosen.day, settings)


def _equilibrium(chosen: Namespace) -> Equilibrium | None:
    from wayfinding.flow.choosing.equilibrium import Equilibrium  # noqa: PLC0415

    if chosen.equilibrium is None:
        if chosen.iterations is not None:
            raise RequestError("--iterations are days of an equilibrium: give --equilibrium too")
        return None
    return Equilibrium(**_told({"gap": chosen.equilibrium, "iterations": chosen.iterations}))


def _told(asked: dict[str, Any]) -> dict[str, Any]:
    """What the command line tells; all else is left to its default."""
    return {name: value for name, value in asked.items() if value is not None}
