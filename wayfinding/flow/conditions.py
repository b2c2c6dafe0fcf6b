"""What a crowd is simulated under, whatever the state of the station."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from wayfinding.flow.demand import Demand, load_demand
from wayfinding.flow.simulate import DAY, Settings


@dataclass(frozen=True)
class Conditions:
    """The arguments of `simulate` of these names; both states of a comparison share them."""

    passengers: int | None = None
    times: tuple[float, float] = DAY
    demand: Demand = field(default_factory=load_demand)
    day: date | None = None
    settings: Settings | None = None
