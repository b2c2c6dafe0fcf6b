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
SHIPPED = {"today": SHIPPED_DEMAND, "stress": DATA / "demand_stress.json"}
"""The demands that come with the project, by name."""
DAY = (5.5 * 3600.0, 24 * 3600.0)
"""When people set out, in s after midnight: from the opening of the station until midnight."""
QUARTER_S = 900.0
HOURS, QUARTERS = 24, 96
Kind = Literal["metro", "rail", "street", "road"]
KINDS: Mapping[str, Kind] = {
    "exit": "street", "rail_exit": "rail", "rail_entrance": "rail", "bus_area": "road", "coach_station": "road",
    "taxi": "road",
}  # fmt: skip
LEAVES_ONLY, ENTERS_ONLY = ("rail_entrance",), ("rail_exit",)

Share = Annotated[float, Field(ge=0, le=1)]
Minutes = Annotated[float, Field(ge=0.5, le=1440)]
Moment = Annotated[str, Field(pattern=r"^([0-2]\d|30):[0-5]\d$")]
"""Of the day as HH:MM; hours from 24 on are those after midnight."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class Trips(_Strict):
    """The share of a day's passengers who go from one kind of place to another, spread over the hours by a profile."""

    start: Kind = Field(alias="from")
    end: Kind = Field(alias="to")
    share: Share
    hours: str


class Line(_Strict):
    """One line's trains: from `first` to `last`, every so many minutes from given hours on, with free places.

    `towards` limits them to one direction, `platforms` (ids) to some platforms; without them they are those of all that
    have none of their own.
    """

    line: str
    platforms: Annotated[list[str], Field(min_length=1)] | None = None
    towards: str | None = None
    first: Moment
    last: Moment
    minutes: Annotated[list[tuple[Annotated[float, Field(ge=0, le=30)], Minutes]], Field(min_length=1)]
    places: Annotated[int, Field(gt=0)]
    free: Share

    @model_validator(mode="after")
    def _in_order(self) -> Line:
        if clock_s(self.first) > clock_s(self.last):
            raise ValueError(f"line {self.line}: the last train at {self.last} is before the first at {self.first}")
        if self.minutes != sorted(self.minutes):
            raise ValueError(f"line {self.line}: the hours under minutes must ascend")
        return self


class Trains(_Strict):
    """All trains; people leave and enter at `door_pps` a door while it stands open for `dwell_s`."""

    door_pps: Annotated[float, Field(ge=0.01, le=100)]
    dwell_s: Annotated[float, Field(gt=0, le=3600)]
    lines: list[Line]


class Rail(_Strict):
    """Trains of the railway: people leave one every so many minutes, over some minutes."""

    every_min: Annotated[float, Field(gt=0, le=720)]
    over_min: Annotated[float, Field(gt=0, le=120)]


class Count(_Strict):
    """People counted in the quarter hour from `quarter_s` (s after midnight) on; ids of places or kinds of them."""

    quarter_s: float
    start: str
    end: str
    group: str | None
    passengers: int


class Demand(_Strict):
    """A day's demand by named assumptions; shares add up to 1. Where there are `counts`, they say who goes where.

    `hours` are profiles of the day: 24 weights, one an hour, or 96, one a quarter hour. Only those within `DAY` count.
    """

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
            if len(weights) not in (HOURS, QUARTERS) or sum(self.quarters(name)) == 0:
                raise ValueError(f"the hours {name!r} need {HOURS} weights or {QUARTERS}, one a quarter hour, "
                                 f"not all 0 between 05:30 and 24:00")  # fmt: skip
        unknown = {item.hours for item in self.trips} - set(self.hours)
        if unknown:
            raise ValueError(f"trips name hours that do not exist: {', '.join(sorted(unknown))}")
        return self

    def quarters(self, name: str) -> list[float]:
        """A profile's weights by quarter hour from midnight on, 0 outside `DAY`; those of an hour are shared evenly."""
        weights = self.hours[name]
        each = QUARTERS // len(weights)
        return [weights[k // each] / each * (DAY[0] <= k * QUARTER_S < DAY[1]) for k in range(QUARTERS)]


def clock_s(text: str) -> float:
    """HH:MM in s after midnight."""
    hours, _, minutes = text.partition(":")
    return int(hours) * 3600.0 + int(minutes) * 60.0


def load_demand(source: str | Path = SHIPPED_DEMAND) -> Demand:
    """The demand of a file, or a shipped one by name. Raises RequestError that lists every fault with its place."""
    path = Path(source)
    path = SHIPPED.get(str(source), path) if not path.exists() else path
    try:
        return Demand.model_validate(_read(path))
    except FileNotFoundError as error:
        raise RequestError(f"{error.filename}: no such file, and no shipped demand; those are {', '.join(SHIPPED)}"
                           ) from None  # fmt: skip
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise RequestError(f"{path}: {error}") from None
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, item['loc'])) or 'file'}: {item['msg']}" for item in error.errors())
        raise RequestError(f"{path}: {faults}") from None


def _read(path: Path) -> dict[str, object]:
    """What a file holds, laid over the shipped demand that it is based on."""
    document: object = json.loads(path.read_text(encoding="utf-8-sig"))
    if not isinstance(document, dict):
        raise RequestError(f"{path}: a demand is a JSON object")
    if "counts" in document:
        raise RequestError(f"{path}: counts are a table of their own, read with --counts FILE.csv")
    base = document.pop("based_on", None)
    if base is None:
        return document
    if not isinstance(base, str) or base not in SHIPPED or SHIPPED[base] == path:
        raise RequestError(f"{path}: based_on is {base!r}: give {' or '.join(SHIPPED)}")
    return _read(SHIPPED[base]) | document
