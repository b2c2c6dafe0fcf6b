"""What the properties of each kind of feature may hold: one schema a kind, every fault reported with its name."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from wayfinding.station.hours import Hours
from wayfinding.station.model import (
    Arrow,
    Direction,
    Mode,
    Name,
    SignState,
    SignType,
    Source,
    Status,
    Tristate,
    Zone,
)
from wayfinding.station.problems import Problem

Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Bearing = Annotated[float, Field(ge=0, le=360)]
Count = Annotated[int, Field(ge=1)]


class _Strict(BaseModel):
    """Numbers are finite numbers (true is not 1); members that no schema names stay in the feature itself."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False, extra="ignore")


class Common(_Strict):
    """What every feature says of itself."""

    source: Source
    source_key: list[str] = []
    note: str = ""
    name_zh: str = ""
    name_en: str = ""

    @property
    def name(self) -> Name:
        return Name(self.name_zh, self.name_en)


class _Timed(Common):
    hours: str | None = None
    season: list[str] | None = None
    open: bool = True

    @model_validator(mode="after")
    def _readable(self) -> _Timed:
        Hours.parse(self.hours, self.season)
        return self

    @property
    def opening(self) -> Hours | None:
        return Hours.parse(self.hours, self.season) if self.hours or self.season else None


class LevelProperties(Common):
    ordinal: float
    label: str
    elevation_m: float


class SpaceProperties(Common):
    level: float
    use: str
    zone: Zone
    walkable: bool
    open: bool = True
    elevation_m: float | None = None


class ObstacleProperties(Common):
    level: float
    type: str
    height_m: Positive | None = None
    opaque: bool = True
    serves: str | None = None


class PlaceProperties(_Timed):
    level: float
    type: str
    facing_deg: Bearing | None = None
    step_free: Tristate = "unknown"
    platform: str | None = None
    line: str | None = None
    towards: str | None = None
    number: str | int | None = None
    operator: str | None = None
    aliases: list[str] = []
    leads_to_zh: list[str] = []
    leads_to_en: list[str] = []


class StopProperties(_Strict):
    level: float
    coordinates: Annotated[list[float], Field(min_length=2, max_length=3)]


class PathwayProperties(_Timed):
    mode: Mode
    direction: Direction
    from_level: float
    to_level: float
    rise_m: float | None = None
    length_m: NotNegative | None = None
    width_m: Positive | None = None
    steps: Count | None = None
    slope: NotNegative | None = None
    rise_per_run_m: NotNegative | None = None
    speed_mps: Positive | None = None
    reversible: bool = False
    lanes: Count | None = None
    threshold_m: NotNegative | None = None
    car_width_m: Positive | None = None
    car_depth_m: Positive | None = None
    door_width_m: Positive | None = None
    stops: list[StopProperties] = []
    staffed: bool = False
    for_profiles: list[str] = []
    status: Status = "in_service"


class MessageProperties(_Strict):
    destination: str
    arrow: Arrow
    zh: str = ""
    en: str = ""
    for_profiles: list[str] = []
    face: Annotated[int, Field(ge=0)] | None = None


class SignProperties(Common):
    level: float
    type: SignType
    facing_deg: Bearing
    mounting_height_m: NotNegative
    letter_height_m: Positive
    state: SignState
    renewed: bool
    date: str | None = None
    inspected: str | None = None
    mounted_on: str | None = None
    width_m: Positive | None = None
    faces_deg: list[Bearing] = []
    wrapped: bool = False
    messages: list[MessageProperties]


SCHEMAS: dict[str, type[Common]] = {
    "level": LevelProperties,
    "space": SpaceProperties,
    "obstacle": ObstacleProperties,
    "place": PlaceProperties,
    "pathway": PathwayProperties,
    "sign": SignProperties,
}


def parse_properties(kind: str, feature_id: str, properties: Any) -> tuple[Common | None, list[Problem]]:
    """The checked properties of one feature, or None with every fault in them."""
    try:
        return SCHEMAS[kind].model_validate(properties), []
    except ValidationError as error:
        return None, [_problem(feature_id, fault) for fault in error.errors(include_url=False)]


def _problem(feature_id: str, fault: Any) -> Problem:
    name = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "missing":
        return Problem("missing-property", feature_id, f"{name!r} is missing", "see data/README.md")
    given = repr(fault["input"])[:60]
    if fault["type"] == "literal_error":
        rule = f"unknown-{fault['loc'][-1]}"
        return Problem(rule, feature_id, f"{name} {given} is not known", f"use one of {fault['ctx']['expected']}")
    if fault["type"] == "value_error":
        return Problem("wrong-hours", feature_id, str(fault["ctx"]["error"]), 'write hours as "06:00-22:54"')
    return Problem("wrong-value", feature_id, f"{name} is {given}", fault["msg"])
