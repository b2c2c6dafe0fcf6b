"""What a crowd is simulated under, whatever the state of the station."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from wayfinding.flow.measuring.outputs import clock
from wayfinding.flow.people.demand import DAY, Demand, load_demand
from wayfinding.flow.simulate import Settings


@dataclass(frozen=True)
class Conditions:
    """The arguments of `simulate` of these names; both states of a comparison share them."""

    passengers: int | None = None
    times: tuple[float, float] = DAY
    demand: Demand = field(default_factory=load_demand)
    day: date | None = None
    settings: Settings | None = None

    @property
    def record(self) -> dict[str, Any]:
        """The conditions as JSON values, times of day as HH:MM."""
        settings = self.settings or Settings()
        return {
            "demand": self.demand.name,
            "passengers": self.passengers,
            "from": clock(self.times[0]),
            "to": clock(self.times[1]),
            "day": None if self.day is None else str(self.day),
            **asdict(settings),
        }
