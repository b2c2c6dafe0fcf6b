"""Who comes when, from where to where: a day of people drawn from named assumptions, the same for every scenario."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from wayfinding.errors import RequestError
from wayfinding.station.shipped import DATA

SHIPPED_DEMAND = DATA / "demand.json"
Kind = Literal["metro", "rail", "street", "road"]
KINDS: Mapping[str, Kind] = {
    "exit": "street", "rail_exit": "rail", "rail_entrance": "rail", "bus_area": "road", "coach_station": "road",
    "taxi": "road",
}  # fmt: skip
LEAVES_ONLY, ENTERS_ONLY = ("rail_entrance",), ("rail_exit",)

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class Trips(_Strict):
    """The share of a day's passengers who go from one kind of place to another, spread over the hours by a profile."""

    start: Kind = Field(alias="from")
    end: Kind = Field(alias="to")
    share: Share
    hours: str


class Line(_Strict):
    """One line's trains: from `first` to `last`, every so many minutes from given hours on, with free places."""

    line: str
    first: str
    last: str
    minutes: list[tuple[Annotated[float, Field(ge=0, le=30)], Positive]]
    places: Annotated[int, Field(gt=0)]
    free: Share


class Trains(_Strict):
    """All trains; people leave and enter at `door_pps` a door while it stands open for `dwell_s`."""

    door_pps: Positive
    dwell_s: Positive
    lines: list[Line]


class Rail(_Strict):
    """Trains of the railway: people leave one every so many minutes, over some minutes."""

    every_min: Positive
    over_min: Positive


class Count(_Strict):
    """People counted in the quarter hour from `quarter_s` (s after midnight) on; ids of places or kinds of them."""

    quarter_s: float
    start: str
    end: str
    group: str | None
    passengers: int


class Demand(_Strict):
    """A day's demand by named assumptions; shares add up to 1. Where there are `counts`, they say who goes where."""

    name: str
    note: str = ""
    passengers: Annotated[int, Field(ge=0, le=10_000_000)]
    groups: dict[str, Share]
    hours: dict[str, list[Annotated[float, Field(ge=0)]]]
    trips: list[Trips]
    trains: Trains
    rail: Rail
    counts: Annotated[tuple[Count, ...], Field(exclude=True)] = ()

    @model_validator(mode="after")
    def _adds_up(self) -> Demand:
        for name, total in (("groups", sum(self.groups.values())), ("trips", sum(item.share for item in self.trips))):
            if abs(total - 1.0) > 1e-6:
                raise ValueError(f"the shares of {name} add up to {total:g}, not to 1")
        for name, weights in self.hours.items():
            if len(weights) != 24 or sum(weights) == 0:
                raise ValueError(f"the hours {name!r} need 24 weights, not all 0")
        unknown = {item.hours for item in self.trips} - set(self.hours)
        if unknown:
            raise ValueError(f"trips name hours that do not exist: {', '.join(sorted(unknown))}")
        return self


def load_demand(path: str | Path = SHIPPED_DEMAND) -> Demand:
    """The demand of a file. Raises RequestError that lists every fault with its place."""
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
        if isinstance(document, dict) and "counts" in document:
            raise RequestError(f"{path}: counts are a table of their own, read with --counts FILE.csv")
        return Demand.model_validate(document)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise RequestError(f"{path}: {error}") from None
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, item['loc'])) or 'file'}: {item['msg']}" for item in error.errors())
        raise RequestError(f"{path}: {faults}") from None
